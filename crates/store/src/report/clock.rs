//! The legal clock of a recorded source: kept as it was computed, changed act by act, listed by urgency.

use desk::source_clock::ClockDeadline;
use desk::{ClockAct, Permission, Sight, SourceClock};
use model::reference::Law;
use model::report::SourceKind;
use model::{OfficerId, ReportId, Time};
use sqlx::any::AnyRow;

use super::SourceDue;
use super::change::target;
use crate::audit::{self, Deed, Who};
use crate::row::Columns as _;
use crate::{Store, StoreError, Tx, Version, sight};

/// One source whose time runs out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueLine {
    /// Which report.
    pub id: ReportId,
    /// Year of the register.
    pub year: u64,
    /// Number in that year.
    pub number: u64,
    /// Which of the three kinds.
    pub kind: SourceKind,
    /// Where it stands by law.
    pub clock: SourceClock,
    /// The running deadline that ends first.
    pub due_at: Time,
    /// Who works on it; `None` while nobody does.
    pub assigned_to: Option<OfficerId>,
    /// Code of the province; `None` when not said.
    pub province: Option<String>,
}

/// The last line of a page; the next one starts after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueCursor {
    /// When it is due.
    pub due_at: Time,
    /// Its report.
    pub id: ReportId,
}

/// One page of sources whose time runs out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuePage {
    /// What is due first comes first.
    pub lines: Vec<DueLine>,
    /// Where the next page starts; `None` on the last one.
    pub next: Option<DueCursor>,
}

/// How many sources need somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DueCounts {
    /// Something was not done when it was due.
    pub overdue: u64,
    /// Something is due before `end_of_day`, and not overdue.
    pub today: u64,
    /// Something is in the last quarter of its time, and neither of the two.
    pub at_risk: u64,
}

impl From<&ClockDeadline> for SourceDue {
    fn from(deadline: &ClockDeadline) -> SourceDue {
        SourceDue { code: deadline.code.clone(), due_at: deadline.due_at }
    }
}

impl Store {
    /// Does one act on the clock of a recorded source, with its ground in the audit trail.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the report is no source, [`StoreError::Conflict`] when it changed since
    /// `version`, [`StoreError::Clock`] when the law does not allow the act now, [`StoreError::NotAllowed`].
    #[expect(clippy::too_many_arguments, reason = "an act, its ground, the law, the officer and the time")]
    pub async fn act_on_clock(
        &self,
        id: ReportId,
        version: Version,
        act: ClockAct,
        ground: &str,
        law: &Law,
        by: OfficerId,
        now: Time,
    ) -> Result<Version, StoreError> {
        let (mut tx, _) = self.begin_change(id, version, Permission::RecordSource, by, now).await?;
        apply(&mut tx, id, act, ground, law, now).await?;
        let why = format!("{act}: {}", ground.trim());
        audit::append(&mut tx, now, Who::Officer(by), Deed::SetClock, &target(id), &why).await?;
        tx.commit().await?;
        Ok(Version(version.0 + 1))
    }

    /// Sources in sight of which something is in the last quarter of its time at `now`, or overdue, after `after`
    /// (`None`: from the first), at most `limit`. `now` may be any day: the answer is what is stored, seen
    /// from there.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn due_sources(
        &self,
        now: Time,
        sight: &Sight,
        after: Option<DueCursor>,
        limit: u32,
    ) -> Result<DuePage, StoreError> {
        let sql = format!(
            "SELECT report_id, year, number, kind, sources.recorded_at AS recorded_at, due, clock, next_due_at,
                assigned_to, province
             FROM sources JOIN reports ON reports.id = sources.report_id
             WHERE at_risk_at <= $1 AND (next_due_at, report_id) > ($2, $3){}
             ORDER BY next_due_at, report_id LIMIT $4",
            sight::condition(sight, 5)
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(now.millis())
            .bind(after.map_or(i64::MIN, |cursor| cursor.due_at.millis()))
            .bind(after.map(|cursor| cursor.id.to_string()).unwrap_or_default())
            .bind(i64::from(limit) + 1);
        let rows = sight::bind(query, sight).fetch_all(&self.inner.read).await?;
        let mut lines = rows.iter().map(line_from_row).collect::<Result<Vec<_>, _>>()?;
        let has_more = lines.len() > limit as usize;
        lines.truncate(limit as usize);
        let last = lines.last().map(|line| DueCursor { due_at: line.due_at, id: line.id });
        Ok(DuePage { next: last.filter(|_| has_more), lines })
    }

    /// How many sources in sight need somebody at `now`; `end_of_day` is the first instant of the next day.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn count_due(
        &self,
        now: Time,
        end_of_day: Time,
        sight: &Sight,
    ) -> Result<DueCounts, StoreError> {
        let seen = match sight::condition(sight, 3) {
            all if all.is_empty() => all,
            some => format!(" AND EXISTS (SELECT 1 FROM reports WHERE reports.id = report_id{some})"),
        };
        let sql = format!(
            "SELECT
                (SELECT COUNT(*) FROM sources WHERE next_due_at <= $1{seen}) AS overdue,
                (SELECT COUNT(*) FROM sources WHERE next_due_at > $1 AND next_due_at <= $2{seen}) AS today,
                (SELECT COUNT(*) FROM sources WHERE at_risk_at <= $1 AND next_due_at > $2{seen}) AS at_risk",
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(now.millis()).bind(end_of_day.millis());
        let row = sight::bind(query, sight).fetch_one(&self.inner.read).await?;
        Ok(DueCounts {
            overdue: row.unsigned("overdue")?,
            today: row.unsigned("today")?,
            at_risk: row.unsigned("at_risk")?,
        })
    }
}

/// Applies an act to the kept clock within a transaction that holds the report.
pub(super) async fn apply(
    tx: &mut Tx,
    id: ReportId,
    act: ClockAct,
    ground: &str,
    law: &Law,
    now: Time,
) -> Result<(), StoreError> {
    let row = sqlx::query("SELECT recorded_at, due, clock FROM sources WHERE report_id = $1")
        .bind(id.to_string())
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(StoreError::NotFound("source"))?;
    let next = stored_clock(&row)?.apply(act, now, ground, law)?;
    keep(tx, id, &next).await
}

/// Keeps a clock beside its source.
pub(super) async fn keep(tx: &mut Tx, id: ReportId, clock: &SourceClock) -> Result<(), StoreError> {
    sqlx::query("UPDATE sources SET clock = $2, next_due_at = $3, at_risk_at = $4 WHERE report_id = $1")
        .bind(id.to_string())
        .bind(serde_json::to_string(clock).expect("a clock is plain data"))
        .bind(clock.next_due_at().map(Time::millis))
        .bind(clock.at_risk_from().map(Time::millis))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The clock of a row with `clock`, `due` and `recorded_at`. A source recorded before clocks were kept has
/// its first deadlines only; they run until an act ends them.
pub(crate) fn stored_clock(row: &AnyRow) -> Result<SourceClock, StoreError> {
    let unreadable = |_| StoreError::Corrupt("unreadable clock of a source".to_owned());
    if let Some(json) = row.text_or_none("clock")? {
        return serde_json::from_str(&json).map_err(unreadable);
    }
    let recorded_at = row.time("recorded_at")?;
    let due: Vec<SourceDue> = serde_json::from_str(&row.text("due")?).map_err(unreadable)?;
    let deadlines = due.into_iter().map(|due| ClockDeadline {
        code: due.code,
        started_at: recorded_at,
        due_at: due.due_at,
        basis: String::new(),
        ended: None,
    });
    Ok(SourceClock {
        recorded_at,
        changed_at: recorded_at,
        deadlines: deadlines.collect(),
        extension_asked_at: None,
        is_suspended: false,
        resolved_at: None,
    })
}

pub(crate) fn line_from_row(row: &AnyRow) -> Result<DueLine, StoreError> {
    Ok(DueLine {
        id: row.parsed("report_id")?,
        year: row.unsigned("year")?,
        number: row.unsigned("number")?,
        kind: row.slug("kind", SourceKind::from_slug)?,
        clock: stored_clock(row)?,
        due_at: row.time("next_due_at")?,
        assigned_to: row.parsed_or_none("assigned_to")?,
        province: row.text_or_none("province")?,
    })
}
