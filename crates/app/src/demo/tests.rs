//! The synthetic year: the same for one seed, marked, and only with things that belong to nobody.

use std::collections::{HashMap, HashSet};

use model::report::{NewReport, ReportState};
use model::{Indicator, IndicatorKind, Level, Method, Reference, Time};

use super::*;

fn year(seed: u64) -> DemoYear<'static> {
    let end: Time = "2026-11-22T03:00:00Z".parse().unwrap();
    DemoYear::new(seed, end, Reference::embedded()).unwrap()
}

fn assert_sample(indicator: &Indicator) {
    let value = indicator.value();
    let reserved = match indicator.kind() {
        IndicatorKind::Domain => value.ends_with(".example"),
        IndicatorKind::Phone => value.starts_with("+84900000") && value.len() == 12,
        IndicatorKind::SmsSender => value.starts_with("MAU-"),
        IndicatorKind::BankAccount => value.contains(":MAU"),
        IndicatorKind::App => value.starts_with("example.mau."),
        _ => false,
    };
    assert!(reserved, "{indicator}");
}

#[test]
fn one_seed_gives_one_year_and_another_seed_another() {
    let texts = |seed| -> Vec<String> { year(seed).reports(500).map(|r| r.report.text).collect() };
    assert_eq!(texts(7), texts(7));
    assert_ne!(texts(7), texts(8));
    let codes: HashSet<String> =
        year(7).reports(2_000).map(|report| report.tracking_code.to_string()).collect();
    assert_eq!(codes.len(), 2_000);
}

#[test]
fn every_report_is_marked_and_names_only_samples() {
    for demo in year(1).reports(2_000) {
        let report = &demo.report;
        assert!(report.text.starts_with(MARK), "{}", report.text);
        assert!(!report.text.contains(['{', '}']), "{}", report.text);
        assert!(report.text.chars().count() <= NewReport::TEXT_CHARS_MAX);
        report.indicators.iter().for_each(assert_sample);
        if let Some(contact) = &report.contact {
            assert!(contact.name.starts_with("Người báo mẫu"));
            assert!(contact.phone.as_deref().is_none_or(|phone| phone.starts_with("+84900000")));
        }
    }
}

#[test]
fn every_method_is_told_and_the_year_looks_like_one() {
    let year = year(3);
    let reports: Vec<DemoReport> = year.reports(8_000).collect();
    let told: HashSet<Method> = reports.iter().filter_map(|demo| demo.report.method).collect();
    assert_eq!(told.len(), Method::ALL.len());
    let at_home = reports.iter().filter(|demo| demo.report.province.as_deref() == Some(PROVINCE)).count();
    assert!((7_000..7_600).contains(&at_home), "{at_home}");
    assert!(reports.iter().all(|demo| demo.received_at <= year.end && demo.received_at >= year.start()));
    let hour = |demo: &&DemoReport| (demo.received_at.seconds() / 3_600 + 7) % 24;
    let night = reports.iter().filter(|demo| (0..5).contains(&hour(demo))).count();
    assert!(night < reports.len() / 20, "{night} at night");
    let open = reports.iter().filter(|demo| demo.state == ReportState::Received).count();
    assert!((20..400).contains(&open), "{open} open");
    let days: HashSet<String> = reports.iter().map(|demo| demo.received_at.vietnam_iso_date()).collect();
    assert!(days.len() >= 364, "{} days", days.len());
}

#[test]
fn indicators_come_back_so_that_the_desk_has_something_to_fold() {
    let mut seen: HashMap<Indicator, u32> = HashMap::new();
    for demo in year(3).reports(8_000) {
        for indicator in demo.report.indicators {
            *seen.entry(indicator).or_default() += 1;
        }
    }
    let often = seen.values().filter(|count| **count >= 5).count();
    assert!(often >= 200, "{often} of {}", seen.len());
}

#[test]
fn the_list_has_as_many_entries_as_asked_each_once_and_all_hold() {
    let year = year(1);
    let months = year.months(LISTINGS);
    let listings: Vec<_> = months.iter().flat_map(|month| &month.listings).collect();
    assert_eq!(listings.len(), LISTINGS);
    let distinct: HashSet<&Indicator> = listings.iter().map(|listing| &listing.listing().indicator).collect();
    assert_eq!(distinct.len(), LISTINGS);
    distinct.into_iter().for_each(assert_sample);
    assert!(listings.iter().all(|listing| listing.listing().expires_at > year.end));
    let blocks = listings.iter().filter(|listing| listing.listing().level == Level::Block).count();
    assert!((1_500..4_000).contains(&blocks), "{blocks}");
    assert!(months.is_sorted_by_key(|month| month.at));
    assert!(months.iter().all(|month| month.listings.len() > 200), "a month is almost empty");
}
