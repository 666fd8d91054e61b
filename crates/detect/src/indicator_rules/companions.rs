//! Words that are joined to a brand to make a host: `vay` + brand, brand + `cskh`.

use model::Method;

use super::{baits, lure_words};

/// Words by which the name of a brand becomes an offer, a counter or a game: its owner has one host of its own.
/// Source: what the state's and the banks' warnings of 2020 to 2025 say such pages promise.
const OFFERS: &[&str] = &[
    "account",
    "banthan",
    "baohanh",
    "batdongsan",
    "bet",
    "boss",
    "card",
    "cards",
    "careers",
    "casino",
    "chamsockhachang",
    "chamsockhachhang",
    "chanle",
    "chovay",
    "chuyentien",
    "cl",
    "clmm",
    "clmn",
    "cltx",
    "congtacvien",
    "cskh",
    "ctv",
    "cuoc",
    "dangkyvay",
    "dautu",
    "digi",
    "digibank",
    "doithuong",
    "ebank",
    "ebanking",
    "event",
    "events",
    "game",
    "giaingan",
    "giaitri",
    "gift",
    "giftcode",
    "hack",
    "hailoc",
    "hanmuc",
    "hethong",
    "hoantien",
    "hopdong",
    "hoso",
    "hotro",
    "hotrovay",
    "ibank",
    "ibanking",
    "khachhang",
    "khaosat",
    "khuyenmai",
    "kiem",
    "kiemtien",
    "kimcuong",
    "king",
    "lienket",
    "lixi",
    "login",
    "loto",
    "member",
    "members",
    "membership",
    "memberships",
    "minigame",
    "mobilebanking",
    "nanghanmuc",
    "nap",
    "naphanmuc",
    "napkimcuong",
    "napthe",
    "nganhang",
    "ngoaite",
    "nhanh",
    "nhantien",
    "nick",
    "nohu",
    "onlinebanking",
    "phattai",
    "qua",
    "quatang",
    "quatri",
    "quay",
    "quaythuong",
    "quocte",
    "quydoi",
    "rating",
    "reward",
    "rewards",
    "rutthe",
    "ruttien",
    "san",
    "ship",
    "sieu",
    "sieutoc",
    "smartbank",
    "smartbanking",
    "sso",
    "suachua",
    "sukien",
    "support",
    "taichinh",
    "taikhoan",
    "tailoc",
    "taixiu",
    "thechap",
    "thetindung",
    "thuong",
    "tieudung",
    "tinchap",
    "tindung",
    "tongdai",
    "trian",
    "tructuyen",
    "trum",
    "trungtam",
    "tudong",
    "tuyendung",
    "txcl",
    "uutien",
    "vanmay",
    "vantai",
    "vay",
    "vaynhanh",
    "vaytien",
    "vayvon",
    "verify",
    "vieclam",
    "vipham",
    "visa",
    "vongquay",
    "voucher",
    "vouchers",
    "vua",
    "win",
    "xoso",
];

/// Words that say little: honest hosts join them to names too.
const FILLERS: &[&str] = &[
    "ads",
    "aff",
    "alo",
    "api",
    "app",
    "auto",
    "bank",
    "banking",
    "care",
    "center",
    "check",
    "chinhhang",
    "choi",
    "club",
    "com",
    "credit",
    "da",
    "dangky",
    "dichvu",
    "down",
    "e",
    "finance",
    "fun",
    "go",
    "global",
    "gold",
    "group",
    "halo",
    "hanoi",
    "hcm",
    "help",
    "hn",
    "home",
    "hot",
    "i",
    "ib",
    "id",
    "info",
    "khcn",
    "link",
    "live",
    "m",
    "mall",
    "malls",
    "mini",
    "mobile",
    "money",
    "my",
    "net",
    "new",
    "news",
    "ngay",
    "nhom",
    "official",
    "omni",
    "one",
    "onl",
    "online",
    "p2p",
    "page",
    "pay",
    "plus",
    "pro",
    "s",
    "sg",
    "shop",
    "shopping",
    "sky",
    "smart",
    "store",
    "team",
    "the",
    "tien",
    "top",
    "tot",
    "uytin",
    "vi",
    "viet",
    "vietnam",
    "vip",
    "vn",
    "vna",
    "vnn",
    "vui",
    "web",
    "work",
    "www",
    "xu",
];

/// Words of a bank's counter: with one of them also a bank's name of three letters is meant, which alone may be any
/// other word's. Source: what such pages are called in the warnings of the banks, 2021 to 2025.
const COUNTERS: &[&str] = &[
    "bank",
    "card",
    "chamsockhachhang",
    "credit",
    "cskh",
    "digi",
    "finance",
    "giaingan",
    "hanmuc",
    "khachhang",
    "nganhang",
    "taikhoan",
    "thechap",
    "thetindung",
    "tinchap",
    "tindung",
    "vay",
];

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

/// Reads what stands before and after a brand, letters and digits only.
pub(super) fn read(before: &str, after: &str) -> Company {
    match (words(before), words(after)) {
        (Some(first), Some(second)) if first || second => Company::Offer,
        (Some(_), Some(_)) if is_numbered(before, after) => Company::Offer,
        (Some(_), Some(_)) => Company::Filler,
        _ if is_noise(before, after) => Company::Noise,
        _ => Company::Unknown,
    }
}

/// Whether what stands around a bank's short name is known words with one of its counter, or a `bank` that was
/// misspelt so that nobody else would have it: `vcbdigibink`.
pub(super) fn is_counter(before: &str, after: &str, method: Method) -> bool {
    let holds = |words: &[&str]| words.iter().any(|word| before.contains(word) || after.contains(word));
    match method {
        Method::OrgBankPhish => {
            let known = words(before).is_some() && words(after).is_some();
            // `tcbmobilevn`: its app, and the country that it is at home in.
            let app = || holds(&["vn", "viet"]) && holds(APPS);
            (known && (holds(COUNTERS) || app() || after.ends_with("the")))
                || (before.is_empty() && is_misspelt_bank(after))
        }
        Method::OrgDelivery => before.is_empty() && PARCELS.iter().any(|word| after.starts_with(word)),
        Method::InvTrading => before.is_empty() && MARKETS.iter().any(|word| after.starts_with(word)),
        _ => false,
    }
}

/// Whether beside the short name of a body of the state stands what it keeps or hands out: `hoadondientu` + `gdt`.
pub(super) fn is_paper(before: &str, after: &str, method: Method) -> bool {
    let holds = |text: &str| PAPERS.iter().any(|word| text.contains(word));
    method == Method::GovServiceApp && (holds(before) || holds(after))
}

/// What bodies of the state keep and hand out.
const PAPERS: &[&str] = &["congdan", "dientu", "giayto", "hoadon", "hoso", "masothue", "thutuc"];

/// What the app of a bank is called.
const APPS: &[&str] = &["app", "digital", "mobile", "omni", "online", "plus", "smart"];
/// What stands behind a carrier's short name, and behind a broker's or an exchange's.
const PARCELS: &[&str] = &["delivery", "expres", "logistic", "parcel", "post", "ship", "track"];
const MARKETS: &[&str] =
    &["chungkhoan", "exchange", "invest", "securit", "stock", "trade", "trading", "wallet"];

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

/// A part of a host without the offers and numbers around it; at least `min` letters remain.
pub(super) fn without_offers(part: &str, min: usize) -> &str {
    let mut core = part.trim_matches(|letter: char| letter.is_ascii_digit());
    loop {
        let rests =
            OFFERS.iter().filter_map(|word| core.strip_prefix(word).or_else(|| core.strip_suffix(word)));
        let shorter = rests.filter(|rest| rest.len() >= min).min_by_key(|rest| rest.len());
        match shorter {
            Some(rest) => core = rest,
            None => return core,
        }
    }
}

/// Whether the text is known words and digits through and through, and whether one is an offer; `None` when not.
fn words(text: &str) -> Option<bool> {
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
        for (word, is_offer) in known() {
            if rest.starts_with(word) {
                let end = at + word.len();
                reached[end] = reached[end].max(Some(offer || is_offer));
            }
        }
    }
    reached[text.len()]
}

/// Whether this is one of the known words.
pub(super) fn is_known(word: &str) -> bool {
    known().any(|(known, _)| known == word)
}

fn known() -> impl Iterator<Item = (&'static str, bool)> {
    let offers = OFFERS.iter().chain(lure_words::WORDS).chain(baits::WORDS).map(|word| (*word, true));
    offers.chain(FILLERS.iter().map(|word| (*word, false)))
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
    use super::*;

    #[test]
    fn what_surrounds_a_brand_is_told_apart() {
        assert_eq!(read("vay", ""), Company::Offer);
        assert_eq!(read("", "cskh24h"), Company::Unknown);
        assert_eq!(read("", "cskh24"), Company::Offer);
        assert_eq!(read("", "vip666"), Company::Offer);
        assert_eq!(read("", "shop"), Company::Filler);
        assert_eq!(read("", "88"), Company::Filler);
        assert_eq!(read("", "xq"), Company::Noise);
        assert_eq!(read("", "ra"), Company::Unknown);
        assert_eq!(read("hoa", ""), Company::Unknown);
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
            assert!(is_counter(before, after, Method::OrgBankPhish), "{before} {after}");
        }
        for (before, after) in [("ja", "randt"), ("", "ook"), ("", "events"), ("", "playback"), ("vay", "xq")]
        {
            assert!(!is_counter(before, after, Method::OrgBankPhish), "{before} {after}");
        }
    }

    #[test]
    fn letters_of_no_word_are_known() {
        assert!(["bidv", "vneid", "vnpay", "ghtk", "vnpt"].into_iter().all(is_unsayable));
        assert!(!["momo", "tiki", "zalo", "grab", "sendo", "etax", "napas"].into_iter().any(is_unsayable));
    }

    #[test]
    fn offers_are_taken_off_a_part() {
        assert_eq!(without_offers("vaytienmaubank24", 6), "maubank");
        assert_eq!(without_offers("vayvay", 6), "vayvay");
    }
}
