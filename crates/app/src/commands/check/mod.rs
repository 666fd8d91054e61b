//! `khien check`: an assessment at the command line, with the list when there is one, without it else.
//!
//! [`person`] writes one answer in words; [`lines`] answers a stream of JSON lines.

use std::collections::BTreeMap;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use detect::{Engine, Submission};
use model::{Assessment, Reference, Snapshot};
use serde::Serialize;
use web::catalogue::Words;
use web::file::{Content, Reader};

use crate::Outcome;
use crate::complaint::OrComplain as _;
use crate::context::Context;

mod lines;
mod person;

/// Bytes of a text that is read; the engine looks at 2^20 at most.
const TEXT_BYTES_MAX: u64 = 1 << 20;

/// Flags of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[arg(long, conflicts_with = "jsonl")]
    json: bool,
    #[arg(long, conflicts_with = "text")]
    jsonl: bool,
    #[arg(long, value_name = "SENDER", conflicts_with = "jsonl")]
    sender: Option<String>,
    #[arg(long, value_name = "CHANNEL", conflicts_with = "jsonl")]
    channel: Option<String>,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["jsonl", "sender", "channel"])]
    file: Option<PathBuf>,
    #[arg(value_name = "TEXT|-")]
    text: Vec<String>,
}

/// What every answer needs.
struct Checker<'a> {
    engine: Engine,
    list: Snapshot,
    reference: &'a Reference,
    words: Words,
}

/// Answers one text, or every line of standard input.
///
/// # Errors
/// When the list of an existing database cannot be read, or standard input or output fails.
pub(crate) async fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let reference = context.reference()?;
    let list = if context.data_dir().has_database() {
        let store = context.open_store().await?;
        let list = store.load_snapshot().await.or_complain("load-list", "")?;
        store.close().await;
        list
    } else {
        Snapshot::default()
    };
    let checker =
        Checker { engine: Engine::new(&reference), list, reference: &reference, words: context.words };
    let out = io::stdout().lock();
    if arguments.jsonl {
        return lines::answer(&checker, io::stdin().lock(), out);
    }
    if let Some(path) = &arguments.file {
        let content = read_file(context, path, &arguments.text.join(" ")).await?;
        let assessment = content.assess(&checker.engine, &checker.list);
        return checker.answer(&assessment, arguments.json, out);
    }
    let text = read_text(&arguments.text)?;
    let submission = Submission {
        text: &text,
        sender: arguments.sender.as_deref(),
        channel: arguments.channel.as_deref(),
    };
    checker.answer(&checker.assess(&submission), arguments.json, out)
}

/// What a picture or app holds; `note` is what came with it.
async fn read_file(context: &Context, path: &Path, note: &str) -> anyhow::Result<Content> {
    let settings = context.settings.web();
    let bytes_max = settings.check_file_bytes_max as u64;
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).or_complain("read-file", path.display())?;
    file.take(bytes_max + 1).read_to_end(&mut bytes).or_complain("read-file", path.display())?;
    if bytes.len() as u64 > bytes_max {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge)).or_complain("read-file", path.display());
    }
    Reader::new(settings.writing).read(bytes, note).await.or_complain("read-file", path.display())
}

/// The words of the command line, or standard input for `-` and for none. Broken bytes of standard input
/// are read as `�`: a message may come from anywhere.
fn read_text(words: &[String]) -> anyhow::Result<String> {
    if !(words.is_empty() || words == ["-"]) {
        return Ok(words.join(" "));
    }
    let mut bytes = Vec::new();
    io::stdin().lock().take(TEXT_BYTES_MAX).read_to_end(&mut bytes).or_complain("read-file", "-")?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn write_json(value: &impl Serialize, mut out: impl Write) -> anyhow::Result<()> {
    serde_json::to_writer(&mut out, value).map_err(io::Error::from)?;
    Ok(writeln!(out)?)
}

/// An assessment as a machine reads it; the words are those of the chosen language.
#[derive(Debug, Serialize)]
struct AssessmentView {
    /// Slug of the verdict.
    verdict: &'static str,
    /// Probability that it is unwanted, a scam or unlawful advertising, 0 to 1.
    score: f32,
    /// Probability that it is a scam, 0 to 1.
    score_scam: f32,
    /// Slug of the likeliest method; null when nothing points to one.
    method: Option<&'static str>,
    /// Indicators found, `kind:value`.
    indicators: Vec<String>,
    /// Why, heaviest first.
    reasons: Vec<ReasonView>,
    /// What else it says.
    stated: Vec<StatedView>,
    /// How far the writing hides what it says, 0 to 1.
    obfuscation: f32,
    /// The ways of disguise that were met, each with how often.
    disguises: BTreeMap<&'static str, u32>,
}

#[derive(Debug, Serialize)]
struct StatedView {
    /// `sender`, `speaks-for`, `names`, `amount`, `deadline`, `code` or `holder`.
    kind: &'static str,
    /// In one form, as the API tells it.
    value: String,
    /// First byte and one past the last byte of the words it was read from; null for the sender.
    span: Option<[usize; 2]>,
}

#[derive(Debug, Serialize)]
struct ReasonView {
    /// Stable code.
    code: String,
    /// The sentence.
    text: String,
    /// First byte and one past the last byte of the words it rests on; null for the whole text.
    span: Option<[usize; 2]>,
    /// Log-odds it adds for (positive) or against (negative) a scam.
    weight: f32,
}

impl Checker<'_> {
    fn answer(&self, assessment: &Assessment, json: bool, out: impl Write) -> anyhow::Result<Outcome> {
        if json {
            write_json(&self.view(assessment), out)?;
        } else {
            person::write(self, assessment, out)?;
        }
        Ok(Outcome::Done)
    }

    fn assess(&self, submission: &Submission<'_>) -> Assessment {
        self.engine.assess(submission, &self.list)
    }

    fn view(&self, assessment: &Assessment) -> AssessmentView {
        let reasons = assessment.reasons.iter().map(|reason| ReasonView {
            code: reason.code.clone(),
            text: self.sentence(reason),
            span: reason.span.map(|span| [span.start, span.end]),
            weight: reason.weight,
        });
        let stated = assessment.stated.iter().map(|stated| StatedView {
            kind: stated.kind.slug(),
            value: stated.value.clone(),
            span: stated.span.map(|span| [span.start, span.end]),
        });
        AssessmentView {
            verdict: assessment.verdict.slug(),
            score: assessment.score,
            score_scam: assessment.score_scam,
            method: assessment.method.map(|guess| guess.method.slug()),
            indicators: assessment.indicators.iter().map(|found| found.indicator.to_string()).collect(),
            reasons: reasons.collect(),
            stated: stated.collect(),
            obfuscation: assessment.obfuscation.score,
            disguises: assessment.obfuscation.ways.iter().map(|(way, count)| (way.slug(), *count)).collect(),
        }
    }

    fn sentence(&self, reason: &model::Reason) -> String {
        let subject = reason.subject_in(self.words.language).unwrap_or_default();
        self.words.say_with(&format!("reason-{}", reason.code), "subject", subject).into_owned()
    }
}
