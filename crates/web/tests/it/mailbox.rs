//! The desk's mailbox on a real mail server (Dovecot): every mail becomes a report or lies apart with a reason,
//! none is lost or doubled however often reading breaks off.

use std::time::Duration;

use intake::mail::mailbox::{MailboxSettings, Round, read_once};
use intake::mail::take;
use store::report::QueueFilter;
use testkit::dovecot::{Dovecot, PASSWORD, USER};
use testkit::{TestApp, TestDatabase, for_each_database};

pub(crate) fn settings(server: &Dovecot) -> MailboxSettings {
    MailboxSettings {
        host: server.address.ip().to_string(),
        port: server.address.port(),
        tls: false,
        user: USER.to_owned(),
        password: PASSWORD.to_owned(),
        folder: "INBOX".to_owned(),
        quarantine: "Cach-ly".to_owned(),
        poll: Duration::from_secs(60),
    }
}

/// A mail of a made-up person.
pub(crate) fn mail(number: u32, rest: &str) -> Vec<u8> {
    format!(
        "From: Nguoi Mau <mau{number}@thu.example>\r\nTo: phan-anh@khien.example\r\nMessage-ID: <{number}@thu.example>\r\n\
         Subject: Phan anh\r\nMIME-Version: 1.0\r\n{rest}"
    )
    .into_bytes()
}

async fn open_reports(app: &TestApp) -> usize {
    app.app.store.queue(&QueueFilter::default(), &desk::Sight::All, None, 200).await.unwrap().lines.len()
}

const EML: &str = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nChuyen tiep\r\n\
    --b\r\nContent-Type: message/rfc822\r\n\r\nFrom: gia@gia.example\r\nSubject: Trung thuong\r\n\r\nBam https://qua-tang.example/x\r\n--b--\r\n";
const PICTURE: &str = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: image/png; name=anh.png\r\n\
    Content-Disposition: attachment; filename=anh.png\r\nContent-Transfer-Encoding: base64\r\n\r\n\
    iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ\r\n--b--\r\n";
const HTML: &str =
    "Content-Type: text/html\r\n\r\n<a href='https://gia-ngan-hang.example/otp'>vietcombank.com.vn</a>\r\n";

#[tokio::test]
async fn every_mail_becomes_a_report_or_lies_apart_with_a_reason() {
    let Some(server) = Dovecot::start().await else { return };
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let settings = settings(&server);
        let parts = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n".repeat(10_000);
        let engine = database.engine();
        let name = |what: &str| format!("{what}-{engine:?}");
        server.deliver(&name("plain"), &mail(1, "\r\nCó người gọi từ 0900000123 giả công an\r\n"));
        server.deliver(&name("html"), &mail(2, HTML));
        server.deliver(&name("eml"), &mail(3, EML));
        server.deliver(&name("picture"), &mail(4, PICTURE));
        server.deliver(
            &name("parts"),
            &mail(5, &format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n")),
        );
        server.deliver(&name("absent"), &mail(6, "Auto-Submitted: auto-replied\r\n\r\nToi di vang\r\n"));
        let round = read_once(&app.app, &settings).await.unwrap();
        assert_eq!(round, Round { reports: 4, quarantined: 2 });
        assert_eq!((open_reports(&app).await, server.unseen()), (4, 0));
        let apart = app.app.store.quarantined(10).await.unwrap();
        let mut reasons: Vec<&str> = apart.iter().map(|one| one.reason.as_str()).collect();
        reasons.sort_unstable();
        assert_eq!(reasons, ["automatic", "too-many-parts"]);
        assert!(server.count_in("Cach-ly") >= 2, "moved, not deleted");

        let lines =
            app.app.store.queue(&QueueFilter::default(), &desk::Sight::All, None, 10).await.unwrap().lines;
        let mut named = Vec::new();
        let mut files = Vec::new();
        for line in lines {
            let report = app.app.store.report(line.id, &desk::Sight::All).await.unwrap();
            named.extend(report.indicators.iter().map(|one| one.indicator.to_string()));
            files.extend(report.attachments.iter().map(|file| (file.name.clone(), file.media_type.clone())));
        }
        for wanted in ["phone:+84900000123", "url:gia-ngan-hang.example/otp", "url:qua-tang.example/x"] {
            assert!(named.iter().any(|one| one == wanted), "{wanted} among {named:?}");
        }
        assert!(
            !named.iter().any(|one| one.contains("@thu.example")),
            "the reporter is no suspect: {named:?}"
        );
        assert_eq!(files, [("anh.png".to_owned(), "image/png".to_owned())]);

        // The same message again is the same report.
        server.deliver(&name("again"), &mail(1, "\r\nCó người gọi từ 0900000123 giả công an\r\n"));
        assert_eq!(read_once(&app.app, &settings).await.unwrap(), Round { reports: 1, quarantined: 0 });
        assert_eq!(open_reports(&app).await, 4);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_lost_or_doubled_when_reading_breaks_off() {
    const MAILS: u32 = 40;
    let Some(server) = Dovecot::start().await else { return };
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let settings = settings(&server);
    for number in 0..MAILS {
        server.deliver(&format!("{number}"), &mail(number, &format!("\r\nBi goi tu 0900{number:06}\r\n")));
    }
    // Stored but not marked: what a kill between the two leaves.
    take(&app.app, mail(0, "\r\nBi goi tu 0900000000\r\n")).await.unwrap();
    let mut cuts = 0;
    for round in 0u64.. {
        assert!(round < 2_000, "reading never came to an end");
        let cut = Duration::from_millis(20 + (round * 37) % 180);
        match tokio::time::timeout(cut, read_once(&app.app, &settings)).await {
            Ok(done) => {
                if done.unwrap() == Round::default() {
                    break;
                }
            }
            Err(_) => cuts += 1,
        }
    }
    assert_eq!((open_reports(&app).await, server.unseen()), (MAILS as usize, 0));
    assert!(app.app.store.verify().await.unwrap().is_clean());
    eprintln!("{MAILS} mails, reading cut off {cuts} times: each one report");
}

#[tokio::test]
async fn another_machine_is_never_asked_without_tls() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let settings = MailboxSettings {
        host: "mail.example".to_owned(),
        port: 143,
        tls: false,
        user: String::new(),
        password: String::new(),
        folder: String::new(),
        quarantine: String::new(),
        poll: Duration::from_secs(1),
    };
    let error = read_once(&app.app, &settings).await.unwrap_err();
    assert_eq!(error.to_string(), "read a mailbox on another machine without TLS");
}
