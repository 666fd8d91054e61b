//! Appeals against an entry: received with a clock, decided by an officer, answered.

use desk::Sight;
use desk::appeal::{self, AppealState};
use model::{Indicator, OfficerId, ReportId, Serial, Time};
use sqlx::any::AnyRow;

use crate::audit::{self, Deed, Who};
use crate::officer::{decider, officer_in};
use crate::publication::{By, Change, append, listing_in};
use crate::row::{Columns as _, column};
use crate::{Store, StoreError, Tx, sight};

/// One appeal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appeal {
    /// The report that holds its text, its contact and its code.
    pub report_id: ReportId,
    /// The entry that is appealed.
    pub indicator: Indicator,
    /// When it came.
    pub received_at: Time,
    /// When the answer is due.
    pub due_at: Time,
    /// Where it stands.
    pub state: AppealState,
    /// Who decided; `None` while open.
    pub decided_by: Option<OfficerId>,
    /// When; `None` while open.
    pub decided_at: Option<Time>,
    /// What the appellant is told; empty while open.
    pub ground: String,
    /// The act by which the entry went off the list; `None` when there was none.
    pub serial: Option<Serial>,
    /// What the appellant wrote.
    pub text: String,
}

const SELECT: &str =
    "SELECT a.report_id AS report_id, a.indicator AS indicator, a.received_at AS received_at,
    a.due_at AS due_at, a.state AS state, a.decided_by AS decided_by, a.decided_at AS decided_at,
    a.ground AS ground, a.serial AS serial, reports.text AS text
    FROM appeals AS a JOIN reports ON reports.id = a.report_id";

fn from_row(row: &AnyRow) -> Result<Appeal, StoreError> {
    Ok(Appeal {
        report_id: row.parsed("report_id")?,
        indicator: row.indicator()?,
        received_at: row.time("received_at")?,
        due_at: row.time("due_at")?,
        state: row.slug("state", AppealState::from_slug)?,
        decided_by: row.parsed_or_none("decided_by")?,
        decided_at: row.time_or_none("decided_at")?,
        ground: row.text("ground")?,
        serial: row.number_or_none("serial")?.map(|serial| Serial(serial.unsigned_abs())),
        text: row.text("text")?,
    })
}

/// Makes the report of this id an appeal; it leaves the queue of reports for that of appeals.
pub(crate) async fn insert(
    tx: &mut Tx,
    id: ReportId,
    indicator: &Indicator,
    now: Time,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO appeals (report_id, indicator, received_at, due_at, state, decided_by, decided_at, ground, serial)
         VALUES ($1, $2, $3, $4, 'open', NULL, NULL, '', NULL)",
    )
    .bind(id.to_string())
    .bind(indicator.to_string())
    .bind(now.millis())
    .bind(appeal::due_at(now).millis())
    .execute(&mut **tx)
    .await?;
    sqlx::query("UPDATE reports SET is_open = 0 WHERE id = $1")
        .bind(id.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

impl Store {
    /// Decides an appeal. With `evidence` the entry goes off the list on that published evidence, at once; without,
    /// it stays. `ground` is what the appellant is told. Answers the act, if there was one: an entry that has ended
    /// meanwhile needs none.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::NotFound`], [`StoreError::Conflict`] when it was decided before.
    pub async fn decide_appeal(
        &self,
        id: ReportId,
        evidence: Option<&str>,
        ground: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<Option<Serial>, StoreError> {
        let mut tx = self.begin().await?;
        let officer = officer_in(&mut tx, by).await?;
        sight::require_seen(&mut tx, &officer, id, now).await?;
        let appeal = appeal_in(&mut tx, id).await?.ok_or(StoreError::NotFound("appeal"))?;
        let current = listing_in(&mut tx, &appeal.indicator).await?;
        let (state, report_state, serial) = match evidence {
            Some(evidence) => {
                appeal::uphold(decider(&officer), ground)?;
                let serial = match current {
                    None => None,
                    Some(_) => {
                        let change = Change::Remove(appeal.indicator.clone(), evidence.trim().to_owned());
                        let by_both = By { proposed_by: Some(by), approved_by: Some(by) };
                        Some(append(self, &mut tx, change, by_both, now).await?)
                    }
                };
                (AppealState::Delisted, "resolved", serial)
            }
            None => {
                let listed_by = listed_by(&mut tx, &appeal.indicator).await?;
                appeal::keep(decider(&officer), &listed_by, ground)?;
                (AppealState::Kept, "dismissed", None)
            }
        };
        let done = sqlx::query(
            "UPDATE appeals SET state = $2, decided_by = $3, decided_at = $4, ground = $5, serial = $6
             WHERE report_id = $1 AND state = 'open'",
        )
        .bind(id.to_string())
        .bind(state.slug())
        .bind(by.to_string())
        .bind(now.millis())
        .bind(ground.trim())
        .bind(serial.map(|serial| column(serial.0)))
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::Conflict("appeal"));
        }
        sqlx::query("UPDATE reports SET state = $2, updated_at = $3, version = version + 1 WHERE id = $1")
            .bind(id.to_string())
            .bind(report_state)
            .bind(now.millis())
            .execute(&mut *tx)
            .await?;
        let act = serial.map(|serial| format!(" serial {serial}")).unwrap_or_default();
        let why = format!("{} {}{act}: {}", appeal.indicator, state.slug(), ground.trim());
        audit::append(&mut tx, now, Who::Officer(by), Deed::DecideAppeal, &format!("report:{id}"), &why)
            .await?;
        tx.commit().await?;
        if let Some(serial) = serial {
            self.announce(serial);
        }
        Ok(serial)
    }

    /// Appeals in sight in this state: open ones by what is due first, others newest first; at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn appeals(
        &self,
        state: AppealState,
        sight: &Sight,
        limit: u32,
    ) -> Result<Vec<Appeal>, StoreError> {
        let order = if state == AppealState::Open { "a.due_at, a.report_id" } else { "a.decided_at DESC" };
        let seen = sight::condition(sight, 3);
        let sql = format!("{SELECT} WHERE a.state = $1{seen} ORDER BY {order} LIMIT $2");
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(state.slug()).bind(i64::from(limit));
        let rows = sight::bind(query, sight).fetch_all(&self.inner.read).await?;
        rows.iter().map(from_row).collect()
    }

    /// The appeal that this report is; `None` when it is none.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn appeal(&self, id: ReportId) -> Result<Option<Appeal>, StoreError> {
        let mut tx = self.begin_read().await?;
        let appeal = appeal_in(&mut tx, id).await?;
        tx.commit().await?;
        Ok(appeal)
    }
}

async fn appeal_in(tx: &mut Tx, id: ReportId) -> Result<Option<Appeal>, StoreError> {
    let sql = format!("{SELECT} WHERE a.report_id = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id.to_string()).fetch_optional(&mut **tx).await?;
    row.map(|row| from_row(&row)).transpose()
}

/// The officers behind the last act that put the entry on the list.
async fn listed_by(tx: &mut Tx, indicator: &Indicator) -> Result<Vec<OfficerId>, StoreError> {
    let row = sqlx::query(
        "SELECT proposed_by, approved_by FROM acts WHERE indicator = $1 AND action <> 'delist'
         ORDER BY serial DESC LIMIT 1",
    )
    .bind(indicator.to_string())
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(Vec::new()) };
    let both = [row.parsed_or_none("proposed_by")?, row.parsed_or_none("approved_by")?];
    Ok(both.into_iter().flatten().collect())
}
