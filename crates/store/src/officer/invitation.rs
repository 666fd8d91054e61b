//! One-time links by which an officer chooses a password and a second factor.

use desk::{Permission, Role, UnitId};
use model::{OfficerId, Time};

use super::unit::{require_within, unit_in};
use super::{NewOfficer, role_slugs, target};
use crate::audit::{self, Deed, Who};
use crate::row::Columns as _;
use crate::{Store, StoreError, Tx};

/// A link that is still good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// What the new officer may do.
    pub roles: Vec<Role>,
    /// To which the new officer will belong.
    pub unit: UnitId,
    /// Whether it is for the first officer; the roles may then be chosen freely.
    pub is_first: bool,
    /// When it ends.
    pub expires_at: Time,
}

impl Store {
    /// A fresh link token for the first officer, good until `expires_at`; earlier ones end. `None` when
    /// there is an officer already. The token is 32 random bytes in lower-case hex; only its hash is kept.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Random`].
    pub async fn first_officer_token(
        &self,
        now: Time,
        expires_at: Time,
    ) -> Result<Option<String>, StoreError> {
        let mut tx = self.begin().await?;
        if any_officer(&mut tx).await? {
            return Ok(None);
        }
        sqlx::query("DELETE FROM invitations WHERE first = 1").execute(&mut *tx).await?;
        let token = insert_invitation(&mut tx, true, &[], &UnitId::ministry(), None, now, expires_at).await?;
        tx.commit().await?;
        Ok(Some(token))
    }

    /// A link token for a further officer of `unit` with these roles.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::Unavailable`], [`StoreError::Random`].
    pub async fn invite_officer(
        &self,
        roles: &[Role],
        unit: &UnitId,
        by: OfficerId,
        now: Time,
        expires_at: Time,
    ) -> Result<String, StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::ManageOfficers).await?;
        let wanted = unit_in(&mut tx, unit).await?.ok_or(StoreError::NotFound("unit"))?;
        require_within(&officer.unit.sight(), &wanted)?;
        let token = insert_invitation(&mut tx, false, roles, unit, Some(by), now, expires_at).await?;
        let why = role_slugs(roles);
        audit::append(&mut tx, now, Who::Officer(by), Deed::InviteOfficer, "", &why).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// A link token for a further officer of `unit`, asked for at the command line of the server.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Random`].
    pub async fn invite_officer_by_command(
        &self,
        roles: &[Role],
        unit: &UnitId,
        now: Time,
        expires_at: Time,
    ) -> Result<String, StoreError> {
        let mut tx = self.begin().await?;
        unit_in(&mut tx, unit).await?.ok_or(StoreError::NotFound("unit"))?;
        let token = insert_invitation(&mut tx, false, roles, unit, None, now, expires_at).await?;
        let why = role_slugs(roles);
        audit::append(&mut tx, now, Who::Command, Deed::InviteOfficer, "", &why).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// The invitation behind a token; `None` when there is none, it has ended, or it was for the first
    /// officer and there is one now.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn invitation(&self, token: &str, now: Time) -> Result<Option<Invitation>, StoreError> {
        let mut tx = self.begin_read().await?;
        let invitation = invitation_in(&mut tx, token, now).await?;
        tx.commit().await?;
        Ok(invitation)
    }

    /// Makes the account of somebody who followed a link, and uses the link up. The roles are those of
    /// the invitation; only the first officer's are those asked for.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the link is not good any more, [`StoreError::Conflict`] when the
    /// name is taken.
    pub async fn accept_invitation(
        &self,
        token: &str,
        new: &NewOfficer,
        now: Time,
    ) -> Result<OfficerId, StoreError> {
        let mut tx = self.begin().await?;
        // Deleting first takes the row, so that two who follow one link do not both succeed.
        let invitation = invitation_in(&mut tx, token, now).await?;
        let used = sqlx::query("DELETE FROM invitations WHERE token_hash = $1")
            .bind(super::session::token_hash(token))
            .execute(&mut *tx)
            .await?;
        let invitation =
            invitation.filter(|_| used.rows_affected() == 1).ok_or(StoreError::NotFound("invitation"))?;
        let roles = if invitation.is_first { new.roles.clone() } else { invitation.roles };
        let new = NewOfficer { roles, ..new.clone() };
        let id = self.insert_officer(&mut tx, &new, now).await?;
        sqlx::query("UPDATE officers SET unit_id = $2 WHERE id = $1")
            .bind(id.to_string())
            .bind(invitation.unit.as_str())
            .execute(&mut *tx)
            .await?;
        let why = role_slugs(&new.roles);
        audit::append(&mut tx, now, Who::Officer(id), Deed::CreateOfficer, &target(id), &why).await?;
        tx.commit().await?;
        Ok(id)
    }
}

async fn any_officer(tx: &mut Tx) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS officers FROM officers").fetch_one(&mut **tx).await?;
    Ok(row.unsigned("officers")? > 0)
}

async fn invitation_in(tx: &mut Tx, token: &str, now: Time) -> Result<Option<Invitation>, StoreError> {
    let row = sqlx::query(
        "SELECT first, roles, unit_id, expires_at FROM invitations WHERE token_hash = $1 AND expires_at > $2",
    )
    .bind(super::session::token_hash(token))
    .bind(now.millis())
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let is_first = row.number("first")? != 0;
    if is_first && any_officer(tx).await? {
        return Ok(None);
    }
    let roles = row.text("roles")?;
    let roles = roles
        .split(',')
        .filter(|slug| !slug.is_empty())
        .map(|slug| Role::from_slug(slug).ok_or_else(|| StoreError::Corrupt("unknown role".to_owned())));
    Ok(Some(Invitation {
        roles: roles.collect::<Result<_, _>>()?,
        unit: row.parsed_or_none("unit_id")?.unwrap_or_default(),
        is_first,
        expires_at: row.time("expires_at")?,
    }))
}

async fn insert_invitation(
    tx: &mut Tx,
    is_first: bool,
    roles: &[Role],
    unit: &UnitId,
    by: Option<OfficerId>,
    now: Time,
    expires_at: Time,
) -> Result<String, StoreError> {
    let mut random = [0u8; 32];
    getrandom::fill(&mut random).map_err(|_| StoreError::Random)?;
    let token = data_encoding::HEXLOWER.encode(&random);
    sqlx::query(
        "INSERT INTO invitations (token_hash, first, roles, invited_by, created_at, expires_at, unit_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(super::session::token_hash(&token))
    .bind(i64::from(is_first))
    .bind(role_slugs(roles))
    .bind(by.map(|id| id.to_string()))
    .bind(now.millis())
    .bind(expires_at.millis())
    .bind(unit.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(token)
}
