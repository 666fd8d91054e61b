//! Our signatures, checked by an implementation that is not ours: the Python package http-message-signatures.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use testkit::TestDatabase;
use testkit::receiver::{Behaviour, Receiver};

use crate::scene::Scene;

/// Where `cargo xtask test` puts the package.
const PACKAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/peers/python");

/// Python with the package, or `None`.
fn python() -> Option<Command> {
    let command = || {
        let mut python = Command::new("python3");
        python.env("PYTHONPATH", PACKAGES);
        python
    };
    let tried = command().args(["-c", "import http_message_signatures"]).output();
    tried.is_ok_and(|tried| tried.status.success()).then(command)
}

#[tokio::test]
async fn an_independent_implementation_takes_the_good_and_refuses_the_bad() {
    let Some(mut python) = python() else {
        assert!(!testkit::is_required("http-message-signatures"), "http-message-signatures is required");
        eprintln!("not run: http-message-signatures (no Python with the package)");
        return;
    };
    let database = TestDatabase::sqlite().await;
    let scene = Scene::new(&database).await;
    let receiver = Receiver::start(scene.clock.seconds(), Behaviour::Checks).await;
    let courier = scene.courier(&[&receiver], Duration::from_secs(5)).await;
    let id = scene.register(&receiver.url).await;
    scene.drive(&courier, &id, 1).await;
    scene.publish(3).await;
    scene.drive(&courier, &id, 1).await;
    let recorded = receiver.recorded();
    let requests: Vec<Value> = recorded
        .iter()
        .map(|one| {
            let body = std::str::from_utf8(&one.body).unwrap();
            json!({"method": "POST", "url": one.url, "headers": one.headers, "body": body})
        })
        .collect();
    let work = json!({
        "jwk": scene.key().await.public_jwk(), "now": scene.clock.now().seconds(), "requests": requests,
    });
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/verify.py");
    let mut child = python
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(work.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let verdicts: Vec<String> = serde_json::from_slice(&output.stdout).unwrap();
    let is_good: Vec<bool> = verdicts.iter().map(|verdict| verdict == "good").collect();
    // The seven probes in their order, then one push of three acts.
    assert_eq!(is_good, [true, false, false, false, false, false, true, true], "{verdicts:#?}");
    eprintln!("http-message-signatures says: {verdicts:#?}");
}
