//! `khien export-training`: officers' decisions as rows for `cargo xtask train`, audited and without numbers.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use detect::{Engine, NoList, Submission};
use store::report::Decided;

use crate::Outcome;
use crate::complaint::{Complaint, OrComplain as _};
use crate::context::Context;

/// Flags of `export-training`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[arg(long, value_name = "TEXT")]
    why: String,
    #[arg(long)]
    with_dismissed: bool,
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
}

/// Writes `label`, `method` and `text`, separated by tabs, as `data/training/` holds them.
///
/// # Errors
/// When no reason is given, or the database or the file fails.
pub(crate) async fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<Outcome> {
    if arguments.why.trim().is_empty() {
        return Err(Complaint::new("why-missing", "").into());
    }
    let store = context.open_existing_store().await?;
    // Opened before anything is read, and never over a file that is there: it holds people's words.
    let file =
        std::fs::File::create_new(&arguments.out).or_complain("write-file", arguments.out.display())?;
    let decided = store.export_training(arguments.with_dismissed, arguments.why.trim(), context.now()).await;
    store.close().await;
    let decided = decided.or_complain("load-reports", "")?;
    let reference = context.reference()?;
    let engine = Engine::new(&reference);
    let mut out = BufWriter::new(file);
    writeln!(out, "label\tmethod\ttext")?;
    for row in &decided {
        writeln!(out, "{}", line(&engine, row))?;
    }
    out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    let said = context.words.say_with("cli-exported-training", "rows", decided.len());
    writeln!(io::stdout(), "{said}")?;
    Ok(Outcome::Done)
}

fn line(engine: &Engine, row: &Decided) -> String {
    let label = if row.method.is_some() { "scam" } else { "ham" };
    let method = row.method.map_or("", model::Method::slug);
    format!("{label}\t{method}\t{}", without_numbers(engine, &row.text))
}

/// The words without what leads to a person: every number, account, address and link becomes its kind in
/// brackets, other long numbers become zeros, tabs and line breaks spaces. Names of people stay.
fn without_numbers(engine: &Engine, text: &str) -> String {
    let assessment = engine.assess(&Submission::text(text), &NoList);
    let mut found: Vec<_> =
        assessment.indicators.iter().map(|found| (found.span, found.indicator.kind())).collect();
    found.sort_by_key(|(span, _)| span.start);
    let (mut cleaned, mut at) = (String::with_capacity(text.len()), 0);
    for (span, kind) in found {
        if span.start >= at && span.end > span.start {
            cleaned.push_str(&text[at..span.start]);
            cleaned.push_str(&format!("[{}]", kind.slug()));
            at = span.end;
        }
    }
    cleaned.push_str(&text[at..]);
    zeros(&cleaned)
}

/// Digits that are left are kept in number up to five (amounts, hours), longer runs become zeros.
fn zeros(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let run = rest[start..].bytes().take_while(u8::is_ascii_digit).count();
        shown.push_str(&rest[..start]);
        let digits = &rest[start..start + run];
        if run > 5 {
            shown.push_str(&"0".repeat(run));
        } else {
            shown.push_str(digits);
        }
        rest = &rest[start + run..];
    }
    shown.push_str(rest);
    shown.replace(['\t', '\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_leads_to_a_person_is_left() {
        let engine = Engine::new(model::Reference::embedded());
        let text =
            "Gọi 0900 000 123,\nSTK 0123456789 VCB, CCCD 001099000123, mất 500 triệu, xem xau.example/a";
        assert_eq!(
            without_numbers(&engine, text),
            "Gọi [phone], STK [bank_account] VCB, CCCD 000000000000, mất 500 triệu, xem [url]"
        );
    }
}
