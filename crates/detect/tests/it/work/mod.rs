//! What hostile submissions cost, counted: processor time and memory at one length, twice and four times it.
//!
//! `cargo test -p detect --test it work -- --nocapture` prints the table; `KHIEN_TEST_HOSTILE_BYTES` sets the longest text
//! (131,072 bytes without it). The counting is done in a process of its own, in which nothing else allocates.

#![expect(clippy::unwrap_used, reason = "what cannot be counted fails the test")]
#![allow(clippy::print_stdout, reason = "a table for whoever runs it with --nocapture")]

use std::fs;
use std::process::Command;
use std::sync::LazyLock;
use std::time::Duration;

use detect::{Engine, NoList, Submission};
use model::Reference;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region};

mod files;
mod texts;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Reference::embedded()));

/// Says that this process is the one that counts.
const ALONE: &str = "KHIEN_TEST_ALONE";
/// Bytes of the longest text.
const BYTES: &str = "KHIEN_TEST_HOSTILE_BYTES";

/// What one piece of work took.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    /// Processor time of this thread.
    time: Duration,
    allocations: usize,
    bytes: usize,
    /// Most memory that the process held, KiB above what it held before.
    peak_kib: usize,
}

/// Does the work so many times; the least of each count is what it takes.
fn cost(rounds: usize, work: impl Fn()) -> Cost {
    let mut least: Option<Cost> = None;
    for _ in 0..rounds {
        // The highest mark of memory is taken down to what is held now. Source: proc(5), `clear_refs`.
        let is_reset = fs::write("/proc/self/clear_refs", "5").is_ok();
        let (held, region, started) =
            (status_kib("VmRSS:"), Region::new(&INSTRUMENTED_SYSTEM), processor_time());
        work();
        let (time, change) = (processor_time() - started, region.change());
        let peak_kib = if is_reset { status_kib("VmHWM:").saturating_sub(held) } else { 0 };
        let bytes = change.bytes_allocated;
        let now = Cost { time, allocations: change.allocations + change.reallocations, bytes, peak_kib };
        least = Some(least.map_or(now, |before| Cost {
            time: before.time.min(now.time),
            allocations: before.allocations.min(now.allocations),
            bytes: before.bytes.min(now.bytes),
            peak_kib: before.peak_kib.min(now.peak_kib),
        }));
    }
    least.unwrap_or_default()
}

/// Processor time of this thread so far. Source: proc(5), `schedstat`, first field, nanoseconds.
fn processor_time() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split_whitespace().next().unwrap().parse().unwrap())
}

fn status_kib(name: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn assess(text: &str) {
    ENGINE.assess(&Submission { text, sender: None, channel: None }, &NoList);
}

/// Runs a test of this binary again, alone in its process; true in that process.
fn is_alone(test: &str) -> bool {
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let binary = std::env::current_exe().unwrap();
    let arguments = [test, "--exact", "--nocapture", "--test-threads=1"];
    let output = Command::new(binary).args(arguments).env(ALONE, "1").output().unwrap();
    let (said, failed) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    println!("{said}");
    assert!(output.status.success() && said.contains("1 passed"), "{said}\n{failed}");
    false
}

#[test]
fn texts_cost_as_much_as_they_are_long() {
    if is_alone("work::texts_cost_as_much_as_they_are_long") {
        texts::check_all();
    }
}

#[test]
fn files_cost_no_more_than_their_bounds() {
    if is_alone("work::files_cost_no_more_than_their_bounds") {
        files::check_all();
    }
}
