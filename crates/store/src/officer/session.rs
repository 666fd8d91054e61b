//! Sessions of signed-in officers. Only the hash of a token is kept.

use desk::Sight;
use model::{OfficerId, Time};
use sqlx::any::AnyRow;

use super::provider::Proved;
use super::{GlassBreak, Officer, glass, officer_in, target};
use crate::audit::{self, Deed, Who};
use crate::row::{Columns as _, new_uuid};
use crate::{Store, StoreError, Tx};

/// How long a session lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLife {
    /// Ends this many milliseconds after sign-in, whatever happens.
    pub absolute_ms: i64,
    /// Ends this many milliseconds after the last use.
    pub idle_ms: i64,
}

/// A session that is good now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Names it in pages; not a secret.
    pub id: String,
    /// Whose.
    pub officer: Officer,
    /// The glass that this officer has broken, while it stands.
    pub glass: Option<GlassBreak>,
    /// Repeated in every form.
    pub csrf_token: String,
    /// When it began.
    pub created_at: Time,
    /// When it ends at the latest.
    pub expires_at: Time,
}

impl Session {
    /// What the officer sees now: the unit's, or everything while the glass is broken.
    pub fn sight(&self) -> Sight {
        if self.glass.is_some() { Sight::All } else { self.officer.unit.sight() }
    }
}

/// One line of an officer's own list of sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLine {
    /// Names it; not a secret.
    pub id: String,
    /// When it began.
    pub created_at: Time,
    /// Last use, to the minute.
    pub seen_at: Time,
    /// When it ends at the latest.
    pub expires_at: Time,
}

/// Last use is written down at most this often.
const SEEN_EVERY_MS: i64 = 60_000;

/// SHA-256 of a token, hex. A token has 256 random bits, so that a plain hash cannot be searched.
pub(crate) fn token_hash(token: &str) -> String {
    crate::report::hex_sha256(token.as_bytes())
}

impl Store {
    /// Begins a session on the officer's own password or passkey. `token` and `csrf_token` are random texts of at least
    /// 128 bits made by the caller. Ended sessions of the officer are cleared away.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn begin_session(
        &self,
        officer: OfficerId,
        token: &str,
        csrf_token: &str,
        life: SessionLife,
        now: Time,
    ) -> Result<(), StoreError> {
        self.begin_session_by(officer, None, token, csrf_token, life, now).await
    }

    /// Begins a session as [`Store::begin_session`] does; `by`: the provider on whose word, which may end it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn begin_session_by(
        &self,
        officer: OfficerId,
        by: Option<&Proved>,
        token: &str,
        csrf_token: &str,
        life: SessionLife,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "DELETE FROM sessions WHERE officer_id = $1 AND (expires_at <= $2 OR seen_at + idle_ms <= $2)",
        )
        .bind(officer.to_string())
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "INSERT INTO sessions (token_hash, id, officer_id, csrf_token, created_at, seen_at, expires_at,
                idle_ms, issuer, provider_session)
             VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9)",
        )
        .bind(token_hash(token))
        .bind(new_uuid(now)?.to_string())
        .bind(officer.to_string())
        .bind(csrf_token)
        .bind(now.millis())
        .bind(now.millis().saturating_add(life.absolute_ms))
        .bind(life.idle_ms)
        .bind(by.map(|proved| proved.issuer.as_str()))
        .bind(by.and_then(|proved| proved.session.as_deref()))
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// The session behind a token, and notes its use; `None` when it has ended or its officer is
    /// disabled.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn session(&self, token: &str, now: Time) -> Result<Option<Session>, StoreError> {
        let hash = token_hash(token);
        let mut tx = self.begin_read().await?;
        let row = sqlx::query(
            "SELECT id, officer_id, csrf_token, created_at, seen_at, expires_at FROM sessions
             WHERE token_hash = $1 AND expires_at > $2 AND seen_at + idle_ms > $2",
        )
        .bind(hash.as_str())
        .bind(now.millis())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let officer = officer_in(&mut tx, row.parsed("officer_id")?).await?;
        let glass = glass::broken(&mut tx, officer.id, now).await?;
        tx.commit().await?;
        if officer.disabled_at.is_some() {
            return Ok(None);
        }
        if now.millis_since(row.time("seen_at")?) >= SEEN_EVERY_MS {
            sqlx::query("UPDATE sessions SET seen_at = $2 WHERE token_hash = $1")
                .bind(hash)
                .bind(now.millis())
                .execute(&self.inner.write)
                .await?;
        }
        Ok(Some(Session {
            id: row.text("id")?,
            officer,
            glass,
            csrf_token: row.text("csrf_token")?,
            created_at: row.time("created_at")?,
            expires_at: row.time("expires_at")?,
        }))
    }

    /// The sessions of an officer that are good now, newest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn sessions_of(&self, officer: OfficerId, now: Time) -> Result<Vec<SessionLine>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, created_at, seen_at, expires_at FROM sessions
             WHERE officer_id = $1 AND expires_at > $2 AND seen_at + idle_ms > $2
             ORDER BY created_at DESC",
        )
        .bind(officer.to_string())
        .bind(now.millis())
        .fetch_all(&self.inner.read)
        .await?;
        rows.iter().map(line_from_row).collect()
    }

    /// Ends one session of an officer, named by its id: one's own, or by an administrator who may manage the
    /// account. Ending what has ended changes nothing.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::Unavailable`].
    pub async fn end_session(
        &self,
        officer: OfficerId,
        id: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        if by != officer {
            self.require_over(&mut tx, by, officer).await?;
        }
        let ended = sqlx::query("DELETE FROM sessions WHERE officer_id = $1 AND id = $2")
            .bind(officer.to_string())
            .bind(id)
            .execute(&mut *tx)
            .await?;
        if ended.rows_affected() > 0 {
            let who = Who::Officer(by);
            audit::append(&mut tx, now, who, Deed::EndSession, &target(officer), "").await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

fn line_from_row(row: &AnyRow) -> Result<SessionLine, StoreError> {
    Ok(SessionLine {
        id: row.text("id")?,
        created_at: row.time("created_at")?,
        seen_at: row.time("seen_at")?,
        expires_at: row.time("expires_at")?,
    })
}

/// Ends every session of an officer.
pub(super) async fn end_all(tx: &mut Tx, officer: OfficerId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE officer_id = $1")
        .bind(officer.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Ends every session of an officer but `kept`.
pub(super) async fn end_others(
    tx: &mut Tx,
    officer: OfficerId,
    kept: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE officer_id = $1 AND id <> $2")
        .bind(officer.to_string())
        .bind(kept.unwrap_or(""))
        .execute(&mut **tx)
        .await?;
    Ok(())
}
