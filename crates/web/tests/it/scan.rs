//! Attached files are shown to a real scanner (ClamAV's daemon), and the page says what it said.

use axum::http::StatusCode;
use desk::Role;
use intake::scanner::{ScanError, Scanner, Verdict, scan_files};
use model::ReportId;
use store::audit::Deed;
use testkit::clamd::{Clamd, eicar};
use testkit::{TestApp, for_each_database};

use crate::officer::Officer;

/// The report that came last.
async fn newest(app: &TestApp) -> ReportId {
    let lines = app.app.store.audit_lines(None, 20).await.unwrap();
    let made = lines.iter().find(|line| line.what == Deed::CreateReport).unwrap();
    made.target.strip_prefix("report:").unwrap().parse().unwrap()
}

#[tokio::test]
async fn what_a_scanner_knows_is_told_and_what_nobody_scanned_is_not_called_clean() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
        let submission = app.get("/bao-tin").await.field("submission");
        let fields = [("submission", submission.as_str()), ("text", "Họ gửi tôi hai tệp này")];
        let bad = eicar();
        let files = [
            ("attachments", "hoa-don.pdf", "application/pdf", bad.as_slice()),
            ("attachments", "anh.png", "image/png", b"\x89PNG\r\n\x1a\n".as_slice()),
        ];
        let answer = app.post_multipart("/bao-tin", &fields, &files).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let id = newest(&app).await;
        let sql = format!("SELECT COUNT(*) FROM jobs WHERE kind = 'scan' AND payload = '{id}'");
        assert_eq!(database.number(&sql).await, 1);
        let path = format!("/console/phan-anh/{id}");
        let page = officer.get(&path).await;
        assert_eq!(page.text().matches("Chưa quét vi-rút").count(), 2, "{}", page.text());

        let nobody = Scanner::Unix(database.folder().join("nobody"));
        let error = scan_files(&database.store, &nobody, id, || app.now()).await.unwrap_err();
        assert!(matches!(error, ScanError::Line(_)), "{error}");

        let Some(clamd) = Clamd::start().await else { return };
        let scanner = Scanner::Unix(clamd.socket());
        assert_eq!(scan_files(&database.store, &scanner, id, || app.now()).await.unwrap(), 2);
        assert_eq!(
            scan_files(&database.store, &scanner, id, || app.now()).await.unwrap(),
            0,
            "once is enough"
        );
        let page = officer.get(&path).await;
        assert!(page.text().contains("Có mã độc: Eicar-Test-Signature"), "{}", page.text());
        assert!(
            page.text().contains("không thấy gì") && !page.text().contains("Chưa quét"),
            "{}",
            page.text()
        );
        // Longer than the daemon takes: no verdict, and no endless trying.
        let long = vec![0u8; 2 << 20];
        assert_eq!(scanner.scan(&long).await.unwrap(), Verdict::Unable);
    })
    .await;
}
