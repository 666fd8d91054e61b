//! A mail in, a receipt out: the real binary between Dovecot and a mail server that is not ours (aiosmtpd).

use testkit::dovecot::Dovecot;

use crate::command::Khien;
use crate::smtp::{Sink, read_mailbox};

#[tokio::test]
async fn a_reporter_by_mail_gets_the_code_by_mail() {
    let Some(mut server) = Sink::start() else { return };
    let Some(mailbox) = Dovecot::start().await else { return };
    let khien = Khien::new();
    mailbox.deliver(
        "one",
        b"From: Nguoi Mau <mau@thu.example>\r\nMessage-ID: <1@thu.example>\r\nSubject: Bi lua\r\n\r\nGoi tu 0900000123\r\n",
    );
    let _served = khien.serve_with(|command| {
        read_mailbox(command, &mailbox, &khien.path("imap-password"));
        server.settings(command);
    });
    let letter = server.letter();
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
