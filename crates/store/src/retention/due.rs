//! Which reports a rule is about: closed long enough ago, not erased yet, not held.

use desk::retention::DueRule;
use model::ReportId;
use model::reference::{Covers, Erases};

use crate::row::Columns as _;
use crate::{StoreError, Tx};

/// A hold on the report itself, or on the whole of the event it is in. The first report of an event names none.
const NOT_HELD: &str = "NOT EXISTS (
    SELECT 1 FROM legal_holds AS holds JOIN reports AS held ON held.id = holds.report_id
    WHERE holds.lifted_at IS NULL AND (held.id = reports.id OR (holds.whole_event = 1
        AND COALESCE(held.event_id, held.id) = COALESCE(reports.event_id, reports.id))))";

/// The condition of one rule, with `$1` the instant before which a report must have been closed.
fn condition(rule: &DueRule<'_>) -> String {
    let part = match rule.rule.erases {
        Erases::Identity => "EXISTS (SELECT 1 FROM identities WHERE identities.report_id = reports.id)",
        Erases::Content => "erased_at IS NULL",
    };
    let is_source = "EXISTS (SELECT 1 FROM sources WHERE sources.report_id = reports.id)";
    let covers = match rule.rule.covers {
        Covers::Dismissed => format!("state = 'dismissed' AND NOT {is_source}"),
        Covers::Resolved => format!("state = 'resolved' AND NOT {is_source}"),
        Covers::Source => is_source.to_owned(),
    };
    format!("is_open = 0 AND updated_at < $1 AND {part} AND {covers} AND {NOT_HELD}")
}

/// At most `limit` reports that are due, oldest id first.
pub(super) async fn find(tx: &mut Tx, rule: &DueRule<'_>, limit: i64) -> Result<Vec<ReportId>, StoreError> {
    let sql = format!("SELECT id FROM reports WHERE {} ORDER BY id LIMIT $2", condition(rule));
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(rule.closed_before.millis())
        .bind(limit)
        .fetch_all(&mut **tx)
        .await?;
    rows.iter().map(|row| row.parsed("id")).collect()
}

/// How many reports are due.
pub(super) async fn count(tx: &mut Tx, rule: &DueRule<'_>) -> Result<u64, StoreError> {
    let sql = format!("SELECT COUNT(*) AS due FROM reports WHERE {}", condition(rule));
    let row =
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(rule.closed_before.millis()).fetch_one(&mut **tx).await?;
    row.unsigned("due")
}
