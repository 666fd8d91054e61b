//! A receiver gets acts only after it has shown that it refuses what is badly signed.

use std::time::Duration;

use push::{AddressRules, Next};
use store::push::PushState;
use testkit::receiver::{Behaviour, Receiver};
use testkit::{TestDatabase, for_each_database};

use crate::scene::Scene;

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_receiver_that_checks_is_activated_and_gets_what_comes_after() {
    for_each_database(async |database| {
        let scene = Scene::new(database).await;
        let receiver = Receiver::start(scene.clock.seconds(), Behaviour::Checks).await;
        let courier = scene.courier(&[&receiver], SECOND * 5).await;
        scene.publish(2).await;
        let id = scene.register(&receiver.url).await;
        assert_eq!(scene.drive(&courier, &id, 1).await, Next::Grown);
        assert_eq!(scene.subscription(&id).await.state, PushState::Active);
        assert_eq!(receiver.requests(), 7, "every probe once");
        assert_eq!(receiver.serials(), Vec::<u64>::new(), "what is published already is fetched as a file");
        scene.publish(3).await;
        scene.drive(&courier, &id, 1).await;
        assert_eq!(receiver.serials(), [3, 4, 5]);
        let told =
            database.store.audit_lines_about(&format!("consumer:{}", scene.consumer), 10).await.unwrap();
        assert!(told.iter().any(|line| line.why.ends_with("active")), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn a_receiver_that_does_not_check_gets_nothing() {
    let database = TestDatabase::sqlite().await;
    let scene = Scene::new(&database).await;
    for (behaviour, why) in [
        (Behaviour::TakesAll, "probe-unsigned 200"),
        (Behaviour::Status(401), "probe-good 401"),
        (Behaviour::Status(200), "probe-good 200"),
        (Behaviour::Redirects, "redirected"),
    ] {
        let receiver = Receiver::start(scene.clock.seconds(), behaviour).await;
        let courier = scene.courier(&[&receiver], SECOND * 5).await;
        let id = scene.register(&receiver.url).await;
        assert_eq!(scene.drive(&courier, &id, 1).await, Next::Never, "{behaviour:?}");
        let subscription = scene.subscription(&id).await;
        assert_eq!((subscription.state, subscription.last_error.as_str()), (PushState::Refused, why));
        scene.publish(1).await;
        assert_eq!(scene.drive(&courier, &id, 3600).await, Next::Never);
        assert_eq!(receiver.serials(), Vec::<u64>::new());
        // Its owner has mended it, and an officer starts the probes again.
        receiver.behave(Behaviour::Checks);
        database.store.set_push_state(&id, PushState::Pending, scene.admin, scene.clock.now()).await.unwrap();
        scene.drive(&courier, &id, 1).await;
        assert_eq!(scene.subscription(&id).await.state, PushState::Active, "{behaviour:?}");
        assert_eq!(receiver.serials().len(), 1, "nothing published meanwhile is lost");
    }
}

#[tokio::test]
async fn an_address_inside_a_network_is_never_connected_to() {
    let database = TestDatabase::sqlite().await;
    let scene = Scene::new(&database).await;
    let receiver = Receiver::start(scene.clock.seconds(), Behaviour::Checks).await;
    let strict = scene.courier_with(&[&receiver], AddressRules::default(), SECOND * 5, "node-1").await;
    let port = receiver.url.rsplit_once(':').unwrap().1.to_owned();
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f000001"] {
        let id = scene.register(&format!("https://{host}:{port}")).await;
        assert_eq!(scene.drive(&strict, &id, 1).await, Next::Never, "{host}");
        assert_eq!(scene.subscription(&id).await.last_error, "not-public", "{host}");
    }
    assert_eq!(receiver.requests(), 0);
    // A name that was public when it was registered and is not any more: nothing is sent, nothing is lost.
    let open = scene.courier(&[&receiver], SECOND * 5).await;
    let id = scene.register(&receiver.url).await;
    scene.drive(&open, &id, 1).await;
    let before = receiver.requests();
    scene.publish(2).await;
    scene.drive(&strict, &id, 60).await;
    assert_eq!(
        (receiver.requests(), scene.subscription(&id).await.last_error.as_str()),
        (before, "not-public")
    );
    scene.drive(&open, &id, 300).await;
    assert_eq!(receiver.serials(), [1, 2]);
}
