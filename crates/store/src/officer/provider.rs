//! Accounts at providers of sign-ins (OpenID Connect) that are officers' own: named by an administrator, tied to a
//! subject by their first sign-in.

use model::{OfficerId, Time};
use sqlx::any::AnyRow;

use super::{officer_in, session, target};
use crate::audit::{self, Deed, Who};
use crate::error::conflict_if_unique;
use crate::row::{Columns as _, column};
use crate::{Store, StoreError, Tx};

/// One account elsewhere that signs an officer in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderAccount {
    /// Whom.
    pub officer: OfficerId,
    /// The address that names the provider.
    pub issuer: String,
    /// As the administrator named it.
    pub account: String,
    /// When its first sign-in tied it to a subject; `None` before.
    pub linked_at: Option<Time>,
}

/// What a provider has proved of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proved {
    /// The address that names the provider.
    pub issuer: String,
    /// Who it is there; never given to anybody else.
    pub subject: String,
    /// What the provider calls the session there (`sid`); `None` when it did not say.
    pub session: Option<String>,
}

/// Whose account somebody signs in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// This officer's, who may sign in.
    Officer(OfficerId),
    /// This officer's, whose account is disabled.
    Disabled(OfficerId),
    /// Nobody's.
    Nobody,
}

impl Store {
    /// Every account elsewhere, of all officers.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn provider_accounts(&self) -> Result<Vec<ProviderAccount>, StoreError> {
        let rows = sqlx::query(
            "SELECT officer_id, issuer, account, linked_at FROM provider_accounts ORDER BY officer_id, issuer",
        )
        .fetch_all(&self.inner.read)
        .await?;
        rows.iter().map(account_from_row).collect()
    }

    /// Lets `account` at a provider sign an officer in. An earlier one at this provider ends, with every session.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotAllowed`]; [`StoreError::Conflict`] when the account is another
    /// officer's.
    pub async fn allow_provider(
        &self,
        id: OfficerId,
        issuer: &str,
        account: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.require_over(&mut tx, by, id).await?;
        end_account(&mut tx, id, issuer).await?;
        sqlx::query(
            "INSERT INTO provider_accounts (officer_id, issuer, account, subject, allowed_by, allowed_at, linked_at)
             VALUES ($1, $2, $3, NULL, $4, $5, NULL)",
        )
        .bind(id.to_string())
        .bind(issuer)
        .bind(account)
        .bind(by.to_string())
        .bind(now.millis())
        .execute(&mut *tx)
        .await
        .map_err(|error| conflict_if_unique(error, "provider account"))?;
        audit::append(&mut tx, now, Who::Officer(by), Deed::AllowProvider, &target(id), issuer).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends what an officer may sign in with at a provider, and every session. Ending what is not there changes nothing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotAllowed`].
    pub async fn forbid_provider(
        &self,
        id: OfficerId,
        issuer: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.require_over(&mut tx, by, id).await?;
        if end_account(&mut tx, id, issuer).await? {
            audit::append(&mut tx, now, Who::Officer(by), Deed::ForbidProvider, &target(id), issuer).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Whose account it is: that of the officer tied to this subject, else of the officer for whom `account` was named
    /// and who has not used it yet. `account` is `None` when the provider did not say it in a way that counts.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn known_by_provider(
        &self,
        proved: &Proved,
        account: Option<&str>,
    ) -> Result<Known, StoreError> {
        let mut tx = self.begin_read().await?;
        let row = sqlx::query(
            "SELECT officer_id FROM provider_accounts
             WHERE issuer = $1 AND (subject = $2 OR (subject IS NULL AND account = $3))
             ORDER BY CASE WHEN subject IS NULL THEN 1 ELSE 0 END LIMIT 1",
        )
        .bind(proved.issuer.as_str())
        .bind(proved.subject.as_str())
        .bind(account)
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else { return Ok(Known::Nobody) };
        let officer = officer_in(&mut tx, row.parsed("officer_id")?).await?;
        tx.commit().await?;
        let known = if officer.disabled_at.is_some() { Known::Disabled } else { Known::Officer };
        Ok(known(officer.id))
    }

    /// Signs an officer in on a provider's word; the first time, ties the account to the subject. `totp_step`: the step
    /// of our own second factor, which is used up; `None` where the provider's own counts.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the step was used before, the account is disabled or tied to another subject, or
    /// an administrator ended it in between.
    pub async fn record_provider_sign_in(
        &self,
        id: OfficerId,
        proved: &Proved,
        totp_step: Option<u64>,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done = match totp_step {
            Some(step) => {
                sqlx::query(
                    "UPDATE officers SET totp_step = $2, failures = 0, locked_until = 0
                     WHERE id = $1 AND totp_step < $2 AND disabled_at IS NULL",
                )
                .bind(id.to_string())
                .bind(column(step))
                .execute(&mut *tx)
                .await?
            }
            // Takes the row, so that disabling the account at the same moment comes before or after.
            None => {
                sqlx::query("UPDATE officers SET failures = failures WHERE id = $1 AND disabled_at IS NULL")
                    .bind(id.to_string())
                    .execute(&mut *tx)
                    .await?
            }
        };
        if done.rows_affected() == 0 {
            return Err(StoreError::Conflict("sign-in"));
        }
        let is_first = tie(&mut tx, id, proved, now).await?;
        let (who, target) = (Who::Officer(id), target(id));
        if is_first {
            audit::append(&mut tx, now, who, Deed::LinkProvider, &target, &proved.issuer).await?;
        }
        audit::append(&mut tx, now, who, Deed::SignIn, &target, &proved.issuer).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Writes down that a sign-in by provider or passkey was refused, and why; `officer`: whose it would have been.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn record_sign_in_refusal(
        &self,
        officer: Option<OfficerId>,
        why: &str,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let target = officer.map(target).unwrap_or_default();
        audit::append(&mut tx, now, Who::Public, Deed::RefuseSignIn, &target, why).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn account_from_row(row: &AnyRow) -> Result<ProviderAccount, StoreError> {
    Ok(ProviderAccount {
        officer: row.parsed("officer_id")?,
        issuer: row.text("issuer")?,
        account: row.text("account")?,
        linked_at: row.time_or_none("linked_at")?,
    })
}

/// Whether there was one. Who signed in with it is signed out everywhere.
async fn end_account(tx: &mut Tx, id: OfficerId, issuer: &str) -> Result<bool, StoreError> {
    let ended = sqlx::query("DELETE FROM provider_accounts WHERE officer_id = $1 AND issuer = $2")
        .bind(id.to_string())
        .bind(issuer)
        .execute(&mut **tx)
        .await?;
    if ended.rows_affected() == 0 {
        return Ok(false);
    }
    session::end_all(tx, id).await?;
    Ok(true)
}

/// Whether it was not tied before.
async fn tie(tx: &mut Tx, id: OfficerId, proved: &Proved, now: Time) -> Result<bool, StoreError> {
    let tied = sqlx::query(
        "UPDATE provider_accounts SET subject = $3, linked_at = $4
         WHERE officer_id = $1 AND issuer = $2 AND subject IS NULL",
    )
    .bind(id.to_string())
    .bind(proved.issuer.as_str())
    .bind(proved.subject.as_str())
    .bind(now.millis())
    .execute(&mut **tx)
    .await
    .map_err(|error| conflict_if_unique(error, "provider account"))?;
    if tied.rows_affected() == 1 {
        return Ok(true);
    }
    let row = sqlx::query(
        "SELECT COUNT(*) AS tied FROM provider_accounts WHERE officer_id = $1 AND issuer = $2 AND subject = $3",
    )
    .bind(id.to_string())
    .bind(proved.issuer.as_str())
    .bind(proved.subject.as_str())
    .fetch_one(&mut **tx)
    .await?;
    if row.number("tied")? == 1 { Ok(false) } else { Err(StoreError::Conflict("provider account")) }
}
