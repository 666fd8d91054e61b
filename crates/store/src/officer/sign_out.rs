//! A provider of sign-ins says that somebody signed out there: the sessions that its word began end.

use std::collections::BTreeMap;

use model::{OfficerId, Time};
use sqlx::any::AnyRow;

use super::session::token_hash;
use super::target;
use crate::audit::{self, Deed, NewLine, Who};
use crate::error::conflict_if_unique;
use crate::row::Columns as _;
use crate::{Store, StoreError, Tx};

/// Whose sessions a provider ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All of one account.
    Account(String),
    /// One of an account: that which the provider calls so, and those that it gave no name.
    Session {
        /// Who it is there.
        subject: String,
        /// The session there.
        session: String,
    },
    /// Those of one session there, whoever's it is.
    AnyAccount(String),
}

/// What a provider said, once its token was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOut {
    /// The address that names the provider.
    pub issuer: String,
    /// Whose sessions end.
    pub ended: Ended,
    /// The token's own name.
    pub token_id: String,
    /// When the token can be used no more.
    pub token_ends_at: Time,
}

impl Store {
    /// Ends what a provider's word began: sessions, and sign-ins that wait for our code. Those begun with a password or
    /// a passkey stay. How many sessions ended; of somebody who is unknown here, none.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the token was used before; [`StoreError::Unavailable`], and then it is not used up.
    pub async fn end_provider_sessions(&self, said: &SignOut, now: Time) -> Result<usize, StoreError> {
        let mut tx = self.begin().await?;
        use_token(&mut tx, said, now).await?;
        end_waiting(&mut tx, said).await?;
        let mut by_officer: BTreeMap<String, usize> = BTreeMap::new();
        for row in end_sessions(&mut tx, said, now).await? {
            *by_officer.entry(row.text("officer_id")?).or_default() += 1;
        }
        let mut lines = Vec::new();
        for (officer, count) in &by_officer {
            let officer: OfficerId = officer
                .parse()
                .map_err(|_| StoreError::Corrupt("unreadable officer_id of a session".to_owned()))?;
            let (target, why) = (target(officer), format!("{}: {count}", said.issuer));
            lines.push(NewLine { at: now, who: Who::System, what: Deed::EndProviderSessions, target, why });
        }
        if !lines.is_empty() {
            audit::append_many(&mut tx, lines).await?;
        }
        tx.commit().await?;
        Ok(by_officer.values().sum())
    }
}

/// Notes the token as used, and forgets those whose time is over.
async fn use_token(tx: &mut Tx, said: &SignOut, now: Time) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM logout_tokens WHERE expires_at <= $1")
        .bind(now.millis())
        .execute(&mut **tx)
        .await?;
    sqlx::query("INSERT INTO logout_tokens (token_hash, expires_at) VALUES ($1, $2)")
        .bind(token_hash(&format!("{}\n{}", said.issuer, said.token_id)))
        .bind(said.token_ends_at.millis())
        .execute(&mut **tx)
        .await
        .map_err(|error| conflict_if_unique(error, "logout token"))?;
    Ok(())
}

/// Whoever waits for our code alone has nothing to go on with.
async fn end_waiting(tx: &mut Tx, said: &SignOut) -> Result<(), StoreError> {
    let query = match &said.ended {
        Ended::Account(subject) => {
            sqlx::query("DELETE FROM sign_in_attempts WHERE issuer = $1 AND subject = $2")
                .bind(said.issuer.as_str())
                .bind(subject.as_str())
        }
        Ended::Session { subject, session } => sqlx::query(
            "DELETE FROM sign_in_attempts WHERE issuer = $1 AND subject = $2
             AND (provider_session IS NULL OR provider_session = $3)",
        )
        .bind(said.issuer.as_str())
        .bind(subject.as_str())
        .bind(session.as_str()),
        Ended::AnyAccount(session) => {
            sqlx::query("DELETE FROM sign_in_attempts WHERE issuer = $1 AND provider_session = $2")
                .bind(said.issuer.as_str())
                .bind(session.as_str())
        }
    };
    query.execute(&mut **tx).await?;
    Ok(())
}

/// Whose sessions ended, one row for each that was good until now.
async fn end_sessions(tx: &mut Tx, said: &SignOut, now: Time) -> Result<Vec<AnyRow>, StoreError> {
    let query = match &said.ended {
        Ended::Account(subject) => sqlx::query(
            "DELETE FROM sessions WHERE issuer = $1 AND expires_at > $2 AND seen_at + idle_ms > $2
             AND officer_id IN (SELECT officer_id FROM provider_accounts WHERE issuer = $1 AND subject = $3)
             RETURNING officer_id",
        )
        .bind(said.issuer.as_str())
        .bind(now.millis())
        .bind(subject.as_str()),
        Ended::Session { subject, session } => sqlx::query(
            "DELETE FROM sessions WHERE issuer = $1 AND expires_at > $2 AND seen_at + idle_ms > $2
             AND officer_id IN (SELECT officer_id FROM provider_accounts WHERE issuer = $1 AND subject = $3)
             AND (provider_session IS NULL OR provider_session = $4)
             RETURNING officer_id",
        )
        .bind(said.issuer.as_str())
        .bind(now.millis())
        .bind(subject.as_str())
        .bind(session.as_str()),
        Ended::AnyAccount(session) => sqlx::query(
            "DELETE FROM sessions WHERE issuer = $1 AND expires_at > $2 AND seen_at + idle_ms > $2
             AND provider_session = $3
             RETURNING officer_id",
        )
        .bind(said.issuer.as_str())
        .bind(now.millis())
        .bind(session.as_str()),
    };
    Ok(query.fetch_all(&mut **tx).await?)
}
