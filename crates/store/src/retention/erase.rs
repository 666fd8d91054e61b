//! Erasing one part of one report. What stays is what figures count: when, where, which method, how much.

use model::reference::{Erases, RetentionRule};
use model::{Assessment, ReportId, Time};

use crate::audit::{self, Deed, Who};
use crate::report::erase_digests;
use crate::row::Columns as _;
use crate::{StoreError, Tx, search};

/// Statements that erase the content, each about the report `$1`. Indicators that the publication log names
/// stay: the log is public and never rewritten. Tables are listed in `docs/operating.md`.
const CONTENT: &[&str] = &[
    "DELETE FROM report_indicators WHERE report_id = $1
        AND NOT EXISTS (SELECT 1 FROM acts WHERE acts.indicator = report_indicators.indicator)",
    "UPDATE notes SET text = '' WHERE report_id = $1",
    "UPDATE additions SET text = '' WHERE report_id = $1",
    "DELETE FROM attachments WHERE report_id = $1",
    "UPDATE report_senders SET reference = '' WHERE report_id = $1",
    "UPDATE appeals SET ground = '' WHERE report_id = $1 AND state <> 'open'",
    "UPDATE proposals SET evidence = '', ground = '' WHERE report_id = $1 AND state <> 'open'",
];

pub(super) async fn erase(
    tx: &mut Tx,
    id: ReportId,
    rule: &RetentionRule,
    who: Who,
    now: Time,
) -> Result<(), StoreError> {
    let deed = match rule.erases {
        Erases::Identity => {
            run(tx, "DELETE FROM identities WHERE report_id = $1", id).await?;
            erase_digests(tx, id).await?;
            Deed::EraseIdentity
        }
        Erases::Content => {
            search::remove_words(tx, id).await?;
            for sql in CONTENT {
                run(tx, sql, id).await?;
            }
            empty_report(tx, id, now).await?;
            Deed::EraseContent
        }
        Erases::Words => return Ok(()),
    };
    audit::append(tx, now, who, deed, &format!("report:{id}"), &rule.code).await
}

async fn run(tx: &mut Tx, sql: &'static str, id: ReportId) -> Result<(), StoreError> {
    sqlx::query(sql).bind(id.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// Takes the words out of the row. The fingerprints of the text go too: a short text can be guessed from its
/// digest.
async fn empty_report(tx: &mut Tx, id: ReportId, now: Time) -> Result<(), StoreError> {
    let row = sqlx::query("SELECT assessment FROM reports WHERE id = $1")
        .bind(id.to_string())
        .fetch_one(&mut **tx)
        .await?;
    let assessment = serde_json::from_str(&row.text("assessment")?)
        .map_err(|_| StoreError::Corrupt("unreadable assessment".to_owned()))?;
    let kept = serde_json::to_string(&without_subjects(assessment)).expect("an assessment is plain data");
    sqlx::query(
        "UPDATE reports SET text = '', place = '', reporter_answer = '', assessment = $2, text_digest = NULL, sketch = NULL,
            indicator_first = COALESCE(
                (SELECT MIN(indicator) FROM report_indicators WHERE report_id = $1), ''),
            erased_at = $3, version = version + 1
         WHERE id = $1",
    )
    .bind(id.to_string())
    .bind(kept)
    .bind(now.millis())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The verdict, the method and the codes of the reasons: nothing of the words they rest on.
fn without_subjects(mut assessment: Assessment) -> Assessment {
    assessment.indicators.clear();
    assessment.stated.clear();
    for reason in &mut assessment.reasons {
        reason.span = None;
        reason.subject = None;
        reason.subject_en = None;
    }
    assessment
}
