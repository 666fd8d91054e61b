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
    "kichhoat",
    "sinhtrachoc",
    "capnhatcccd",
    "boithuong",
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

/// Words of trades that such pages are made for: alone they name an honest shop, beside a lure or another trade
/// they do not. Source: what warnings of 2020 to 2025 say is offered.
const TRADES: &[&str] = &[
    "vaytien",
    "vaynhanh",
    "vayonline",
    "tindung",
    "thetindung",
    "hanmuc",
    "quetthe",
    "napthe",
    "napgame",
    "napkimcuong",
    "giftcode",
    "vongquay",
    "sukien",
    "nganhang",
    "khachhang",
    "taikhoan",
    "tangqua",
    "quaysu",
    "chuyentien",
    "ngoaite",
    "quydoi",
    "vidientu",
    "congtacvien",
    "tuyendung",
    "dautu",
    "cskh",
    "hotro",
    "livestream",
    "nhanxu",
    "phieuthu",
];
/// Log-odds of one such word, and of two.
const ONE: f32 = 1.4;
const TWO: f32 = 3.1;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let holds = |words: &[&str], seen: &str| words.iter().any(|word| seen.contains(word));
    let two = |seen: &str| {
        let plain = seen.replace('-', "");
        let mut met: Vec<&str> =
            WORDS.iter().chain(TRADES).copied().filter(|word| plain.contains(word)).collect();
        // `thetindung` holds `tindung`: one word.
        let all = met.clone();
        met.retain(|word| !all.iter().any(|other| other != word && other.contains(word)));
        met.len() >= 2
    };
    let lures = |seen: &str| {
        let cheap = is_cheap(seen) || (seen.contains('-') && !seen.ends_with(".vn"));
        let holds_any = |seen: &str| holds(WORDS, seen) || (cheap && holds(WORDS_WITH_CHEAP_ENDING, seen));
        holds_any(seen) || two(seen) || (seen.contains('-') && holds_any(&seen.replace('-', "")))
    };
    let popular = |name: &str| context.knowledge.popular.find(name).is_some();
    let judged = |name: &str| !name.ends_with(".gov.vn") && !popular(name);
    if let Some(host) = context.hosts.iter().find(|host| judged(&host.name) && lures(&host.seen)) {
        let weight = if two(&host.seen) && !host.name.ends_with(".vn") { TWO } else { ONE };
        grounds.add("lure-words", RuleKind::Scam, weight, Some(host.span), Some(host.name.clone()), &[]);
    }
}
