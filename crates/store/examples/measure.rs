//! Measures the store: `cargo run --release -p store --example measure -- [URL] [LISTINGS] [REPORTS]`.
//!
//! Fills a database (default: a fresh SQLite file in a temporary folder; one given by URL must be empty)
//! and prints one line per figure. The numbers in `docs/performance.md` come from here.

#![allow(clippy::print_stdout, reason = "a command for developers, whose output is its result")]

use std::time::{Duration, Instant};

use desk::guard::{self, ClearedListing, NewListing};
use model::report::{NewReport, ReportChannel, ReportState};
use model::{
    Assessment, Found, Indicator, Level, ListingReason, Method, Reference, Span, Time, TrackingCode, Verdict,
};
use store::report::{BulkReport, QueueFilter};
use store::{IdentityKey, Store, StoreSettings};
use uuid::Uuid;

const NOW: Time = Time::from_millis(1_795_305_600_000);

fn listing(number: usize) -> ClearedListing {
    let listing = NewListing {
        indicator: format!("domain:n{number}.example").parse().expect("a name under .example is one"),
        method: Method::ALL[number % Method::ALL.len()],
        level: Level::Block,
        reason: ListingReason::PartnerList,
        expires_at: NOW.plus_days(365),
        evidence: "bản mẫu để đo".to_owned(),
    };
    guard::clear(listing, Reference::embedded(), NOW).expect("the guard lets a sample through")
}

fn report(number: u64) -> (NewReport, Assessment, TrackingCode) {
    let indicator: Indicator =
        format!("domain:n{}.example", number % 20_000).parse().expect("a name under .example is one");
    let report = NewReport {
        submission: Uuid::from_u64_pair(number, 7),
        channel: ReportChannel::Web,
        text: "Có người gọi tự xưng công an, bảo tải ứng dụng rồi chuyển tiền. ".repeat(6),
        happened_at: Some(NOW.plus_hours(-3)),
        province: Some(["01", "48", "79", "92"][(number % 4) as usize].to_owned()),
        place: "phường Hải Châu".to_owned(),
        money_lost: Some(number % 1_000_000 * 1_000),
        method: None,
        indicators: vec![indicator.clone()],
        contact: None,
        attachments: Vec::new(),
    };
    let found = Found { indicator, span: Span { start: 0, end: 5 }, listed: None, official_owner: None };
    let assessment =
        Assessment { verdict: Verdict::Suspicious, indicators: vec![found], ..Assessment::no_information() };
    let code = TrackingCode::from_random(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    (report, assessment, code)
}

fn rate(what: &str, count: usize, took: Duration) {
    println!("{what}: {count} in {:.2} s, {:.0}/s", took.as_secs_f64(), count as f64 / took.as_secs_f64());
}

async fn insert_reports(store: &Store, at_once: u64, each: u64) {
    let started = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..at_once {
        let store = store.clone();
        tasks.spawn(async move {
            for number in 0..each {
                let (report, assessment, code) = report((at_once << 50) + (task << 32) + number);
                store.insert_report(&report, &assessment, code, NOW).await.expect("a report is stored");
            }
        });
    }
    tasks.join_all().await;
    let what = format!("insert_report, {at_once} at once");
    rate(&what, usize::try_from(at_once * each).expect("a few thousand"), started.elapsed());
}

async fn queue_pages(store: &Store, what: &str) {
    let filters = [
        ("all", QueueFilter::default()),
        ("province", QueueFilter { province: Some("48".to_owned()), ..QueueFilter::default() }),
        ("dismissed", QueueFilter { state: Some(ReportState::Dismissed), ..QueueFilter::default() }),
    ];
    for (name, filter) in filters {
        let mut after = None;
        let mut slowest = Duration::ZERO;
        for _ in 0..20 {
            let started = Instant::now();
            let page = store.queue(&filter, &desk::Sight::All, after, 50).await.expect("the queue answers");
            slowest = slowest.max(started.elapsed());
            after = page.next;
        }
        println!(
            "queue page of 50, {what}, {name}: slowest of 20 pages {:.1} ms",
            slowest.as_secs_f64() * 1e3
        );
    }
    let started = Instant::now();
    store.counts(Time::EPOCH, NOW.plus_days(1)).await.expect("the figures add up");
    println!("counts, {what}: {:.0} ms", started.elapsed().as_secs_f64() * 1e3);
}

async fn bulk_reports(store: &Store, from: u64, to: u64) {
    let started = Instant::now();
    for start in (from..to).step_by(1_000) {
        let batch: Vec<BulkReport> = (start..(start + 1_000).min(to))
            .map(|number| {
                let (report, assessment, tracking_code) = report(number);
                let state =
                    if number.is_multiple_of(10) { ReportState::Received } else { ReportState::Dismissed };
                let received_at = Time::from_millis(NOW.millis() - (number as i64) * 1_000);
                BulkReport { report, assessment, tracking_code, received_at, state }
            })
            .collect();
        store.bulk_insert_reports(&batch, "đo", NOW).await.expect("reports are stored");
    }
    rate("bulk_insert_reports", usize::try_from(to - from).expect("a million"), started.elapsed());
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut arguments = std::env::args().skip(1);
    let fresh = format!("sqlite://{}", folder.path().join("khien.db").display());
    let database_url = arguments.next().filter(|url| !url.is_empty()).unwrap_or(fresh);
    let mut number = |default| arguments.next().map_or(default, |text| text.parse().expect("a number"));
    let (listings, reports): (usize, usize) = (number(1_000_000), number(1_000_000));
    let settings = StoreSettings {
        database_url,
        identity_key: IdentityKey::new([7; 32]),
        evidence_dir: folder.path().join("evidence"),
    };
    let store = Store::open(&settings).await.expect("the database opens");
    println!("{:?}", store.engine());
    insert_reports(&store, 1, 500).await;
    insert_reports(&store, 16, 100).await;

    let all: Vec<ClearedListing> = (0..listings).map(listing).collect();
    let started = Instant::now();
    store.bulk_list(&all, "đo", NOW).await.expect("listings are stored");
    rate("bulk_list", listings, started.elapsed());
    drop(all);
    for _ in 0..3 {
        let started = Instant::now();
        let snapshot = store.load_snapshot().await.expect("the list loads");
        rate("load_snapshot", snapshot.len(), started.elapsed());
    }
    let few = 50_000.min(reports as u64);
    bulk_reports(&store, 0, few).await;
    queue_pages(&store, "50,000 reports").await;
    bulk_reports(&store, few, reports as u64).await;
    queue_pages(&store, &format!("{reports} reports")).await;
    let started = Instant::now();
    let verified = store.verify().await.expect("the logs are read");
    rate("verify (acts)", usize::try_from(verified.acts).expect("a million"), started.elapsed());
    assert!(verified.is_clean(), "{:?}", verified.problems);
    let started = Instant::now();
    store.backup(&folder.path().join("backup"), NOW).await.expect("a backup is made");
    println!("backup: {:.1} s", started.elapsed().as_secs_f64());
}
