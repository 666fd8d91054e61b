//! Following the log: a change in one process is seen by another, at once where the database can tell.

use std::time::Duration;

use model::{Level, Serial};
use sqlx::postgres::PgListener;
use store::Engine;
use testkit::{TestDatabase, for_each_database};

use crate::fixture::{NOW, cleared};

#[tokio::test]
async fn every_node_is_woken_by_an_append() {
    for_each_database(async |database| {
        let other = database.open_again().await;
        let (mut here, mut there) = (database.store.serial_changes(), other.serial_changes());
        assert_eq!((*here.borrow_and_update(), *there.borrow_and_update()), (Serial(0), Serial(0)));
        database.store.bulk_list(&[cleared("domain:a.example", Level::Block)], "mẫu", NOW).await.unwrap();
        assert!(here.has_changed().unwrap(), "the process that appended knows at once");
        let woken = tokio::time::timeout(Duration::from_secs(30), there.wait_for(|serial| serial.0 == 1));
        assert_eq!(*woken.await.expect("the other node is woken").unwrap(), Serial(1));
    })
    .await;
}

/// The poll would hide a notification that is never sent, so listen for it beside the store.
#[tokio::test]
async fn postgresql_is_told_to_notify() {
    for_each_database(async |database| {
        if database.engine() != Engine::Postgres {
            return;
        }
        let mut listener = PgListener::connect(&database.settings.database_url).await.unwrap();
        listener.listen("khien_serial").await.unwrap();
        let all = ["domain:a.example", "domain:b.example"].map(|name| cleared(name, Level::Block));
        database.store.bulk_list(&all, "mẫu", NOW).await.unwrap();
        let told = tokio::time::timeout(Duration::from_secs(30), listener.recv()).await;
        assert_eq!(told.expect("a notification comes").unwrap().payload(), "2");
    })
    .await;
}

#[tokio::test]
async fn a_node_that_starts_knows_the_serial() {
    for_each_database(async |database| {
        database.store.bulk_list(&[cleared("domain:a.example", Level::Block)], "mẫu", NOW).await.unwrap();
        let other = database.open_again().await;
        assert_eq!(*other.serial_changes().borrow(), Serial(1));
        assert_eq!(other.load_snapshot().await.unwrap(), database.store.load_snapshot().await.unwrap());
    })
    .await;
}

/// Ends every connection to a database, as a restart of the server does; no new one is let in meanwhile.
async fn while_down(database: &TestDatabase, meanwhile: impl AsyncFnOnce()) {
    let (_, name) = database.settings.database_url.rsplit_once('/').unwrap();
    let beside = database.sibling().await;
    beside.execute(&format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")).await;
    let all = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    beside.execute(&all).await;
    meanwhile().await;
    beside.execute(&format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")).await;
}

#[tokio::test]
async fn a_node_that_was_cut_off_catches_up_from_the_log() {
    for_each_database(async |database| {
        if database.engine() != Engine::Postgres {
            return;
        }
        database.store.bulk_list(&[cleared("domain:a.example", Level::Block)], "mẫu", NOW).await.unwrap();
        let other = database.open_again().await;
        let before = other.load_snapshot().await.unwrap();
        let mut told = other.serial_changes();
        while_down(database, async || assert!(other.acts_after(Serial(0), 10).await.is_err())).await;
        // The node that writes comes back first; the other one hears of it though it was not listening.
        let two = ["domain:b.example", "domain:c.example"].map(|name| cleared(name, Level::Block));
        let start = std::time::Instant::now();
        while database.store.bulk_list(&two, "mẫu", NOW).await.is_err() {
            assert!(start.elapsed() < Duration::from_secs(30), "the database is back");
        }
        let woken = tokio::time::timeout(Duration::from_secs(30), told.wait_for(|serial| serial.0 == 3));
        woken.await.expect("the node hears of what it missed").unwrap();
        let missed = other.acts_after(before.serial(), 10).await.unwrap();
        assert_eq!(missed.len(), 2);
        let after = before.apply(&missed).unwrap();
        assert_eq!(after, database.store.load_snapshot().await.unwrap());
        // And of what comes afterwards.
        let names = (0..20).map(|number| cleared(&format!("domain:n{number}.example"), Level::Block));
        database.store.bulk_list(&names.collect::<Vec<_>>(), "mẫu", NOW).await.unwrap();
        let woken = tokio::time::timeout(Duration::from_secs(30), told.wait_for(|serial| serial.0 == 23));
        woken.await.expect("the node hears of what comes").unwrap();
    })
    .await;
}
