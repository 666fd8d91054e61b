//! A hosts file. Page: `docs/formats/hosts.md`. Source: hosts(5).
//!
//! A hosts file knows no wildcards, so each host comes with its `www` twin, the one name below it that
//! people are sent to; whoever needs everything below a host takes `domains`, `adblock` or `rpz`.

use std::io::{Result, Write};

use model::Snapshot;

use crate::FeedOptions;
use crate::names::Names;
use crate::report::Report;

/// The address that nothing answers on. Source: RFC 1122, section 3.2.1.3 ("this host on this network",
/// never a destination): a client gives up at once, where 127.0.0.1 may reach a program of the reader.
const SINK: &str = "0.0.0.0";

pub(crate) fn full(
    snapshot: &Snapshot,
    options: &FeedOptions<'_>,
    out: &mut dyn Write,
    report: &mut Report,
) -> Result<()> {
    writeln!(out, "# Khien: hosts to refuse\n# serial: {}", snapshot.serial())?;
    Names::alone(snapshot, options).for_each(report, |name| {
        writeln!(out, "{SINK} {name}")?;
        if name.starts_with("www.") { Ok(()) } else { writeln!(out, "{SINK} www.{name}") }
    })
}
