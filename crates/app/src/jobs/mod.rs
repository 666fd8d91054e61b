//! Work after a change: one file per job, one line in [`work`], the clock-driven [`expire`], [`allowed`], [`consumers`],
//! [`duty`] and [`retention`], and what [`index`] makes up for after a start.

use std::sync::Arc;
use std::time::Duration;

use model::Reference;
use store::Store;
use store::job::{Job, JobKind};
use tokio::sync::watch;

use crate::context::now;
use crate::settings::JobSettings;

mod allowed;
mod batch;
mod consumers;
mod duty;
mod expire;
mod index;
mod notice;
mod published;
mod received;
mod reminder;
mod retention;
mod scan;

pub(crate) use notice::Notices;

/// Runs jobs until told to stop; a job that has begun is finished first.
pub(crate) async fn run(
    store: Store,
    reference: Arc<Reference>,
    settings: JobSettings,
    notices: Notices,
    stopping: watch::Receiver<bool>,
) {
    let poll = Duration::from_secs(settings.poll_interval_s.max(1));
    let expiry = Duration::from_secs(settings.expiry_interval_s.max(1));
    let waiting = async {
        loop {
            run_waiting(&store, &reference, &notices, &stopping).await;
            if stopped_within(poll, stopping.clone()).await {
                return;
            }
        }
    };
    let expiring = expire::run(&store, &now, expiry, stopping.clone());
    let noting = async {
        loop {
            consumers::run(&store).await;
            if stopped_within(consumers::INTERVAL, stopping.clone()).await {
                // What was given since the last flush.
                consumers::run(&store).await;
                return;
            }
        }
    };
    let allowing = async {
        loop {
            allowed::run(&store).await;
            if stopped_within(allowed::INTERVAL, stopping.clone()).await {
                return;
            }
        }
    };
    let erasing = async {
        let mut done_on = String::new();
        loop {
            retention::run(&store, &reference, settings.retention_hour, &mut done_on).await;
            if stopped_within(retention::INTERVAL, stopping.clone()).await {
                return;
            }
        }
    };
    let watching = async {
        loop {
            duty::run(&store, &reference).await;
            if stopped_within(duty::INTERVAL, stopping.clone()).await {
                return;
            }
        }
    };
    tokio::join!(waiting, expiring, noting, allowing, erasing, watching, index::run(&store, &stopping));
}

/// Waits for `interval`, or shorter when told to stop; says whether it was.
async fn stopped_within(interval: Duration, mut stopping: watch::Receiver<bool>) -> bool {
    tokio::time::timeout(interval, stopping.wait_for(|stopping| *stopping)).await.is_ok()
}

/// Does every job that is due.
async fn run_waiting(
    store: &Store,
    reference: &Reference,
    notices: &Notices,
    stopping: &watch::Receiver<bool>,
) {
    while !*stopping.borrow() {
        let job = match store.claim_job(now()).await {
            Ok(Some(job)) => job,
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(error = %error, "could not look for jobs");
                return;
            }
        };
        let done = match work(store, reference, notices, &job).await {
            Ok(()) => store.finish_job(&job).await,
            Err(error) => {
                let kind = job.kind.slug();
                tracing::warn!(job.kind = kind, job.attempts = job.attempts, error = %error, "job `{kind}` failed");
                store.fail_job(&job, &error.to_string(), now()).await
            }
        };
        if let Err(error) = done {
            // The claim runs out, and the job is done again: every job may run twice.
            tracing::warn!(error = %error, "could not put a job away");
            return;
        }
    }
}

async fn work(store: &Store, reference: &Reference, notices: &Notices, job: &Job) -> anyhow::Result<()> {
    match job.kind {
        JobKind::Received => received::run(store, reference, &job.payload).await,
        JobKind::Published => published::run(&job.payload),
        JobKind::Batch => batch::run(store, &job.payload).await,
        JobKind::Receipt | JobKind::Closed => notice::run(store, notices, job).await,
        JobKind::Reminder => reminder::run(store, reference, notices, job).await,
        JobKind::Scan => scan::run(store, notices.scanner.as_ref(), job).await,
    }
}
