//! Work to be done after a change. Written with the change, done later, perhaps twice.

use model::Time;

use crate::row::{Columns as _, new_uuid};
use crate::rows::{Value, insert_many};
use crate::{Store, StoreError, Tx};

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// A report has come: fold it into the event it tells of ([`Store::fold_report`]), and place again in the
    /// queue those that share an indicator with it ([`Store::rank_related`]), enter it into the index of words
    /// ([`Store::index_report`]).
    Received,
    /// The publication log has grown to this serial: tell whoever has to be told.
    Published,
    /// A report came on a road without a page to show its code: tell the reporter the code.
    Receipt,
    /// A report was closed: tell the reporter.
    Closed,
    /// A batch was begun, or is to be undone: do what is left of it ([`Store::run_batch`]).
    Batch,
    /// An officer was told something: tell them by mail too.
    Reminder,
    /// Files came with a report: show them to the virus scanner.
    Scan,
}

impl JobKind {
    /// Every kind.
    pub const ALL: [JobKind; 7] = [
        JobKind::Received,
        JobKind::Published,
        JobKind::Receipt,
        JobKind::Closed,
        JobKind::Batch,
        JobKind::Reminder,
        JobKind::Scan,
    ];

    /// The stable name used in SQL.
    pub const fn slug(self) -> &'static str {
        match self {
            JobKind::Received => "received",
            JobKind::Published => "published",
            JobKind::Receipt => "receipt",
            JobKind::Closed => "closed",
            JobKind::Batch => "batch",
            JobKind::Reminder => "reminder",
            JobKind::Scan => "scan",
        }
    }

    /// The kind with this slug.
    pub fn from_slug(slug: &str) -> Option<JobKind> {
        JobKind::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

/// A job that was claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Which.
    pub id: String,
    /// What to do.
    pub kind: JobKind,
    /// About what: an id or a serial.
    pub payload: String,
    /// How often it was claimed, this time included.
    pub attempts: u64,
}

/// How long a claim lasts. A worker that died lets go of its job after this long.
const CLAIM_MS: i64 = 5 * 60 * 1000;

/// Longest wait between two attempts.
const BACK_OFF_MS_MAX: i64 = 60 * 60 * 1000;

/// Adds a job to a transaction.
pub(crate) async fn enqueue(
    tx: &mut Tx,
    kind: JobKind,
    payload: &str,
    run_at: Time,
    now: Time,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO jobs (id, kind, payload, created_at, run_at, attempts, last_error)
         VALUES ($1, $2, $3, $4, $5, 0, '')",
    )
    .bind(new_uuid(now)?.to_string())
    .bind(kind.slug())
    .bind(payload)
    .bind(now.millis())
    .bind(run_at.millis())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Adds one job for each payload, due at the time beside it.
pub(crate) async fn enqueue_many(
    tx: &mut Tx,
    kind: JobKind,
    payloads: Vec<(String, Time)>,
) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(payloads.len());
    for (payload, now) in payloads {
        rows.push(vec![
            Value::Text(new_uuid(now)?.to_string()),
            Value::Text(kind.slug().to_owned()),
            Value::Text(payload),
            Value::Number(now.millis()),
            Value::Number(now.millis()),
            Value::Number(0),
            Value::Text(String::new()),
        ]);
    }
    let start = "INSERT INTO jobs (id, kind, payload, created_at, run_at, attempts, last_error)";
    insert_many(tx, start, rows, "").await?;
    Ok(())
}

impl Store {
    /// Claims the job that has waited longest; `None` when none is due. A job that is neither finished
    /// nor failed within five minutes is given out again.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn claim_job(&self, now: Time) -> Result<Option<Job>, StoreError> {
        let sql = format!(
            "UPDATE jobs SET attempts = attempts + 1, run_at = $2 WHERE id = (
                SELECT id FROM jobs WHERE run_at <= $1 ORDER BY run_at, id LIMIT 1 {})
             RETURNING id, kind, payload, attempts",
            self.inner.engine.skip_locked()
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(now.millis())
            .bind(now.millis() + CLAIM_MS)
            .fetch_optional(&self.inner.write)
            .await?;
        row.map(|row| {
            Ok(Job {
                id: row.text("id")?,
                kind: row.slug("kind", JobKind::from_slug)?,
                payload: row.text("payload")?,
                attempts: row.unsigned("attempts")?,
            })
        })
        .transpose()
    }

    /// Takes a finished job away. Finishing twice changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn finish_job(&self, job: &Job) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM jobs WHERE id = $1")
            .bind(job.id.as_str())
            .execute(&self.inner.write)
            .await?;
        Ok(())
    }

    /// Puts a failed job back: after 1 s, 2 s, 4 s and so on, at most an hour. `error` must hold no
    /// personal data.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn fail_job(&self, job: &Job, error: &str, now: Time) -> Result<(), StoreError> {
        let doublings = u32::try_from(job.attempts.saturating_sub(1)).unwrap_or(u32::MAX).min(20);
        let wait_ms = (1_000 << doublings).min(BACK_OFF_MS_MAX);
        sqlx::query("UPDATE jobs SET run_at = $2, last_error = $3 WHERE id = $1")
            .bind(job.id.as_str())
            .bind(now.millis() + wait_ms)
            .bind(error)
            .execute(&self.inner.write)
            .await?;
        Ok(())
    }

    /// Jobs that wait, and how many of them have failed before.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn waiting_jobs(&self) -> Result<(u64, u64), StoreError> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS waiting, CAST(COALESCE(SUM(CASE WHEN last_error <> '' THEN 1 ELSE 0 END), 0)
                AS BIGINT) AS failed FROM jobs",
        )
        .fetch_one(&self.inner.read)
        .await?;
        Ok((row.unsigned("waiting")?, row.unsigned("failed")?))
    }
}
