//! `khien import-misp`: events of MISP as reports to the desk, never as listings.

use std::io::{self, Write as _};
use std::path::PathBuf;

use detect::{Engine, Submission};
use feed::misp::read::{self, BYTES_MAX, Event};
use model::report::{NewReport, ReportChannel, ReportFields};
use model::{Snapshot, TrackingCode};
use store::{Store, StoreError};

use crate::Outcome;
use crate::complaint::{Complaint, OrComplain as _};
use crate::context::Context;

/// Flags of `import-misp`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long)]
    dry_run: bool,
}

/// Things in one report: what a report takes.
const PER_REPORT: usize = 100;

/// Refused attributes named on standard error.
const NAMED_MAX: usize = 20;

/// Tracking codes drawn for one report.
const CODE_TRIES: usize = 8;

/// Reads the events and stores a report for each hundred things that one names.
///
/// # Errors
/// When the file or the database cannot be used; what was stored before stays, and the same file again is
/// the same reports.
pub(crate) async fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let length = std::fs::metadata(&arguments.file).or_complain("read-file", arguments.file.display())?.len();
    if length > BYTES_MAX as u64 {
        return Err(Complaint::new("misp-too-large", arguments.file.display()).into());
    }
    let bytes = std::fs::read(&arguments.file).or_complain("read-file", arguments.file.display())?;
    let events = read::read(&bytes).or_complain("misp", arguments.file.display())?;
    let mut reports = 0u64;
    if !arguments.dry_run {
        let store = context.open_store().await?;
        let snapshot = store.load_snapshot().await.or_complain("load-list", "")?;
        let reference = context.reference()?;
        let engine = Engine::new(&reference);
        for event in &events {
            reports += report(context, &store, &engine, &snapshot, event).await?;
        }
        store.close().await;
    }
    tell(context, &events, reports)
}

fn random() -> anyhow::Result<u64> {
    let mut bytes = [0u8; 8];
    getrandom::fill(&mut bytes).or_complain("random", "")?;
    Ok(u64::from_le_bytes(bytes))
}

async fn report(
    context: &Context,
    store: &Store,
    engine: &Engine,
    snapshot: &Snapshot,
    event: &Event,
) -> anyhow::Result<u64> {
    let now = context.now();
    let mut stored = 0;
    for (part, indicators) in event.taken.chunks(PER_REPORT).enumerate() {
        let fields = ReportFields {
            // The same event at the same time stamp gives the same reports.
            submission: read::submission(event, part),
            text: format!("MISP {}: {}", event.uuid, event.info).chars().take(4_000).collect(),
            indicators: indicators.iter().map(ToString::to_string).collect(),
            ..ReportFields::default()
        };
        let parsed = NewReport::parse(fields, ReportChannel::Partner, now, |_| false);
        let parsed = parsed.map_err(|_| Complaint::new("misp", &event.uuid))?;
        let submission = Submission { text: &parsed.text, sender: None, channel: None };
        let assessment = engine.assess(&submission, snapshot);
        for attempt in 1.. {
            let code = TrackingCode::from_random(random()?);
            match store.insert_report(&parsed, &assessment, code, now).await {
                Err(StoreError::Conflict(_)) if attempt < CODE_TRIES => {}
                other => {
                    stored += u64::from(other.or_complain("database", "")?.was_new);
                    break;
                }
            }
        }
    }
    Ok(stored)
}

fn tell(context: &Context, events: &[Event], reports: u64) -> anyhow::Result<Outcome> {
    let t = context.words;
    let refused: Vec<_> = events.iter().flat_map(|event| &event.refused).collect();
    let mut err = io::stderr().lock();
    for one in refused.iter().take(NAMED_MAX) {
        writeln!(err, "{} {}: {}", one.uuid, one.kind, t.say(&format!("indicator-{}", one.code)))?;
    }
    let taken: usize = events.iter().map(|event| event.taken.len()).sum();
    let passed: usize = events.iter().map(|event| event.passed_over).sum();
    let values = [
        ("events", events.len().into()),
        ("taken", taken.into()),
        ("reports", reports.into()),
        ("refused", refused.len().into()),
        ("passed", passed.into()),
    ];
    writeln!(io::stdout().lock(), "{}", t.say_all("cli-imported-misp", &values))?;
    Ok(if refused.is_empty() { Outcome::Done } else { Outcome::InPart })
}
