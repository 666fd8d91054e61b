//! What officers do, and how long each waits.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::fill::{BASE, campaign, code, mixed};

/// Seconds an officer reads, about, before asking for the next list.
const PAUSE_S: u64 = 30;

/// How long each thing took, by name.
#[derive(Default)]
pub(crate) struct Times(BTreeMap<&'static str, Vec<Duration>>);

impl Times {
    /// Notes that something begun at `started` is done.
    pub(crate) fn took(&mut self, what: &'static str, started: Instant) {
        self.0.entry(what).or_default().push(started.elapsed());
    }

    /// Adds those of another.
    pub(crate) fn add(&mut self, other: Times) {
        for (what, times) in other.0 {
            self.0.entry(what).or_default().extend(times);
        }
    }

    /// Prints one line of a table for each.
    pub(crate) fn print(mut self) {
        println!("| what | times | median ms | 99 % ms |\n| --- | ---: | ---: | ---: |");
        for (what, times) in &mut self.0 {
            times.sort();
            let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
            println!("| {what} | {} | {:.1} | {:.1} |", times.len(), at(0.5), at(0.99));
        }
    }
}

/// One officer at work: list, search, report, and again after a pause.
pub(crate) async fn officer(
    address: SocketAddr,
    session: String,
    index: u64,
    reports: u64,
    until: Instant,
) -> Times {
    let mut times = Times::default();
    // Not all at once.
    tokio::time::sleep(Duration::from_millis(mixed(index) % (PAUSE_S * 1_000))).await;
    for round in 0.. {
        if Instant::now() >= until {
            break;
        }
        let random = mixed(index * 1_000 + round);
        // The server closes connections that say nothing for a while.
        let mut stream = TcpStream::connect(address).await.expect("the server listens");
        let number = random % reports;
        let asks = [
            ("list, first page", "/console/hang-doi".to_owned()),
            ("list, by province", "/console/hang-doi?province=48".to_owned()),
            ("search, frequent words", "/console/tim?q=chuyen%20tien%20cong%20an".to_owned()),
            (
                "search, marks",
                "/console/tim?q=c%C4%83n%20c%C6%B0%E1%BB%9Bc%20khu%C3%B4n%20m%E1%BA%B7t".to_owned(),
            ),
            ("search, a rare word", format!("/console/tim?q=c{}", campaign(number, reports.min(BASE)))),
            (
                "search, nothing has all",
                "/console/tim?q=d%E1%BA%A5u%20%C4%91%E1%BB%8F%20khuynh%20th%C3%A0nh".to_owned(),
            ),
            ("search, value of half of all", "/console/tim?show=reports&q=phone:%2B84900000999".to_owned()),
            ("search, tracking code", format!("/console/tim?q={}", code(number))),
        ];
        let (what, path) = &asks[(random >> 32) as usize % asks.len()];
        let started = Instant::now();
        let answer = get(&mut stream, path, &session).await;
        times.took(what, started);
        let report = match answer.split_once("location: ") {
            Some((_, rest)) => rest.split('\r').next().map(str::to_owned),
            None => linked_report(&answer),
        };
        if let Some(report) = report {
            let started = Instant::now();
            let page = get(&mut stream, &report, &session).await;
            let common = page.contains("+84900000999");
            times.took(if common { "open, holds the value of half" } else { "open" }, started);
        }
        tokio::time::sleep(Duration::from_millis(PAUSE_S * 500 + mixed(random) % (PAUSE_S * 1_000))).await;
    }
    times
}

fn linked_report(page: &str) -> Option<String> {
    let start = page.find("class=\"line\" href=\"")? + "class=\"line\" href=\"".len();
    page[start..].split('"').next().map(str::to_owned)
}

/// Fetches one page over a connection that stays open.
async fn get(stream: &mut TcpStream, path: &str, session: &str) -> String {
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: localhost\r\ncookie: khien-session={session}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("the server reads");
    let mut read = Vec::new();
    let mut buffer = vec![0; 16_384];
    loop {
        let count = stream.read(&mut buffer).await.expect("the server answers");
        assert!(count > 0, "the server closed: {}", String::from_utf8_lossy(&read));
        read.extend_from_slice(&buffer[..count]);
        if let Some(head) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&read[..head]).to_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.and_then(|length| length.parse().ok()).unwrap_or(0);
            if read.len() >= head + 4 + length {
                assert!(
                    text.starts_with("http/1.1 200") || text.starts_with("http/1.1 303"),
                    "{path}: {text}"
                );
                return String::from_utf8_lossy(&read).into_owned();
            }
        }
    }
}
