//! Killed at random instants while reports stream in, the server loses nothing it acknowledged.
//!
//! `KHIEN_KILL_ROUNDS` sets the number of kills for each engine (default 5).

use std::io;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::browser::Browser;
use crate::form::Form;
use crate::report_to_feed::tracking_code;
use crate::server::Place;

/// People who report at the same time.
const SENDERS: usize = 4;

/// A server lives at most this long after its first acknowledgement.
const LIFE_MS_MAX: u64 = 400;

/// A report that the server said it has.
struct Acknowledged {
    form: Form,
    code: String,
}

/// Reports until the server is gone.
fn stream_reports(address: std::net::SocketAddr, form: &Form, acknowledged: &Sender<Acknowledged>) {
    let mut browser = Browser::new(address);
    for number in 0.. {
        let form = form
            .clone()
            .set("submission", &Uuid::new_v4().to_string())
            .set("text", &format!("Phản ánh mẫu số {number}: có người gọi tự xưng cán bộ"))
            .set("others", &format!("https://lua-{number}-{}.example/tai-app", Uuid::new_v4().simple()))
            .set("contact_name", "Người Báo Mẫu");
        let Ok(page) = browser.try_submit(&form) else { return };
        let code = tracking_code(&page.text());
        let code = code.unwrap_or_else(|| panic!("no code: {} {}", page.status, page.text()));
        if acknowledged.send(Acknowledged { form, code }).is_err() {
            return;
        }
    }
}

/// One life of a server: reports stream in, and it is killed at a random instant. What it acknowledged.
fn live_and_be_killed(place: &Place) -> Vec<Acknowledged> {
    let server = place.serve();
    let form = Browser::new(server.address).get("/bao-tin").expect(200).form("/bao-tin");
    let (sender, receiver) = channel();
    let mut all = Vec::new();
    thread::scope(|scope| {
        for _ in 0..SENDERS {
            let (sender, form, address) = (sender.clone(), &form, server.address);
            scope.spawn(move || stream_reports(address, form, &sender));
        }
        drop(sender);
        all.push(receiver.recv().expect("the first report is acknowledged"));
        let life = Duration::from_millis(getrandom::u64().unwrap() % LIFE_MS_MAX);
        let start = Instant::now();
        while let Some(left) = life.checked_sub(start.elapsed()) {
            match receiver.recv_timeout(left) {
                Ok(acknowledged) => all.push(acknowledged),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        server.kill();
        all.extend(receiver.iter());
    });
    all
}

/// Every report is there, and sending one again is the same report.
fn check_all_there(place: &Place, all: &[Acknowledged]) -> io::Result<()> {
    let server = place.serve();
    let mut browser = Browser::new(server.address);
    let track = browser.get("/tra-ma").expect(200).form("/tra-ma");
    for acknowledged in all {
        let page = browser.try_submit(&track.clone().set("ma", &acknowledged.code))?;
        assert_eq!(page.status, 200, "{} is missing: {}", acknowledged.code, page.text());
        assert!(
            page.text().contains("id=\"state\""),
            "{} shows no state: {}",
            acknowledged.code,
            page.text()
        );
    }
    if let Some(last) = all.last() {
        let again = browser.try_submit(&last.form)?;
        assert_eq!(
            tracking_code(&again.text()).as_ref(),
            Some(&last.code),
            "sent again, it is the same report"
        );
    }
    Ok(())
}

#[test]
fn nothing_acknowledged_is_lost() {
    let rounds: usize = std::env::var("KHIEN_KILL_ROUNDS")
        .ok()
        .map_or(5, |rounds| rounds.parse().expect("a number of rounds"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for database in runtime.block_on(testkit::databases()) {
        let place = Place::new(database);
        let mut count = 0;
        for round in 0..rounds {
            let all = live_and_be_killed(&place);
            count += all.len();
            check_all_there(&place, &all).unwrap();
            let verified = place.run(&["verify"]);
            assert!(verified.status.success(), "{} round {round}: {verified:?}", place.engine());
        }
        eprintln!("{}: {rounds} kills, {count} reports acknowledged, none missing", place.engine());
        assert!(count >= rounds);
    }
}
