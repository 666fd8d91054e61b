//! A host made of the words that lure: log in, verify, receive a gift.

use super::suspicious_ending::is_cheap;
use super::{Context, Grounds};
use crate::rules::file::RuleKind;

/// Vietnamese words without marks that hosts of phishing pages are made of, and a few English ones.
pub(super) const WORDS: &[&str] = &[
    "dangnhap",
    "xacthuc",
    "xacminh",
    "nhanqua",
    "nhanthuong",
    "trungthuong",
    "quatang",
    "trian",
    "doidiem",
    "diemthuong",
    "tichdiem",
    "tichphan",
    "capnhat",
    "mokhoa",
    "khoataikhoan",
    "giaingan",
    "hoantien",
    "hoanthue",
    "trocap",
    "phatnguoi",
    "nopphat",
    "huythe",
    "huy-the",
    "binhchon",
    "thuhoivon",
    "laylaitien",
    "ruttien",
    "nangcap",
    "nanghanmuc",
    "verify",
    "secure-",
    "-login",
    "login-",
];

/// Words that honest hosts use too: they count where the ending is cheap.
const WORDS_WITH_CHEAP_ENDING: &[&str] = &[
    "diem",
    "priority",
    "rewards",
    "uudai",
    "khuyenmai",
    "thutuc",
    "hopdong",
    "thanhtoan",
    "gachno",
    "luukho",
    "donhang",
    "giaohang",
    "hoso",
    "kyso",
    "baomat",
    "hotro",
    "khangnghi",
    "support",
    "tuyendung",
    "dautu",
    "baohanh",
    "dangky",
    "thongbao",
    "nganhang",
    "quyetdinh",
    "giahan",
    "thanhly",
    "vaytien",
    "vaynhanh",
    "customer",
    "account",
];

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let holds = |words: &[&str], seen: &str| words.iter().any(|word| seen.contains(word));
    let lures = |seen: &str| {
        let cheap = is_cheap(seen) || (seen.contains('-') && !seen.ends_with(".vn"));
        let holds_any = |seen: &str| holds(WORDS, seen) || (cheap && holds(WORDS_WITH_CHEAP_ENDING, seen));
        holds_any(seen) || (seen.contains('-') && holds_any(&seen.replace('-', "")))
    };
    if let Some(host) = context.hosts.iter().find(|host| !host.name.ends_with(".gov.vn") && lures(&host.seen))
    {
        grounds.add("lure-words", RuleKind::Scam, 1.4, Some(host.span), Some(host.name.clone()), &[]);
    }
}
