//! The migrations, in order, each applied once and never edited.

use sha2::{Digest, Sha256};
use sqlx::Row;

use crate::engine::Engine;
use crate::{StoreError, Tx};

/// File name and text of each migration. A new one goes to the end, with the day in its name.
pub(crate) const MIGRATIONS: &[(&str, &str)] = &[
    ("2026-11-22-1-logs", include_str!("../migrations/2026-11-22-1-logs.sql")),
    ("2026-11-22-2-officers", include_str!("../migrations/2026-11-22-2-officers.sql")),
    ("2026-11-22-3-reports", include_str!("../migrations/2026-11-22-3-reports.sql")),
    ("2026-11-22-4-publication", include_str!("../migrations/2026-11-22-4-publication.sql")),
    ("2026-11-22-5-figures", include_str!("../migrations/2026-11-22-5-figures.sql")),
    ("2026-11-22-50-source-clocks", include_str!("../migrations/2026-11-22-50-source-clocks.sql")),
    ("2026-11-22-40-consumers", include_str!("../migrations/2026-11-22-40-consumers.sql")),
    ("2026-11-22-51-events", include_str!("../migrations/2026-11-22-51-events.sql")),
    ("2026-11-22-41-push", include_str!("../migrations/2026-11-22-41-push.sql")),
    ("2026-11-22-10-intake", include_str!("../migrations/2026-11-22-10-intake.sql")),
    ("2026-11-22-42-appeals", include_str!("../migrations/2026-11-22-42-appeals.sql")),
    ("2026-11-22-80-units", include_str!("../migrations/2026-11-22-80-units.sql")),
    ("2026-11-22-90-search", include_str!("../migrations/2026-11-22-90-search.sql")),
    ("2026-11-22-70-roads", include_str!("../migrations/2026-11-22-70-roads.sql")),
    ("2026-11-22-71-quarantine", include_str!("../migrations/2026-11-22-71-quarantine.sql")),
    ("2026-11-22-72-drafts", include_str!("../migrations/2026-11-22-72-drafts.sql")),
    ("2026-11-22-100-retention", include_str!("../migrations/2026-11-22-100-retention.sql")),
    (
        "2026-11-22-101-document-templates",
        include_str!("../migrations/2026-11-22-101-document-templates.sql"),
    ),
    ("2026-11-22-120-batches", include_str!("../migrations/2026-11-22-120-batches.sql")),
    ("2026-11-22-121-cases", include_str!("../migrations/2026-11-22-121-cases.sql")),
    ("2026-11-22-122-views", include_str!("../migrations/2026-11-22-122-views.sql")),
    ("2026-11-22-123-campaigns", include_str!("../migrations/2026-11-22-123-campaigns.sql")),
    ("2026-11-22-110-allowed", include_str!("../migrations/2026-11-22-110-allowed.sql")),
    (
        "2026-11-22-111-consumer-certificates",
        include_str!("../migrations/2026-11-22-111-consumer-certificates.sql"),
    ),
    ("2026-11-22-130-roster", include_str!("../migrations/2026-11-22-130-roster.sql")),
    ("2026-11-22-140-scans", include_str!("../migrations/2026-11-22-140-scans.sql")),
    ("2026-11-22-141-additions", include_str!("../migrations/2026-11-22-141-additions.sql")),
    ("2026-11-22-142-weights", include_str!("../migrations/2026-11-22-142-weights.sql")),
    ("2026-11-23-150-providers", include_str!("../migrations/2026-11-23-150-providers.sql")),
    ("2026-11-23-151-passkeys", include_str!("../migrations/2026-11-23-151-passkeys.sql")),
    ("2026-11-23-154-note-escalations", include_str!("../migrations/2026-11-23-154-note-escalations.sql")),
    ("2026-11-23-155-officers-work", include_str!("../migrations/2026-11-23-155-officers-work.sql")),
    ("2026-11-23-160-reporter-answers", include_str!("../migrations/2026-11-23-160-reporter-answers.sql")),
    ("2026-11-23-161-batch-answers", include_str!("../migrations/2026-11-23-161-batch-answers.sql")),
    ("2026-11-23-162-closed-again", include_str!("../migrations/2026-11-23-162-closed-again.sql")),
    ("2026-11-23-309-provider-sessions", include_str!("../migrations/2026-11-23-309-provider-sessions.sql")),
];

const CREATE: &str = "CREATE TABLE IF NOT EXISTS migrations (
    position BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL
)";

/// Applies what is missing, all in one transaction.
///
/// # Errors
/// [`StoreError::Migration`] when an applied one differs from ours or is unknown to us.
pub(crate) async fn run(engine: Engine, tx: &mut Tx) -> Result<(), StoreError> {
    if let Some(lock) = engine.lock_migrations() {
        sqlx::query(lock).execute(&mut **tx).await?;
    }
    sqlx::query(CREATE).execute(&mut **tx).await?;
    let applied =
        sqlx::query("SELECT name, sha256 FROM migrations ORDER BY position").fetch_all(&mut **tx).await?;
    if applied.len() > MIGRATIONS.len() {
        let name = applied[MIGRATIONS.len()].try_get("name")?;
        return Err(StoreError::Migration { name, problem: "made by a newer version of the program" });
    }
    for (index, (name, text)) in MIGRATIONS.iter().enumerate() {
        let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes()));
        match applied.get(index) {
            Some(row) => check(name, &sha256, row)?,
            None => apply(tx, index, name, text, &sha256).await?,
        }
    }
    Ok(())
}

fn check(name: &str, sha256: &str, row: &sqlx::any::AnyRow) -> Result<(), StoreError> {
    let (applied_name, applied_sha256): (String, String) = (row.try_get(0)?, row.try_get(1)?);
    if applied_name == name && applied_sha256 == sha256 {
        Ok(())
    } else {
        Err(StoreError::Migration { name: applied_name, problem: "not the one this program knows" })
    }
}

async fn apply(
    tx: &mut Tx,
    index: usize,
    name: &str,
    text: &'static str,
    sha256: &str,
) -> Result<(), StoreError> {
    sqlx::raw_sql(text).execute(&mut **tx).await?;
    sqlx::query("INSERT INTO migrations (position, name, sha256) VALUES ($1, $2, $3)")
        .bind(i64::try_from(index).expect("a handful of migrations"))
        .bind(name)
        .bind(sha256)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
