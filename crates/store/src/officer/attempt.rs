//! Sign-ins over a provider that are under way. A row belongs to the browser that holds its token and is used once.

use model::{OfficerId, Time};

use super::provider::Proved;
use super::session::token_hash;
use crate::row::Columns as _;
use crate::{Store, StoreError};

/// A sign-in that was sent to a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The provider's short name in the settings.
    pub provider: String,
    /// The page to go to afterwards.
    pub next: String,
}

/// A sign-in that only lacks the code of our own second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingForCode {
    /// Who.
    pub officer: OfficerId,
    /// On whose word.
    pub proved: Proved,
    /// Where it came from and where to go.
    pub attempt: Attempt,
}

impl Store {
    /// Notes that the browser with `token` is being sent to a provider. What has expired is cleared away.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn begin_attempt(
        &self,
        token: &str,
        attempt: &Attempt,
        expires_at: Time,
        now: Time,
    ) -> Result<(), StoreError> {
        self.insert_attempt(token, attempt, None, expires_at, now).await
    }

    /// Notes that the provider has said who it is, and that the code is still to come.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn await_code(
        &self,
        token: &str,
        waiting: &WaitingForCode,
        expires_at: Time,
        now: Time,
    ) -> Result<(), StoreError> {
        let proved = Some((waiting.officer, &waiting.proved));
        self.insert_attempt(token, &waiting.attempt, proved, expires_at, now).await
    }

    async fn insert_attempt(
        &self,
        token: &str,
        attempt: &Attempt,
        proved: Option<(OfficerId, &Proved)>,
        expires_at: Time,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM sign_in_attempts WHERE expires_at <= $1")
            .bind(now.millis())
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "INSERT INTO sign_in_attempts (token_hash, provider, next, officer_id, issuer, subject, expires_at,
                provider_session)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(token_hash(token))
        .bind(attempt.provider.as_str())
        .bind(attempt.next.as_str())
        .bind(proved.map(|(officer, _)| officer.to_string()))
        .bind(proved.map(|(_, proved)| proved.issuer.as_str()))
        .bind(proved.map(|(_, proved)| proved.subject.as_str()))
        .bind(expires_at.millis())
        .bind(proved.and_then(|(_, proved)| proved.session.as_deref()))
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Uses up the sign-in that the browser with `token` was sent away for; `None` when there is none, it was used
    /// before, or its time is over.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn take_attempt(&self, token: &str, now: Time) -> Result<Option<Attempt>, StoreError> {
        let mut tx = self.begin().await?;
        let row = sqlx::query(
            "DELETE FROM sign_in_attempts WHERE token_hash = $1 AND officer_id IS NULL AND expires_at > $2
             RETURNING provider, next",
        )
        .bind(token_hash(token))
        .bind(now.millis())
        .fetch_optional(&mut *tx)
        .await?;
        tx.commit().await?;
        row.map(|row| Ok(Attempt { provider: row.text("provider")?, next: row.text("next")? })).transpose()
    }

    /// The sign-in of the browser with `token` that waits for a code; `None` when there is none or its time is over.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn waiting_for_code(
        &self,
        token: &str,
        now: Time,
    ) -> Result<Option<WaitingForCode>, StoreError> {
        let row = sqlx::query(
            "SELECT provider, next, officer_id, issuer, subject, provider_session FROM sign_in_attempts
             WHERE token_hash = $1 AND officer_id IS NOT NULL AND expires_at > $2",
        )
        .bind(token_hash(token))
        .bind(now.millis())
        .fetch_optional(&self.inner.read)
        .await?;
        row.map(|row| {
            Ok(WaitingForCode {
                officer: row.parsed("officer_id")?,
                proved: Proved {
                    issuer: row.text("issuer")?,
                    subject: row.text("subject")?,
                    session: row.text_or_none("provider_session")?,
                },
                attempt: Attempt { provider: row.text("provider")?, next: row.text("next")? },
            })
        })
        .transpose()
    }

    /// Ends the sign-in of the browser with `token`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn end_attempt(&self, token: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sign_in_attempts WHERE token_hash = $1")
            .bind(token_hash(token))
            .execute(&self.inner.write)
            .await?;
        Ok(())
    }
}
