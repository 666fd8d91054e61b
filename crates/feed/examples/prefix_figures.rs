//! Figures of the prefix list: `cargo run --release -p feed --example prefix_figures -- [LISTINGS] [QUERIES]`.
//! Size, deltas, false prefixes beside theory, agreement with the exact list, time to look up.

use std::io::Write as _;
use std::time::Instant;

use feed::prefix::{Answer, PrefixIndex, PrefixList};
use model::{Act, Action, Indicator, Level, Listing, ListingReason, Method, Serial, Snapshot, Time};

/// A made-up indicator: half hosts, a quarter links, the rest numbers and accounts.
fn indicator(number: u64) -> Indicator {
    let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let text = match number % 8 {
        0..4 => format!("domain:xac-minh-{:012x}.example", mixed >> 16),
        4 | 5 => format!("url:nhan-qua-{:x}.example/{number}/dang-nhap", mixed >> 24),
        6 => format!("phone:+8490{:07}", number / 8 % 10_000_000),
        _ => format!("bank_account:970436:{:012}", mixed >> 24),
    };
    text.parse().expect("made-up indicators are right")
}

fn listing(number: u64) -> Listing {
    Listing {
        indicator: indicator(number),
        method: Method::Other,
        level: Level::Block,
        reason: ListingReason::PartnerList,
        listed_at: Time::from_millis(1_795_305_600_000),
        expires_at: Time::from_millis(1_810_000_000_000),
        serial: Serial(number + 1),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u64>());
    let listings = arguments.next().transpose()?.unwrap_or(1_000_000);
    let queries = arguments.next().transpose()?.unwrap_or(1_000_000);
    let mut out = std::io::stdout();
    let snapshot = Snapshot::new(Serial(listings), (0..listings).map(listing).collect());
    let start = Instant::now();
    let mut index = PrefixIndex::new(&snapshot);
    writeln!(out, "index of {} entries: {:?}", snapshot.len(), start.elapsed())?;
    let start = Instant::now();
    let full = index.full().encode();
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let per_million = full.len() as f64 * 1e6 / snapshot.len() as f64;
    writeln!(
        out,
        "whole list: {} bytes, {per_million:.0} for a million, made in {:?}",
        full.len(),
        start.elapsed()
    )?;
    let mut client = PrefixList::default();
    let start = Instant::now();
    client.apply(&full)?;
    writeln!(out, "applied in {:?}: {} prefixes", start.elapsed(), client.len())?;

    let (mut asked, mut wrong, mut expressions, mut listed) = (0u64, 0u64, 0u64, 0u64);
    let start = Instant::now();
    for query in 0..queries {
        // Half of them listed, spread over the list; half of them not.
        let number = if query % 2 == 0 { query * 7_919 % listings } else { listings + query };
        let indicator = indicator(number);
        let exact = snapshot.covering(&indicator).is_some();
        listed += u64::from(exact);
        if !exact {
            expressions += indicator.lookups().len() as u64;
        }
        let mut answer = client.check(&indicator, query);
        if let Answer::Ask(prefixes) = answer {
            asked += if exact { 0 } else { prefixes.len() as u64 };
            for prefix in prefixes {
                let hashes = index.listings(prefix..=prefix);
                client.learn(prefix, hashes.iter().map(|one| one.indicator.full_hash()).collect(), 60, query);
            }
            answer = client.check(&indicator, query);
        }
        wrong += u64::from(matches!(answer, Answer::Listed(_)) != exact);
    }
    writeln!(
        out,
        "{queries} queries, {listed} listed: {wrong} answers differ from the exact list ({:?})",
        start.elapsed()
    )?;
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let (rate, theory) = (asked as f64 / expressions as f64, client.len() as f64 / f64::from(u32::MAX));
    writeln!(out, "false prefixes: {rate:.3e} of {expressions} expressions not listed, theory {theory:.3e}")?;

    for count in [1u64, 10, 100, 1_000, 10_000] {
        let acts: Vec<Act> =
            (0..count).map(|step| act(index.snapshot().serial().0 + step + 1, step, listings)).collect();
        let earlier: Vec<Act> = acts
            .iter()
            .filter(|act| act.action == Action::Delist)
            .map(|act| Act { action: Action::List, ..act.clone() })
            .collect();
        let since = index.snapshot().serial();
        let after = index.snapshot().apply(&acts)?;
        let start = Instant::now();
        index = index.advanced(&after);
        let delta = index.delta(since, &earlier, &acts).encode();
        writeln!(out, "delta of {count} acts: {} bytes, made in {:?}", delta.len(), start.elapsed())?;
        client.apply(&delta)?;
    }
    Ok(())
}

/// Two in three list something new, one delists.
fn act(serial: u64, step: u64, listings: u64) -> Act {
    let action = if step % 3 == 2 { Action::Delist } else { Action::List };
    let number = if action == Action::Delist { serial * 31 % listings } else { listings * 3 + serial };
    Act {
        serial: Serial(serial),
        at: Time::from_millis(1_795_305_600_000),
        action,
        indicator: indicator(number),
        method: Method::Other,
        level: Level::Block,
        reason: ListingReason::PartnerList,
        expires_at: Time::from_millis(1_810_000_000_000),
        proposed_by: None,
        approved_by: None,
        evidence: String::new(),
    }
}
