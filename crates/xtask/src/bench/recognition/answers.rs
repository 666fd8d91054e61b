//! Whether an engine answers as before: a digest over verdict, score, methods and reasons of every message of a file.
//!
//! The digests of the engine that ships are kept in `data/model/answers.tsv`; they tell nothing about the messages.
//! Which answers differ is told against a file of answers that `--answers` wrote.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use detect::{Engine, NoList};
use model::Assessment;
use sha2::{Digest as _, Sha256};

use super::submission;
use crate::corpus::Row;
use crate::run::workspace;

/// Differences that are shown.
const SHOWN_MAX: usize = 20;

/// What is compared of an answer: score and confidences in thousandths, reasons in their order.
fn told(assessment: &Assessment) -> String {
    let thousandths = |share: f32| (share * 1e3).round() as i32;
    let mut line = format!("{} {}", assessment.verdict.slug(), thousandths(assessment.score));
    for guess in [&assessment.method, &assessment.method_second].into_iter().flatten() {
        let _ = write!(line, " {}={}", guess.method.slug(), thousandths(guess.confidence));
    }
    for reason in &assessment.reasons {
        let (start, end) = reason.span.map_or((0, 0), |span| (span.start, span.end));
        let _ = write!(line, " {}@{start}-{end}", reason.code);
    }
    line
}

fn lines<'r>(engine: &'r Engine, rows: &'r [Row]) -> impl Iterator<Item = String> + 'r {
    rows.iter().map(|row| told(&engine.assess(&submission(row), &NoList)))
}

fn digest(engine: &Engine, rows: &[Row]) -> String {
    let mut digest = Sha256::new();
    for line in lines(engine, rows) {
        digest.update(line);
        digest.update(b"\n");
    }
    digest.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn kept_file() -> PathBuf {
    workspace().join("data/model/answers.tsv")
}

/// The digest and number of rows of each source.
fn kept() -> Result<BTreeMap<String, (String, String)>> {
    let path = kept_file();
    let text = std::fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
    let fields = text.lines().filter_map(|line| {
        let mut fields = line.split('\t').map(str::to_owned);
        Some((fields.next()?, (fields.next()?, fields.next()?)))
    });
    Ok(fields.collect())
}

fn name(rows: &[Row]) -> &str {
    rows.first().map_or("", |row| row.source.as_str())
}

/// Prints for each file whether its answers are those that were kept.
pub(super) fn check(engine: &Engine, sources: &[Vec<Row>]) -> Result<()> {
    let kept = kept()?;
    println!();
    for rows in sources {
        let (count, digest) = (rows.len().to_string(), digest(engine, rows));
        let outcome = match kept.get(name(rows)) {
            None => "none kept",
            Some((rows, _)) if *rows != count => "kept for another number of messages",
            Some((_, kept)) if *kept == digest => "the same as kept",
            Some(_) => "NOT the same as kept",
        };
        println!("answers to {count} messages of {}: {outcome} ({})", name(rows), &digest[..16]);
    }
    Ok(())
}

/// Keeps the digests of these files, beside those of others.
pub(super) fn keep(engine: &Engine, sources: &[Vec<Row>]) -> Result<()> {
    let mut kept = kept().unwrap_or_default();
    for rows in sources {
        kept.insert(name(rows).to_owned(), (rows.len().to_string(), digest(engine, rows)));
    }
    let text = kept.into_iter().fold(String::new(), |mut text, (source, (rows, digest))| {
        let _ = writeln!(text, "{source}\t{rows}\t{digest}");
        text
    });
    let path = kept_file();
    std::fs::write(&path, text).with_context(|| format!("write {}", path.display()))
}

/// Writes every answer, one a line.
pub(super) fn write(engine: &Engine, sources: &[Vec<Row>], path: &Path) -> Result<()> {
    let file = std::fs::File::create(path).with_context(|| format!("create {}", path.display()))?;
    let mut file = BufWriter::new(file);
    for rows in sources {
        for (number, line) in lines(engine, rows).enumerate() {
            writeln!(file, "{}:{} {line}", name(rows), number + 1)?;
        }
    }
    file.flush().with_context(|| format!("write {}", path.display()))
}

/// Tells how many answers differ from those of a file, how many in the verdict, and shows the first.
pub(super) fn compare(engine: &Engine, sources: &[Vec<Row>], path: &Path) -> Result<()> {
    let file = std::fs::File::open(path).with_context(|| format!("open {}", path.display()))?;
    let mut before = BTreeMap::new();
    for line in BufReader::new(file).lines() {
        let line = line?;
        if let Some((place, told)) = line.split_once(' ') {
            before.insert(place.to_owned(), told.to_owned());
        }
    }
    for rows in sources {
        let (mut differ, mut verdicts, mut shown) = (0, 0, 0);
        for (number, now) in lines(engine, rows).enumerate() {
            let place = format!("{}:{}", name(rows), number + 1);
            let was = before.get(&place);
            ensure!(was.is_some(), "compare with {}: it has no answer {place}", path.display());
            let Some(was) = was.filter(|was| **was != now) else { continue };
            differ += 1;
            let is_other_verdict = was.split(' ').next() != now.split(' ').next();
            verdicts += usize::from(is_other_verdict);
            if is_other_verdict && shown < SHOWN_MAX {
                shown += 1;
                println!("{place}\n  was {was}\n  now {now}");
            }
        }
        println!(
            "{}: {differ} of {} answers differ, {verdicts} of them in the verdict",
            name(rows),
            rows.len()
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Label;
    use model::Reference;

    fn rows(text: &str) -> Vec<Row> {
        let field = String::new;
        let row = Row {
            label: Label::Honest,
            group: field(),
            source: "made".to_owned(),
            method: field(),
            sender: field(),
            text: text.to_owned(),
        };
        vec![row]
    }

    #[test]
    fn a_digest_changes_with_an_answer_and_not_by_itself() {
        let engine = Engine::rules_alone(Reference::embedded());
        let of = |text: &str| digest(&engine, &rows(text));
        assert_eq!(of("mai mẹ về"), of("mai mẹ về"));
        assert_ne!(of("mai mẹ về"), of("đọc mã OTP cho em ngay"));
    }

    #[test]
    fn answers_compare_with_themselves_and_not_with_other_files() {
        let engine = Engine::rules_alone(Reference::embedded());
        let file = tempfile::NamedTempFile::new().unwrap();
        let sources = [rows("đọc mã OTP cho em ngay")];
        write(&engine, &sources, file.path()).unwrap();
        assert!(compare(&engine, &sources, file.path()).is_ok());
        std::fs::write(file.path(), "").unwrap();
        assert!(compare(&engine, &sources, file.path()).is_err());
    }
}
