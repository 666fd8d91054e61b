//! JSON: one object with the serial first and one entry a line, so that a reader can stream it by lines.
//! Page: `docs/formats/json.md`. Source: RFC 8259.

use std::borrow::Borrow;
use std::io::{Result, Write};

use model::publication::Delta;
use model::{Listing, Snapshot};

use crate::report::Report;

pub(crate) fn full(snapshot: &Snapshot, out: &mut dyn Write, report: &mut Report) -> Result<()> {
    let (serial, count) = (snapshot.serial(), snapshot.len());
    write!(out, "{{\"format\":\"khien-list-1\",\"serial\":{serial},\"count\":{count},\"listings\":[")?;
    listings(snapshot.iter(), out, report)?;
    out.write_all(b"]}\n")
}

pub(crate) fn delta(delta: &Delta, out: &mut dyn Write, report: &mut Report) -> Result<()> {
    let (from, to) = (delta.from, delta.to);
    write!(out, "{{\"format\":\"khien-delta-1\",\"serial\":{to},\"since\":{from},\"listed\":[")?;
    listings(delta.listed.iter(), out, report)?;
    out.write_all(b"],\"delisted\":[")?;
    for (index, indicator) in delta.delisted.iter().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, indicator)?;
        report.entries += 1;
    }
    out.write_all(if delta.delisted.is_empty() { b"]}\n" } else { b"\n]}\n" })
}

fn listings(
    listings: impl Iterator<Item = impl Borrow<Listing>>,
    out: &mut dyn Write,
    report: &mut Report,
) -> Result<()> {
    let mut is_empty = true;
    for listing in listings {
        out.write_all(if is_empty { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, listing.borrow())?;
        is_empty = false;
        report.entries += 1;
    }
    if is_empty { Ok(()) } else { out.write_all(b"\n") }
}
