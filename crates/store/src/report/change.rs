//! What officers do to a report.

use desk::Permission;
use desk::rank::{RankEvidence, rank};
use desk::report_state::{answer, check_step, is_closed};
use desk::weight::{ClosedAs, ORDINARY};
use desk::{ClockAct, SourceClock};
use model::reference::Law;
use model::report::{ReportState, SourceKind};
use model::{Indicator, Method, OfficerId, ReportId, Time, Verdict};

use super::insert::{RELATED_MAX, related_reports};
use super::spam::note_closed;
use super::{StepWords, clock};
use crate::audit::{self, Deed, Who};
use crate::job::{self, JobKind};
use crate::row::{Columns as _, column, new_uuid};
use crate::{Store, StoreError, Tx, Version, sight};

/// Stands in the trail behind the states when the reporter was given an answer; what it says does not.
pub const ANSWERED: &str = " (answered)";

impl Store {
    /// Moves a report to another state; closing and opening again need a ground. What is said to the reporter stands
    /// until the state changes again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Conflict`] when it changed since `version`,
    /// [`StoreError::Step`], [`StoreError::NotAllowed`]; [`StoreError::Clock`] when a suspended source is to
    /// be resolved.
    #[expect(clippy::too_many_arguments, reason = "a step, its words, the law, the officer and the time")]
    pub async fn set_report_state(
        &self,
        id: ReportId,
        version: Version,
        to: ReportState,
        words: impl Into<StepWords<'_>>,
        law: &Law,
        by: OfficerId,
        now: Time,
    ) -> Result<Version, StoreError> {
        // Dealt with says something for its source; dismissed says nothing, for it may have been true.
        let closed_as = (to == ReportState::Resolved).then_some(ClosedAs::Confirmed);
        self.step(id, version, (to, closed_as), words.into(), law, by, now).await
    }

    /// Dismisses a report as spam: advertising, a joke, made up. Those that say the same are folded away from now on,
    /// and its source weighs less. Opening it again undoes both.
    ///
    /// # Errors
    /// As [`Store::set_report_state`].
    pub async fn dismiss_as_spam(
        &self,
        id: ReportId,
        version: Version,
        words: impl Into<StepWords<'_>>,
        law: &Law,
        by: OfficerId,
        now: Time,
    ) -> Result<Version, StoreError> {
        let to = (ReportState::Dismissed, Some(ClosedAs::Spam));
        self.step(id, version, to, words.into(), law, by, now).await
    }

    /// A transaction in which an officer who may changes a report in sight, if it is still as `version` says; and
    /// its state.
    pub(super) async fn begin_change(
        &self,
        id: ReportId,
        version: Version,
        permission: Permission,
        by: OfficerId,
        now: Time,
    ) -> Result<(Tx, ReportState), StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, permission).await?;
        sight::require_seen(&mut tx, &officer, id, now).await?;
        let state = lock(&mut tx, id, version).await?;
        Ok((tx, state))
    }

    #[expect(clippy::too_many_arguments, reason = "a step, its words, the law, the officer and the time")]
    async fn step(
        &self,
        id: ReportId,
        version: Version,
        (to, closed_as): (ReportState, Option<ClosedAs>),
        words: StepWords<'_>,
        law: &Law,
        by: OfficerId,
        now: Time,
    ) -> Result<Version, StoreError> {
        let (mut tx, from) = self.begin_change(id, version, Permission::WorkReports, by, now).await?;
        check_step(from, to, words.ground)?;
        let answer = answer(to, words.answer)?;
        if to == ReportState::Recorded {
            // Recording gives a number in the register and starts clocks: see `record_source`.
            return Err(desk::report_state::StepError::NoSuchStep { from, to }.into());
        }
        if to == ReportState::Resolved && from == ReportState::Recorded {
            clock::apply(&mut tx, id, ClockAct::Resolve, "", law, now).await?;
        }
        set_state(&mut tx, id, to, now).await?;
        keep_answer(&mut tx, id, &answer).await?;
        note_closed(&mut tx, id, closed_as).await?;
        if is_closed(to) && !is_closed(from) {
            job::enqueue(&mut tx, JobKind::Closed, &id.to_string(), now, now).await?;
        }
        let answered = answered(&answer);
        let why = format!("{} > {}{answered}: {}", from.slug(), to.slug(), words.ground.trim());
        audit::append(&mut tx, now, Who::Officer(by), Deed::SetReportState, &target(id), &why).await?;
        tx.commit().await?;
        Ok(Version(version.0 + 1))
    }

    /// Gives a report to an officer to work on (`None`: to nobody). A report not yet looked at becomes
    /// one in progress.
    ///
    /// # Errors
    /// As [`Store::set_report_state`].
    pub async fn assign_report(
        &self,
        id: ReportId,
        version: Version,
        to: Option<OfficerId>,
        by: OfficerId,
        now: Time,
    ) -> Result<Version, StoreError> {
        let (mut tx, state) = self.begin_change(id, version, Permission::WorkReports, by, now).await?;
        let to_text = to.map(|officer| officer.to_string());
        sqlx::query("UPDATE reports SET assigned_to = $2, spam_of = NULL WHERE id = $1")
            .bind(id.to_string())
            .bind(to_text.clone())
            .execute(&mut *tx)
            .await?;
        if to.is_some() && state == ReportState::Received {
            set_state(&mut tx, id, ReportState::InProgress, now).await?;
        }
        let why = to_text.unwrap_or_default();
        audit::append(&mut tx, now, Who::Officer(by), Deed::AssignReport, &target(id), &why).await?;
        tx.commit().await?;
        Ok(Version(version.0 + 1))
    }

    /// Sets the method; the place in the queue follows.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Conflict`], [`StoreError::NotAllowed`].
    pub async fn set_method(
        &self,
        id: ReportId,
        version: Version,
        method: Method,
        by: OfficerId,
        now: Time,
    ) -> Result<Version, StoreError> {
        let (mut tx, _) = self.begin_change(id, version, Permission::WorkReports, by, now).await?;
        sqlx::query("UPDATE reports SET method = $2, method_by_officer = 1 WHERE id = $1")
            .bind(id.to_string())
            .bind(method.slug())
            .execute(&mut *tx)
            .await?;
        rank_again(&mut tx, id).await?;
        audit::append(&mut tx, now, Who::Officer(by), Deed::SetMethod, &target(id), method.slug()).await?;
        tx.commit().await?;
        Ok(Version(version.0 + 1))
    }

    /// Records a report as a source: the next number of the year's register; legal clocks start now.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Conflict`], [`StoreError::Step`],
    /// [`StoreError::NotAllowed`].
    pub async fn record_source(
        &self,
        id: ReportId,
        version: Version,
        kind: SourceKind,
        law: &Law,
        by: OfficerId,
        now: Time,
    ) -> Result<super::Source, StoreError> {
        let (mut tx, from) = self.begin_change(id, version, Permission::RecordSource, by, now).await?;
        check_step(from, ReportState::Recorded, "")?;
        let source = super::Source {
            year: vietnam_year(now),
            number: next_number(&mut tx, vietnam_year(now)).await?,
            kind,
            recorded_at: now,
            recorded_by: by,
            clock: SourceClock::record(law, now),
        };
        insert_source(&mut tx, id, &source).await?;
        set_state(&mut tx, id, ReportState::Recorded, now).await?;
        let why = format!("{} {}/{}", kind.slug(), source.number, source.year);
        audit::append(&mut tx, now, Who::Officer(by), Deed::RecordSource, &target(id), &why).await?;
        tx.commit().await?;
        Ok(source)
    }

    /// Adds a note. Notes are never changed, so that no version is needed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotAllowed`].
    pub async fn write_note(
        &self,
        id: ReportId,
        text: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::WorkReports).await?;
        sight::require_seen(&mut tx, &officer, id, now).await?;
        sqlx::query(
            "INSERT INTO notes (id, report_id, officer_id, written_at, text) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(new_uuid(now)?.to_string())
        .bind(id.to_string())
        .bind(by.to_string())
        .bind(now.millis())
        .bind(text)
        .execute(&mut *tx)
        .await?;
        crate::search::add_words(&mut tx, id, text).await?;
        audit::append(&mut tx, now, Who::Officer(by), Deed::WriteNote, &target(id), "").await?;
        tx.commit().await?;
        Ok(())
    }

    /// Places again in the queue the open reports that share an indicator with this one, when this one is
    /// the second, fourth, eighth and so on with it: the rank grows by doublings, so that between them
    /// nothing moves, and a flood about one thing costs little. The work of the job `received`;
    /// running it twice changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn rank_related(&self, id: ReportId) -> Result<(), StoreError> {
        let rows = sqlx::query(
            "SELECT indicator,
                (SELECT COUNT(*) FROM (
                    SELECT report_id FROM report_indicators AS earlier
                    WHERE earlier.indicator = mine.indicator AND earlier.report_id <= mine.report_id
                    LIMIT $2) AS counted) AS position,
                (SELECT COUNT(*) FROM (
                    SELECT report_id FROM report_indicators AS others
                    WHERE others.indicator = mine.indicator LIMIT $2) AS counted) AS total
             FROM report_indicators AS mine WHERE report_id = $1",
        )
        .bind(id.to_string())
        .bind(column(RELATED_MAX + 1))
        .fetch_all(&self.inner.read)
        .await?;
        for row in &rows {
            // The position alone would miss one of two reports of the same millisecond, whose ids are not
            // in the order of their arrival; the total alone would miss one when jobs lag behind.
            let counts = [row.unsigned("position")?, row.unsigned("total")?];
            if counts.iter().any(|count| count.is_power_of_two() && (2..=RELATED_MAX).contains(count)) {
                self.rank_reports_with(&row.indicator()?, id).await?;
            }
        }
        Ok(())
    }

    async fn rank_reports_with(&self, indicator: &Indicator, but: ReportId) -> Result<(), StoreError> {
        let rows = sqlx::query(
            "SELECT id FROM report_indicators JOIN reports ON reports.id = report_indicators.report_id
             WHERE indicator = $1 AND id <> $2 AND is_open = 1 LIMIT $3",
        )
        .bind(indicator.to_string())
        .bind(but.to_string())
        .bind(column(RELATED_MAX))
        .fetch_all(&self.inner.read)
        .await?;
        // In small transactions, so that a report that comes in meanwhile does not wait long.
        for chunk in rows.chunks(50) {
            let mut tx = self.begin().await?;
            for row in chunk {
                rank_again(&mut tx, row.parsed("id")?).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }
}

pub(crate) fn target(id: ReportId) -> String {
    format!("report:{id}")
}

/// Takes the row for this transaction if it is still as the caller saw it, and answers its state.
pub(super) async fn lock(tx: &mut Tx, id: ReportId, version: Version) -> Result<ReportState, StoreError> {
    let row = sqlx::query(
        "UPDATE reports SET version = version + 1 WHERE id = $1 AND version = $2 RETURNING state",
    )
    .bind(id.to_string())
    .bind(version.0)
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(row) = row {
        return row.slug("state", ReportState::from_slug);
    }
    let exists = sqlx::query("SELECT id FROM reports WHERE id = $1")
        .bind(id.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    Err(if exists.is_some() { StoreError::Conflict("report") } else { StoreError::NotFound("report") })
}

/// Puts a report into a state. What was said to the reporter about the state before is gone.
pub(crate) async fn set_state(
    tx: &mut Tx,
    id: ReportId,
    to: ReportState,
    now: Time,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE reports SET state = $2, is_open = $3, updated_at = $4, reporter_answer = '' WHERE id = $1",
    )
    .bind(id.to_string())
    .bind(to.slug())
    .bind(i64::from(!is_closed(to)))
    .bind(now.millis())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What the trail says of an answer behind the states.
pub(crate) const fn answered(answer: &str) -> &'static str {
    if answer.is_empty() { "" } else { ANSWERED }
}

/// Keeps what the reporter may read about the state a report has just been put into.
pub(crate) async fn keep_answer(tx: &mut Tx, id: ReportId, answer: &str) -> Result<(), StoreError> {
    if answer.is_empty() {
        return Ok(());
    }
    sqlx::query("UPDATE reports SET reporter_answer = $2 WHERE id = $1")
        .bind(id.to_string())
        .bind(answer)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

fn vietnam_year(now: Time) -> u64 {
    now.vietnam_iso_date()[..4].parse().expect("an ISO date starts with four digits")
}

async fn next_number(tx: &mut Tx, year: u64) -> Result<u64, StoreError> {
    let row = sqlx::query(
        "INSERT INTO registers (year, last_number) VALUES ($1, 1)
         ON CONFLICT (year) DO UPDATE SET last_number = registers.last_number + 1
         RETURNING last_number",
    )
    .bind(column(year))
    .fetch_one(&mut **tx)
    .await?;
    row.unsigned("last_number")
}

async fn insert_source(tx: &mut Tx, id: ReportId, source: &super::Source) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO sources (report_id, year, number, kind, recorded_at, recorded_by, due)
         VALUES ($1, $2, $3, $4, $5, $6, '[]')",
    )
    .bind(id.to_string())
    .bind(column(source.year))
    .bind(column(source.number))
    .bind(source.kind.slug())
    .bind(source.recorded_at.millis())
    .bind(source.recorded_by.to_string())
    .execute(&mut **tx)
    .await
    .map_err(|error| crate::error::conflict_if_unique(error, "source"))?;
    clock::keep(tx, id, &source.clock).await
}

/// Computes the place in the queue from the row as it stands.
pub(crate) async fn rank_again(tx: &mut Tx, id: ReportId) -> Result<(), StoreError> {
    let rows = sqlx::query("SELECT indicator FROM report_indicators WHERE report_id = $1")
        .bind(id.to_string())
        .fetch_all(&mut **tx)
        .await?;
    let indicators = rows.iter().map(|row| row.indicator()).collect::<Result<Vec<Indicator>, _>>()?;
    let related = related_reports(tx, id, indicators.iter()).await?;
    let row = sqlx::query(
        "SELECT received_at, happened_at, money_lost, method, verdict,
            (SELECT weight FROM report_weights WHERE report_id = reports.id) AS weight
         FROM reports WHERE id = $1",
    )
    .bind(id.to_string())
    .fetch_one(&mut **tx)
    .await?;
    let rank = rank(&RankEvidence {
        received_at: row.time("received_at")?,
        happened_at: row.time_or_none("happened_at")?,
        money_lost: row.number_or_none("money_lost")?.map(i64::unsigned_abs),
        method: row.parsed_or_none("method")?,
        verdict: row.slug("verdict", Verdict::from_slug)?,
        related_reports: related,
        source_weight: row.number_or_none("weight")?.map_or(ORDINARY, i64::unsigned_abs),
    });
    sqlx::query("UPDATE reports SET place_in_queue = $2, urgency = $3 WHERE id = $1")
        .bind(id.to_string())
        .bind(-rank.value)
        .bind(rank.head_start_minutes)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
