#![no_main]
//! Bodies of forms and of the API, as anybody may send them: JSON, a form, a form with files. Each is answered by the whole
//! HTTP side over an empty database, and none with a fault of ours.

use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use libfuzzer_sys::fuzz_target;
use testkit::{TestApp, TestDatabase};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;
use web::auth::oidc::{ClientSecret, ProviderSettings};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const FILES: &str = "multipart/form-data; boundary=b";

/// Where a body goes, and as what.
const ROADS: &[(&str, &str)] = &[
    ("/api/v1/check", JSON),
    ("/api/v1/check?lang=en", FILES),
    ("/api/v1/check/caller", JSON),
    ("/api/v1/reports", JSON),
    ("/kiem-tra", FORM),
    ("/kiem-tra", FILES),
    ("/bao-tin", FILES),
    ("/bao-tin/soan", FORM),
    ("/bao-tin/soan", FILES),
    ("/co-nguoi-goi", FORM),
    ("/tra-ma", FORM),
    ("/tra-ma/bo-sung", FILES),
    ("/en/khieu-nai", FORM),
    ("/console/dang-nhap/qua/so/dang-xuat", FORM),
];

/// A provider of sign-ins at an address that no setting allows: it is never reached.
fn provider() -> ProviderSettings {
    ProviderSettings {
        slug: "so".to_owned(),
        name: "tài khoản của Sở".to_owned(),
        issuer: "https://127.0.0.1".to_owned(),
        client_id: "khien".to_owned(),
        client_secret: ClientSecret::new("x"),
        account_claim: "sub".to_owned(),
        second_factor_amr: Vec::new(),
        second_factor_acr: Vec::new(),
        client: Default::default(),
    }
}

struct Server {
    runtime: Runtime,
    routes: Router,
    _kept: (TestDatabase, TestApp),
}

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let runtime = Runtime::new().expect("a runtime starts");
    let (database, app) = runtime.block_on(async {
        let database = TestDatabase::sqlite().await;
        let app = TestApp::start_with(&database, |settings| {
            settings.writing.program.clear();
            settings.providers = vec![provider()];
        });
        let app = app.await;
        (database, app)
    });
    Server { runtime, routes: web::router(app.app.clone()), _kept: (database, app) }
});

fuzz_target!(|input: &[u8]| {
    let Some((choice, body)) = input.split_first() else { return };
    let (path, kind) = ROADS[usize::from(*choice) % ROADS.len()];
    let request = Request::post(path).header("host", "khien.example").header("content-type", kind);
    let request = request.body(Body::from(body.to_vec())).expect("path and headers are right");
    let server = &*SERVER;
    let answer = server.runtime.block_on(server.routes.clone().oneshot(request)).expect("a router always answers");
    assert!(!answer.status().is_server_error(), "{path} {kind}: {}", answer.status());
});
