//! A mail in, a receipt out: the real binary between Dovecot and a mail server that is not ours (aiosmtpd).

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use testkit::dovecot::{Dovecot, PASSWORD, USER};

use crate::command::Khien;

#[tokio::test]
async fn a_reporter_by_mail_gets_the_code_by_mail() {
    let Some(python) = testkit::python::interpreter() else { return };
    let Some(mailbox) = Dovecot::start().await else { return };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut server = Command::new(python)
        .args(["-u", "-m", "aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Debugging", "stdout", "-l"])
        .arg(format!("127.0.0.1:{port}"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let khien = Khien::new();
    khien.write("imap-password", format!("{PASSWORD}\n"));
    mailbox.deliver(
        "one",
        b"From: Nguoi Mau <mau@thu.example>\r\nMessage-ID: <1@thu.example>\r\nSubject: Bi lua\r\n\r\nGoi tu 0900000123\r\n",
    );
    let _served = khien.serve_with(|command| {
        command
            .env("KHIEN_MAIL_IMAP_HOST", "127.0.0.1")
            .env("KHIEN_MAIL_IMAP_PORT", mailbox.address.port().to_string())
            .env("KHIEN_MAIL_IMAP_TLS", "false")
            .env("KHIEN_MAIL_IMAP_USER", USER)
            .env("KHIEN_MAIL_IMAP_PASSWORD_FILE", khien.path("imap-password"))
            .env("KHIEN_MAIL_POLL_INTERVAL_S", "1")
            .env("KHIEN_MAIL_SMTP_HOST", "127.0.0.1")
            .env("KHIEN_MAIL_SMTP_PORT", port.to_string())
            .env("KHIEN_MAIL_SMTP_TLS", "false")
            .env("KHIEN_MAIL_FROM", "Khien <tra-loi@khien.example>")
            .env("KHIEN_JOBS_POLL_INTERVAL_S", "1");
    });
    let out = BufReader::new(server.stdout.take().unwrap());
    let mut lines = Vec::new();
    let start = Instant::now();
    for line in out.lines() {
        let line = line.unwrap();
        let is_end = line.contains("END MESSAGE");
        lines.push(line);
        if is_end || start.elapsed() > Duration::from_secs(60) {
            break;
        }
    }
    server.kill().unwrap();
    server.wait().unwrap();
    let letter = lines.join("\n");
    assert!(
        letter.contains("mau@thu.example") && letter.contains("Auto-Submitted: auto-replied"),
        "{letter}"
    );
    assert!(
        !letter.contains("0900000123") && !letter.contains("Nguoi Mau"),
        "nothing of the report: {letter}"
    );
    let message = letter.split("Subject: ").nth(1).unwrap();
    assert!(message.contains("receipt-"), "{letter}");
}
