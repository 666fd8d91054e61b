//! Official channels and hotlines: who owns what, and what may be shown as fact.

use model::reference::{Grade, Official, Reference};
use model::{Indicator, IndicatorKind};

/// `kind:value` as written; owner and whether it is verified, or `-`.
fn check(text: &str, expected: &str) {
    let indicator: Indicator = text.parse().unwrap();
    let found = Reference::embedded().official.find(&indicator);
    let shown = |official: &Official| {
        format!("{}{}", official.owner_slug, if official.verified { " verified" } else { "" })
    };
    assert_eq!(found.map_or("-".to_owned(), shown), expected, "`{text}`");
}

#[test]
fn a_domain_covers_itself_its_sub_domains_and_its_pages() {
    check("domain:vietcombank.com.vn", "vietcombank verified");
    check("domain:vcbdigibank.vietcombank.com.vn", "vietcombank verified");
    check("url:https://www.vietcombank.com.vn/vi-VN/KHCN?x=1", "vietcombank verified");
    check("email:ho.tro@bidv.com.vn", "bidv verified");
    check("domain:csgt.bocongan.gov.vn", "canh-sat-giao-thong verified");
    check("domain:bocongan.gov.vn", "bo-cong-an verified");
}

#[test]
fn a_look_alike_is_nobodys() {
    check("domain:vietcombank.com.vn.example", "-");
    check("domain:vietcombank.example", "-");
    check("domain:xvietcombank.com.vn", "-");
    check("domain:gov.vn", "-");
    check("url:https://example.org/vietcombank.com.vn", "-");
    check("email:vietcombank.com.vn@mail.example", "-");
}

#[test]
fn what_was_not_compared_with_a_source_is_known_but_not_verified() {
    check("domain:tpb.vn", "tpbank");
    check("app:com.VCB", "vietcombank");
}

#[test]
fn numbers_of_grade_a_are_verified_channels() {
    check("phone:18001091", "vinaphone verified");
    check("phone:1900 545413", "vietcombank verified");
    check("phone:0694260319", "cong-an-da-nang verified");
    check("phone:18001096", "dich-vu-cong");
    check("phone:0900000001", "-");
}

#[test]
fn nothing_that_anybody_can_forge_is_verified() {
    let official = &Reference::embedded().official;
    for kind in [IndicatorKind::SmsSender, IndicatorKind::App, IndicatorKind::SocialAccount] {
        for channel in official.of_kind(kind) {
            assert!(!channel.verified, "{}", channel.indicator);
        }
    }
    assert!(official.of_kind(IndicatorKind::Domain).filter(|channel| channel.verified).count() >= 20);
}

#[test]
fn every_channel_says_where_it_was_read() {
    for channel in &Reference::embedded().official.channels {
        assert!(!channel.source.is_empty(), "{}", channel.indicator);
        let guessed = channel.source.starts_with("from knowledge");
        assert!(!(channel.verified && guessed), "{}", channel.indicator);
    }
}

#[test]
fn only_numbers_of_grade_a_are_shown_those_of_the_province_first() {
    let hotlines = &Reference::embedded().hotlines;
    let shown = |province| -> Vec<&str> {
        hotlines.shown(province).iter().map(|hotline| hotline.number.as_str()).collect()
    };
    assert_eq!(shown(Some("48"))[..4], ["0694260319", "02363955995", "0694260113", "113"]);
    assert_eq!(shown(None)[..3], ["113", "156", "5656"]);
    assert!(!shown(None).contains(&"0694260319"), "a number of a province");
    assert!(!shown(Some("82")).contains(&"0694260319"), "a number of another province");
    assert!(!shown(None).contains(&"1900545413"), "a bank's number");
    for hotline in hotlines.hotlines.iter().filter(|hotline| hotline.grade != Grade::A) {
        assert!(!shown(hotline.province.as_deref()).contains(&hotline.number.as_str()), "{}", hotline.number);
    }
}
