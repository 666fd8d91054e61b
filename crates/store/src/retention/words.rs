//! What officers wrote apart from a report: which of it a rule is about, and how it goes.
//!
//! The row stays where a figure or a history rests on it; a view and a draft are nothing but words, and go whole.

use desk::CaseFacts;
use desk::retention::DueRule;
use model::Time;
use model::reference::{Covers, RetentionRule};

use super::due::{self, NOT_HELD};
use crate::audit::{self, Deed, Who};
use crate::row::Columns as _;
use crate::{StoreError, Tx};

/// One kind of thing that holds such words.
struct Place {
    covers: Covers,
    /// What the trail calls it, before its id.
    name: &'static str,
    /// Text that names one of them.
    id: &'static str,
    table: &'static str,
    /// Which hold words and ended before the instant `$1`.
    due: &'static str,
    /// By which reports a legal hold keeps it; empty: no hold is about it.
    reports: &'static str,
    /// Statements that take the words out of the one named by `$1`.
    erase: &'static [&'static str],
}

const PLACES: &[Place] = &[
    Place {
        covers: Covers::Case,
        name: "case",
        id: "id",
        table: "cases",
        // A suspended case may go on: its words are still needed.
        due: "outcome IS NOT NULL AND outcome <> 'suspended' AND (title <> ''
                OR EXISTS (SELECT 1 FROM case_steps WHERE case_id = cases.id AND ground <> ''))
            AND (SELECT MAX(at) FROM case_steps WHERE case_id = cases.id) < $1",
        reports: "case_reports JOIN reports ON reports.id = case_reports.report_id WHERE case_id = cases.id",
        erase: &[
            "UPDATE cases SET title = '', version = version + 1 WHERE id = $1",
            "UPDATE case_steps SET ground = '' WHERE case_id = $1",
        ],
    },
    Place {
        covers: Covers::Batch,
        name: "batch",
        id: "id",
        table: "batches",
        due: "COALESCE(undone_at, began_at, planned_at) < $1
            AND (ground <> '' OR reporter_answer <> '' OR COALESCE(undo_ground, '') <> '')
            AND state NOT IN ('running', 'undoing')",
        reports: "batch_rows JOIN reports ON reports.id = batch_rows.report_id WHERE batch_id = batches.id",
        erase: &[
            // Joining in a batch writes its ground on the act of the event as well.
            "UPDATE event_acts SET reason = '' WHERE reason = (SELECT ground FROM batches WHERE id = $1)
                AND id IN (
                    SELECT made_by FROM event_links JOIN batch_rows ON report_id = a WHERE batch_id = $1
                    UNION
                    SELECT made_by FROM event_links JOIN batch_rows ON report_id = b WHERE batch_id = $1)",
            "UPDATE batches SET ground = '', reporter_answer = '',
                undo_ground = CASE WHEN undo_ground IS NULL THEN NULL ELSE '' END
                WHERE id = $1",
        ],
    },
    Place {
        covers: Covers::View,
        name: "view",
        id: "id",
        table: "views",
        due: "created_at < $1",
        reports: "",
        erase: &["DELETE FROM views WHERE id = $1"],
    },
    Place {
        covers: Covers::Handover,
        name: "note",
        id: "id",
        table: "shift_notes",
        due: "written_at < $1 AND text <> ''",
        reports: "",
        erase: &["UPDATE shift_notes SET text = '' WHERE id = $1"],
    },
    Place {
        covers: Covers::Draft,
        name: "draft",
        id: "officer_id || ':' || form",
        table: "drafts",
        due: "updated_at < $1",
        reports: "",
        erase: &["DELETE FROM drafts WHERE officer_id || ':' || form = $1"],
    },
];

/// The place that a rule is about; `None` when it is about reports.
fn place(rule: &RetentionRule) -> Option<&'static Place> {
    PLACES.iter().find(|place| place.covers == rule.covers)
}

impl Place {
    fn condition(&self) -> String {
        if self.reports.is_empty() {
            return self.due.to_owned();
        }
        format!("{} AND NOT EXISTS (SELECT 1 FROM {} AND NOT ({NOT_HELD}))", self.due, self.reports)
    }
}

/// At most `limit` that are due, by id.
async fn find(tx: &mut Tx, place: &Place, rule: &DueRule<'_>, limit: i64) -> Result<Vec<String>, StoreError> {
    let (id, table) = (place.id, place.table);
    let sql = format!("SELECT {id} AS found FROM {table} WHERE {} ORDER BY {id} LIMIT $2", place.condition());
    due::find_texts(tx, sql, rule, limit).await
}

/// How many are due.
pub(super) async fn count(tx: &mut Tx, rule: &DueRule<'_>) -> Result<u64, StoreError> {
    let Some(place) = place(rule.rule) else { return Ok(0) };
    due::count_where(tx, place.table, &place.condition(), rule).await
}

/// Takes the words out of at most `limit` that are due, one audit line for each; how many they were.
pub(super) async fn erase(
    tx: &mut Tx,
    rule: &DueRule<'_>,
    limit: i64,
    who: Who,
    now: Time,
) -> Result<u64, StoreError> {
    let Some(place) = place(rule.rule) else { return Ok(0) };
    let found = find(tx, place, rule, limit).await?;
    for id in &found {
        for sql in place.erase {
            sqlx::query(*sql).bind(id.clone()).execute(&mut **tx).await?;
        }
        if place.covers == Covers::Case {
            empty_facts(tx, id).await?;
        }
        let target = format!("{}:{id}", place.name);
        audit::append(tx, now, who, Deed::EraseWords, &target, &rule.rule.code).await?;
    }
    Ok(found.len() as u64)
}

/// Takes recipient and article out of the steps of a case: what figures count stays.
async fn empty_facts(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    let rows = sqlx::query("SELECT position, facts FROM case_steps WHERE case_id = $1")
        .bind(id.to_owned())
        .fetch_all(&mut **tx)
        .await?;
    for row in &rows {
        let facts: CaseFacts = serde_json::from_str(&row.text("facts")?)
            .map_err(|_| StoreError::Corrupt("unreadable case".to_owned()))?;
        let kept = CaseFacts { article: String::new(), recipient: String::new(), ..facts };
        sqlx::query("UPDATE case_steps SET facts = $3 WHERE case_id = $1 AND position = $2")
            .bind(id.to_owned())
            .bind(row.number("position")?)
            .bind(serde_json::to_string(&kept).expect("plain values have a JSON form"))
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
