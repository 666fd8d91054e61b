//! Opening: migrations once, in step with the program; and a database that has gone.

use model::{TrackingCode, Verdict};
use store::{Engine, Store, StoreError};
use testkit::{TestDatabase, for_each_database};

use crate::fixture::{NOW, assessment, insert, report};

async fn open_error(database: &TestDatabase) -> Option<String> {
    match Store::open(&database.settings).await {
        Err(StoreError::Migration { name, .. }) => Some(name),
        Err(other) => panic!("{other:?}"),
        Ok(_) => None,
    }
}

#[tokio::test]
async fn opening_again_changes_nothing() {
    for_each_database(async |database| {
        let id = insert(&database.store, 1, NOW).await.id;
        let again = database.open_again().await;
        assert_eq!(
            again.report(id, &desk::Sight::All).await.unwrap(),
            database.store.report(id, &desk::Sight::All).await.unwrap()
        );
    })
    .await;
}

#[tokio::test]
async fn a_database_of_a_newer_program_or_with_an_edited_migration_is_refused() {
    for_each_database(async |database| {
        assert_eq!(open_error(database).await, None);
        database
            .execute("INSERT INTO migrations (position, name, sha256) VALUES (999, '2099-new', 'x')")
            .await;
        assert_eq!(open_error(database).await.as_deref(), Some("2099-new"));
        database.execute("DELETE FROM migrations WHERE position = 999").await;
        database.execute("UPDATE migrations SET sha256 = 'x' WHERE position = 1").await;
        assert_eq!(open_error(database).await.as_deref(), Some("2026-11-22-2-officers"));
    })
    .await;
}

#[tokio::test]
async fn nodes_that_start_together_on_an_empty_database_migrate_it_once() {
    for_each_database(async |database| {
        let mut settings = database.settings.clone();
        match database.engine() {
            Engine::Sqlite => {
                settings.database_url = format!("sqlite://{}", database.folder().join("new.db").display());
            }
            Engine::Postgres => {
                database.execute("DROP SCHEMA public CASCADE").await;
                database.execute("CREATE SCHEMA public").await;
            }
        }
        let mut nodes = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let settings = settings.clone();
            nodes.spawn(async move { Store::open(&settings).await.map(|store| store.engine()) });
        }
        for node in nodes.join_all().await {
            assert_eq!(node.unwrap(), database.engine());
        }
    })
    .await;
}

#[tokio::test]
async fn a_closed_database_is_unavailable_and_acknowledges_nothing() {
    for_each_database(async |database| {
        database.store.close().await;
        let assessed = assessment(Verdict::NoInformation, &[]);
        let code = TrackingCode::from_random(1);
        let refused = database.store.insert_report(&report(1), &assessed, code, NOW).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
        assert!(matches!(database.store.ping().await, Err(StoreError::Unavailable(_))));
        assert_eq!(database.number("SELECT COUNT(*) FROM reports").await, 0);
    })
    .await;
}

/// A client that hangs up drops the work half way: nothing of it may stay, and the one writing connection
/// of SQLite must be free again.
#[tokio::test]
async fn work_that_is_dropped_half_way_leaves_nothing_or_all() {
    for_each_database(async |database| {
        for number in 0..40 {
            let store = database.store.clone();
            let task = tokio::spawn(async move { insert(&store, number, NOW).await });
            for _ in 0..number {
                tokio::task::yield_now().await;
            }
            task.abort();
            let _ = task.await;
        }
        insert(&database.store, 1_000, NOW).await;
        let reports = database.number("SELECT COUNT(*) FROM reports").await;
        assert!(reports >= 1);
        for table in ["jobs", "audit_lines", "report_indicators"] {
            assert_eq!(database.number(&format!("SELECT COUNT(*) FROM {table}")).await, reports, "{table}");
        }
        assert!(database.store.verify().await.unwrap().is_clean());
    })
    .await;
}
