//! Words that are joined to a brand to make a host: `vay` + brand, brand + `cskh`.

use model::Method;
use model::reference::WordGroup;

use super::host_words::HostWords;

/// What surrounds a brand in a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Company {
    /// Known words, at least one of them an offer.
    Offer,
    /// Fillers and numbers only.
    Filler,
    /// Two or three letters that nobody can say, as machines make them.
    Noise,
    /// Anything else.
    Unknown,
}

impl HostWords {
    /// Reads what stands before and after a brand, letters and digits only.
    pub(super) fn company(&self, before: &str, after: &str) -> Company {
        match (self.words(before), self.words(after)) {
            (Some(first), Some(second)) if first || second => Company::Offer,
            (Some(_), Some(_)) if is_numbered(before, after) => Company::Offer,
            (Some(_), Some(_)) => Company::Filler,
            _ if is_noise(before, after) => Company::Noise,
            _ => Company::Unknown,
        }
    }

    /// Whether what stands around a bank's short name is known words with one of its counter, or a `bank` that was
    /// misspelt so that nobody else would have it: `vcbdigibink`.
    pub(super) fn is_counter(&self, before: &str, after: &str, method: Method) -> bool {
        let holds = |group| self.any_in(group, before) || self.any_in(group, after);
        let follows =
            |group| before.is_empty() && self.of(group).iter().any(|word| after.starts_with(word.as_str()));
        match method {
            Method::OrgBankPhish => {
                let known = self.words(before).is_some() && self.words(after).is_some();
                // `tcbmobilevn`: its app, and the country that it is at home in.
                let home = || ["vn", "viet"].iter().any(|word| before.contains(word) || after.contains(word));
                let app = || home() && holds(WordGroup::BankApps);
                (known && (holds(WordGroup::BankCounters) || app() || after.ends_with("the")))
                    || (before.is_empty() && is_misspelt_bank(after))
            }
            Method::OrgDelivery => follows(WordGroup::Parcels),
            Method::InvTrading => follows(WordGroup::Markets),
            _ => false,
        }
    }

    /// Whether beside the short name of a body of the state stands what it keeps or hands out: `hoadondientu` + `gdt`.
    pub(super) fn is_paper(&self, before: &str, after: &str, method: Method) -> bool {
        let holds = |text: &str| self.any_in(WordGroup::StatePapers, text);
        method == Method::GovServiceApp && (holds(before) || holds(after))
    }

    /// A part of a host without the offers and numbers around it; at least `min` letters remain.
    pub(super) fn without_offers<'p>(&self, part: &'p str, min: usize) -> &'p str {
        let mut core = part.trim_matches(|letter: char| letter.is_ascii_digit());
        loop {
            let offers = self.of(WordGroup::Offers).iter().map(String::as_str);
            let rests = offers.filter_map(|word| core.strip_prefix(word).or_else(|| core.strip_suffix(word)));
            let shorter = rests.filter(|rest| rest.len() >= min).min_by_key(|rest| rest.len());
            match shorter {
                Some(rest) => core = rest,
                None => return core,
            }
        }
    }

    /// Whether this is one of the words that are joined to names.
    pub(super) fn is_joined(&self, word: &str) -> bool {
        self.joined.iter().any(|(known, _)| known == word)
    }

    /// Whether the text is known words and digits through and through, and whether one is an offer; `None` when not.
    fn words(&self, text: &str) -> Option<bool> {
        // For each length of the beginning: whether words make it, and whether one of them is an offer.
        let mut reached: Vec<Option<bool>> = vec![None; text.len() + 1];
        reached[0] = Some(false);
        for at in 0..text.len() {
            let Some(offer) = reached[at] else { continue };
            let rest = &text[at..];
            if rest.as_bytes()[0].is_ascii_digit() {
                reached[at + 1] = reached[at + 1].max(Some(offer));
                continue;
            }
            for (word, is_offer) in &self.joined {
                if rest.starts_with(word.as_str()) {
                    let end = at + word.len();
                    reached[end] = reached[end].max(Some(offer || *is_offer));
                }
            }
        }
        reached[text.len()]
    }
}

/// Letters between a short name and its misspelt `bank`, at most.
const BEFORE_BANK_MAX: usize = 9;
/// Words that are one letter away from `bank` and are meant.
const NEAR_BANK: &[&str] = &["back", "balk", "bark", "bask", "bunk"];

/// `bink`, `bonk`, `bsnk`, `baok`, `bnk`: `bank` with one letter changed or left out between its first and last.
pub(super) fn is_misspelt_bank(text: &str) -> bool {
    let starts = [4, 3].into_iter().filter_map(|len| text.len().checked_sub(len));
    starts.filter(|start| *start <= BEFORE_BANK_MAX).any(|start| match &text.as_bytes()[start..] {
        [b'b', second, third, b'k'] => {
            (*second == b'a') != (*third == b'n') && !NEAR_BANK.contains(&&text[start..])
        }
        [b'b', between, b'k'] => matches!(between, b'a' | b'n'),
        _ => false,
    })
}

/// Whether the letters stand together in no word that anybody says: no vowel, or a `v` beside a consonant that it
/// follows or leads in no language used here.
pub(super) fn is_unsayable(name: &str) -> bool {
    let is_vowel = |letter: &u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let is_torn = |pair: &[u8]| match pair {
        [b'v', next] => !is_vowel(next) && *next != b'r',
        [last, b'v'] => !is_vowel(last) && !matches!(last, b'l' | b'n' | b'r'),
        _ => false,
    };
    let bytes = name.as_bytes();
    bytes.iter().all(u8::is_ascii_lowercase) && (!bytes.iter().any(is_vowel) || bytes.windows(2).any(is_torn))
}

/// Fillers with a number, or the country: an owner at home in `.vn` calls no host of his `brandvn.example` or
/// `brandvip666.example`.
fn is_numbered(before: &str, after: &str) -> bool {
    let has = |test: fn(char) -> bool| before.chars().chain(after.chars()).any(test);
    let country = ["vn", "viet", "vip"].iter().any(|word| before.contains(word) || after.contains(word));
    country || (has(|letter| letter.is_ascii_digit()) && has(|letter| letter.is_ascii_lowercase()))
}

fn is_noise(before: &str, after: &str) -> bool {
    let beside = if before.is_empty() { after } else { before };
    let unsayable = beside.bytes().all(|byte| !matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
    (before.is_empty() || after.is_empty()) && (2..=3).contains(&beside.len()) && unsayable
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use model::Reference;

    use super::*;

    static WORDS: LazyLock<HostWords> = LazyLock::new(|| HostWords::new(&Reference::embedded().host_words));

    #[test]
    fn what_surrounds_a_brand_is_told_apart() {
        assert_eq!(WORDS.company("vay", ""), Company::Offer);
        assert_eq!(WORDS.company("", "cskh24h"), Company::Unknown);
        assert_eq!(WORDS.company("", "cskh24"), Company::Offer);
        assert_eq!(WORDS.company("", "vip666"), Company::Offer);
        assert_eq!(WORDS.company("", "shop"), Company::Filler);
        assert_eq!(WORDS.company("", "88"), Company::Filler);
        assert_eq!(WORDS.company("", "xq"), Company::Noise);
        assert_eq!(WORDS.company("", "ra"), Company::Unknown);
        assert_eq!(WORDS.company("hoa", ""), Company::Unknown);
    }

    #[test]
    fn a_counter_is_told_from_other_words() {
        for (before, after) in [
            ("vay", ""),
            ("", "cskh24"),
            ("thetindung", "online"),
            ("", "bank"),
            ("", "digibink"),
            ("", "dibnk"),
            ("", "mobilevn"),
        ] {
            assert!(WORDS.is_counter(before, after, Method::OrgBankPhish), "{before} {after}");
        }
        for (before, after) in [("ja", "randt"), ("", "ook"), ("", "events"), ("", "playback"), ("vay", "xq")]
        {
            assert!(!WORDS.is_counter(before, after, Method::OrgBankPhish), "{before} {after}");
        }
    }

    #[test]
    fn letters_of_no_word_are_known() {
        assert!(["bidv", "vneid", "vnpay", "ghtk", "vnpt"].into_iter().all(is_unsayable));
        assert!(!["momo", "tiki", "zalo", "grab", "sendo", "etax", "napas"].into_iter().any(is_unsayable));
    }

    #[test]
    fn offers_are_taken_off_a_part() {
        assert_eq!(WORDS.without_offers("vaytienmaubank24", 6), "maubank");
        assert_eq!(WORDS.without_offers("vayvay", 6), "vayvay");
    }
}
