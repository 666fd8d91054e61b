//! A mail server that is not ours (aiosmtpd), which writes what it takes to its standard output; and the settings by
//! which a mailbox is read.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use testkit::dovecot::{Dovecot, PASSWORD, USER};

/// A running server; ended when dropped.
pub(crate) struct Sink {
    process: Child,
    out: BufReader<ChildStdout>,
    port: u16,
}

impl Sink {
    /// Starts it; `None` where there is no Python with it.
    pub(crate) fn start() -> Option<Sink> {
        let python = testkit::python::interpreter()?;
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut process = Command::new(python)
            .args(["-u", "-m", "aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Debugging", "stdout", "-l"])
            .arg(format!("127.0.0.1:{port}"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(process.stdout.take().unwrap());
        Some(Sink { process, out, port })
    }

    /// Tells `khien serve` to send its mail there, at once.
    pub(crate) fn settings(&self, command: &mut Command) {
        command
            .env("KHIEN_MAIL_SMTP_HOST", "127.0.0.1")
            .env("KHIEN_MAIL_SMTP_PORT", self.port.to_string())
            .env("KHIEN_MAIL_SMTP_TLS", "false")
            .env("KHIEN_MAIL_FROM", "Khien <tra-loi@khien.example>")
            .env("KHIEN_JOBS_POLL_INTERVAL_S", "1");
    }

    /// The next letter that it takes, as it came, within a minute.
    pub(crate) fn letter(&mut self) -> String {
        let (mut lines, start) = (Vec::new(), Instant::now());
        for line in (&mut self.out).lines().map_while(Result::ok) {
            let is_end = line.contains("END MESSAGE");
            lines.push(line);
            if is_end || start.elapsed() > Duration::from_secs(60) {
                break;
            }
        }
        lines.join("\n")
    }
}

/// Tells `khien serve` to read a mailbox, every second at least. `password` is written where it is read from.
pub(crate) fn read_mailbox(command: &mut Command, mailbox: &Dovecot, password: &Path) {
    std::fs::write(password, format!("{PASSWORD}\n")).unwrap();
    command
        .env("KHIEN_MAIL_IMAP_HOST", "127.0.0.1")
        .env("KHIEN_MAIL_IMAP_PORT", mailbox.address.port().to_string())
        .env("KHIEN_MAIL_IMAP_TLS", "false")
        .env("KHIEN_MAIL_IMAP_USER", USER)
        .env("KHIEN_MAIL_IMAP_PASSWORD_FILE", password)
        .env("KHIEN_MAIL_POLL_INTERVAL_S", "1");
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
