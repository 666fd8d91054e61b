//! One mail: what people send is understood, what is hostile is refused with a reason and costs nothing.

use std::time::{Duration, Instant};

use intake::mail::LetterProblem;
use intake::mail::letter::{BYTES_MAX, Letter, read};

const HEAD: &str = "From: =?utf-8?q?Ng=C6=B0=E1=BB=9Di_M=E1=BA=ABu?= <mau@thu.example>\r\n\
    Message-ID: <1@thu.example>\r\nSubject: =?utf-8?b?R2nhuqMgY8O0bmcgYW4=?=\r\nMIME-Version: 1.0\r\n";

fn letter(rest: &str) -> Letter {
    read(format!("{HEAD}{rest}").as_bytes()).unwrap()
}

fn refused(mail: &[u8]) -> LetterProblem {
    read(mail).unwrap_err()
}

#[test]
fn a_plain_mail_is_its_subject_and_text_and_the_sender_stands_apart() {
    let letter = letter(
        "Content-Type: text/plain; charset=utf-8\r\n\r\nGọi cho tôi từ 0900000123. mau@thu.example\r\n",
    );
    assert_eq!(letter.text, "Giả công an\nGọi cho tôi từ 0900000123. …");
    assert_eq!((letter.from.as_str(), letter.from_name.as_str()), ("mau@thu.example", "Người Mẫu"));
    assert_eq!(letter.id, "1@thu.example");
}

#[test]
fn a_link_behind_other_words_is_told() {
    let alternative = "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nXem thu\r\n\
        --b\r\nContent-Type: text/html\r\n\r\n<a href=\"https://gia.example/otp\">vietcombank.com.vn</a>\r\n--b--\r\n";
    let html = "Content-Type: text/html\r\n\r\n<p>Bam <a href='https://gia.example/otp'>day</a><script>alert(1)</script>\r\n";
    for rest in [alternative, html] {
        let text = letter(rest).text;
        assert!(text.contains("https://gia.example/otp") && !text.contains("alert"), "{text}");
    }
}

#[test]
fn what_was_forwarded_and_attached_is_taken_and_typed_by_its_bytes() {
    let rest = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nChuyen tiep\r\n\
        --b\r\nContent-Type: message/rfc822\r\n\r\nFrom: Ke gia <gia@gia.example>\r\nSubject: Trung thuong\r\n\r\nBam https://qua.example\r\n\
        --b\r\nContent-Type: image/svg+xml; name=\"../../a.png\"\r\nContent-Disposition: attachment; filename=\"../../a.png\"\r\n\
        Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ\r\n--b--\r\n";
    let letter = letter(rest);
    for part in ["Chuyen tiep", "gia@gia.example", "Trung thuong", "https://qua.example"] {
        assert!(letter.text.contains(part), "{part}: {}", letter.text);
    }
    let file = &letter.attachments[0];
    assert_eq!((file.name.as_str(), file.media_type), ("a.png", "image/png"));
}

#[test]
fn ten_thousand_parts_and_mails_in_mails_are_refused_at_once() {
    let start = Instant::now();
    let part = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n";
    let many =
        format!("{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{}--b--\r\n", part.repeat(10_000));
    assert_eq!(refused(many.as_bytes()), LetterProblem::TooManyParts);
    let bare = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{}--b--\r\n",
        "--b\r\n\r\nx\r\n".repeat(10_000)
    );
    assert_eq!(refused(bare.as_bytes()), LetterProblem::TooManyParts, "parts without headers");
    let deep = format!("{HEAD}{}x", "Content-Type: message/rfc822\r\n\r\n".repeat(100_000));
    assert_eq!(refused(deep.as_bytes()), LetterProblem::TooDeep);
    let digest =
        format!("{HEAD}{}x", "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\n".repeat(100_000));
    assert_eq!(refused(digest.as_bytes()), LetterProblem::TooDeep);
    let hidden =
        format!("{HEAD}Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nQQ==\r\n");
    assert_eq!(refused(hidden.as_bytes()), LetterProblem::Hidden);
    assert_eq!(refused(&vec![b'x'; BYTES_MAX + 1]), LetterProblem::TooLarge);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn machines_are_not_answered_and_nothing_is_no_report() {
    for head in ["Auto-Submitted: auto-replied\r\n", "Return-Path: <>\r\n", "Precedence: bulk\r\n"] {
        assert_eq!(refused(format!("{HEAD}{head}\r\nx").as_bytes()), LetterProblem::Automatic, "{head}");
    }
    assert_eq!(refused(b"From: a@thu.example\r\n\r\n\r\n"), LetterProblem::NothingReported);
    assert_eq!(letter("Auto-Submitted: no\r\n\r\nx").text, "Giả công an\nx");
}

#[test]
fn any_bytes_are_read_or_refused() {
    for mail in [&b""[..], b"\0", b"\r\n\r\n", b"Content-Type: multipart/mixed\r\n\r\n--\r\n", &[0xff; 5_000]]
    {
        let _ = read(mail);
    }
}
