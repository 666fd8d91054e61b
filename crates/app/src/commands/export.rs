//! `khien export`: the list in one format, as the feeds give it.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use feed::{FeedOptions, Format, Report};
use model::publication::Delta;
use model::{Serial, Snapshot};
use store::Store;

use crate::Outcome;
use crate::complaint::{Complaint, OrComplain as _};
use crate::context::Context;

/// Flags of `export`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    format: Format,
    #[arg(long, value_name = "SERIAL")]
    since: Option<u64>,
    #[arg(long)]
    include_warn: bool,
    #[arg(long, value_name = "NAME")]
    zone: Option<String>,
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn format(slug: &str) -> Result<Format, String> {
    let known: Vec<&str> = Format::ALL.iter().map(|format| format.slug()).collect();
    Format::from_slug(slug).ok_or_else(|| known.join(", "))
}

/// Writes the list, whole or what changed since a serial.
///
/// # Errors
/// When the list cannot be read, the serial does not exist, or the receiver fails.
pub(crate) async fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let store = context.open_existing_store().await?;
    let snapshot = store.load_snapshot().await.or_complain("load-list", "")?;
    let report = match &arguments.out {
        None => {
            write(context, arguments, &store, &snapshot, &mut BufWriter::new(io::stdout().lock())).await?
        }
        Some(path) => {
            let file = File::create(path).or_complain("write-file", path.display())?;
            let mut file = BufWriter::new(file);
            let report = write(context, arguments, &store, &snapshot, &mut file).await?;
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
            report
        }
    };
    store.close().await;
    tell(context, &report)?;
    Ok(Outcome::Done)
}

async fn write(
    context: &Context,
    arguments: &Arguments,
    store: &Store,
    snapshot: &Snapshot,
    out: &mut impl Write,
) -> anyhow::Result<Report> {
    let report = match arguments.since {
        Some(since) => {
            let delta = delta(store, Serial(since), snapshot).await?;
            feed::write_delta(arguments.format, &delta, out).or_complain("export", arguments.format.slug())?
        }
        None => {
            let reference = context.reference()?;
            let zone = arguments.zone.clone().unwrap_or_else(|| FeedOptions::ZONE.to_owned());
            let options = FeedOptions { include_warn: arguments.include_warn, zone, reference: &reference };
            feed::write_full(arguments.format, snapshot, &options, out)
                .or_complain("export", arguments.format.slug())?
        }
    };
    out.flush()?;
    Ok(report)
}

async fn delta(store: &Store, since: Serial, snapshot: &Snapshot) -> anyhow::Result<Delta> {
    /// Acts read at a time.
    const BATCH: u32 = 10_000;
    if since > snapshot.serial() {
        return Err(Complaint::new("since", since).into());
    }
    let mut acts = Vec::new();
    let mut from = since;
    loop {
        let batch = store.acts_after(from, BATCH).await.or_complain("load-list", "")?;
        let Some(last) = batch.last() else { break };
        from = last.serial;
        acts.extend(batch);
    }
    Ok(Delta::new(since, &acts, snapshot))
}

/// Says on standard error what was left out, so that standard output stays the list.
fn tell(context: &Context, report: &Report) -> io::Result<()> {
    let mut err = io::stderr().lock();
    for left_out in &report.unrepresentable {
        writeln!(err, "{}\t{}\t{}", left_out.reason.code(), left_out.indicator, left_out.reason)?;
    }
    let values = [
        ("entries", report.entries.into()),
        ("left", report.unrepresentable.len().into()),
        ("covered", report.covered.into()),
    ];
    writeln!(err, "{}", context.words.say_all("cli-exported", &values))
}
