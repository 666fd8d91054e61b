#![no_main]
//! Files of names as found in the world: lines, hosts files, tables. Every row is taken, repeated or refused.

use desk::import::{ImportOptions, ImportSummary, rows};
use libfuzzer_sys::fuzz_target;
use model::{IndicatorKind, Level, ListingReason, Method, Reference, Time};

fuzz_target!(|input: &[u8]| {
    let options = ImportOptions {
        kind: IndicatorKind::Domain,
        method: Method::GovFine,
        level: Level::Block,
        reason: ListingReason::Impersonation,
        expires_at: Time::from_millis(1_900_000_000_000),
        evidence: "a file".to_owned(),
    };
    let mut summary = ImportSummary::default();
    let mut line = 0;
    for row in rows(input, &options, Reference::embedded(), Time::from_millis(1_800_000_000_000)) {
        assert!(row.line >= line && row.bytes_read <= input.len() as u64);
        line = row.line;
        summary.add(&row);
    }
    assert_eq!(summary.rows, summary.taken_count() + summary.repeated + summary.refused_count());
});
