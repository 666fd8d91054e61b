//! Killed at random instants while it reads a real mailbox (Dovecot), the server loses no mail and makes none twice.
//!
//! `KHIEN_KILL_MAIL_ROUNDS` sets the number of kills on each engine (default 2), `KHIEN_TEST_BINARY` the binary:
//! `KHIEN_KILL_MAIL_ROUNDS=50 cargo test -p app --test it kill_mail -- --nocapture`.

use std::time::{Duration, Instant};

use testkit::TestDatabase;
use testkit::dovecot::Dovecot;

use crate::server::{Place, Server};
use crate::smtp::read_mailbox;

/// Mails that come in while one server lives; of these the last is an automatic answer, which is no report.
const MAILS: usize = 12;

/// A server lives at most this long after the first mail of its life is marked.
const LIFE_MS_MAX: u64 = 300;

/// Longest time until a server has begun to read, or has read everything.
const PATIENCE: Duration = Duration::from_secs(60);

fn mail(number: usize, rest: &str) -> Vec<u8> {
    format!(
        "From: Nguoi Mau <mau{number}@thu.example>\r\nTo: phan-anh@khien.example\r\n\
         Message-ID: <{number}@thu.example>\r\nSubject: Phan anh so {number}\r\n{rest}"
    )
    .into_bytes()
}

/// What was delivered so far.
#[derive(Default)]
struct Delivered {
    reports: usize,
    apart: usize,
}

impl Delivered {
    fn count(&self) -> usize {
        self.reports + self.apart
    }

    fn deliver(&mut self, mailbox: &Dovecot) {
        for last in (0..MAILS).rev() {
            let number = self.count();
            let body = format!("\r\nBi goi tu 0900{number:06}, tu xung can bo\r\n");
            if last == 0 {
                mailbox.deliver(
                    &number.to_string(),
                    &mail(number, "Auto-Submitted: auto-replied\r\n\r\nDi vang\r\n"),
                );
                self.apart += 1;
            } else {
                mailbox.deliver(&number.to_string(), &mail(number, &body));
                self.reports += 1;
            }
        }
    }
}

fn serve(place: &Place, mailbox: &Dovecot) -> Server {
    place.serve_with(|command| read_mailbox(command, mailbox, &place.path("imap-password")))
}

/// Lets the server live on for a while.
fn let_pass(time: Duration) {
    let (_nobody, word) = std::sync::mpsc::channel::<()>();
    let _ = word.recv_timeout(time);
}

/// Waits until so many mails at most are unread.
fn wait_until_unseen(mailbox: &Dovecot, at_most: usize) {
    let start = Instant::now();
    while mailbox.unseen() > at_most {
        assert!(start.elapsed() < PATIENCE, "{} mails stay unread", mailbox.unseen());
        let_pass(Duration::from_millis(2));
    }
}

/// Mails that are there twice, as reports or apart.
const TWICE: [&str; 2] = [
    "SELECT COUNT(*) FROM (SELECT text FROM reports GROUP BY text HAVING COUNT(*) > 1) AS twice",
    "SELECT COUNT(*) FROM (SELECT reference FROM quarantine GROUP BY reference HAVING COUNT(*) > 1) AS twice",
];

/// After a kill: every mail that is marked is a report or lies apart, none is there twice, and none came of nothing.
async fn check(database: &TestDatabase, mailbox: &Dovecot, delivered: &Delivered, told: &str) -> i64 {
    for sql in TWICE {
        assert_eq!(database.number(sql).await, 0, "{told}: {sql}");
    }
    let reports = database.number("SELECT COUNT(*) FROM reports").await;
    let apart = database.number("SELECT COUNT(*) FROM quarantine").await;
    let marked = (delivered.count() - mailbox.unseen()) as i64;
    assert!(reports + apart >= marked, "{told}: {marked} marked, {reports} reports and {apart} apart");
    assert!(reports <= delivered.reports as i64 && apart <= delivered.apart as i64, "{told}");
    marked
}

async fn kill_on(database: TestDatabase, rounds: usize) -> bool {
    let Some(mailbox) = Dovecot::start().await else { return false };
    database.store.close().await;
    let place = Place::new(database);
    let (mut delivered, mut between) = (Delivered::default(), 0);
    for round in 0..rounds {
        delivered.deliver(&mailbox);
        let waiting = mailbox.unseen();
        let server = serve(&place, &mailbox);
        wait_until_unseen(&mailbox, waiting - 1);
        let_pass(Duration::from_millis(getrandom::u64().unwrap() % LIFE_MS_MAX));
        server.kill();
        between += usize::from(mailbox.unseen() > 0);
        let told = format!("{} round {round}", place.engine());
        let verified = place.run(&["verify"]);
        assert!(verified.status.success(), "{told}: {verified:?}");
        let marked = check(place.database(), &mailbox, &delivered, &told).await;
        if (round + 1) % 10 == 0 {
            eprintln!("{told}: {marked} of {} mails read", delivered.count());
        }
    }
    let server = serve(&place, &mailbox);
    wait_until_unseen(&mailbox, 0);
    server.kill();
    let told = format!("{} at the end", place.engine());
    check(place.database(), &mailbox, &delivered, &told).await;
    let reports = place.database().number("SELECT COUNT(*) FROM reports").await;
    let apart = place.database().number("SELECT COUNT(*) FROM quarantine").await;
    assert_eq!(
        (reports, apart),
        (delivered.reports as i64, delivered.apart as i64),
        "{told}: one for each mail"
    );
    assert_eq!(mailbox.count_in("Cach-ly"), delivered.apart, "{told}: moved once each");
    eprintln!(
        "{}: {rounds} kills, {between} with mails unread; {} mails: {reports} reports, {apart} apart, none lost or twice",
        place.engine(),
        delivered.count()
    );
    true
}

/// Servers are started and waited for on a thread of their own: they block.
#[tokio::test(flavor = "multi_thread")]
async fn no_mail_is_lost_or_doubled_when_the_reader_is_killed() {
    let rounds = std::env::var("KHIEN_KILL_MAIL_ROUNDS").map_or(2, |rounds| rounds.parse().unwrap());
    for database in testkit::databases().await {
        if !kill_on(database, rounds).await {
            return;
        }
    }
}
