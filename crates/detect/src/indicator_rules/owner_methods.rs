//! What imitating an owner points to, where `official.toml` does not say it.

use model::Method;

/// The method that imitating a private owner points to. Banks are the rule, the others are named.
pub(super) fn method_of(owner_slug: &str) -> Method {
    const OTHERS: &[(&str, Method)] = &[
        ("viettel", Method::OrgTelecom),
        ("vnpt", Method::OrgTelecom),
        ("vinaphone", Method::OrgTelecom),
        ("mobifone", Method::OrgTelecom),
        ("vietnamobile", Method::OrgTelecom),
        ("fpt-telecom", Method::OrgTelecom),
        ("evn", Method::OrgUtility),
        ("evn-hanoi", Method::OrgUtility),
        ("evn-hcmc", Method::OrgUtility),
        ("evn-npc", Method::OrgUtility),
        ("evn-spc", Method::OrgUtility),
        ("evn-cpc", Method::OrgUtility),
        ("ems", Method::OrgDelivery),
        ("j-and-t", Method::OrgDelivery),
        ("vietnam-post", Method::OrgDelivery),
        ("vnpost", Method::OrgDelivery),
        ("viettel-post", Method::OrgDelivery),
        ("ghn", Method::OrgDelivery),
        ("ghtk", Method::OrgDelivery),
        ("jt-express", Method::OrgDelivery),
        ("ninja-van", Method::OrgDelivery),
        ("spx", Method::OrgDelivery),
        ("best-express", Method::OrgDelivery),
        ("dhl", Method::OrgDelivery),
        ("vetc", Method::OrgUtility),
        ("epass", Method::OrgUtility),
        ("vinfast", Method::AdvPrize),
        ("bach-hoa-xanh", Method::AdvPrize),
        ("vietlott", Method::AdvPrize),
        ("pubg-mobile", Method::AcctSocialPhish),
        ("shopee", Method::AdvPrize),
        ("lazada", Method::AdvPrize),
        ("tiki", Method::AdvPrize),
        ("amazon", Method::AdvPrize),
        ("apple", Method::AcctSocialPhish),
        ("garena", Method::AcctSocialPhish),
        ("lotte", Method::AdvPrize),
        ("play-together", Method::AcctSocialPhish),
        ("facebook", Method::AcctSocialPhish),
        ("meta", Method::AcctSocialPhish),
        ("zalo", Method::AcctSocialPhish),
        ("telegram", Method::AcctSocialPhish),
        ("google", Method::AcctSocialPhish),
        ("tiktok", Method::AcctSocialPhish),
        ("vietnam-airlines", Method::ShopTravel),
        ("vietjet", Method::ShopTravel),
    ];
    let known = OTHERS.iter().find(|(slug, _)| *slug == owner_slug);
    known.map_or(Method::OrgBankPhish, |(_, method)| *method)
}
