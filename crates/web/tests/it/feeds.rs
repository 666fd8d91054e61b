//! The list as files over HTTP: tags, packing, changes.

use std::io::Read;

use axum::http::StatusCode;
use desk::Role;
use feed::Format;
use model::{Level, ListingReason, Method};
use store::audit::Who;
use store::officer::NewOfficer;
use testkit::{TestApp, TestDatabase, for_each_database};

/// Lists these names, each as one act, straight through the store.
pub(crate) async fn list(app: &TestApp, names: &[&str]) {
    let store = &app.app.store;
    let new = NewOfficer {
        name: format!("o{}", store.count_officers().await.unwrap()),
        display_name: "Cán bộ".to_owned(),
        password_hash: String::new(),
        totp_secret: vec![0; 20],
        totp_step: 0,
        roles: vec![Role::Analyst, Role::Approver],
    };
    let proposer = store.create_officer(&new, Who::Command, app.now()).await.unwrap();
    let approver = NewOfficer { name: format!("{}-b", new.name), ..new };
    let approver = store.create_officer(&approver, Who::Command, app.now()).await.unwrap();
    for name in names {
        let listing = desk::guard::NewListing {
            indicator: format!("domain:{name}").parse().unwrap(),
            method: Method::GovServiceApp,
            level: Level::Block,
            reason: ListingReason::Impersonation,
            expires_at: app.now().plus_days(90),
            evidence: "Trang giả mạo".to_owned(),
        };
        let cleared = desk::guard::clear(listing, &app.app.reference, app.now()).unwrap();
        let proposed = store.propose(cleared, proposer, None, app.now()).await.unwrap();
        let store::publication::Proposed::Waiting(id) = proposed else { panic!("a block waits") };
        store.approve(id, approver, &app.app.reference, app.now()).await.unwrap();
    }
    app.follow_log().await;
}

#[tokio::test]
async fn every_format_carries_the_serial_and_the_name() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        list(&app, &["vneid-capnhat.example"]).await;
        for format in Format::ALL {
            let answer = app.get(&format!("/feeds/{}", format.slug())).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", format.slug());
            assert!(answer.text().contains("vneid-capnhat.example"), "{}: {}", format.slug(), answer.text());
            assert_eq!(answer.header("content-type"), format.media_type());
            assert_eq!(answer.header("etag"), "\"1\"");
            assert_eq!(answer.header("khien-serial"), "1");
            assert_eq!(answer.header("cache-control"), "public, no-cache");
            assert_eq!(answer.header("vary"), "accept-encoding");
            let twin = app.get(&format!("/api/v1/feeds/{}", format.slug())).await;
            assert_eq!(twin.body, answer.body, "the same under /api/v1");
        }
        let serial = app.get("/api/v1/serial").await.json();
        let digest = data_encoding::HEXLOWER.encode(&app.app.snapshot.load().digest());
        assert_eq!(serial["digest"], digest);
        assert_eq!((serial["serial"].as_u64(), serial["listings"].as_u64()), (Some(1), Some(1)));
    })
    .await;
}

#[tokio::test]
async fn a_list_that_has_not_changed_costs_one_line() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    list(&app, &["a.example"]).await;
    let tag = app.get("/feeds/json").await.header("etag").to_owned();
    let known = app.get_with("/feeds/json", &[("if-none-match", &tag)]).await;
    assert_eq!(
        (known.status, known.body.len(), known.header("etag")),
        (StatusCode::NOT_MODIFIED, 0, tag.as_str())
    );
    list(&app, &["b.example"]).await;
    let changed = app.get_with("/feeds/json", &[("if-none-match", &tag)]).await;
    assert_eq!((changed.status, changed.header("etag")), (StatusCode::OK, "\"2\""));
}

#[tokio::test]
async fn a_feed_is_packed_as_the_client_likes() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    list(&app, &["a.example", "b.example"]).await;
    let plain = app.get("/feeds/csv").await;
    let gzip = app.get_with("/feeds/csv", &[("accept-encoding", "gzip")]).await;
    assert_eq!((gzip.header("content-encoding"), gzip.header("etag")), ("gzip", "\"2-gzip\""));
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(gzip.body.as_ref()).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain.body);
    let zstd = app.get_with("/feeds/csv", &[("accept-encoding", "gzip, zstd")]).await;
    assert_eq!((zstd.header("content-encoding"), zstd.header("etag")), ("zstd", "\"2-zstd\""));
    assert_eq!(zstd::decode_all(zstd.body.as_ref()).unwrap(), plain.body);
    let same = [("accept-encoding", "gzip"), ("if-none-match", "\"2-gzip\"")];
    assert_eq!(app.get_with("/feeds/csv", &same).await.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn a_delta_leads_from_one_serial_to_the_next() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        list(&app, &["a.example", "b.example"]).await;
        list(&app, &["c.example"]).await;
        let delta = app.get("/feeds/json?since=2").await;
        let body = delta.json();
        assert_eq!((body["since"].as_u64(), body["serial"].as_u64()), (Some(2), Some(3)));
        assert_eq!(body["listed"].as_array().unwrap().len(), 1);
        assert!(delta.text().contains("c.example") && !delta.text().contains("a.example"));
        assert_eq!(delta.header("etag"), "\"3-since-2\"");
        let none = app.get("/api/v1/feeds/json?since=3").await.json();
        assert_eq!(none["listed"].as_array().unwrap().len(), 0);
        assert!(app.get("/feeds/csv?since=2").await.text().contains("c.example"));
    })
    .await;
}

#[tokio::test]
async fn what_no_feed_can_answer_is_told() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    list(&app, &["a.example"]).await;
    for (path, status, code) in [
        ("/feeds/json?since=2", 400, "serial-ahead"),
        ("/feeds/rpz?since=1", 400, "no-delta"),
        ("/feeds/json?since=-1", 400, "bad-query"),
        ("/feeds/json?from=1", 400, "bad-query"),
        ("/feeds/pdf", 404, "not-found"),
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.text());
        assert_eq!(answer.json()["code"], code, "{path}");
    }
}

#[tokio::test]
async fn a_look_up_sees_what_the_list_covers() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    list(&app, &["vneid-capnhat.example"]).await;
    for listed in [
        "domain:vneid-capnhat.example",
        "domain:WWW.vneid-capnhat.example",
        "url:http://vneid-capnhat.example/a/b%3Fc",
    ] {
        let body = app.get(&format!("/api/v1/indicators/{listed}")).await.json();
        assert_eq!(body["verdict"], "listed", "{listed}: {body}");
        assert_eq!(body["listing"]["indicator"], "domain:vneid-capnhat.example", "{listed}");
    }
    let other = app.get("/api/v1/indicators/domain:capnhat.example").await.json();
    assert_eq!(other["verdict"], "no_information");
    assert!(other.get("listing").is_none());
    let official = app.get("/api/v1/indicators/domain:vietcombank.com.vn").await.json();
    assert_eq!(official["verdict"], "official");
    assert!(!official["official_owner"].as_str().unwrap().is_empty());
    let wrong = app.get("/api/v1/indicators/color:red").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_client_that_leaves_early_costs_nothing_lasting() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    list(&app, &["a.example"]).await;
    for _ in 0..100 {
        drop(tokio::net::TcpStream::connect(app.address).await.unwrap());
    }
    let head = app.call(axum::http::Method::HEAD, "/feeds/json", &[], axum::body::Bytes::new()).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    for _ in 0..40 {
        assert_eq!(app.get("/feeds/json").await.status, StatusCode::OK, "writers are given back");
    }
}
