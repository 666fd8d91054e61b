//! Killed at random instants while it publishes and transfers, the server never goes back, and its secondaries
//! find their way by themselves.
//!
//! `KHIEN_KILL_ZONE_ROUNDS` sets the number of kills on each engine (default 2), `KHIEN_TEST_BINARY` the binary:
//! `KHIEN_KILL_ZONE_ROUNDS=200 cargo test -p app --test it dns_kill -- --nocapture`.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use testkit::bind::{free_port, is_available};

use crate::dns::{import, names_in_the_file, settings_with};
use crate::officer::Officer;
use crate::secondary::Secondary;
use crate::server::{Place, Server};

/// A server lives at least and at most this long after it listens.
const LIFE_MS: std::ops::Range<u64> = 200..1_500;

/// Longest time for the secondary to catch up by itself; BIND waits up to a minute after failures.
const CATCH_UP: Duration = Duration::from_secs(120);

/// Names on the list at first, for each round; a life that finds none left only transfers.
const NAMES_A_ROUND: usize = 100;

/// Fewest names on the list at first, so that a whole transfer takes a while.
const NAMES_MIN: usize = 6_000;

fn serial_of(place: &Place) -> u64 {
    let zone = String::from_utf8(place.run(&["export", "--format", "rpz"]).stdout).unwrap();
    let line =
        zone.lines().find_map(|line| line.strip_prefix("; serial: ")).expect("the zone tells its serial");
    line.parse().unwrap()
}

/// Takes names off, one after the other, until the server is gone or none of `names` is left; the next number.
fn delist_until_killed(officer: &mut Officer, mut number: usize, names: usize) -> usize {
    while number < names {
        let page = officer.browser.try_get(&format!("/console/muc/domain:mau-{number}.example"));
        let Ok(page) = page else { return number };
        // Taken off already: the answer to it was lost in the kill.
        if let Some(form) = page.try_form("/muc-go")
            && officer.browser.try_submit(&form.set("ground", "Tên miền đã đổi chủ")).is_err()
        {
            return number;
        }
        number += 1;
    }
    number
}

/// Whole transfers in a row.
fn transfer_until(port: u16, key: &str, stop: &AtomicBool) -> usize {
    let mut count = 0;
    while !stop.load(Ordering::Relaxed) {
        let port = port.to_string();
        let words =
            ["@127.0.0.1", "-p", &port, "-y", key, "+tries=1", "+time=2", "axfr", "rpz.khien.invalid"];
        let said = Command::new("dig").args(words).output().unwrap().stdout;
        // Printed behind the last message of a transfer.
        count += usize::from(String::from_utf8_lossy(&said).contains("XFR size"));
    }
    count
}

/// One life of a server, with publications and transfers until it is killed; the next number, and how many whole
/// transfers there were.
fn live_and_be_killed(
    place: &Place,
    officer: &mut Officer,
    (port, key): (u16, &str),
    (from, names): (usize, usize),
) -> (usize, usize) {
    let server = place.serve();
    officer.browser.move_to(server.address);
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let client = scope.spawn(|| transfer_until(port, key, &stop));
        let desk = scope.spawn(|| delist_until_killed(officer, from, names));
        let life = LIFE_MS.start + getrandom::u64().unwrap() % (LIFE_MS.end - LIFE_MS.start);
        let start = Instant::now();
        // Parking may end early: the end of a thread before this one wakes whoever parks next.
        while let Some(left) = Duration::from_millis(life).checked_sub(start.elapsed()) {
            thread::park_timeout(left);
        }
        Server::kill(server);
        stop.store(true, Ordering::Relaxed);
        (desk.join().unwrap(), client.join().unwrap())
    })
}

/// Kills the server `rounds` times on one engine.
fn kill_on(database: testkit::TestDatabase, rounds: usize) {
    let place = Place::new(database);
    let names = NAMES_MIN.max(rounds * NAMES_A_ROUND);
    let (port, secondary_port) = (free_port().unwrap(), free_port().unwrap());
    let key = settings_with(&place, port, secondary_port, 2 * names);
    let many: String = (0..names).map(|number| format!("mau-{number}.example\n")).collect();
    import(&place, &many);
    let server = place.serve();
    let secondary = Secondary::start(secondary_port, port, &place.path("isp.key"));
    secondary.expect("mau-1.example", "NXDOMAIN");
    let mut officer = Officer::enrol(&server, &server.first_link(), "truc-ban");
    Server::kill(server);
    let (mut number, mut newest, mut transfers, mut slowest) = (0, 0, 0, Duration::ZERO);
    for round in 0..rounds {
        let told = format!("{} round {round}", place.engine());
        let lived = live_and_be_killed(&place, &mut officer, (port, &key), (number, names));
        number = lived.0;
        transfers += lived.1;
        let verified = place.run(&["verify"]);
        assert!(verified.status.success(), "{told}: {verified:?}");
        let held = secondary.serial();
        let server = place.serve();
        let serial = serial_of(&place);
        assert!(serial >= newest, "{told}: serial {serial} after {newest}");
        assert!(held <= serial, "{told}: the secondary has {held}, the log ends at {serial}");
        newest = serial;
        let start = Instant::now();
        while secondary.serial() != serial {
            assert!(start.elapsed() < CATCH_UP, "{told}: {}", secondary.log());
        }
        slowest = slowest.max(start.elapsed());
        Server::kill(server);
        if (round + 1) % 20 == 0 {
            eprintln!("{told}: serial {serial}, {transfers} whole transfers");
        }
    }
    assert_eq!(secondary.names(), names_in_the_file(&place));
    let whole = secondary.transfers().iter().filter(|records| **records as usize > names).count();
    assert_eq!(whole, 1, "only differences after the first transfer: {:?}", secondary.transfers());
    eprintln!(
        "{}: {rounds} kills, {} acts, {transfers} whole transfers beside; the secondary caught up in at most {:.1} s",
        place.engine(),
        newest - names as u64,
        slowest.as_secs_f64()
    );
}

#[test]
fn serials_never_go_back_and_secondaries_need_no_help() {
    if !is_available("named") || !is_available("dig") {
        return;
    }
    let rounds: usize = std::env::var("KHIEN_KILL_ZONE_ROUNDS").map_or(2, |rounds| rounds.parse().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for database in runtime.block_on(testkit::databases()) {
        kill_on(database, rounds);
    }
}
