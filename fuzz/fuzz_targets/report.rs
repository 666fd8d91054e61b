#![no_main]
//! Reports as they come by form and API: one field a line.

use libfuzzer_sys::fuzz_target;
use model::report::{NewReport, ReportChannel, ReportFields};
use model::{Reference, Time};

fuzz_target!(|input: &str| {
    let mut lines = input.split('\n');
    let mut next = || lines.next().unwrap_or_default().to_owned();
    let fields = ReportFields {
        submission: "00000000-0000-4000-8000-000000000000".to_owned(),
        happened_at: next(),
        money_lost: next(),
        method: next(),
        province: next(),
        contact_name: next(),
        contact_phone: next(),
        contact_email: next(),
        place: next(),
        indicators: vec![next(), next(), next()],
        text: next(),
        ..ReportFields::default()
    };
    let places = &Reference::embedded().places;
    let is_province = |code: &str| places.provinces.iter().any(|province| province.code == code);
    match NewReport::parse(fields, ReportChannel::Web, Time::from_millis(1_800_000_000_000), is_province) {
        Ok(report) => assert!(report.text.chars().count() <= NewReport::TEXT_CHARS_MAX),
        Err(errors) => assert!(errors.iter().all(|error| error.value.chars().count() <= 80)),
    }
});
