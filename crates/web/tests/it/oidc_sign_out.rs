//! A provider says that an officer signed out there: what its word began ends here, and nothing else. The provider is
//! real and posts its own tokens; those that are wrong in one thing are signed with its key.

use axum::body::Bytes;
use axum::http::{Method, StatusCode};
use desk::Role;
use serde_json::{Value, json};
use store::audit::Deed;
use testkit::{Answer, TestDatabase, for_each_database};

use crate::officer::{Officer, PASSWORD, later, secret, try_sign_in};
use crate::oidc::{Scene, cookie, machine_now, signed_in};

const PATH: &str = "/console/dang-nhap/qua/so/dang-xuat";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A provider that tells us of sign-outs, and names `lan` and `minh` as we do.
async fn scene(database: &TestDatabase, with_session: bool) -> Option<Scene> {
    let mut scene = Scene::start(database).await?;
    let address = scene.app.url(PATH);
    scene.provider.tell_sign_outs(&address, with_session).await;
    scene.officer("lan", "lan").await;
    scene.officer("minh", "minh").await;
    scene.with_second_factor().await;
    Some(scene)
}

/// The cookie of a session that the provider's word began.
async fn enter(scene: &Scene, login: &str) -> String {
    signed_in(&scene.app, &scene.sign_in(login).await).await.cookie
}

/// Whether the officer's next page is shown, or asks for a sign-in.
async fn is_in(scene: &Scene, cookie: &str) -> bool {
    let answer = scene.app.get_with("/console/tai-khoan", &[("cookie", cookie)]).await;
    match answer.status {
        StatusCode::OK => true,
        StatusCode::SEE_OTHER if answer.header("location").starts_with("/console/dang-nhap?") => false,
        status => panic!("{status}: {}", answer.text()),
    }
}

async fn post(scene: &Scene, token: &str) -> Answer {
    scene.app.post_form(PATH, &[("logout_token", token)]).await
}

fn check_refused(answer: &Answer, code: &str) {
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{code}: {}", answer.text());
    assert_eq!(answer.json(), json!({"error": "invalid_request", "error_description": code}));
    assert_eq!(answer.header("cache-control"), "no-store");
}

fn check_done(answer: &Answer) {
    assert_eq!((answer.status, answer.text()), (StatusCode::OK, ""));
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn signing_out_there_ends_that_session_here_and_no_other() {
    for_each_database(async |database| {
        let Some(mut scene) = scene(database, true).await else { return };
        let code = secret().code_at(scene.app.now());
        let own = try_sign_in(&scene.app, "lan", PASSWORD, &code).await;
        let own = Officer::from_answer(&scene.app, &own).await.cookie;
        let (first, second) = (enter(&scene, "lan").await, enter(&scene, "lan").await);
        let minh = enter(&scene, "minh").await;
        scene.provider.sign_out("lan").await;
        assert!(!is_in(&scene, &second).await, "the browser that signed out there");
        assert!(is_in(&scene, &first).await, "another browser, with a session of its own there");
        assert!(is_in(&scene, &minh).await, "another officer");

        scene.provider.dismiss("lan").await;
        assert!(!is_in(&scene, &first).await, "every session of that account");
        assert!(is_in(&scene, &minh).await);
        assert!(is_in(&scene, &own).await, "begun with a password and a code, which the provider never saw");

        let lines = scene.app.app.store.audit_lines(None, 50).await.unwrap();
        let ended: Vec<String> = lines
            .into_iter()
            .filter(|line| line.what == Deed::EndProviderSessions)
            .map(|line| format!("{} {} {}", line.who, line.target.split_once(':').unwrap().0, line.why))
            .collect();
        let issuer = &scene.provider.issuer;
        let line = format!("system officer {issuer}: 1");
        assert_eq!(ended, [line.clone(), line]);
        assert!(scene.app.app.store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn a_provider_that_names_no_session_ends_all_of_the_account() {
    let database = TestDatabase::sqlite().await;
    let Some(mut scene) = scene(&database, false).await else { return };
    let (first, second) = (enter(&scene, "lan").await, enter(&scene, "lan").await);
    let minh = enter(&scene, "minh").await;
    scene.provider.sign_out("lan").await;
    for (cookie, stays) in [(first, false), (second, false), (minh.clone(), true)] {
        assert_eq!(is_in(&scene, &cookie).await, stays);
    }
    // Its keys are new since we asked for them.
    scene.provider.rotate().await;
    scene.provider.dismiss("minh").await;
    assert!(!is_in(&scene, &minh).await);
}

#[tokio::test]
async fn who_waits_for_our_code_begins_again() {
    let database = TestDatabase::sqlite().await;
    let Some(mut scene) = scene(&database, true).await else { return };
    scene.provider.tamper(Value::Null).await;
    let waiting = cookie(&scene.sign_in("lan").await, "khien-sign-in");
    let code = secret().code_at(scene.app.now());
    scene.provider.sign_out("lan").await;
    let headers = [("cookie", waiting.as_str())];
    let answer = scene.app.post_form_with("/console/dang-nhap/ma", &headers, &[("code", &code)]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.text());
    assert_eq!(cookie(&answer, "khien-session"), "");
}

#[tokio::test]
async fn a_token_that_is_wrong_in_one_thing_ends_nothing() {
    let database = TestDatabase::sqlite().await;
    let Some(mut scene) = scene(&database, true).await else { return };
    let lan = enter(&scene, "lan").await;
    let now = machine_now().seconds();
    let none = json!({});
    for (claims, header, how, code) in [
        (none.clone(), none.clone(), "unsigned", "token-algorithm"),
        (none.clone(), json!({"alg": "HS256"}), "", "token-algorithm"),
        (none.clone(), none.clone(), "foreign-key", "token-signature"),
        (none.clone(), json!({"typ": "at+jwt"}), "", "token-kind"),
        (json!({"iss": "https://khac.example"}), none.clone(), "", "token-issuer"),
        (json!({"aud": "khac"}), none.clone(), "", "token-audience"),
        (json!({"iat": now - 400, "exp": now - 100}), none.clone(), "", "token-time"),
        (json!({"iat": now - 7200, "exp": now + 7200}), none.clone(), "", "token-time"),
        (json!({"iat": now + 600, "exp": now + 700}), none.clone(), "", "token-time"),
        (json!({"events": null}), none.clone(), "", "token-event"),
        (json!({"events": {"https://khac.example": {}}}), none.clone(), "", "token-event"),
        (json!({"nonce": "n"}), none.clone(), "", "token-nonce"),
        (json!({"sub": null}), none.clone(), "", "token-subject"),
        (json!({"jti": null}), none.clone(), "", "token-id"),
    ] {
        let mut all = json!({"sub": "lan"});
        all.as_object_mut().unwrap().extend(claims.as_object().unwrap().clone());
        let token = scene.provider.logout_token(all, header, how).await;
        check_refused(&post(&scene, &token).await, code);
    }
    check_refused(&post(&scene, "a.b.c").await, "token-form");
    assert!(is_in(&scene, &lan).await, "all of that ended nothing");
    // Whoever is nobody here is answered as everybody is.
    let stranger = scene.provider.logout_token(json!({"sub": "ke-la"}), none.clone(), "").await;
    check_done(&post(&scene, &stranger).await);
    let good = scene.provider.logout_token(json!({"sub": "lan"}), json!({"typ": "JWT"}), "").await;
    check_done(&post(&scene, &good).await);
    assert!(!is_in(&scene, &lan).await);
    check_refused(&post(&scene, &good).await, "token-used");
    assert!(!is_in(&scene, &lan).await);
}

#[tokio::test]
async fn it_is_a_server_that_posts_and_never_a_page() {
    let database = TestDatabase::sqlite().await;
    let Some(mut scene) = scene(&database, true).await else { return };
    let lan = enter(&scene, "lan").await;
    let token = scene.provider.logout_token(json!({"sub": "minh"}), json!({}), "").await;
    let fields = [("logout_token", token.as_str())];
    for foreign in [("sec-fetch-site", "cross-site"), ("origin", "https://khac.example")] {
        let answer = scene.app.post_form_with(PATH, &[foreign], &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{foreign:?}");
    }
    let twice = scene.app.post_form(PATH, &[fields[0], fields[0]]).await;
    check_refused(&twice, "request");
    check_refused(&scene.app.post_form(PATH, &[]).await, "request");
    // A cookie changes nothing: the token is about another.
    check_done(&scene.app.post_form_with(PATH, &[("cookie", &lan)], &fields).await);
    let call = async |method: Method, path: &str, kind: (&str, &str), body: Bytes| {
        scene.app.call(method, path, &[kind], body).await.status
    };
    let json_type = ("content-type", "application/json");
    assert_eq!(call(Method::GET, PATH, FORM, Bytes::new()).await, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(call(Method::POST, PATH, json_type, "{}".into()).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let large = Bytes::from(format!("logout_token={}", "a".repeat(60_000)));
    assert_eq!(call(Method::POST, PATH, FORM, large).await, StatusCode::PAYLOAD_TOO_LARGE);
    let unknown = PATH.replace("/so/", "/khac/");
    assert_eq!(call(Method::POST, &unknown, FORM, "logout_token=a".into()).await, StatusCode::NOT_FOUND);
    assert!(is_in(&scene, &lan).await);
}

#[tokio::test]
async fn tokens_of_unknown_keys_make_us_ask_only_now_and_then() {
    let database = TestDatabase::sqlite().await;
    let Some(mut scene) = scene(&database, true).await else { return };
    let header = json!({"kid": "khac"});
    let token = scene.provider.logout_token(json!({"sub": "lan"}), header, "").await;
    // Nothing is known of the provider yet: that takes the one question.
    check_refused(&post(&scene, &token).await, "soon");
    check_refused(&post(&scene, &token).await, "soon");
    later(&scene.app, 1);
    check_refused(&post(&scene, &token).await, "token-key");
    // Meanwhile a token that is right is understood without asking.
    let good = scene.provider.logout_token(json!({"sub": "lan"}), json!({}), "").await;
    check_done(&post(&scene, &good).await);
    scene.provider.stop().await;
    later(&scene.app, 61);
    check_refused(&post(&scene, &token).await, "unreachable");
    check_refused(&post(&scene, &token).await, "soon");
}

#[tokio::test]
async fn the_page_of_officers_says_what_to_enter_at_the_provider() {
    let database = TestDatabase::sqlite().await;
    let Some(scene) = Scene::start(&database).await else { return };
    let chief = Officer::sign_in(&scene.app, "quan", &[Role::Administrator]).await;
    let page = chief.get("/console/can-bo").await;
    assert!(page.text().contains(PATH), "{}", page.text());
    assert!(page.text().contains("/console/dang-nhap/qua/so/ve"));
}
