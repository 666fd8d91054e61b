//! The desk at size: `cargo xtask bench-desk`, which runs this with `[URL] [REPORTS] [OFFICERS] [SECONDS]`.
//!
//! Fills an empty database (no URL: a fresh SQLite file; else a fresh database on that PostgreSQL server), serves
//! the console over it, and measures what officers wait for while reports come in: the list, a search, a report,
//! and folding a new report. The numbers in `docs/performance.md` come from here.

#![allow(clippy::print_stdout, reason = "a command for developers, whose output is its result")]

use std::time::{Duration, Instant};

use ::desk::Role;
use detect::Engine;
use model::Reference;
use store::Store;
use testkit::{TestApp, TestDatabase};
use tokio::task::JoinSet;

#[path = "desk/fill.rs"]
mod fill;
#[path = "desk/measure.rs"]
mod measure;

use measure::Times;

/// What every officer of the made-up desk is.
const ROLES: [Role; 1] = [Role::DutyOfficer];

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().filter(|url| !url.is_empty());
    let mut number = |default: u64| arguments.next().map_or(default, |text| text.parse().expect("a number"));
    let (reports, officers, seconds) = (number(20_000), number(300), number(30));
    let database = match &url {
        None => TestDatabase::sqlite().await,
        Some(url) => TestDatabase::postgres(url).await,
    };
    println!("{:?}, {reports} reports, {officers} officers", database.engine());
    let started = Instant::now();
    let reports = fill::fill(&database, reports).await;
    println!("{reports} reports filled in {:.0} s", started.elapsed().as_secs_f64());

    let app = TestApp::start(&database).await;
    let sessions = fill::officers(&app, officers).await;
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut tasks = JoinSet::new();
    // 1,000 reports an hour, and never fewer than 20 in the time given.
    let every = Duration::from_millis(3_600).min(Duration::from_secs(seconds) / 20);
    tasks.spawn(arriving(database.store.clone(), reports, until, every));
    for (session, index) in sessions.into_iter().zip(0..) {
        tasks.spawn(measure::officer(app.address, session, index, reports, until));
    }
    let mut all = Times::default();
    while let Some(times) = tasks.join_next().await {
        all.add(times.expect("an officer works to the end"));
    }
    all.print();
}

/// New reports, folded as the job does.
async fn arriving(store: Store, from: u64, until: Instant, every: Duration) -> Times {
    let reference = Reference::embedded();
    let engine = Engine::new(reference);
    let mut times = Times::default();
    for number in from.. {
        if Instant::now() >= until {
            break;
        }
        fill::arrive(&store, &engine, reference, number, &mut times).await;
        tokio::time::sleep(every).await;
    }
    times
}
