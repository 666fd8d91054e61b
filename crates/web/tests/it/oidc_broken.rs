//! Answers of a provider, and ways back from it, that must sign nobody in. The provider is real; what is wrong is made
//! wrong on the way, or by re-signing what it made.

use axum::http::StatusCode;
use serde_json::json;
use testkit::provider::OidcProvider;
use testkit::{Answer, TestApp, TestDatabase};
use url::Url;

use crate::officer::later;
use crate::oidc::{Scene, come_back, cookie, leave, machine_now, settings};

const BROKEN: &str = "không trọn vẹn";

fn check_broken(answer: &Answer, what: &str) {
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{what}: {}", answer.text());
    assert!(answer.text().contains(BROKEN), "{what}: {}", answer.text());
    assert_eq!(cookie(answer, "khien-session"), "", "{what}");
}

/// The address with one parameter of its query changed, or taken out.
fn with(address: &str, name: &str, value: Option<&str>) -> String {
    let mut url = Url::parse(address).unwrap();
    let kept: Vec<(String, String)> = url.query_pairs().into_owned().filter(|(key, _)| key != name).collect();
    url.query_pairs_mut().clear().extend_pairs(kept);
    if let Some(value) = value {
        url.query_pairs_mut().append_pair(name, value);
    }
    url.into()
}

async fn scene(database: &TestDatabase) -> Option<Scene> {
    let mut scene = Scene::start(database).await?;
    scene.officer("lan", "lan.nguyen").await;
    scene.with_second_factor().await;
    Some(scene)
}

#[tokio::test]
async fn a_token_that_is_wrong_in_one_thing_signs_nobody_in() {
    let database = TestDatabase::sqlite().await;
    let Some(mut scene) = scene(&database).await else { return };
    let past = machine_now().seconds() - 3600;
    let mut expected: Vec<String> = Vec::new();
    for (how, code) in [
        (json!("unsigned"), "token-algorithm"),
        (json!("shared-secret"), "token-algorithm"),
        (json!("foreign-key"), "token-signature"),
        (json!({"iss": "https://khac.example"}), "token-issuer"),
        (json!({"aud": "khac"}), "token-audience"),
        (json!({"aud": ["khien", "khac"]}), "token-audience"),
        (json!({"azp": "khac"}), "token-audience"),
        (json!({"exp": past}), "token-time"),
        (json!({"iat": past + 7200}), "token-time"),
        (json!({"nonce": "cua-nguoi-khac"}), "token-nonce"),
        (json!({"sub": ""}), "token-subject"),
    ] {
        scene.provider.tamper(how.clone()).await;
        check_broken(&scene.sign_in("lan.nguyen").await, &how.to_string());
        expected.insert(0, code.to_owned());
    }
    let told: Vec<String> = scene.refusals().await.into_iter().map(|(_, why)| why).collect();
    assert_eq!(told, expected, "each is written down");
    scene.with_second_factor().await;
    assert_eq!(
        scene.sign_in("lan.nguyen").await.status,
        StatusCode::SEE_OTHER,
        "and the right one still works"
    );
}

#[tokio::test]
async fn a_way_back_works_once_in_the_browser_that_left() {
    let database = TestDatabase::sqlite().await;
    let Some(scene) = scene(&database).await else { return };
    let app = &scene.app;
    let (address, cookie) = leave(app, "so").await;
    let back = scene.provider.sign_in(&address, "lan.nguyen").await;
    check_broken(&come_back(app, &back, "").await, "no cookie");
    let (_, other) = leave(app, "so").await;
    check_broken(&come_back(app, &back, &other).await, "another browser");
    check_broken(&come_back(app, &with(&back, "state", Some("doan")), &cookie).await, "another state");
    check_broken(&come_back(app, &with(&back, "state", None), &cookie).await, "no state");
    // Nothing of that has used it up.
    assert_eq!(come_back(app, &back, &cookie).await.status, StatusCode::SEE_OTHER);
    check_broken(&come_back(app, &back, &cookie).await, "replayed");
}

#[tokio::test]
async fn a_nonce_a_code_or_a_challenge_of_another_sign_in_is_refused() {
    let database = TestDatabase::sqlite().await;
    let Some(scene) = scene(&database).await else { return };
    let app = &scene.app;
    // The browser was made to ask with another nonce: the provider signs it, we do not know it.
    let (address, cookie) = leave(app, "so").await;
    let back = scene.provider.sign_in(&with(&address, "nonce", Some("khac")), "lan.nguyen").await;
    check_broken(&come_back(app, &back, &cookie).await, "nonce");
    // Somebody's code laid under another sign-in: the provider wants the verifier of the first.
    let (address, _) = leave(app, "so").await;
    let stolen = scene.provider.sign_in(&address, "lan.nguyen").await;
    let code =
        Url::parse(&stolen).unwrap().query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let (address, cookie) = leave(app, "so").await;
    let back = scene.provider.sign_in(&address, "ke-la").await;
    check_broken(&come_back(app, &with(&back, "code", Some(&code)), &cookie).await, "code");
    let told: Vec<String> = scene.refusals().await.into_iter().map(|(_, why)| why).collect();
    assert_eq!(told, ["status", "token-nonce"]);
}

#[tokio::test]
async fn what_comes_too_late_or_without_a_code_is_refused() {
    let database = TestDatabase::sqlite().await;
    let Some(scene) = scene(&database).await else { return };
    let app = &scene.app;
    let (address, cookie) = leave(app, "so").await;
    let back = scene.provider.sign_in(&address, "lan.nguyen").await;
    let denied = with(&with(&back, "code", None), "error", Some("access_denied"));
    check_broken(&come_back(app, &denied, &cookie).await, "denied");
    let (address, cookie) = leave(app, "so").await;
    let back = scene.provider.sign_in(&address, "lan.nguyen").await;
    // The token lives for a minute, and clocks may differ by another.
    later(app, 5);
    check_broken(&come_back(app, &back, &cookie).await, "token");
    app.set_now(machine_now());
    let (address, cookie) = leave(app, "so").await;
    let back = scene.provider.sign_in(&address, "lan.nguyen").await;
    later(app, 11);
    check_broken(&come_back(app, &back, &cookie).await, "ten minutes");
    let told: Vec<String> = scene.refusals().await.into_iter().map(|(_, why)| why).collect();
    assert_eq!(told, ["token-time", "denied"]);
}

#[tokio::test]
async fn an_answer_of_one_provider_is_not_taken_for_that_of_another() {
    let database = TestDatabase::sqlite().await;
    let Some(mut so) = OidcProvider::start("ES256", false).await else { return };
    let Some(mut bo) = OidcProvider::start("ES256", false).await else { return };
    let providers = vec![settings(&so, "so"), settings(&bo, "bo")];
    let app = TestApp::start_with(&database, |settings| settings.providers = providers).await;
    app.set_now(machine_now());
    so.register(&app.url("/console/dang-nhap/qua/so/ve")).await;
    bo.register(&app.url("/console/dang-nhap/qua/bo/ve")).await;
    // Left for one, and brought back to the address of the other.
    let (address, cookie) = leave(&app, "so").await;
    let back = so.sign_in(&address, "lan").await;
    let crossed = back.replace("/qua/so/ve", "/qua/bo/ve");
    check_broken(&come_back(&app, &crossed, &cookie).await, "address");
    // The answer names the provider that gave it (RFC 9207), and must.
    for (issuer, what) in [(Some(bo.issuer.as_str()), "issuer"), (None, "no issuer")] {
        let (address, cookie) = leave(&app, "so").await;
        let back = so.sign_in(&address, "lan").await;
        check_broken(&come_back(&app, &with(&back, "iss", issuer), &cookie).await, what);
    }
    // The same name at the other provider is another account.
    let (address, cookie) = leave(&app, "bo").await;
    let back = bo.sign_in(&address, "lan").await;
    let nobody = come_back(&app, &back, &cookie).await;
    assert!(nobody.text().contains("chưa được phép"), "{}", nobody.text());
    let lines = app.app.store.audit_lines(None, 9).await.unwrap();
    let told: Vec<&str> = lines.iter().map(|line| line.why.as_str()).collect();
    assert_eq!(told, ["unknown", "issuer", "issuer", "provider"]);
}
