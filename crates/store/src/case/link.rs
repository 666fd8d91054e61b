//! Which reports a case is about: one, or every report of its event, ten thousand at most.

use std::collections::{BTreeMap, BTreeSet};

use desk::case::loss::{Told, leaders};
use desk::case::{CASE_REPORTS_MAX, CaseError};
use desk::{Permission, Sight};
use model::{CaseId, OfficerId, ReportId, Time};
use sqlx::any::AnyRow;

use super::{change, target};
use crate::audit::{self, Deed, Who};
use crate::event::graph::head_of;
use crate::row::{Columns as _, column};
use crate::rows::{Value, insert_many};
use crate::{Store, StoreError, Tx, sight};

/// What became of linking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Linked {
    /// Reports that are of the case now and were of none before.
    pub linked: u64,
    /// Reports that were of this case already.
    pub already: u64,
    /// Reports left alone because they are of another case.
    pub other_case: u64,
    /// Reports left alone because they lie on desks that the officer may not see.
    pub other_unit: u64,
}

/// A report that may be linked.
struct Candidate {
    told: Told,
    is_seen: bool,
    case: Option<CaseId>,
    leader: Option<ReportId>,
}

impl Store {
    /// Links a report to a case; with `is_event`, every report of its event in sight. Reports of another case are
    /// left there: nothing is counted in two.
    ///
    /// # Errors
    /// [`StoreError::Case`] when the case would hold more than [`CASE_REPORTS_MAX`] reports; [`StoreError::NotFound`];
    /// [`StoreError::NotAllowed`] without the permission, the case or the report in sight.
    pub async fn link_case(
        &self,
        id: CaseId,
        report: ReportId,
        is_event: bool,
        by: OfficerId,
        now: Time,
    ) -> Result<Linked, StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::WorkReports).await?;
        sight::require_seen(&mut tx, &officer, report, now).await?;
        change::lock(&mut tx, id, &officer, now).await?;
        let sight = sight::sight_at(&mut tx, &officer, now).await?;
        let linked = link_in(&mut tx, id, report, is_event, &sight, by, now).await?;
        let why = format!("+{} ({})", linked.linked, if is_event { "event" } else { "report" });
        audit::append(&mut tx, now, Who::Officer(by), Deed::LinkCase, &target(id), &why).await?;
        let about = format!("report:{report}");
        audit::append(&mut tx, now, Who::Officer(by), Deed::LinkCase, &about, &target(id)).await?;
        tx.commit().await?;
        Ok(linked)
    }

    /// Takes a report out of a case. When it led a loss that others of the case tell, the next of them leads it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not of the case; else as [`Store::link_case`].
    pub async fn unlink_case(
        &self,
        id: CaseId,
        report: ReportId,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::WorkReports).await?;
        change::lock(&mut tx, id, &officer, now).await?;
        sight::require_seen(&mut tx, &officer, report, now).await?;
        if !unlink_in(&mut tx, id, report).await? {
            return Err(StoreError::NotFound("report"));
        }
        audit::append(&mut tx, now, Who::Officer(by), Deed::LinkCase, &target(id), "-1").await?;
        let about = format!("report:{report}");
        let why = format!("- {}", target(id));
        audit::append(&mut tx, now, Who::Officer(by), Deed::LinkCase, &about, &why).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Links a report, or its event, to a case that is locked. The caller writes the audit lines.
pub(crate) async fn link_in(
    tx: &mut Tx,
    id: CaseId,
    report: ReportId,
    is_event: bool,
    sight: &Sight,
    by: OfficerId,
    now: Time,
) -> Result<Linked, StoreError> {
    let mut candidates = read_event(tx, report, sight).await?;
    if !is_event {
        candidates.retain(|one| one.told.report == report || one.case == Some(id));
    }
    let (linked, new) = sort(id, &candidates, report, is_event);
    let before = count(tx, id).await?;
    if before + linked.linked > column_max() {
        return Err(CaseError::Full.into());
    }
    insert(tx, id, &candidates, &new, by, now).await?;
    Ok(linked)
}

/// Takes a report out of a case that is locked; whether it was of it. When it led a loss that others of the case tell,
/// the next of them leads it. The caller writes the audit lines.
pub(crate) async fn unlink_in(tx: &mut Tx, id: CaseId, report: ReportId) -> Result<bool, StoreError> {
    let gone = sqlx::query("DELETE FROM case_reports WHERE report_id = $1 AND case_id = $2")
        .bind(report.to_string())
        .bind(id.to_string())
        .execute(&mut **tx)
        .await?;
    if gone.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query(
        "UPDATE case_reports SET loss_id = (SELECT MIN(others.report_id) FROM case_reports AS others
            WHERE others.case_id = $1 AND others.loss_id = $2)
         WHERE case_id = $1 AND loss_id = $2",
    )
    .bind(id.to_string())
    .bind(report.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(true)
}

fn column_max() -> u64 {
    CASE_REPORTS_MAX as u64
}

async fn count(tx: &mut Tx, id: CaseId) -> Result<u64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS reports FROM case_reports WHERE case_id = $1")
        .bind(id.to_string())
        .fetch_one(&mut **tx)
        .await?;
    row.unsigned("reports")
}

/// The reports of the event that a report is in, with their senders and the cases they are of; a few more than a case
/// holds, so that too many shows.
async fn read_event(tx: &mut Tx, report: ReportId, sight: &Sight) -> Result<Vec<Candidate>, StoreError> {
    let head = head_of(tx, report).await?;
    let rows = sqlx::query(
        "SELECT reports.id AS id, money_lost, unit_id, unit_province, case_reports.case_id AS case_id,
            case_reports.money AS money, loss_id
         FROM reports LEFT JOIN case_reports ON case_reports.report_id = reports.id
         WHERE event_id = $1 OR reports.id = $1 ORDER BY reports.id LIMIT $2",
    )
    .bind(head.to_string())
    .bind(column(column_max() * 2))
    .fetch_all(&mut **tx)
    .await?;
    let digests = sqlx::query(
        "SELECT digest, report_id FROM identity_digests JOIN reports ON reports.id = report_id
         WHERE event_id = $1 OR reports.id = $1",
    )
    .bind(head.to_string())
    .fetch_all(&mut **tx)
    .await?;
    let mut senders: BTreeMap<ReportId, BTreeSet<String>> = BTreeMap::new();
    for row in &digests {
        senders.entry(row.parsed("report_id")?).or_default().insert(row.text("digest")?);
    }
    rows.iter().map(|row| candidate(row, head, &mut senders, sight)).collect()
}

fn candidate(
    row: &AnyRow,
    event: ReportId,
    senders: &mut BTreeMap<ReportId, BTreeSet<String>>,
    sight: &Sight,
) -> Result<Candidate, StoreError> {
    let report = row.parsed("id")?;
    let money = row.number_or_none("money")?.or(row.number_or_none("money_lost")?).unwrap_or(0);
    Ok(Candidate {
        told: Told {
            report,
            event,
            money: money.unsigned_abs(),
            senders: senders.remove(&report).unwrap_or_default(),
        },
        is_seen: sight::sees(sight, row)?,
        case: row.parsed_or_none("case_id")?,
        leader: row.parsed_or_none("loss_id")?,
    })
}

/// Which are to be linked, and how many are left alone and why.
fn sort(
    id: CaseId,
    candidates: &[Candidate],
    report: ReportId,
    is_event: bool,
) -> (Linked, BTreeSet<ReportId>) {
    let (mut linked, mut new) = (Linked::default(), BTreeSet::new());
    for one in candidates.iter().filter(|one| is_event || one.told.report == report) {
        match one.case {
            Some(case) if case == id => linked.already += 1,
            Some(_) => linked.other_case += 1,
            None if !one.is_seen => linked.other_unit += 1,
            None => {
                linked.linked += 1;
                new.insert(one.told.report);
            }
        }
    }
    (linked, new)
}

async fn insert(
    tx: &mut Tx,
    id: CaseId,
    candidates: &[Candidate],
    new: &BTreeSet<ReportId>,
    by: OfficerId,
    now: Time,
) -> Result<(), StoreError> {
    let kept: Vec<(Told, ReportId)> = candidates
        .iter()
        .filter(|one| one.case == Some(id))
        .filter_map(|one| Some((one.told.clone(), one.leader?)))
        .collect();
    let fresh: Vec<Told> =
        candidates.iter().filter(|one| new.contains(&one.told.report)).map(|one| one.told.clone()).collect();
    let leaders = leaders(&kept, &fresh);
    let rows = fresh.iter().map(|told| {
        let leader = leaders.get(&told.report).copied().unwrap_or(told.report);
        vec![
            Value::Text(told.report.to_string()),
            Value::Text(id.to_string()),
            Value::Number(now.millis()),
            Value::Text(by.to_string()),
            Value::Number(column(told.money)),
            Value::Text(leader.to_string()),
        ]
    });
    let start = "INSERT INTO case_reports (report_id, case_id, linked_at, linked_by, money, loss_id)";
    insert_many(tx, start, rows.collect(), "").await?;
    Ok(())
}
