//! Plain hosts, one a line, after a comment with the serial. Page: `docs/formats/domains.md`.

use std::io::{Result, Write};

use model::Snapshot;

use crate::FeedOptions;
use crate::names::Names;
use crate::report::Report;

pub(crate) fn full(
    snapshot: &Snapshot,
    options: &FeedOptions<'_>,
    out: &mut dyn Write,
    report: &mut Report,
) -> Result<()> {
    writeln!(
        out,
        "# Khien: hosts to refuse, each with everything below it\n# serial: {}",
        snapshot.serial()
    )?;
    Names::alone(snapshot, options).for_each(report, |name| writeln!(out, "{name}"))
}
