//! What holds for every input.

use desk::guard::{NewListing, check, clear};
use desk::import::{ImportOptions, ImportSummary, rows};
use desk::rank::{RankEvidence, rank};
use model::{Indicator, IndicatorKind, Level, ListingReason, Method, Reference, Time, Verdict};
use proptest::prelude::*;

/// 2026-11-22T00:00:00Z.
const NOW: Time = Time::from_millis(1_795_305_600_000);

fn listing(indicator: Indicator, level: Level, evidence: String, expires_at: Time) -> NewListing {
    let (method, reason) = (Method::Other, ListingReason::OfficerFinding);
    NewListing { indicator, method, level, reason, expires_at, evidence }
}

/// A host as fraud makes them: labels of letters, digits and hyphens.
fn labels() -> impl Strategy<Value = String> {
    proptest::collection::vec("[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", 1..5).prop_map(|labels| labels.join("."))
}

proptest! {
    #[test]
    fn nothing_under_gov_vn_is_ever_cleared(host in labels(), path in "[a-z/?=&.%]{0,30}") {
        for text in [format!("domain:{host}.gov.vn"), format!("url:{host}.gov.vn/{path}")] {
            if let Ok(indicator) = text.parse::<Indicator>() {
                prop_assert!(check(&indicator, Reference::embedded()).is_err(), "{}", indicator);
            }
        }
    }

    #[test]
    fn nothing_below_an_official_domain_is_ever_cleared(host in labels(), which in any::<prop::sample::Index>()) {
        let reference = Reference::embedded();
        let official: Vec<_> = reference.official.of_kind(IndicatorKind::Domain).collect();
        let parent = official[which.index(official.len())].indicator.value();
        if let Ok(indicator) = Indicator::parse(IndicatorKind::Domain, &format!("{host}.{parent}")) {
            prop_assert!(check(&indicator, reference).is_err(), "{}", indicator);
        }
    }

    #[test]
    fn the_guard_answers_whatever_the_value(
        kind in prop::sample::select(IndicatorKind::ALL),
        value in "\\PC{1,60}",
        evidence in "\\PC{0,40}",
        expires_ms in any::<i64>(),
    ) {
        let Ok(indicator) = Indicator::from_canonical(kind, value) else { return Ok(()) };
        let expires_at = Time::from_millis(expires_ms);
        let new = listing(indicator, Level::Block, evidence, expires_at);
        let cleared = clear(new, Reference::embedded(), NOW);
        prop_assert!(cleared.is_err() || expires_at > NOW);
    }

    #[test]
    fn an_import_reads_any_bytes_to_their_end(file in proptest::collection::vec(any::<u8>(), 0..2_000), header in any::<bool>()) {
        let file = if header { [b"note,value\n".to_vec(), file].concat() } else { file };
        let options = ImportOptions {
            kind: IndicatorKind::Domain,
            method: Method::Other,
            level: Level::Block,
            reason: ListingReason::PartnerList,
            expires_at: NOW.plus_days(1),
            evidence: "mẫu".to_owned(),
        };
        let mut summary = ImportSummary::default();
        let (mut line, mut read) = (0, 0);
        for row in rows(&file, &options, Reference::embedded(), NOW) {
            prop_assert!(row.line > line && row.bytes_read >= read && row.bytes_read <= file.len() as u64);
            (line, read) = (row.line, row.bytes_read);
            summary.add(&row);
        }
        prop_assert_eq!(summary.rows, summary.taken_count() + summary.repeated + summary.refused_count());
    }

    #[test]
    fn later_reports_of_the_same_facts_come_later(
        received_ms in 0i64..4_000_000_000_000,
        later_minutes in 1i64..1_000_000,
        money_lost in any::<Option<u64>>(),
        related_reports in any::<u64>(),
        verdict in prop::sample::select(&Verdict::ALL[..]),
    ) {
        let received_at = Time::from_millis(received_ms);
        let evidence = RankEvidence { received_at, happened_at: None, money_lost, method: None, verdict, related_reports, source_weight: 100 };
        let later = RankEvidence { received_at: Time::from_millis(received_ms + later_minutes * 60_000), ..evidence };
        prop_assert!(rank(&later).value < rank(&evidence).value);
    }
}
