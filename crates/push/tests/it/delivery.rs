//! Order kept, nothing lost, nobody else delayed: whatever the receiver does.

use std::sync::Arc;
use std::time::{Duration, Instant};

use desk::consumer::AckStatus;
use model::Serial;
use push::{Next, SigningKey, run};
use store::push::PushState;
use testkit::receiver::{Behaviour, Receiver};
use testkit::{TestDatabase, for_each_database};
use tokio::sync::watch;

use crate::scene::{Scene, TestClock};

/// A receiver does this for an hour while acts go on being published; then it works again.
async fn check_hour(database: &TestDatabase, trouble: Behaviour, timeout: Duration) {
    let scene = Scene::new(database).await;
    let receiver = Receiver::start(scene.clock.seconds(), Behaviour::Checks).await;
    let patient = scene.courier(&[&receiver], Duration::from_secs(20)).await;
    let courier = scene.courier(&[&receiver], timeout).await;
    let id = scene.register(&receiver.url).await;
    scene.drive(&patient, &id, 1).await;
    assert_eq!(scene.subscription(&id).await.state, PushState::Active);
    scene.publish(3).await;
    scene.drive(&patient, &id, 1).await;
    let before = receiver.requests();
    receiver.behave(trouble);
    for _ in 0..12 {
        scene.publish(2).await;
        scene.drive(&courier, &id, 300).await;
        // Where there was nothing to wait for, the time passes all the same.
        scene.clock.pass(1);
    }
    let tries = receiver.requests() - before;
    assert!((12..=30).contains(&tries), "{trouble:?}: {tries} tries in an hour");
    receiver.behave(Behaviour::Checks);
    let next = scene.drive(&patient, &id, 300).await;
    assert_eq!(next, Next::Grown, "{trouble:?}: back within five minutes");
    let all: Vec<u64> = (1..=27).collect();
    assert_eq!(receiver.serials(), all, "{trouble:?}: every act once, in order");
    let sequences = receiver.sequences();
    let expected: Vec<u64> = (1..=sequences.len() as u64).collect();
    assert_eq!(sequences, expected, "{trouble:?}: numbers without a gap");
    assert!(database.store.dead_letters(10).await.unwrap().is_empty(), "{trouble:?}");
    eprintln!("{trouble:?} for an hour: {tries} tries, 27 acts in {} pushes, in order", sequences.len());
}

#[tokio::test]
async fn a_receiver_that_is_down_for_an_hour_misses_nothing() {
    for_each_database(async |database| check_hour(database, Behaviour::Breaks, Duration::from_secs(5)).await)
        .await;
}

#[tokio::test]
async fn a_receiver_in_any_other_trouble_for_an_hour_misses_nothing() {
    for trouble in [
        Behaviour::Status(500),
        Behaviour::Status(503),
        Behaviour::Status(404),
        Behaviour::Status(429),
        Behaviour::Redirects,
        Behaviour::TakesAndBreaks,
        Behaviour::Flaps,
    ] {
        check_hour(&TestDatabase::sqlite().await, trouble, Duration::from_secs(5)).await;
    }
    check_hour(&TestDatabase::sqlite().await, Behaviour::Hangs, Duration::from_millis(30)).await;
}

#[tokio::test]
async fn what_a_receiver_keeps_refusing_becomes_a_dead_letter_and_the_rest_goes_on() {
    for_each_database(async |database| {
        let scene = Scene::new(database).await;
        let receiver = Receiver::start(scene.clock.seconds(), Behaviour::Checks).await;
        let courier = scene.courier(&[&receiver], Duration::from_secs(5)).await;
        let id = scene.register(&receiver.url).await;
        scene.drive(&courier, &id, 1).await;
        receiver.behave(Behaviour::RefusesEvery(3));
        for _ in 0..7 {
            scene.publish(1).await;
            scene.drive(&courier, &id, 60).await;
        }
        assert_eq!(receiver.serials(), [1, 2, 4, 5, 7]);
        let letters = database.store.dead_letters(10).await.unwrap();
        let told: Vec<_> =
            letters.iter().map(|one| (one.first, one.last, one.attempts, one.error.as_str())).collect();
        assert_eq!(told, [(Serial(6), Serial(6), 5, "status 422"), (Serial(3), Serial(3), 5, "status 422")]);
        assert!(database.store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn acknowledgements_are_kept() {
    for_each_database(async |database| {
        let scene = Scene::new(database).await;
        let receiver = Receiver::start(scene.clock.seconds(), Behaviour::Checks).await;
        let courier = scene.courier(&[&receiver], Duration::from_secs(5)).await;
        let id = scene.register(&receiver.url).await;
        scene.publish(3).await;
        scene.drive(&courier, &id, 1).await;
        let kept = database.store.acknowledgements(scene.consumer, Serial(1), Serial(9)).await.unwrap();
        let kept: Vec<_> = kept.iter().map(|one| (one.serial.0, one.status, one.reason.as_str())).collect();
        let expected = [
            (1, AckStatus::Actioned, ""),
            (2, AckStatus::Enriched, "seen since Monday"),
            (3, AckStatus::NoAction, "not our customer"),
        ];
        assert_eq!(kept, expected);
        let seen = &database.store.consumers(scene.clock.now()).await.unwrap()[0].seen;
        assert_eq!((seen[0].channel.slug(), seen[0].serial), ("push", Serial(3)));
    })
    .await;
}

#[tokio::test]
async fn a_push_that_a_crash_cut_off_is_sent_again_as_it_was_by_any_node() {
    for_each_database(async |database| {
        let scene = Scene::new(database).await;
        let receiver = Receiver::start(scene.clock.seconds(), Behaviour::Checks).await;
        let courier = scene.courier(&[&receiver], Duration::from_secs(5)).await;
        let id = scene.register(&receiver.url).await;
        scene.drive(&courier, &id, 1).await;
        scene.publish(2).await;
        // The first node claims and begins, and dies; meanwhile the list grows.
        let store = &database.store;
        let until = scene.clock.now().plus_hours(1);
        let claimed = store.claim_push(&id, "dead", scene.clock.now(), until).await.unwrap().unwrap();
        assert_eq!(store.begin_push(&claimed, Serial(2)).await.unwrap(), 1);
        scene.publish(2).await;
        let next = courier.step(&id, [0; 32], scene.clock.now()).await.unwrap();
        assert!(matches!(next, Next::At(_)), "the dead node's claim holds: {next:?}");
        assert_eq!(receiver.serials(), Vec::<u64>::new());
        scene.clock.set(until);
        scene.drive(&courier, &id, 1).await;
        assert_eq!(receiver.serials(), [1, 2, 3, 4]);
        let first: serde_json::Value = serde_json::from_slice(&receiver.recorded()[7].body).unwrap();
        assert_eq!((&first["sequence"], first["acts"].as_array().unwrap().len()), (&1.into(), 2));
    })
    .await;
}

#[tokio::test]
async fn a_replayed_push_is_noticed() {
    let database = TestDatabase::sqlite().await;
    let scene = Scene::new(&database).await;
    let receiver = Receiver::start(scene.clock.seconds(), Behaviour::Checks).await;
    let courier = scene.courier(&[&receiver], Duration::from_secs(5)).await;
    let id = scene.register(&receiver.url).await;
    scene.drive(&courier, &id, 1).await;
    scene.publish(1).await;
    scene.drive(&courier, &id, 1).await;
    let recorded = receiver.recorded().last().unwrap().clone();
    // Within its time the number is known, so nothing is taken twice; under another number the signature is not good;
    // after its time the signature is too old.
    assert_eq!(receiver.take(&recorded, 0).0, 200);
    assert_eq!(receiver.serials(), [1]);
    let mut renumbered = recorded.clone();
    renumbered.headers.insert("khien-sequence".to_owned(), "2".to_owned());
    assert_eq!(receiver.take(&renumbered, 0).0, 401);
    let mut elsewhere = recorded.clone();
    elsewhere.url = elsewhere.url.replace("/khien", "/other");
    assert_eq!(receiver.take(&elsewhere, 0).0, 401);
    scene.clock.pass(301);
    assert_eq!(receiver.take(&recorded, 0).0, 401);
}

#[tokio::test]
async fn a_receiver_that_hangs_delays_nobody_else() {
    let database = TestDatabase::sqlite().await;
    let scene = Scene::new(&database).await;
    let clock = TestClock::new();
    let (slow, quick) = (
        Receiver::start(clock.seconds(), Behaviour::Checks).await,
        Receiver::start(clock.seconds(), Behaviour::Checks).await,
    );
    let courier = scene.courier(&[&slow, &quick], Duration::from_secs(30)).await;
    for receiver in [&slow, &quick] {
        let id = scene.register(&receiver.url).await;
        scene.drive(&courier, &id, 1).await;
    }
    slow.behave(Behaviour::Hangs);
    let (stop, stopping) = watch::channel(false);
    let now = Arc::new(move || clock.now());
    let running = tokio::spawn(run(Arc::new(courier), now, Arc::new(|| [5; 32]), stopping));
    let mut worst = Duration::ZERO;
    for number in 1..=20 {
        scene.publish(1).await;
        let published = Instant::now();
        tokio::time::timeout(Duration::from_secs(20), async {
            while quick.serials().len() < number {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        })
        .await
        .expect("the quick receiver gets each act");
        if number > 1 {
            // The first one waits for the sender to look for receivers.
            worst = worst.max(quick.taken_at()[number - 1].saturating_duration_since(published));
        }
    }
    assert_eq!(quick.serials(), (1..=20).collect::<Vec<u64>>());
    assert_eq!(slow.serials(), Vec::<u64>::new());
    eprintln!("beside a receiver that hangs: 20 acts, the slowest after {} ms", worst.as_millis());
    assert!(worst < Duration::from_secs(5), "{worst:?}");
    let _ = stop.send(true);
    running.abort();
}

/// The key is one for all nodes and for ever, and is not kept in clear.
#[tokio::test]
async fn every_node_signs_with_one_key() {
    for_each_database(async |database| {
        let scene = Scene::new(database).await;
        let other = database.open_again().await;
        let (one, two) =
            tokio::join!(database.store.push_key(scene.clock.now()), other.push_key(scene.clock.now()));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one, two);
        assert_eq!(SigningKey::from_seed(&one).id(), SigningKey::from_seed(&two).id());
        assert_ne!(SigningKey::from_seed(&one).id(), SigningKey::from_seed(&[0; 32]).id());
    })
    .await;
}
