//! Who goes away in the middle of a statement leaves nothing behind for who comes next, on both databases.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use desk::{Role, Sight};
use model::{OfficerId, ReportId};
use store::{Engine, Store, StoreError};
use testkit::{TestDatabase, for_each_database};

use crate::fixture::{NOW, insert, officer};

/// Waits so many times, at most, for what the future waits for, then drops it. `None` when it was dropped.
async fn cut<F: Future>(future: F, waits: usize) -> Option<F::Output> {
    let (mut future, mut left) = (pin!(future), waits);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

/// How far the work of callers is cut: from its first wait to one that no act here comes to.
const WAITS_MAX: usize = 40;

/// Callers who go away, each a little later than the one before, one who reads and one who writes; after each somebody
/// comes who stays, and gets the connection that was left. How many went away.
async fn go_away(store: &Store, id: ReportId, by: OfficerId) -> usize {
    let mut gone = 0;
    for waits in 0..WAITS_MAX {
        let read = cut(store.case_figures(NOW, NOW.plus_days(1), &Sight::All), waits).await;
        let after_read = store.write_note(id, "sau người đọc", by, NOW).await;
        assert!(after_read.is_ok(), "after a reader who went away at wait {waits}: {after_read:?}");
        let written = cut(store.write_note(id, "bỏ dở", by, NOW), waits).await;
        let after_write = store.case_figures(NOW, NOW.plus_days(1), &Sight::All).await;
        assert!(after_write.is_ok(), "after a writer who went away at wait {waits}: {after_write:?}");
        gone += usize::from(read.is_none()) + usize::from(written.is_none());
    }
    gone
}

/// Everybody who stays is served: more callers at once than there are connections.
async fn stay(database: &TestDatabase, id: ReportId, by: OfficerId) {
    let store = &database.store;
    let mut callers = tokio::task::JoinSet::new();
    for number in 0..48 {
        let store = store.clone();
        callers.spawn(async move {
            store.write_note(id, "trọn vẹn", by, NOW).await?;
            let report = store.report(id, &Sight::All).await?;
            store.case_figures(NOW, NOW.plus_days(number), &Sight::All).await?;
            Ok::<_, StoreError>(report.notes.len())
        });
    }
    while let Some(served) = callers.join_next().await {
        let served = served.unwrap();
        assert!(served.is_ok(), "{served:?}");
    }
}

#[tokio::test]
async fn who_goes_away_in_the_middle_leaves_nothing_for_who_comes_next() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let id = insert(store, 1, NOW).await.id;
        for round in 1..=3 {
            let gone = go_away(store, id, by).await;
            assert!(gone > 0, "nobody was cut");
            stay(database, id, by).await;
            // Read on a connection of its own: what was answered is stored, not waiting in an open transaction.
            for (text, notes) in [("trọn vẹn", 48), ("sau người đọc", WAITS_MAX as i64)] {
                let stored = format!("SELECT COUNT(*) FROM notes WHERE text = '{text}'");
                assert_eq!(database.number(&stored).await, notes * round, "{text}");
            }
        }
        let notes = database.number("SELECT COUNT(*) FROM notes").await;
        let lines = "SELECT COUNT(*) FROM audit_lines WHERE what = 'write-note'";
        assert_eq!(database.number(lines).await, notes, "a note and its line, or neither");
        if database.engine() == Engine::Postgres {
            nothing_is_left_open(database).await;
        }
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}

/// Connections go back to the pool in tasks of their own: asked until all have.
async fn nothing_is_left_open(database: &TestDatabase) {
    let open = "SELECT COUNT(*) FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    for _ in 0..100 {
        if database.number(open).await == 0 {
            return;
        }
    }
    panic!("{} connections stay inside a transaction", database.number(open).await);
}
