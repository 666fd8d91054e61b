//! A host made of the words that lure: log in, verify, receive a gift.

use super::{Context, Grounds};
use crate::rules::file::RuleKind;

/// Vietnamese words without marks that hosts of phishing pages are made of, and a few English ones.
const WORDS: &[&str] = &[
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

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let lures = |seen: &str| {
        WORDS.iter().any(|word| seen.contains(word)) || {
            let joined = seen.replace('-', "");
            joined.len() != seen.len() && WORDS.iter().any(|word| joined.contains(word))
        }
    };
    if let Some(host) = context.hosts.iter().find(|host| !host.name.ends_with(".gov.vn") && lures(&host.seen))
    {
        grounds.add("lure-words", RuleKind::Scam, 1.4, Some(host.span), Some(host.name.clone()), &[]);
    }
}
