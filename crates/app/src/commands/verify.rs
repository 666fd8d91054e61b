//! `khien verify`: proof that the audit trail and the publication log are unbroken.

use std::io::Write as _;

use crate::Outcome;
use crate::complaint::OrComplain as _;
use crate::context::Context;

/// Reads both logs from the first line and compares the list with its log.
///
/// # Errors
/// When there is no database or it cannot be read. A broken log is not an error but an outcome in part.
pub(crate) async fn run(context: &Context) -> anyhow::Result<Outcome> {
    let store = context.open_existing_store().await?;
    let report = store.verify().await.or_complain("database", "")?;
    store.close().await;
    let words = &context.words;
    let mut out = std::io::stdout().lock();
    for problem in &report.problems {
        writeln!(out, "{problem}")?;
    }
    let values = [
        ("acts", report.acts.into()),
        ("lines", report.audit_lines.into()),
        ("listings", report.listings.into()),
        ("files", report.evidence_files.into()),
        ("problems", report.problem_count.into()),
    ];
    let sentence = if report.is_clean() { "cli-verified" } else { "cli-verify-broken" };
    writeln!(out, "{}", words.say_all(sentence, &values))?;
    // One number per log: kept elsewhere, it proves later that nothing before was rewritten.
    writeln!(out, "acts   {}  {}", report.serial, report.act_hash)?;
    writeln!(out, "audit  {}  {}", report.audit_lines, report.audit_hash)?;
    Ok(if report.is_clean() { Outcome::Done } else { Outcome::InPart })
}
