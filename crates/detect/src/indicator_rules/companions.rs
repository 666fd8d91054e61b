//! Words that are joined to a brand to make a host: `vay` + brand, brand + `cskh`.

use super::lure_words;

/// Words by which the name of a brand becomes an offer, a counter or a game: its owner has one host of its own.
/// Source: what the state's and the banks' warnings of 2020 to 2025 say such pages promise.
const OFFERS: &[&str] = &[
    "baohanh",
    "bet",
    "casino",
    "cltx",
    "khuyenmai",
    "kiemtien",
    "loto",
    "batdongsan",
    "banthan",
    "chanle",
    "chovay",
    "chuyentien",
    "cskh",
    "cl",
    "dangkyvay",
    "dautu",
    "ebank",
    "ebanking",
    "game",
    "giaingan",
    "gift",
    "giftcode",
    "hack",
    "hethong",
    "hopdong",
    "hoso",
    "hotro",
    "hotrovay",
    "ibank",
    "ibanking",
    "khachhang",
    "kimcuong",
    "lienket",
    "lixi",
    "mobilebanking",
    "nap",
    "napthe",
    "napkimcuong",
    "nganhang",
    "nhanh",
    "nhantien",
    "ngoaite",
    "nick",
    "onlinebanking",
    "quatang",
    "quatri",
    "quaythuong",
    "quocte",
    "quydoi",
    "rutthe",
    "smartbanking",
    "suachua",
    "sukien",
    "taichinh",
    "taikhoan",
    "taixiu",
    "thechap",
    "thuong",
    "tieudung",
    "tindung",
    "tinchap",
    "tongdai",
    "trian",
    "trungtam",
    "tuyendung",
    "vay",
    "vaynhanh",
    "vaytien",
    "vayvon",
    "vieclam",
    "vipham",
    "vongquay",
    "xoso",
    "event",
    "events",
    "member",
    "members",
    "membership",
    "memberships",
    "sso",
    "account",
    "login",
    "verify",
    "support",
    "reward",
    "rewards",
    "boss",
    "clmm",
    "clmn",
    "cuoc",
    "doithuong",
    "giaitri",
    "hailoc",
    "hoantien",
    "king",
    "minigame",
    "nohu",
    "phattai",
    "quay",
    "ruttien",
    "sieu",
    "sieutoc",
    "smartbank",
    "tailoc",
    "trum",
    "txcl",
    "vanmay",
    "vantai",
    "voucher",
    "vouchers",
    "vua",
    "win",
    "rating",
    "careers",
    "khaosat",
];

/// Words that say little: honest hosts join them to names too.
const FILLERS: &[&str] = &[
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
    "da",
    "dangky",
    "dichvu",
    "down",
    "e",
    "fun",
    "go",
    "group",
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
    "link",
    "m",
    "live",
    "mall",
    "malls",
    "mini",
    "mobile",
    "money",
    "my",
    "net",
    "new",
    "news",
    "official",
    "one",
    "online",
    "onl",
    "page",
    "pay",
    "plus",
    "pro",
    "s",
    "sg",
    "shop",
    "shopping",
    "smart",
    "store",
    "the",
    "tien",
    "top",
    "uytin",
    "vi",
    "viet",
    "vietnam",
    "vip",
    "vn",
    "vna",
    "vnn",
    "web",
    "work",
    "www",
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

fn known() -> impl Iterator<Item = (&'static str, bool)> {
    let offers = OFFERS.iter().chain(lure_words::WORDS).map(|word| (*word, true));
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
    fn offers_are_taken_off_a_part() {
        assert_eq!(without_offers("vaytienmaubank24", 6), "maubank");
        assert_eq!(without_offers("vayvay", 6), "vayvay");
    }
}
