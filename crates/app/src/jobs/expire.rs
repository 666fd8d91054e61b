//! Every listing ends: those past their expiry are taken off, as acts of the system, at the moment they end.

use std::time::Duration;

use model::Time;
use store::Store;
use tokio::sync::watch;

/// Listings taken off in one go, so that a large wave leaves room for the desk between two goes.
const BATCH: u32 = 500;

/// Takes off what has ended, whenever something ends, until told to stop. It looks again at the end of the listing
/// that is next, at each change of the list, and after `longest` in any case: a clock may be set.
pub(super) async fn run(
    store: &Store,
    clock: &(dyn Fn() -> Time + Send + Sync),
    longest: Duration,
    mut stopping: watch::Receiver<bool>,
) {
    let mut changes = store.serial_changes();
    loop {
        changes.mark_unchanged();
        take_off(store, clock).await;
        let wait = match store.next_expiry().await {
            Ok(Some(next)) => until(clock(), next).min(longest),
            Ok(None) => longest,
            Err(error) => {
                tracing::warn!(error = %error, "could not look for the next listing to end");
                longest
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = changes.changed() => {}
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
    }
}

/// How long it is from `now` to `next`; a pause where that is over already.
fn until(now: Time, next: Time) -> Duration {
    let ms = u64::try_from(next.millis() - now.millis()).unwrap_or(0);
    Duration::from_millis(if ms == 0 { PAUSE_MS } else { ms })
}

/// Milliseconds before another try when something that has ended is still there.
const PAUSE_MS: u64 = 1_000;

async fn take_off(store: &Store, clock: &(dyn Fn() -> Time + Send + Sync)) {
    loop {
        match store.delist_expired(clock(), BATCH).await {
            Ok(0) => return,
            Ok(count) => tracing::info!(count, "took {count} expired listings off"),
            Err(error) => {
                tracing::warn!(error = %error, "could not take expired listings off");
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Instant;

    use desk::guard::{self, NewListing};
    use model::{Level, ListingReason, Method, Reference};

    use super::*;

    /// 2026-11-22T00:00:00Z.
    const START: Time = Time::from_millis(1_795_305_600_000);

    fn listing(name: &str, expires_at: Time) -> guard::ClearedListing {
        let listing = NewListing {
            indicator: format!("domain:{name}").parse().unwrap(),
            method: Method::GovJudicial,
            level: Level::Block,
            reason: ListingReason::Impersonation,
            expires_at,
            evidence: "trang mẫu".to_owned(),
        };
        guard::clear(listing, Reference::embedded(), START).unwrap()
    }

    #[tokio::test]
    async fn a_listing_goes_when_it_ends_without_a_restart() {
        testkit::for_each_database(async |database| {
            let store = &database.store;
            let end = START.plus_days(30);
            store.bulk_list(&[listing("sau.example", end.plus_days(1))], "mẫu", START).await.unwrap();
            // The clock of the test runs, beginning 400 ms before the end of an entry that is added below.
            let began = Instant::now();
            let clock = move || {
                Time::from_millis(end.millis() - 400 + i64::try_from(began.elapsed().as_millis()).unwrap())
            };
            let (stop, stopping) = watch::channel(false);
            let (job, clock) = (store.clone(), Arc::new(clock));
            let theirs = clock.clone();
            let longest = Duration::from_secs(3_600);
            let running = tokio::spawn(async move { run(&job, &*theirs, longest, stopping).await });
            let mut changes = store.serial_changes();
            store.bulk_list(&[listing("truoc.example", end)], "mẫu", START).await.unwrap();
            let gone =
                tokio::time::timeout(Duration::from_secs(30), changes.wait_for(|serial| serial.0 == 3));
            gone.await.expect("it is taken off by itself").unwrap();
            assert!(clock() >= end, "not before its end");
            let left = store.load_snapshot().await.unwrap();
            let left: Vec<String> = left.iter().map(|one| one.indicator.to_string()).collect();
            assert_eq!(left, ["domain:sau.example"]);
            stop.send_replace(true);
            running.await.unwrap();
        })
        .await;
    }
}
