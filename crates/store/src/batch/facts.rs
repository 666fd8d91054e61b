//! What a decision about reports of a batch depends on, read for many at once.

use desk::batch::{self, BatchFacts};
use desk::{BatchAction, BatchSkip, Permission, Sight, UnitId};
use model::report::ReportState;
use model::{CaseId, Method, OfficerId, ReportId};
use sqlx::any::AnyRow;

use crate::event::EVENT_REPORTS_MAX;
use crate::event::graph::head_of;
use crate::officer::officer_in;
use crate::row::Columns as _;
use crate::{StoreError, Tx, sight};

/// What is the same for every report of a batch.
pub(super) struct Frame {
    pub(super) sight: Sight,
    /// What the officer sees to whom reports would go; `None` when that one cannot work on reports.
    assignee: Option<Sight>,
    /// The head of the event that reports would join.
    pub(super) event: Option<ReportId>,
    pub(super) is_event_full: bool,
}

/// A report as the decision sees it.
pub(super) struct Seen {
    pub(super) id: ReportId,
    pub(super) version: i64,
    pub(super) head: ReportId,
    pub(super) state: ReportState,
    pub(super) assigned_to: Option<OfficerId>,
    pub(super) method: Option<Method>,
    pub(super) method_by_officer: i64,
    pub(super) unit_id: Option<UnitId>,
    pub(super) unit_province: Option<String>,
    pub(super) unit_reason: Option<String>,
    pub(super) place_in_queue: i64,
    pub(super) urgency: i64,
    pub(super) updated_at: i64,
    pub(super) case: Option<CaseId>,
}

impl Frame {
    pub(super) async fn read(tx: &mut Tx, action: &BatchAction, sight: Sight) -> Result<Frame, StoreError> {
        let mut frame = Frame { sight, assignee: None, event: None, is_event_full: false };
        match action {
            BatchAction::Assign { officer } => {
                let officer = officer_in(tx, *officer).await?;
                frame.assignee = officer.may(Permission::WorkReports).then(|| officer.unit.sight());
            }
            BatchAction::Fold { into } => {
                let head = head_of(tx, *into).await?;
                frame.event = Some(head);
                frame.is_event_full = is_full(tx, head).await?;
            }
            BatchAction::HandOver { unit } => {
                let open = sqlx::query("SELECT id FROM units WHERE id = $1 AND closed_at IS NULL")
                    .bind(unit.as_str())
                    .fetch_optional(&mut **tx)
                    .await?;
                open.ok_or(StoreError::NotFound("unit"))?;
            }
            BatchAction::Dismiss { .. } | BatchAction::SetMethod { .. } | BatchAction::OpenCase { .. } => {}
        }
        Ok(frame)
    }

    /// Whether the act may be done to this report.
    pub(super) fn check(&self, action: &BatchAction, seen: &Seen) -> Result<(), BatchSkip> {
        let unit = seen.unit_id.clone().unwrap_or_default();
        let province = seen.unit_province.as_deref();
        batch::check(
            action,
            &BatchFacts {
                is_seen: self.sight.sees(&unit, province),
                state: seen.state,
                assigned_to: seen.assigned_to,
                method_by_officer: seen.method.filter(|_| seen.method_by_officer != 0),
                unit: &unit,
                officer_can: self.assignee.as_ref().is_some_and(|sight| sight.sees(&unit, province)),
                is_in_event: self.event == Some(seen.head),
                is_event_full: self.is_event_full,
                case: seen.case,
            },
        )
    }
}

/// Whether an event holds as many reports as an act reads at most, some room for a chunk left.
async fn is_full(tx: &mut Tx, head: ReportId) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS reports FROM (SELECT 1 FROM reports WHERE event_id = $1 LIMIT $2) AS counted",
    )
    .bind(head.to_string())
    .bind(i64::from(EVENT_REPORTS_MAX))
    .fetch_one(&mut **tx)
    .await?;
    let room = i64::from(EVENT_REPORTS_MAX) - row.number("reports")?;
    Ok(room <= super::CHUNK_ROWS)
}

/// The reports with these ids that there are, in the order of their ids.
pub(super) async fn read(tx: &mut Tx, ids: &[ReportId]) -> Result<Vec<Seen>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(100) {
        let list: Vec<String> = (1..=chunk.len()).map(|parameter| format!("${parameter}")).collect();
        let sql = format!(
            "SELECT id, version, COALESCE(event_id, id) AS head, state, assigned_to, method, method_by_officer,
                unit_id, unit_province, unit_reason, place_in_queue, urgency, updated_at, case_id
             FROM reports LEFT JOIN case_reports ON case_reports.report_id = reports.id
             WHERE id IN ({}) ORDER BY id",
            list.join(", ")
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for id in chunk {
            query = query.bind(id.to_string());
        }
        for row in &query.fetch_all(&mut **tx).await? {
            found.push(Seen::from_row(row)?);
        }
    }
    Ok(found)
}

impl Seen {
    fn from_row(row: &AnyRow) -> Result<Seen, StoreError> {
        Ok(Seen {
            id: row.parsed("id")?,
            version: row.number("version")?,
            head: row.parsed("head")?,
            state: row.slug("state", ReportState::from_slug)?,
            assigned_to: row.parsed_or_none("assigned_to")?,
            method: row.parsed_or_none("method")?,
            method_by_officer: row.number("method_by_officer")?,
            unit_id: row.parsed_or_none("unit_id")?,
            unit_province: row.text_or_none("unit_province")?,
            unit_reason: row.text_or_none("unit_reason")?,
            place_in_queue: row.number("place_in_queue")?,
            urgency: row.number("urgency")?,
            updated_at: row.number("updated_at")?,
            case: row.parsed_or_none("case_id")?,
        })
    }
}

/// Whether the officer of `sight` may touch a report that a batch laid on another desk: it lies in sight, or it lay
/// there before.
pub(super) async fn is_seen_or_was(
    tx: &mut Tx,
    sight: &Sight,
    report: ReportId,
    was: &super::Was,
) -> Result<bool, StoreError> {
    let unit = was.unit_id.as_deref().map_or_else(|| Ok(UnitId::ministry()), str::parse);
    let unit = unit.map_err(|_| StoreError::Corrupt("unreadable unit".to_owned()))?;
    Ok(sight.sees(&unit, was.unit_province.as_deref()) || sight::is_seen(tx, sight, report).await?)
}
