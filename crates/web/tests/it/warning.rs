//! The warning page under the name of a listed host, and what the resolvers' zone leaves out.

use axum::http::StatusCode;
use testkit::{TestApp, for_each_database};

use crate::feeds::list;

#[tokio::test]
async fn a_redirected_reader_is_told_why_and_whatever_he_asks_for() {
    for_each_database(async |database| {
        let portal = "https://khien.example";
        let app = TestApp::start_with(database, |it| it.public_url = Some(portal.to_owned())).await;
        list(&app, &["vneid-capnhat.example"]).await;
        for host in ["vneid-capnhat.example", "www.VNEID-capnhat.example:80"] {
            for path in ["/", "/dang-nhap?so=1", "/console", "/api/v1/serial", "/en"] {
                let answer = app.get_with(path, &[("host", host)]).await;
                assert_eq!(answer.status, StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS, "{host}{path}");
                let text = answer.text();
                for words in [
                    "vneid-capnhat.example",
                    "Trang này bị cảnh báo lừa đảo",
                    "This site is listed as fraud",
                    "https://khien.example/khieu-nai?muc=domain%3Avneid-capnhat.example",
                    "https://khien.example/en/muc/domain:vneid-capnhat.example",
                ] {
                    assert!(text.contains(words), "{host}{path}: {words}: {text}");
                }
                assert!(!text.contains("<script") && !text.contains("<form"), "{text}");
                assert!(!text.contains("so=1"), "what was asked for is not repeated");
                assert_eq!(answer.header("cache-control"), "no-store");
                assert_eq!(answer.header("set-cookie"), "");
            }
        }
        for host in ["khien.example", "hang-xom.example", "capnhat.example", "127.0.0.1", "a b"] {
            let answer = app.get_with("/", &[("host", host)]).await;
            assert_eq!(answer.status, StatusCode::OK, "{host}");
        }
        let css = app.get_with("/", &[("host", "vneid-capnhat.example")]).await;
        let (_, rest) = css.text().split_once("href=\"/assets/").unwrap();
        let path = format!("/assets/{}", rest.split('"').next().unwrap());
        assert_eq!(app.get_with(&path, &[("host", "vneid-capnhat.example")]).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn a_portal_that_is_listed_by_mistake_stays_reachable() {
    for_each_database(async |database| {
        let app =
            TestApp::start_with(database, |it| it.public_url = Some("https://a.example".to_owned())).await;
        list(&app, &["a.example"]).await;
        assert_eq!(app.get_with("/", &[("host", "A.example")]).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn what_the_zone_leaves_out_is_named_with_the_reason() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        list(&app, &["a.example", "192.0.2.7"]).await;
        let answer = app.get("/api/v1/unrepresentable").await.json();
        assert_eq!((&answer["serial"], &answer["entries"]), (&2.into(), &1.into()), "{answer}");
        let left_out = answer["left_out"].as_array().unwrap();
        assert_eq!(left_out.len(), 1, "{answer}");
        assert_eq!(
            (&left_out[0]["indicator"], &left_out[0]["code"]),
            (&"domain:192.0.2.7".into(), &"address".into())
        );
    })
    .await;
}
