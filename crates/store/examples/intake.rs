//! Durable reports a second: `cargo xtask bench-intake`, which runs this with `[URL] [REPORTS] [AT ONCE]`.
//!
//! Every report is answered only when its transaction has been flushed. No URL: a fresh SQLite file; else a fresh
//! database on that PostgreSQL server.

#![allow(clippy::print_stdout, reason = "a command for developers, whose output is its result")]

use std::time::{Duration, Instant};

use model::report::{Contact, NewReport, ReportChannel};
use model::{Assessment, Found, Indicator, Span, Time, TrackingCode, Verdict};
use testkit::TestDatabase;
use uuid::Uuid;

const NOW: Time = Time::from_millis(1_795_305_600_000);

fn report(number: u64) -> (NewReport, Assessment, TrackingCode) {
    let indicators: Vec<Indicator> =
        [format!("domain:n{}.example", number % 20_000), format!("phone:+849000{:05}", number % 90_000)]
            .iter()
            .map(|text| text.parse().expect("an indicator"))
            .collect();
    let found = indicators.iter().map(|indicator| Found {
        indicator: indicator.clone(),
        span: Span { start: 0, end: 5 },
        listed: None,
        official_owner: None,
    });
    let assessment = Assessment {
        verdict: Verdict::Suspicious,
        indicators: found.collect(),
        ..Assessment::no_information()
    };
    let report = NewReport {
        submission: Uuid::from_u64_pair(number, 7),
        channel: ReportChannel::Web,
        text: "Có người gọi tự xưng công an, bảo tải ứng dụng rồi chuyển tiền. ".repeat(4),
        happened_at: Some(NOW.plus_hours(-3)),
        province: Some("48".to_owned()),
        place: "phường Hải Châu".to_owned(),
        money_lost: Some(number % 1_000 * 1_000),
        method: None,
        indicators,
        // One in three says who they are.
        contact: number.is_multiple_of(3).then(|| Contact {
            name: format!("Người báo mẫu {number}"),
            phone: Some("+84900000001".to_owned()),
            email: None,
            sms: false,
        }),
        attachments: Vec::new(),
    };
    (report, assessment, TrackingCode::from_random(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().filter(|url| !url.is_empty());
    let mut number = |default: u64| arguments.next().map_or(default, |text| text.parse().expect("a number"));
    let (reports, at_once) = (number(20_000), number(128).max(1));
    let database = match &url {
        None => TestDatabase::sqlite().await,
        Some(url) => TestDatabase::postgres(url).await,
    };
    let started = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..at_once {
        let store = database.store.clone();
        tasks.spawn(async move {
            let mut waits: Vec<Duration> = Vec::new();
            for number in (task..reports).step_by(usize::try_from(at_once).expect("a small number")) {
                let (report, assessment, code) = report(number);
                let begun = Instant::now();
                store.insert_report(&report, &assessment, code, NOW).await.expect("a report is stored");
                waits.push(begun.elapsed());
            }
            waits
        });
    }
    let mut waits = tasks.join_all().await.concat();
    let took = started.elapsed().as_secs_f64();
    waits.sort();
    let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "{:?}: {reports} reports, {at_once} senders: {:.0} durable reports/s, median {:.1} ms, 99 % {:.1} ms",
        database.engine(),
        reports as f64 / took,
        at(0.5),
        at(0.99),
    );
    let stored = database.number("SELECT COUNT(*) FROM reports").await;
    let audited = database.number("SELECT COUNT(*) FROM audit_lines WHERE what = 'create-report'").await;
    assert_eq!(
        (stored, audited),
        (reports as i64, reports as i64),
        "all are stored, each with its audit line"
    );
    assert!(database.store.verify().await.expect("the database answers").is_clean());
}
