//! The stream of acts over a real connection, and what consumers say they did.

use std::time::Duration;

use axum::http::StatusCode;
use desk::Role;
use testkit::{TestApp, for_each_database};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::officer::Officer;

/// A client that reads as it comes.
struct Stream {
    connection: TcpStream,
    read: String,
}

impl Stream {
    async fn open(app: &TestApp, path: &str, header: &str) -> Stream {
        let mut connection = TcpStream::connect(app.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n{header}\r\n", app.address);
        connection.write_all(request.as_bytes()).await.unwrap();
        Stream { connection, read: String::new() }
    }

    /// Reads until this stands in what has come.
    async fn until(&mut self, wanted: &str) {
        let mut buffer = [0; 4096];
        let reading = async {
            while !self.read.contains(wanted) {
                let count = self.connection.read(&mut buffer).await.unwrap();
                assert!(count > 0, "the stream ended: {}", self.read);
                self.read.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
            }
        };
        if tokio::time::timeout(Duration::from_secs(30), reading).await.is_err() {
            panic!("{wanted} did not come: {}", self.read);
        }
    }
}

async fn publish(officer: &Officer<'_>, name: &str) {
    let indicator = format!("domain:{name}");
    let fields = [
        ("version", "1"),
        ("indicator", &indicator),
        ("level", "warn"),
        ("listing_method", "gov-service-app"),
        ("listing_reason", "impersonation"),
        ("days", "90"),
        ("evidence", "Trang giả mạo"),
    ];
    officer.done("/console/muc-de-xuat", &fields).await;
}

#[tokio::test]
async fn each_act_comes_as_it_is_published_and_a_client_that_comes_back_misses_none() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let analyst = Officer::sign_in(&app, "an", &[Role::Analyst]).await;
        publish(&analyst, "mot.example").await;
        let mut live = Stream::open(&app, "/api/v1/acts/stream", "").await;
        live.until("retry: 2000").await;
        assert!(live.read.contains("content-type: text/event-stream"), "{}", live.read);
        publish(&analyst, "hai.example").await;
        live.until("\"domain:hai.example\"").await;
        assert!(!live.read.contains("mot.example"), "it begins with the next act: {}", live.read);
        assert!(live.read.contains("id: 2\nevent: act\ndata: {\"serial\":2,"), "{}", live.read);
        assert!(!live.read.contains("proposed_by"), "no officer is named: {}", live.read);
        drop(live);
        publish(&analyst, "ba.example").await;
        let mut back = Stream::open(&app, "/api/v1/acts/stream", "last-event-id: 1\r\n").await;
        back.until("\"domain:ba.example\"").await;
        let order: Vec<_> = back.read.lines().filter_map(|line| line.strip_prefix("id: ")).collect();
        assert_eq!(order, ["2", "3"]);
        let mut all = Stream::open(&app, "/api/v1/acts/stream?after=0", "").await;
        all.until("id: 3").await;

        let ahead = app.get("/api/v1/acts/stream?after=99").await;
        assert_eq!((ahead.status, &ahead.json()["code"]), (StatusCode::BAD_REQUEST, &"serial-ahead".into()));
        let bad = app.get_with("/api/v1/acts/stream", &[("last-event-id", "x")]).await;
        assert_eq!(bad.json()["code"], "bad-query");
        assert_eq!(app.get("/api/v1/acts/stream?from=1").await.json()["code"], "bad-query");
    })
    .await;
}

#[tokio::test]
async fn a_consumer_says_what_it_did_and_the_console_shows_it() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let admin = Officer::sign_in(&app, "quan", &[Role::Administrator]).await;
        let analyst = Officer::sign_in(&app, "an", &[Role::Analyst]).await;
        publish(&analyst, "mot.example").await;
        app.follow_log().await;
        let fields = [("name", "isp.example"), ("kind", "isp"), ("contact", "NOC")];
        let page = admin.done("/console/don-vi-nhan/moi", &fields).await;
        let start = page.text().find("/console/don-vi-nhan/0").unwrap();
        let path = page.text()[start..start + "/console/don-vi-nhan/".len() + 36].to_owned();
        let shown = admin.post(&format!("{path}/khoa-api"), &[]).await;
        let start = shown.text().find("khien_").unwrap();
        let bearer = format!("Bearer {}", &shown.text()[start..start + 49]);
        let send = async |bearer: &str, body: &str| {
            let mut headers = vec![("content-type", "application/json")];
            if !bearer.is_empty() {
                headers.push(("authorization", bearer));
            }
            let body = axum::body::Bytes::from(body.to_owned());
            app.call(axum::http::Method::POST, "/api/v1/acknowledgements", &headers, body).await
        };
        let good = r#"{"results":[{"serial":1,"status":"actioned"},{"serial":77,"status":"actioned"}]}"#;
        assert_eq!(send("", good).await.json()["code"], "key-wanted");
        let answer = send(&bearer, good).await;
        assert_eq!(
            (answer.status, &answer.json()["kept"]),
            (StatusCode::OK, &1.into()),
            "77 is not in the log"
        );
        for bad in [
            r#"{"results":[{"serial":1,"status":"done"}]}"#,
            r#"{"results":[{"serial":1,"status":"no_action"}]}"#,
            r#"{"results":[{"serial":"x","status":"actioned"}]}"#,
        ] {
            let answer = send(&bearer, bad).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}: {}", answer.text());
        }
        assert!(admin.get("/console/don-vi-nhan").await.text().contains("Đã xử lý 1,"));

        for bad in ["http://isp.example/", "https://a:b@isp.example/", "isp.example"] {
            let refused = admin.post(&format!("{path}/day"), &[("address", bad)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        }
        let page = admin.done(&format!("{path}/day"), &[("address", "https://isp.example/khien")]).await;
        assert!(page.text().contains("https://isp.example/khien") && page.text().contains("Đang thử"));
        let id = &database.store.pushes().await.unwrap()[0].id;
        let outsider = analyst.post(&format!("/console/day/{id}/dong"), &[]).await;
        assert_eq!(outsider.status, StatusCode::FORBIDDEN);
        let page = admin.done(&format!("/console/day/{id}/dong"), &[]).await;
        assert!(!page.text().contains("https://isp.example/khien"));
    })
    .await;
}
