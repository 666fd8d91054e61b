//! Which reports a rule is about: closed long enough ago, not erased since, not held.

use desk::retention::DueRule;
use model::ReportId;
use model::reference::{Covers, Erases};

use crate::row::Columns as _;
use crate::{StoreError, Tx};

/// No hold on the report itself, or on the whole of the event it is in. The first report of an event names none.
pub(super) const NOT_HELD: &str = "NOT EXISTS (
    SELECT 1 FROM legal_holds AS holds JOIN reports AS held ON held.id = holds.report_id
    WHERE holds.lifted_at IS NULL AND (held.id = reports.id OR (holds.whole_event = 1
        AND COALESCE(held.event_id, held.id) = COALESCE(reports.event_id, reports.id))))";

/// The conditions of one rule about reports, with `$1` the instant before which one must have been closed. No report
/// meets two of them; they are asked one by one, because each has an index of its own.
fn conditions(rule: &DueRule<'_>) -> impl Iterator<Item = String> {
    let parts: &[&str] = match rule.rule.erases {
        Erases::Identity => &["EXISTS (SELECT 1 FROM identities WHERE identities.report_id = reports.id)"],
        // A report that was opened again after it was erased, and closed again, holds what was written since.
        Erases::Content => &["erased_at IS NULL", "erased_at <= updated_at"],
        // The table refuses a rule that erases the words of reports.
        Erases::Words => &[],
    };
    let is_source = "EXISTS (SELECT 1 FROM sources WHERE sources.report_id = reports.id)";
    let covers = match rule.rule.covers {
        Covers::Dismissed => format!("state = 'dismissed' AND NOT {is_source}"),
        Covers::Resolved => format!("state = 'resolved' AND NOT {is_source}"),
        Covers::Source => is_source.to_owned(),
        Covers::Case | Covers::Batch | Covers::View | Covers::Handover | Covers::Draft => "1 = 0".to_owned(),
    };
    let condition =
        move |part| format!("is_open = 0 AND updated_at < $1 AND {part} AND {covers} AND {NOT_HELD}");
    parts.iter().map(condition)
}

/// At most `limit` reports that are due; of each condition oldest id first.
pub(super) async fn find(tx: &mut Tx, rule: &DueRule<'_>, limit: i64) -> Result<Vec<ReportId>, StoreError> {
    let mut found = Vec::new();
    for condition in conditions(rule) {
        let sql = format!("SELECT id AS found FROM reports WHERE {condition} ORDER BY id LIMIT $2");
        found.extend(find_texts(tx, sql, rule, limit - found.len() as i64).await?);
    }
    let id = |text: String| text.parse().map_err(|_| StoreError::Corrupt("unreadable id".to_owned()));
    found.into_iter().map(id).collect()
}

/// How many reports are due.
pub(super) async fn count(tx: &mut Tx, rule: &DueRule<'_>) -> Result<u64, StoreError> {
    let mut count = 0;
    for condition in conditions(rule) {
        count += count_where(tx, "reports", &condition, rule).await?;
    }
    Ok(count)
}

/// The column `found` of the first `limit` rows, `$2`, that ended before the instant of a rule, `$1`.
pub(super) async fn find_texts(
    tx: &mut Tx,
    sql: String,
    rule: &DueRule<'_>,
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(rule.closed_before.millis())
        .bind(limit)
        .fetch_all(&mut **tx)
        .await?;
    rows.iter().map(|row| row.text("found")).collect()
}

/// How many rows of a table meet a condition with the instant of a rule as `$1`.
pub(super) async fn count_where(
    tx: &mut Tx,
    table: &str,
    condition: &str,
    rule: &DueRule<'_>,
) -> Result<u64, StoreError> {
    let sql = format!("SELECT COUNT(*) AS due FROM {table} WHERE {condition}");
    let row =
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(rule.closed_before.millis()).fetch_one(&mut **tx).await?;
    row.unsigned("due")
}
