//! How many writings of one kind per second are read, and why the others are refused.
//!
//! `cargo run --release -p model --example parse_rates -- domain FILE…`: one writing per line, up to the
//! first comma.

use std::collections::BTreeMap;
use std::error::Error;
use std::hint::black_box;
use std::io::Write;
use std::time::Instant;

use model::{Indicator, IndicatorKind};

/// Times the whole input is read, so that a short file gives a steady figure.
const ROUNDS: u32 = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let slug = arguments.next().ok_or("name a kind and one or more files")?;
    let kind = IndicatorKind::from_slug(&slug).ok_or("no such kind")?;
    let mut out = std::io::stdout().lock();
    for path in arguments {
        let text = std::fs::read_to_string(&path)?;
        let rows: Vec<&str> = text.lines().filter_map(|line| line.split(',').next()).collect();
        let mut codes: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for row in &rows {
            let code = Indicator::parse(kind, row).map_or_else(|refused| refused.code, |_| "taken");
            let entry = codes.entry(code).or_insert((0, row));
            entry.0 += 1;
        }
        let started = Instant::now();
        for _ in 0..ROUNDS {
            for row in &rows {
                let _ = black_box(Indicator::parse(kind, black_box(row)));
            }
        }
        let rate = f64::from(ROUNDS) * rows.len() as f64 / started.elapsed().as_secs_f64();
        writeln!(out, "{path}: {} rows as {slug}, {rate:.0} a second", rows.len())?;
        for (code, (count, first)) in codes {
            writeln!(out, "  {code:<24}{count:>8}  e.g. {first}")?;
        }
    }
    Ok(())
}
