//! Clients who go away in the middle of a request, over and over: whoever comes next is served, on both databases.

use axum::http::StatusCode;
use desk::Role;
use testkit::{TestApp, TestDatabase, for_each_database};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::officer::{Officer, report};

/// Sends a request and is gone after the server has had its turn so many times.
async fn send_and_go(officer: &Officer<'_>, head: &str, body: &str, turns: usize) {
    let mut stream = TcpStream::connect(officer.app.address).await.unwrap();
    let request = format!(
        "{head} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{body}",
        officer.app.address,
        officer.cookie,
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
    // Reset and not ended in good order: the server learns of it at once.
    stream.set_zero_linger().unwrap();
}

async fn served(officer: &Officer<'_>, path: &str, number: usize) {
    let text = format!("ở lại {number}");
    let answer = officer.post(&format!("{path}/ghi-chu"), &[("text", &text)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    for page in ["/console/vu-an", path] {
        let answer = officer.get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.text());
    }
}

async fn notes(database: &TestDatabase, like: &str) -> i64 {
    database.number(&format!("SELECT COUNT(*) FROM notes WHERE text LIKE '{like}'")).await
}

#[tokio::test]
async fn clients_who_go_away_cost_the_next_nothing() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
        let path = report(&app, "Sàn vàng giả", &["domain:san.example"]).await;
        let body = format!("csrf={}&text=b%E1%BB%8F%20d%E1%BB%9F", lan.csrf);
        for turns in 0..150 {
            send_and_go(&lan, "GET /console/vu-an", "", turns).await;
            send_and_go(&lan, &format!("POST {path}/ghi-chu"), &body, turns).await;
        }
        for number in 0..40 {
            served(&lan, &path, number).await;
        }
        assert_eq!(notes(database, "ở lại %").await, 40, "what was answered is stored");
        assert!(notes(database, "bỏ dở").await > 0, "what was sent is done, whoever waits for it");
        let lines = "SELECT COUNT(*) FROM audit_lines WHERE what = 'write-note'";
        assert_eq!(database.number(lines).await, notes(database, "%").await);
    })
    .await;
}
