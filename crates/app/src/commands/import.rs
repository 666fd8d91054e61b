//! `khien import`: a file of names onto the list, each row taken or refused with its reason.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read as _, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use desk::guard::ClearedListing;
use desk::import::{self, ImportOptions, ImportSummary, RefusedRow};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use model::{IndicatorKind, Level, ListingReason, Method};
use store::Store;

use crate::Outcome;
use crate::complaint::OrComplain as _;
use crate::context::Context;

/// Entries handed to the store together; one transaction there.
const BATCH: usize = 1_000;

/// Refused rows named on standard error; a report file names all of them.
const NAMED_MAX: u64 = 20;

/// Flags of `import`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: IndicatorKind,
    #[arg(long, value_name = "METHOD", default_value = "other")]
    method: Method,
    #[arg(long, value_name = "warn|block", default_value = "block", value_parser = level)]
    level: Level,
    #[arg(long, value_name = "REASON", default_value = "partner-list", value_parser = reason)]
    reason: ListingReason,
    #[arg(long, value_name = "DAYS")]
    expires_days: Option<i64>,
    #[arg(long, value_name = "TEXT")]
    evidence: Option<String>,
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[arg(long)]
    dry_run: bool,
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
}

fn kind(slug: &str) -> Result<IndicatorKind, String> {
    let known: Vec<&str> = IndicatorKind::ALL.iter().map(|kind| kind.slug()).collect();
    IndicatorKind::from_slug(slug).ok_or_else(|| known.join(", "))
}

fn level(slug: &str) -> Result<Level, String> {
    Level::from_slug(slug).ok_or_else(|| "warn, block".to_owned())
}

fn reason(slug: &str) -> Result<ListingReason, String> {
    let known: Vec<&str> = ListingReason::ALL.iter().map(|reason| reason.slug()).collect();
    ListingReason::from_slug(slug).ok_or_else(|| known.join(", "))
}

/// Reads the file, lists what may be listed, and reports the rest.
///
/// # Errors
/// When the file or the database cannot be used; what was listed before stays.
pub(crate) async fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let file = read(&arguments.file)?;
    let started = Instant::now();
    let now = context.now();
    let name = source_name(&arguments.file);
    let evidence = arguments.evidence.clone().unwrap_or_else(|| format!("{name}, {}", now.vietnam_date()));
    let days = arguments.expires_days.unwrap_or_else(|| desk::guard::usual_days(arguments.kind));
    let options = ImportOptions {
        kind: arguments.kind,
        method: arguments.method,
        level: arguments.level,
        reason: arguments.reason,
        expires_at: now.plus_days(days),
        evidence,
    };
    let reference = context.reference()?;
    let store = if arguments.dry_run { None } else { Some(context.open_store().await?) };
    let mut list =
        Lister { store, why: format!("import {name}"), batch: Vec::new(), already: 0, protected: 0, context };
    let mut refusals = Refusals::new(context, arguments.report.as_deref())?;
    let mut summary = ImportSummary::default();
    let bar = progress(file.len());
    for row in import::rows(&file, &options, &reference, now) {
        summary.add(&row);
        match row.outcome {
            import::Outcome::Taken(cleared) => list.add(*cleared).await?,
            import::Outcome::Refused(refused) => bar.suspend(|| refusals.add(row.line, &refused))?,
            import::Outcome::Repeated { .. } => {}
        }
        bar.set_position(row.bytes_read);
    }
    list.finish().await?;
    bar.finish_and_clear();
    refusals.finish()?;
    tell(context, &summary, (list.already, list.protected), started.elapsed().as_secs_f64())?;
    Ok(if summary.refused_count() + list.protected > 0 { Outcome::InPart } else { Outcome::Done })
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).or_complain("read-file", "-")?;
        return Ok(bytes);
    }
    std::fs::read(path).or_complain("read-file", path.display())
}

/// The name of the file without its folders, which are nobody else's business.
fn source_name(path: &Path) -> String {
    let name = path.file_name().filter(|_| path != Path::new("-"));
    name.map_or_else(|| "stdin".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Hands entries to the store in batches.
struct Lister<'a> {
    store: Option<Store>,
    why: String,
    batch: Vec<ClearedListing>,
    already: u64,
    protected: u64,
    context: &'a Context,
}

impl Lister<'_> {
    async fn add(&mut self, cleared: ClearedListing) -> anyhow::Result<()> {
        self.batch.push(cleared);
        if self.batch.len() >= BATCH { self.flush().await } else { Ok(()) }
    }

    /// Lists the rest, and lets the database go.
    async fn finish(&mut self) -> anyhow::Result<()> {
        self.flush().await?;
        if let Some(store) = &self.store {
            store.close().await;
        }
        Ok(())
    }

    async fn flush(&mut self) -> anyhow::Result<()> {
        let batch = std::mem::take(&mut self.batch);
        let Some(store) = self.store.as_ref().filter(|_| !batch.is_empty()) else { return Ok(()) };
        let listed =
            store.bulk_list(&batch, &self.why, self.context.now()).await.or_complain("database", "")?;
        self.already += listed.already_listed;
        self.protected += listed.protected;
        Ok(())
    }
}

/// Names refused rows: the first on standard error, all in the report file.
struct Refusals<'a> {
    context: &'a Context,
    count: u64,
    report: Option<csv::Writer<File>>,
}

impl<'a> Refusals<'a> {
    fn new(context: &'a Context, report: Option<&Path>) -> anyhow::Result<Refusals<'a>> {
        let report = match report {
            None => None,
            Some(path) => {
                let mut report =
                    csv::Writer::from_writer(File::create(path).or_complain("write-file", path.display())?);
                report.write_record(["line", "value", "code", "matched", "reason"])?;
                Some(report)
            }
        };
        Ok(Refusals { context, count: 0, report })
    }

    fn add(&mut self, line: u64, refused: &RefusedRow) -> anyhow::Result<()> {
        self.count += 1;
        let code = refused.ground.key();
        let reason = self.context.words.say_with(&code, "subject", refused.matched.as_str());
        if let Some(report) = &mut self.report {
            report.write_record([
                &line.to_string(),
                &refused.value,
                &code,
                &refused.matched,
                reason.as_ref(),
            ])?;
        }
        if self.count <= NAMED_MAX {
            writeln!(io::stderr(), "{line}: {:?}: {reason} [{code}]", refused.value)?;
        }
        Ok(())
    }

    fn finish(self) -> anyhow::Result<()> {
        let more = self.count.saturating_sub(NAMED_MAX);
        if let Some(mut report) = self.report {
            report.flush()?;
        } else if more > 0 {
            writeln!(io::stderr(), "{}", self.context.words.say_with("cli-import-more", "count", more))?;
        }
        Ok(())
    }
}

/// A bar on a terminal; nothing in a pipe.
fn progress(len: usize) -> ProgressBar {
    let target =
        if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(len as u64), target);
    let style = ProgressStyle::with_template("{bar:40} {percent}% {bytes_per_sec} {eta}");
    bar.set_style(style.expect("the template is fixed and right"));
    bar
}

fn tell(
    context: &Context,
    summary: &ImportSummary,
    (already, protected): (u64, u64),
    seconds: f64,
) -> io::Result<()> {
    let words = &context.words;
    let mut out = io::stdout().lock();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate for people"
    )]
    let rate = (summary.rows as f64 / seconds.max(0.001)) as u64;
    let tenths = format!("{seconds:.1}");
    let values = [
        ("rows", summary.rows.into()),
        ("listed", (summary.taken_count() - already - protected).into()),
        ("already", already.into()),
        ("repeated", summary.repeated.into()),
        ("refused", (summary.refused_count() + protected).into()),
        ("seconds", tenths.into()),
        ("rate", rate.into()),
    ];
    writeln!(out, "{}", words.say_all("cli-imported", &values))?;
    for (kind, count) in &summary.taken {
        writeln!(out, "{count:>9}  {}", kind.slug())?;
    }
    for (ground, count) in &summary.refused {
        let code = ground.key();
        writeln!(out, "{count:>9}  {} [{code}]", words.say_with(&code, "subject", "…"))?;
    }
    if protected > 0 {
        let code = "refusal-allow-listed";
        writeln!(out, "{protected:>9}  {} [{code}]", words.say_with(code, "subject", "…"))?;
    }
    out.flush()
}
