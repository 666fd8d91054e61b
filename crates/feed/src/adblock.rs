//! Rules for browser blockers. Page: `docs/formats/adblock.md`.
//!
//! Source: "How to write filters" of Adblock Plus, the common subset of Adblock Plus, uBlock Origin and
//! AdGuard. `||host^` refuses a host and everything below it. A link becomes two rules, its end anchored
//! and with any query, so that no other page of the host is hit; a link that ends in a slash covers
//! everything below it, as on the list.

use std::io::{Result, Write};

use model::{Indicator, IndicatorKind, Snapshot};

use crate::FeedOptions;
use crate::names::{Names, left_out};
use crate::report::{Reason, Report};

/// Characters that mean something else in a rule: wildcard, separator, anchor, start of options.
const SPECIAL: [char; 4] = ['*', '^', '|', '$'];

pub(crate) fn full(
    snapshot: &Snapshot,
    options: &FeedOptions<'_>,
    out: &mut dyn Write,
    report: &mut Report,
) -> Result<()> {
    let serial = snapshot.serial();
    // `Version` and `Expires` are read by the blockers; an hour is the least that AdGuard takes.
    write!(
        out,
        "[Adblock Plus 2.0]\n! Title: Khien\n! Version: {serial}\n! Expires: 1 hours\n! serial: {serial}\n"
    )?;
    let names = Names::alone(snapshot, options);
    names.for_each_top(report, |name| writeln!(out, "||{name}^"))?;
    for listing in names.listings(IndicatorKind::Url) {
        match names.check_allowed(&listing.indicator).and_then(|()| rules(&listing.indicator)) {
            Ok(rules) => {
                report.entries += 1;
                writeln!(out, "{rules}")?;
            }
            Err(reason) => report.unrepresentable.push(left_out(&listing, reason)),
        }
    }
    Ok(())
}

/// The rules of one link, one a line.
fn rules(indicator: &Indicator) -> std::result::Result<String, Reason> {
    let link = indicator.value();
    if link.contains(SPECIAL) || link.contains(char::is_whitespace) {
        return Err(Reason::Character(link.to_owned()));
    }
    Ok(if link.contains('?') {
        format!("||{link}|")
    } else if link.ends_with('/') {
        format!("||{link}")
    } else {
        format!("||{link}|\n||{link}?")
    })
}
