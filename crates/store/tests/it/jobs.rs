//! Jobs: claimed by one, given out again when nobody finishes, put back when they fail.

use model::{Time, Verdict};
use store::job::{Job, JobKind};
use store::report::QueueFilter;
use testkit::for_each_database;

use crate::fixture::{NOW, insert};

fn seconds(count: i64) -> Time {
    Time::from_millis(NOW.millis() + count * 1_000)
}

#[tokio::test]
async fn each_job_is_claimed_once_even_by_many() {
    for_each_database(async |database| {
        for number in 0..20 {
            insert(&database.store, number, NOW).await;
        }
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..30 {
            let store = database.store.clone();
            tasks.spawn(async move { store.claim_job(NOW).await.unwrap() });
        }
        let claimed = tasks.join_all().await;
        let mut ids: Vec<String> = claimed.into_iter().flatten().map(|job| job.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 20);
    })
    .await;
}

#[tokio::test]
async fn a_job_nobody_finishes_comes_back_and_a_failed_one_waits_longer_each_time() {
    for_each_database(async |database| {
        let store = &database.store;
        let report = insert(store, 1, NOW).await.id;
        let job = store.claim_job(NOW).await.unwrap().unwrap();
        assert_eq!((job.kind, &job.payload, job.attempts), (JobKind::Received, &report.to_string(), 1));
        assert_eq!(store.claim_job(seconds(299)).await.unwrap(), None);
        let again = store.claim_job(seconds(300)).await.unwrap().unwrap();
        assert_eq!((&again.id, again.attempts), (&job.id, 2));
        let mut now = seconds(300);
        let mut waits = Vec::new();
        let mut job = again;
        for _ in 0..3 {
            store.fail_job(&job, "no answer", now).await.unwrap();
            let mut wait = 0;
            job = loop {
                wait += 1;
                let at = Time::from_millis(now.millis() + wait * 1_000);
                if let Some(job) = store.claim_job(at).await.unwrap() {
                    now = at;
                    break job;
                }
            };
            waits.push(wait);
        }
        assert_eq!(waits, [2, 4, 8]);
        assert_eq!(store.waiting_jobs().await.unwrap(), (1, 1));
        store.finish_job(&job).await.unwrap();
        store.finish_job(&job).await.unwrap();
        assert_eq!(store.waiting_jobs().await.unwrap(), (0, 0));
        let never = Job { attempts: 1_000_000, ..job };
        store.fail_job(&never, "gone", now).await.unwrap();
        assert_eq!(store.claim_job(Time::from_millis(i64::MAX)).await.unwrap(), None);
    })
    .await;
}

/// A third report raises the count of others, and not the rank.
fn ranked_with_two_others(mut report: store::report::Report) -> store::report::Report {
    report.indicators[0].other_reports = 2;
    report
}

#[tokio::test]
async fn ranking_again_moves_the_reports_that_share_an_indicator_and_twice_changes_nothing() {
    for_each_database(async |database| {
        let store = &database.store;
        let first = insert(store, 1, NOW).await.id;
        let alone = store.report(first, &desk::Sight::All).await.unwrap().urgency;
        let second = insert(store, 2, NOW).await.id;
        assert!(
            store.report(second, &desk::Sight::All).await.unwrap().urgency > alone,
            "it knows of the first"
        );
        assert_eq!(store.report(first, &desk::Sight::All).await.unwrap().urgency, alone, "not yet");
        store.rank_related(second).await.unwrap();
        let ranked = store.report(first, &desk::Sight::All).await.unwrap();
        assert_eq!(ranked.urgency, store.report(second, &desk::Sight::All).await.unwrap().urgency);
        store.rank_related(second).await.unwrap();
        assert_eq!(store.report(first, &desk::Sight::All).await.unwrap(), ranked);
        let queue = store.queue(&QueueFilter::default(), &desk::Sight::All, None, 10).await.unwrap();
        assert_eq!(queue.lines.len(), 2);
        let third = insert(store, 3, NOW).await.id;
        store.rank_related(third).await.unwrap();
        assert_eq!(
            store.report(first, &desk::Sight::All).await.unwrap(),
            ranked_with_two_others(ranked),
            "no doubling"
        );
        assert!(queue.lines.iter().all(|line| line.verdict == Verdict::NoInformation));
    })
    .await;
}
