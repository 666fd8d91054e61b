//! CSV: the same columns for the whole list and for changes. Page: `docs/formats/csv.md`.
//!
//! Source: RFC 4180, with its CRLF line ends. The first column says what to do with the row, so that one
//! reader applies both forms. No cell begins with a character that makes a spreadsheet run it as a
//! formula (`=`, `+`, `-`, `@`, tab, CR; OWASP "CSV Injection"): an indicator begins with its kind.

use std::io::{Result, Write};

use model::publication::Delta;
use model::{Indicator, Listing, Serial, Snapshot};

use crate::report::Report;

const COLUMNS: [&str; 8] =
    ["action", "indicator", "level", "method", "reason", "listed_at", "expires_at", "serial"];

pub(crate) fn full(snapshot: &Snapshot, out: &mut dyn Write, report: &mut Report) -> Result<()> {
    let mut table = Table::new(out)?;
    table.mark("full", snapshot.serial())?;
    for listing in snapshot.iter() {
        table.list(&listing, report)?;
    }
    table.end()
}

pub(crate) fn delta(delta: &Delta, out: &mut dyn Write, report: &mut Report) -> Result<()> {
    let mut table = Table::new(out)?;
    table.mark("since", delta.from)?;
    table.mark("until", delta.to)?;
    for listing in &delta.listed {
        table.list(listing, report)?;
    }
    for indicator in &delta.delisted {
        table.delist(indicator, report)?;
    }
    table.end()
}

struct Table<'a> {
    writer: ::csv::Writer<&'a mut dyn Write>,
}

impl<'a> Table<'a> {
    fn new(out: &'a mut dyn Write) -> Result<Table<'a>> {
        let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
        writer.write_record(COLUMNS)?;
        Ok(Table { writer })
    }

    fn mark(&mut self, action: &str, serial: Serial) -> Result<()> {
        Ok(self.writer.write_record([action, "", "", "", "", "", "", &serial.to_string()])?)
    }

    fn list(&mut self, listing: &Listing, report: &mut Report) -> Result<()> {
        report.entries += 1;
        Ok(self.writer.write_record([
            "list",
            &listing.indicator.to_string(),
            listing.level.slug(),
            listing.method.slug(),
            listing.reason.slug(),
            &listing.listed_at.to_string(),
            &listing.expires_at.to_string(),
            &listing.serial.to_string(),
        ])?)
    }

    fn delist(&mut self, indicator: &Indicator, report: &mut Report) -> Result<()> {
        report.entries += 1;
        Ok(self.writer.write_record(["delist", &indicator.to_string(), "", "", "", "", "", ""])?)
    }

    fn end(mut self) -> Result<()> {
        self.writer.flush()
    }
}
