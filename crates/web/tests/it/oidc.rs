//! Signing in with an account at a real provider (the npm package `oidc-provider`), as a browser without JavaScript:
//! who gets in, who does not, and what stays when the provider is away.

use std::time::{Duration, SystemTime};

use axum::http::StatusCode;
use desk::Role;
use model::{OfficerId, Time};
use push::{AddressRules, ClientSettings};
use serde_json::json;
use store::Version;
use store::audit::Deed;
use testkit::browser::{Visit, drive};
use testkit::provider::{CLIENT_ID, CLIENT_SECRET, OidcProvider};
use testkit::{Answer, TestApp, TestDatabase, for_each_database};
use web::auth::oidc::{ClientSecret, ProviderSettings};

use crate::officer::{Officer, PASSWORD, create, secret, try_sign_in};

const NOBODY: &str = "chưa được phép vào bàn trực";
const AWAY: &str = "không liên lạc được";

/// Tokens are made by the clock of the machine, and so must be read by it.
pub(crate) fn machine_now() -> Time {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    Time::from_millis(i64::try_from(since.as_millis()).unwrap())
}

/// What an operator writes of the provider.
pub(crate) fn settings(provider: &OidcProvider, slug: &str) -> ProviderSettings {
    ProviderSettings {
        slug: slug.to_owned(),
        name: "tài khoản của Sở".to_owned(),
        issuer: provider.issuer.clone(),
        client_id: CLIENT_ID.to_owned(),
        client_secret: ClientSecret::new(CLIENT_SECRET),
        account_claim: "preferred_username".to_owned(),
        second_factor_amr: vec!["otp".to_owned()],
        second_factor_acr: vec!["gold".to_owned()],
        client: ClientSettings {
            rules: AddressRules { allowed: vec!["127.0.0.0/8".parse().unwrap()] },
            timeout: Duration::from_secs(20),
            roots: vec![provider.certificate.clone()],
        },
    }
}

/// A server that knows one provider, called `so`, which knows it.
pub(crate) struct Scene {
    pub(crate) provider: OidcProvider,
    pub(crate) app: TestApp,
}

impl Scene {
    pub(crate) async fn start(database: &TestDatabase) -> Option<Scene> {
        Scene::start_with(database, "ES256", false, |_| ()).await
    }

    pub(crate) async fn start_with(
        database: &TestDatabase,
        algorithm: &str,
        thin_tokens: bool,
        change: impl FnOnce(&mut ProviderSettings),
    ) -> Option<Scene> {
        let mut provider = OidcProvider::start(algorithm, thin_tokens).await?;
        let mut one = settings(&provider, "so");
        change(&mut one);
        let app = TestApp::start_with(database, |settings| settings.providers = vec![one]).await;
        app.set_now(machine_now());
        provider.register(&app.url("/console/dang-nhap/qua/so/ve")).await;
        Some(Scene { provider, app })
    }

    /// An officer for whom `account` at the provider is named.
    pub(crate) async fn officer(&self, name: &str, account: &str) -> OfficerId {
        let store = &self.app.app.store;
        let officers = store.officers().await.unwrap();
        let chief = match officers.iter().find(|one| one.name == "truong") {
            Some(chief) => chief.id,
            None => create(&self.app, "truong", &[Role::Administrator]).await,
        };
        let id = create(&self.app, name, &[Role::DutyOfficer]).await;
        store.allow_provider(id, &self.provider.issuer, account, chief, self.app.now()).await.unwrap();
        id
    }

    /// The provider says that it asked for a second factor.
    pub(crate) async fn with_second_factor(&mut self) {
        self.provider.tamper(json!({"amr": ["pwd", "otp"]})).await;
    }

    /// Signs in there as `login`, and comes back.
    pub(crate) async fn sign_in(&self, login: &str) -> Answer {
        let (address, cookie) = leave(&self.app, "so").await;
        let back = self.provider.sign_in(&address, login).await;
        come_back(&self.app, &back, &cookie).await
    }

    /// Why sign-ins were refused, newest first.
    pub(crate) async fn refusals(&self) -> Vec<(String, String)> {
        let lines = self.app.app.store.audit_lines(None, 50).await.unwrap();
        let refused = lines.into_iter().filter(|line| line.what == Deed::RefuseSignIn);
        refused.map(|line| (line.target, line.why)).collect()
    }
}

/// Where we send the browser, and what it keeps.
pub(crate) async fn leave(app: &TestApp, slug: &str) -> (String, String) {
    let path = format!("/console/dang-nhap/qua/{slug}?next=%2Fconsole%2Fthoi-han");
    let answer = app.get(&path).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    (answer.header("location").to_owned(), cookie(&answer, "khien-sign-in"))
}

/// The cookie of this name that an answer sets.
pub(crate) fn cookie(answer: &Answer, name: &str) -> String {
    let all = answer.headers.get_all("set-cookie");
    let mut pairs = all.iter().map(|value| value.to_str().unwrap().split(';').next().unwrap());
    pairs.find(|pair| pair.starts_with(name)).unwrap_or_default().to_owned()
}

/// What we answer when the browser comes back with `address`.
pub(crate) async fn come_back(app: &TestApp, address: &str, cookie: &str) -> Answer {
    let base = app.url("");
    let path = address.strip_prefix(&base).unwrap_or_else(|| panic!("{address} is not ours"));
    app.get_with(path, &[("cookie", cookie)]).await
}

/// The officer that an answer signed in.
pub(crate) async fn signed_in<'a>(app: &'a TestApp, answer: &Answer) -> Officer<'a> {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(answer.header("location").ends_with("next=%2Fconsole%2Fthoi-han"), "{:?}", answer.headers);
    let cookie = cookie(answer, "khien-session");
    let account = app.get_with("/console/tai-khoan", &[("cookie", &cookie)]).await;
    assert_eq!(account.status, StatusCode::OK, "{}", account.text());
    Officer { csrf: account.field("csrf"), app, cookie }
}

#[tokio::test]
async fn an_officer_signs_in_with_the_account_that_an_administrator_named() {
    for_each_database(async |database| {
        let Some(mut scene) = Scene::start_with(database, "RS256", true, |_| ()).await else { return };
        let chief = Officer::sign_in(&scene.app, "quan", &[Role::Administrator]).await;
        let lan = create(&scene.app, "lan", &[Role::DutyOfficer]).await;
        let page = scene.app.get("/console/dang-nhap").await;
        assert!(page.text().contains("Đăng nhập bằng tài khoản của Sở"), "{}", page.text());

        let unknown = scene.sign_in("lan.nguyen").await;
        assert_eq!(unknown.status, StatusCode::UNAUTHORIZED);
        assert!(unknown.text().contains(NOBODY) && unknown.text().contains("name=\"password\""));
        assert_eq!(scene.refusals().await, [(String::new(), "unknown".to_owned())]);
        assert_eq!(scene.app.app.store.count_officers().await.unwrap(), 2, "nobody registers themselves");

        let path = format!("/console/can-bo/{lan}/nha-cung-cap");
        let page = chief.done(&path, &[("provider", "so"), ("account", "lan.nguyen")]).await;
        assert!(page.text().contains("chờ đăng nhập lần đầu"), "{}", page.text());
        let asked = scene.sign_in("lan.nguyen").await;
        assert_eq!(asked.header("location"), "/console/dang-nhap/ma", "{}", asked.text());
        let waiting = cookie(&asked, "khien-sign-in");
        let officer = enter_code(&scene, &waiting).await;
        let account = officer.get("/console/tai-khoan").await;
        assert!(account.text().contains("lan.nguyen · Đã gắn"), "{}", account.text());
        let lines = scene.app.app.store.audit_lines(None, 4).await.unwrap();
        let deeds: Vec<Deed> = lines.iter().map(|line| line.what).collect();
        assert_eq!(deeds[..2], [Deed::SignIn, Deed::LinkProvider]);
        assert_eq!(lines[0].why, scene.provider.issuer);

        // From now on the subject counts and not the name: another's account that is called so opens nothing.
        scene.with_second_factor().await;
        scene.provider.rename("lan.nguyen").await;
        assert!(scene.sign_in("ke-la").await.text().contains(NOBODY));
        scene.provider.rename("ten-khac").await;
        signed_in(&scene.app, &scene.sign_in("lan.nguyen").await).await;
        assert!(scene.app.app.store.verify().await.unwrap().is_clean());
    })
    .await;
}

/// Types a wrong code, then the right one.
async fn enter_code<'a>(scene: &'a Scene, waiting: &str) -> Officer<'a> {
    let headers = [("cookie", waiting)];
    let page = scene.app.get_with("/console/dang-nhap/ma", &headers).await;
    assert!(page.text().contains("tài khoản của Sở đã xác nhận"), "{}", page.text());
    let wrong = scene.app.post_form_with("/console/dang-nhap/ma", &headers, &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(wrong.text().contains("Mã chưa đúng"), "{}", wrong.text());
    let code = secret().code_at(scene.app.now());
    let right = scene.app.post_form_with("/console/dang-nhap/ma", &headers, &[("code", &code)]).await;
    let officer = signed_in(&scene.app, &right).await;
    let again = scene.app.post_form_with("/console/dang-nhap/ma", &headers, &[("code", &code)]).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED, "what was begun is used up");
    officer
}

#[tokio::test]
async fn our_own_code_is_asked_unless_the_provider_asked_for_one_that_counts() {
    let database = TestDatabase::sqlite().await;
    let Some(mut scene) = Scene::start(&database).await else { return };
    scene.officer("lan", "lan.nguyen").await;
    for (claims, counts) in [
        (json!({"amr": ["pwd", "otp"]}), true),
        (json!({"acr": "gold"}), true),
        (json!({"amr": ["pwd"]}), false),
        (json!({"amr": "otp"}), false),
        (json!({"acr": "silver", "amr": []}), false),
    ] {
        scene.provider.tamper(claims.clone()).await;
        let answer = scene.sign_in("lan.nguyen").await;
        if counts {
            signed_in(&scene.app, &answer).await;
        } else {
            assert_eq!(answer.header("location"), "/console/dang-nhap/ma", "{claims}");
            assert_eq!(cookie(&answer, "khien-session"), "", "{claims}");
        }
    }
    // Wrong codes here rest the account as they do on the sign-in page.
    let waiting = cookie(&scene.sign_in("lan.nguyen").await, "khien-sign-in");
    let headers = [("cookie", waiting.as_str())];
    for _ in 0..5 {
        scene.app.post_form_with("/console/dang-nhap/ma", &headers, &[("code", "000000")]).await;
    }
    let code = secret().code_at(scene.app.now());
    let right = scene.app.post_form_with("/console/dang-nhap/ma", &headers, &[("code", &code)]).await;
    assert_eq!(right.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn new_keys_of_the_provider_are_found() {
    for algorithm in ["RS256", "ES256"] {
        let database = TestDatabase::sqlite().await;
        let Some(mut scene) = Scene::start_with(&database, algorithm, false, |_| ()).await else { return };
        scene.officer("lan", "lan.nguyen").await;
        scene.with_second_factor().await;
        signed_in(&scene.app, &scene.sign_in("lan.nguyen").await).await;
        scene.provider.rotate().await;
        signed_in(&scene.app, &scene.sign_in("lan.nguyen").await).await;
    }
}

#[tokio::test]
async fn while_the_provider_is_away_our_own_accounts_work() {
    let database = TestDatabase::sqlite().await;
    let Some(mut scene) = Scene::start(&database).await else { return };
    scene.officer("lan", "lan.nguyen").await;
    let (address, cookie) = leave(&scene.app, "so").await;
    let back = scene.provider.sign_in(&address, "lan.nguyen").await;
    scene.provider.stop().await;
    let answer = come_back(&scene.app, &back, &cookie).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text());
    assert!(answer.text().contains(AWAY));
    // What it says of itself is asked for again after an hour.
    scene.app.set_now(scene.app.now().plus_hours(2));
    let answer = scene.app.get("/console/dang-nhap/qua/so").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.text().contains(AWAY) && answer.text().contains("name=\"password\""));
    let english = scene.app.get("/en/console/dang-nhap/qua/so").await;
    assert!(english.text().contains("cannot be reached now"), "{}", english.text());
    let own = try_sign_in(&scene.app, "lan", PASSWORD, &secret().code_at(scene.app.now())).await;
    assert_eq!(own.status, StatusCode::SEE_OTHER, "{}", own.text());
}

#[tokio::test]
async fn a_private_address_is_reached_only_where_the_settings_allow_it() {
    let database = TestDatabase::sqlite().await;
    let strict = |one: &mut ProviderSettings| one.client.rules = AddressRules::default();
    let Some(scene) = Scene::start_with(&database, "ES256", false, strict).await else { return };
    let answer = scene.app.get("/console/dang-nhap/qua/so").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "loopback is not the public internet");
    // Nor is anybody trusted whose certificate nobody signed.
    let database = TestDatabase::sqlite().await;
    let untrusting = |one: &mut ProviderSettings| one.client.roots.clear();
    let Some(scene) = Scene::start_with(&database, "ES256", false, untrusting).await else { return };
    assert_eq!(scene.app.get("/console/dang-nhap/qua/so").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_disabled_officer_and_one_whose_account_was_ended_stay_out() {
    for_each_database(async |database| {
        let Some(mut scene) = Scene::start(database).await else { return };
        let (lan, minh) = (scene.officer("lan", "lan").await, scene.officer("minh", "minh").await);
        scene.with_second_factor().await;
        let chief = Officer::sign_in(&scene.app, "quan", &[Role::Administrator]).await;
        let at_work = signed_in(&scene.app, &scene.sign_in("lan").await).await;
        chief.done(&format!("/console/can-bo/{lan}/khoa"), &[("version", "1")]).await;
        assert_eq!(at_work.get("/console/tai-khoan").await.status, StatusCode::SEE_OTHER);
        let disabled = scene.sign_in("lan").await;
        assert_eq!(disabled.status, StatusCode::UNAUTHORIZED);
        assert!(disabled.text().contains(NOBODY), "as if the account were unknown");
        assert_eq!(scene.refusals().await, [(format!("officer:{lan}"), "disabled".to_owned())]);

        let at_work = signed_in(&scene.app, &scene.sign_in("minh").await).await;
        let path = format!("/console/can-bo/{minh}/nha-cung-cap");
        chief.done(&path, &[("provider", "so"), ("account", "")]).await;
        assert_eq!(at_work.get("/console/tai-khoan").await.status, StatusCode::SEE_OTHER);
        assert!(scene.sign_in("minh").await.text().contains(NOBODY));
        // Enabled again, the tie still stands.
        let store = &scene.app.app.store;
        let quan = store.officers().await.unwrap().into_iter().find(|one| one.name == "quan").unwrap().id;
        store.set_officer_enabled(lan, Version(2), true, quan, scene.app.now()).await.unwrap();
        signed_in(&scene.app, &scene.sign_in("lan").await).await;
    })
    .await;
}

#[tokio::test]
async fn an_address_of_mail_counts_only_when_it_is_verified() {
    let database = TestDatabase::sqlite().await;
    let by_mail = |one: &mut ProviderSettings| one.account_claim = "email".to_owned();
    let Some(mut scene) = Scene::start_with(&database, "ES256", false, by_mail).await else { return };
    scene.officer("lan", "lan@so.example").await;
    scene.officer("moi", "moi@so.example").await;
    scene.with_second_factor().await;
    signed_in(&scene.app, &scene.sign_in("lan").await).await;
    assert!(scene.sign_in("moi").await.text().contains(NOBODY), "the provider has not verified it");
}

#[tokio::test]
async fn one_account_signs_in_one_officer() {
    let database = TestDatabase::sqlite().await;
    let Some(scene) = Scene::start(&database).await else { return };
    scene.officer("lan", "lan.nguyen").await;
    let chief = Officer::sign_in(&scene.app, "quan", &[Role::Administrator]).await;
    let minh = create(&scene.app, "minh", &[Role::DutyOfficer]).await;
    let path = format!("/console/can-bo/{minh}/nha-cung-cap");
    let taken = chief.post(&path, &[("provider", "so"), ("account", "lan.nguyen")]).await;
    assert_eq!(taken.status, StatusCode::CONFLICT, "{}", taken.text());
    let long = "a".repeat(255);
    let bad = chief.post(&path, &[("provider", "so"), ("account", &long)]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let accounts = scene.app.app.store.provider_accounts().await.unwrap();
    assert_eq!(accounts.len(), 1);
}

#[tokio::test]
async fn the_pages_are_accessible_in_a_real_browser() {
    let database = TestDatabase::sqlite().await;
    let Some(scene) = Scene::start(&database).await else { return };
    scene.officer("lan", "lan.nguyen").await;
    let chief = Officer::sign_in(&scene.app, "quan", &[Role::Administrator]).await;
    let waiting = cookie(&scene.sign_in("lan.nguyen").await, "khien-sign-in");
    let visit = |path: &str, cookie: &str| {
        let (name, value) = cookie.split_once('=').unwrap();
        Visit::new(&scene.app.url(path), 320).cookie(name, value).axe()
    };
    let visits = [
        visit("/console/dang-nhap", "none=0"),
        visit("/console/dang-nhap/ma", &waiting),
        visit("/en/console/dang-nhap/ma", &waiting),
        visit("/console/can-bo", &chief.cookie),
    ];
    let Some(seen) = drive(&visits).await else { return };
    for one in seen {
        assert!(one.violations.is_empty() && one.complaints.is_empty(), "{}: {one:?}", one.url);
        assert!(one.scroll_width <= 320 && one.status == 200, "{}: {} px", one.url, one.scroll_width);
    }
}

/// Only a browser shows that the cookie comes along from the provider's site.
#[tokio::test]
async fn a_real_browser_goes_there_and_comes_back() {
    let database = TestDatabase::sqlite().await;
    let Some(mut scene) = Scene::start(&database).await else { return };
    scene.officer("lan", "lan.nguyen").await;
    scene.with_second_factor().await;
    let visit = Visit::new(&scene.app.url("/console/dang-nhap?next=%2Fconsole%2Ftai-khoan"), 1280)
        .trusting()
        .click("main a.button")
        .fill("input[name=login]", "lan.nguyen")
        .fill("input[name=password]", "x")
        .click("button[type=submit]")
        .click("button[type=submit]");
    let Some(seen) = drive(&[visit]).await else { return };
    assert_eq!(seen[0].url, scene.app.url("/console/tai-khoan"), "{}", seen[0].text);
    assert!(seen[0].text.contains("Cán bộ lan"), "{}", seen[0].text);
}
