//! Memory and speed of the list: `cargo run --release -p model --example list_memory -- [LISTINGS]`.

use std::hint::black_box;
use std::io::Write as _;
use std::time::Instant;

use model::publication::SnapshotBuilder;
use model::{Act, Action, Indicator, IndicatorKind, Level, Listing, ListingReason, Method, Serial, Time};

/// The made-up names of `cargo xtask bench`.
fn indicator(number: u64) -> Indicator {
    let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let host = format!("xac-minh-{:012x}.lua-dao-{}.example", mixed >> 16, mixed % 997);
    let made = if number % 4 == 3 {
        Indicator::from_canonical(IndicatorKind::Url, format!("{host}/dang-nhap/{number}"))
    } else {
        Indicator::from_canonical(IndicatorKind::Domain, host)
    };
    made.expect("made-up names are canonical")
}

/// `VmRSS` or `VmHWM` of this process in MB. Source: proc(5), in kB of 1,024 bytes.
fn memory_mb(field: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap_or_default();
    let kib: f64 = line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).unwrap_or(f64::NAN);
    kib * 1.024e-3
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count = std::env::args().nth(1).map_or(Ok(1_000_000), |argument| argument.parse::<u64>())?;
    let mut out = std::io::stdout();
    let before = memory_mb("VmRSS");
    let start = Instant::now();
    let mut builder = SnapshotBuilder::default();
    for number in 0..count {
        builder.push(&Listing {
            indicator: indicator(number),
            method: Method::Other,
            level: Level::Block,
            reason: ListingReason::PartnerList,
            listed_at: Time::from_millis(1_795_305_600_000),
            expires_at: Time::from_millis(1_810_000_000_000),
            serial: Serial(number + 1),
        });
    }
    let snapshot = builder.finish(Serial(count));
    let list = memory_mb("VmRSS") - before;
    writeln!(
        out,
        "{count} listings: {list:.0} MB held, {:.0} MB at most, made in {:?}",
        memory_mb("VmHWM"),
        start.elapsed()
    )?;
    let longest = snapshot.chunks().iter().map(|chunk| chunk.len()).max();
    writeln!(out, "{} chunks, the longest of {longest:?}", snapshot.chunks().len())?;

    let start = Instant::now();
    let digest = snapshot.digest();
    writeln!(out, "digest of the whole: {:?}", start.elapsed())?;
    let act = |serial: u64| Act {
        serial: Serial(serial),
        at: Time::from_millis(1_795_305_600_000),
        action: Action::Delist,
        indicator: indicator(serial * 7_919 % count),
        method: Method::Other,
        level: Level::Block,
        reason: ListingReason::PartnerList,
        expires_at: Time::from_millis(1_810_000_000_000),
        proposed_by: None,
        approved_by: None,
        evidence: String::new(),
    };
    let start = Instant::now();
    let next = snapshot.apply(&[act(count + 1)])?;
    let applied = start.elapsed();
    assert_ne!(next.digest(), digest);
    writeln!(out, "one act: {applied:?}, with the new digest {:?}", start.elapsed())?;

    let asked: Vec<Indicator> =
        (0..1_000_000).map(|number| indicator(number * 7_919 % (2 * count))).collect();
    let start = Instant::now();
    let found = asked.iter().filter(|indicator| black_box(next.get(indicator)).is_some()).count();
    let each = start.elapsed() / 1_000_000;
    writeln!(out, "look-up: {each:?} each, {found} of 1000000 found")?;
    Ok(())
}
