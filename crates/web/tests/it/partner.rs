//! A partner with a key.

use desk::Role;
use desk::consumer::{ConsumerKind, Terms};
use store::audit::Who;
use store::officer::NewOfficer;
use testkit::TestApp;

/// A consumer with a key.
pub(crate) async fn partner(app: &TestApp, name: &str) -> String {
    let store = &app.app.store;
    let administrator = NewOfficer {
        name: format!("quan-{}", store.count_officers().await.unwrap()),
        display_name: "Quản trị".to_owned(),
        password_hash: String::new(),
        totp_secret: vec![0; 20],
        totp_step: 0,
        roles: vec![Role::Administrator],
    };
    let by = store.create_officer(&administrator, Who::Command, app.now()).await.unwrap();
    let terms = Terms {
        kind: ConsumerKind::Security,
        contact: "trực".to_owned(),
        formats: Vec::new(),
        requests_per_day: 0,
        networks: Vec::new(),
        notify: Vec::new(),
    };
    let id = store.create_consumer(name, &terms, by, app.now()).await.unwrap();
    store.create_consumer_key(id, by, app.now()).await.unwrap().secret
}
