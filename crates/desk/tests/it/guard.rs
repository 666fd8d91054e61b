//! What the guard lets through and what it refuses, each rule with a hit, a near miss and a harmless
//! look-alike.

use desk::guard::{EXPIRY_DAYS_MAX, check, clear};
use desk::{ClearedListing, NewListing, Refusal, RefusalCode};
use model::{Indicator, IndicatorKind, Level, ListingReason, Method, Reference, Time};

/// 2026-11-22T00:00:00Z.
const NOW: Time = Time::from_millis(1_795_305_600_000);

/// After `raw`, a value that no parser would take: the guard does not rely on the parser.
fn indicator(text: &str) -> Indicator {
    if let Some((kind, value)) = text.strip_prefix("raw ").and_then(|raw| raw.split_once(':')) {
        return Indicator::from_canonical(IndicatorKind::from_slug(kind).unwrap(), value).unwrap();
    }
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// `lines`: an indicator, then `passes` or the code of the refusal.
fn check_all(lines: &str) {
    let reference = Reference::embedded();
    let mut wrong = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (text, expected) = line.rsplit_once(' ').unwrap();
        let answer = check(&indicator(text.trim()), reference);
        let actual = answer.as_ref().map_or_else(|refusal| refusal.code.slug(), |()| "passes");
        if actual != expected {
            wrong.push(format!("{}: expected {expected}, got {answer:?}", text.trim()));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn names_that_others_depend_on_are_refused() {
    check_all(
        "
        domain:gov.vn                        state-host
        domain:bocongan.gov.vn               state-host
        domain:a.b.danang.gov.vn             state-host
        domain:gov.vn.tra-cuu.example        passes
        domain:bocongan-gov.vn               passes
        domain:com.vn                        public-suffix
        domain:vietcombank.com.vn.example    passes
        domain:vietcombank-com-vn.top        passes
        domain:facebook.com                  shared-host
        domain:m.facebook.com                shared-host
        domain:sites.google.com              shared-host
        domain:facebook-com.top              passes
        domain:bit.ly                        shortener-host
        domain:cloud.microsoft               covers-protected
        ",
    );
}

#[test]
fn a_tenant_of_a_shared_suffix_may_be_listed_and_the_suffix_may_not() {
    check_all(
        "
        domain:github.io                     shared-host
        domain:lua-dao-nhan-qua.github.io    passes
        domain:lua-dao-nhan-qua.blogspot.com passes
        domain:lua-dao.pages.dev             passes
        ",
    );
}

#[test]
fn a_page_may_be_listed_where_its_host_may_not_and_the_front_page_may_not() {
    check_all(
        "
        url:sites.google.com/view/nhan-qua-tet       passes
        url:sites.google.com/                        shared-host
        url:sites.google.com/view/                   shared-path
        url:sites.google.com/view                    shared-path
        url:www.facebook.com/profile.php             shared-path
        url:www.facebook.com/profile.php?id=100000   passes
        url:www.facebook.com/groups/                 shared-path
        url:www.facebook.com/groups/lua-dao/         passes
        url:bit.ly/3abcdef                           passes
        url:bit.ly/                                  shortener-host
        url:dichvucong.gov.vn/trang-gia              state-host
        url:lua-dao.example/                         passes
        url:lua-dao.example/trang?x=1                passes
        ",
    );
}

#[test]
fn addresses_and_names_of_inner_networks_are_refused() {
    check_all(
        "
        raw domain:192.168.1.1       private-address
        raw domain:127.0.0.1         private-address
        raw domain:100.64.0.1        private-address
        raw domain:169.254.169.254   private-address
        raw domain:[::1]             private-address
        raw domain:[fe80::1]         private-address
        raw domain:[::ffff:10.0.0.1] private-address
        domain:203.0.113.7       passes
        domain:may-in.local      private-name
        domain:router.lan        private-name
        domain:local.example     passes
        ",
    );
}

#[test]
fn numbers_of_offices_are_refused_and_forged_displays_are_not() {
    check_all(
        "
        phone:113            official-phone
        phone:0692348560     official-phone
        phone:0691234567     state-number
        phone:0900000001     passes
        ",
    );
}

#[test]
fn verified_domains_and_everything_below_them_are_refused() {
    check_all(
        "
        domain:vietcombank.com.vn            official-host
        domain:portal.vietcombank.com.vn     official-host
        domain:vietcombank.com.vn.example    passes
        url:vietcombank.com.vn/khuyen-mai    official-host
        url:vietcombank.com.vn.example/x     passes
        email:ai-do@vietcombank.com.vn       official-account
        email:ai-do@vietcombank.example      passes
        ",
    );
}

#[test]
fn sender_names_of_owners_are_refused_however_they_are_written() {
    check_all(
        "
        sms_sender:VIETCOMBANK    official-sender
        sms_sender:Vietcombank    official-sender
        sms_sender:MAU-QUATANG    passes
        ",
    );
}

#[test]
fn a_verified_app_is_refused_and_a_copy_with_another_certificate_is_not() {
    let certificate = "a".repeat(64);
    check_all(&format!(
        "
        app:com.VCB                          official-app
        app:com.VCB#{certificate}            passes
        app:com.example.vneid                passes
        app:com.example.vneid#{certificate}  passes
        "
    ));
}

#[test]
fn a_refusal_says_what_it_ran_into() {
    let refusal: Refusal =
        check(&indicator("domain:portal.vietcombank.com.vn"), Reference::embedded()).unwrap_err();
    assert_eq!(refusal.matched, "vietcombank.com.vn");
    assert_eq!(
        refusal.to_string(),
        "list `domain:portal.vietcombank.com.vn`: official-host (vietcombank.com.vn)"
    );
}

fn new_listing(text: &str) -> NewListing {
    NewListing {
        indicator: indicator(text),
        method: Method::GovFine,
        level: Level::Block,
        reason: ListingReason::VictimReports,
        expires_at: NOW.plus_days(90),
        evidence: "Ba phản ánh độc lập, ảnh chụp màn hình".to_owned(),
    }
}

fn check_terms(text: &str, change: impl FnOnce(&mut NewListing)) -> Result<ClearedListing, RefusalCode> {
    let mut listing = new_listing(text);
    change(&mut listing);
    clear(listing, Reference::embedded(), NOW).map_err(|refusal| refusal.code)
}

#[test]
fn an_entry_ends_and_not_too_late() {
    let with =
        |expires_at: Time| check_terms("domain:a.example", |it| it.expires_at = expires_at).map(|_| ());
    assert_eq!(with(NOW), Err(RefusalCode::ExpiryPast));
    assert_eq!(with(Time::EPOCH), Err(RefusalCode::ExpiryPast));
    assert_eq!(with(NOW.plus_hours(1)), Ok(()));
    assert_eq!(with(NOW.plus_days(EXPIRY_DAYS_MAX)), Ok(()));
    assert_eq!(with(NOW.plus_days(EXPIRY_DAYS_MAX + 1)), Err(RefusalCode::ExpiryTooFar));
    assert_eq!(with(Time::from_millis(i64::MAX)), Err(RefusalCode::ExpiryTooFar));
}

#[test]
fn a_block_and_anything_about_a_person_needs_evidence() {
    let none = |text, level| {
        check_terms(text, |it| {
            it.evidence = " \n".to_owned();
            it.level = level;
        })
        .map(|_| ())
    };
    assert_eq!(none("domain:a.example", Level::Block), Err(RefusalCode::EvidenceMissing));
    assert_eq!(none("domain:a.example", Level::Warn), Ok(()));
    assert_eq!(none("phone:0900000001", Level::Warn), Err(RefusalCode::EvidenceMissing));
    assert_eq!(none("bank_account:970436:9999000001", Level::Warn), Err(RefusalCode::EvidenceMissing));
}

#[test]
fn evidence_is_fit_for_publication() {
    let with =
        |evidence: &str| check_terms("domain:a.example", |it| it.evidence = evidence.to_owned()).map(|_| ());
    assert_eq!(with(&"chữ ".repeat(500)), Ok(()));
    assert_eq!(with(&"chữ ".repeat(501)), Err(RefusalCode::EvidenceTooLong));
    assert_eq!(with("TỐI MẬT\nKế hoạch"), Err(RefusalCode::EvidenceMarked));
}

#[test]
fn a_cleared_entry_is_the_entry_that_was_asked_for() {
    let listing = new_listing("url:sites.google.com/view/nhan-qua-tet");
    let cleared = clear(listing.clone(), Reference::embedded(), NOW).unwrap();
    assert_eq!(cleared.listing(), &listing);
    assert_eq!(cleared.into_listing(), listing);
}

#[test]
fn no_verified_channel_can_be_listed() {
    let reference = Reference::embedded();
    for channel in &reference.official.channels {
        let answer = check(&channel.indicator, reference);
        assert!(answer.is_err(), "{} of {} may be listed", channel.indicator, channel.owner.en);
    }
    for hotline in &reference.hotlines.hotlines {
        if let Ok(phone) = Indicator::parse(IndicatorKind::Phone, &hotline.number) {
            assert!(check(&phone, reference).is_err(), "{} may be listed", hotline.number);
        }
    }
}
