//! Officers: accounts and roles here; their [`mod@unit`]s, [`invitation`]s, [`session`]s and the [`glass`] beside, and
//! their accounts at a [`provider`] with the [`attempt`]s to sign in and the [`sign_out`] there, and their [`passkey`]s.

use std::collections::HashMap;

use desk::policy::Decider;
use desk::{NotAllowed, Permission, Role};
use model::{OfficerId, Time};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;

use crate::audit::{self, Deed, Who};
use crate::crypt::{self, Sealed};
use crate::error::conflict_if_unique;
use crate::row::{Columns as _, column, new_uuid};
use crate::{Store, StoreError, Tx, Version, report};

pub mod attempt;
pub mod glass;
pub mod invitation;
pub mod passkey;
pub mod provider;
pub mod session;
pub mod sign_out;
pub mod unit;

pub use glass::GlassBreak;
pub use unit::{OwnUnit, Unit};

/// An officer's account, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// Which.
    pub id: OfficerId,
    /// What the officer types to sign in, lower case.
    pub name: String,
    /// Shown beside acts.
    pub display_name: String,
    /// In the order of [`Role::ALL`].
    pub roles: Vec<Role>,
    /// To which the officer belongs; what they see follows from it.
    pub unit: OwnUnit,
    /// When the account was made.
    pub created_at: Time,
    /// Since when the officer may not sign in; `None` while the account is enabled.
    pub disabled_at: Option<Time>,
    /// State of the row.
    pub version: Version,
}

impl Officer {
    /// Whether the officer may do this now.
    pub fn may(&self, permission: Permission) -> bool {
        self.disabled_at.is_none() && desk::role::allows(&self.roles, permission)
    }
}

/// What signing in needs to know of an account.
#[derive(Clone)]
pub struct OfficerSecrets {
    /// The account.
    pub officer: Officer,
    /// PHC string.
    pub password_hash: String,
    /// Second factor, decrypted.
    pub totp_secret: Vec<u8>,
    /// Last time step used; a code of this step or before is refused.
    pub totp_step: u64,
    /// Wrong attempts since the last good one.
    pub failures: u64,
    /// No sign-in before; [`Time::EPOCH`] when not locked.
    pub locked_until: Time,
}

/// An account to be made.
#[derive(Clone)]
pub struct NewOfficer {
    /// What the officer will type to sign in; stored in lower case.
    pub name: String,
    /// Shown beside acts.
    pub display_name: String,
    /// PHC string.
    pub password_hash: String,
    /// Second factor.
    pub totp_secret: Vec<u8>,
    /// The time step of the code that proved the second factor; 0 when none did.
    pub totp_step: u64,
    /// What the officer may do.
    pub roles: Vec<Role>,
}

/// What the ciphertext of a second factor is bound to.
fn totp_name(id: OfficerId) -> String {
    format!("totp:{id}")
}

impl Store {
    /// Makes an account.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the name is taken, [`StoreError::Unavailable`].
    pub async fn create_officer(
        &self,
        new: &NewOfficer,
        who: Who,
        now: Time,
    ) -> Result<OfficerId, StoreError> {
        let mut tx = self.begin().await?;
        let id = self.insert_officer(&mut tx, new, now).await?;
        let why = role_slugs(&new.roles);
        audit::append(&mut tx, now, who, Deed::CreateOfficer, &target(id), &why).await?;
        tx.commit().await?;
        Ok(id)
    }

    pub(super) async fn insert_officer(
        &self,
        tx: &mut Tx,
        new: &NewOfficer,
        now: Time,
    ) -> Result<OfficerId, StoreError> {
        let id = OfficerId(new_uuid(now)?);
        let sealed = crypt::seal(&self.inner.key, &totp_name(id), &new.totp_secret)?;
        sqlx::query(
            "INSERT INTO officers (id, name, display_name, password_hash, totp_nonce, totp_secret,
                totp_step, failures, locked_until, created_at, disabled_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, NULL, 1)",
        )
        .bind(id.to_string())
        .bind(new.name.to_lowercase())
        .bind(new.display_name.as_str())
        .bind(new.password_hash.as_str())
        .bind(sealed.nonce)
        .bind(sealed.ciphertext)
        .bind(column(new.totp_step))
        .bind(now.millis())
        .execute(&mut **tx)
        .await
        .map_err(|error| conflict_if_unique(error, "officer name"))?;
        insert_roles(tx, id, &new.roles).await?;
        Ok(id)
    }

    /// How many accounts there are, disabled ones included.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn count_officers(&self) -> Result<u64, StoreError> {
        let row =
            sqlx::query("SELECT COUNT(*) AS officers FROM officers").fetch_one(&self.inner.read).await?;
        row.unsigned("officers")
    }

    /// Every account, by name.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn officers(&self) -> Result<Vec<Officer>, StoreError> {
        let mut tx = self.begin_read().await?;
        let mut roles: HashMap<OfficerId, Vec<Role>> = HashMap::new();
        let rows = sqlx::query("SELECT officer_id, role FROM officer_roles").fetch_all(&mut *tx).await?;
        for row in &rows {
            roles.entry(row.parsed("officer_id")?).or_default().push(row.slug("role", Role::from_slug)?);
        }
        let sql = format!("{SELECT} ORDER BY officers.name");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *tx).await?;
        tx.commit().await?;
        rows.iter()
            .map(|row| {
                let id = row.parsed("id")?;
                officer_from_row(row, roles.remove(&id).unwrap_or_default())
            })
            .collect()
    }

    /// One account.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn officer(&self, id: OfficerId) -> Result<Officer, StoreError> {
        let mut tx = self.begin_read().await?;
        let officer = officer_in(&mut tx, id).await?;
        tx.commit().await?;
        Ok(officer)
    }

    /// The account with this name and its secrets; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::Unavailable`].
    pub async fn officer_secrets(&self, name: &str) -> Result<Option<OfficerSecrets>, StoreError> {
        let mut tx = self.begin_read().await?;
        let row = sqlx::query("SELECT * FROM officers WHERE name = $1")
            .bind(name.to_lowercase())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let id: OfficerId = row.parsed("id")?;
        let officer = officer_in(&mut tx, id).await?;
        tx.commit().await?;
        let sealed = Sealed { nonce: row.bytes("totp_nonce")?, ciphertext: row.bytes("totp_secret")? };
        Ok(Some(OfficerSecrets {
            officer,
            password_hash: row.text("password_hash")?,
            totp_secret: crypt::open(&self.inner.key, &totp_name(id), &sealed)?,
            totp_step: row.unsigned("totp_step")?,
            failures: row.unsigned("failures")?,
            locked_until: row.time("locked_until")?,
        }))
    }

    /// Counts a wrong attempt and locks the account until `locked_until` ([`Time::EPOCH`]: not at all).
    /// Answers the wrong attempts since the last good one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn record_sign_in_failure(
        &self,
        id: OfficerId,
        locked_until: Time,
        now: Time,
    ) -> Result<u64, StoreError> {
        let mut tx = self.begin().await?;
        let row = sqlx::query(
            "UPDATE officers SET failures = failures + 1, locked_until = $2 WHERE id = $1
             RETURNING failures",
        )
        .bind(id.to_string())
        .bind(locked_until.millis())
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(StoreError::NotFound("officer"))?;
        let failures = row.unsigned("failures")?;
        let why = format!("failure {failures}");
        audit::append(&mut tx, now, Who::Public, Deed::RefuseSignIn, &target(id), &why).await?;
        tx.commit().await?;
        Ok(failures)
    }

    /// Uses up a time step of the second factor and clears the wrong attempts. Two sign-ins with one code
    /// cannot both succeed.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when this step or a later one was used before, or the account is disabled.
    pub async fn record_sign_in(&self, id: OfficerId, totp_step: u64, now: Time) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query(
            "UPDATE officers SET totp_step = $2, failures = 0, locked_until = 0
             WHERE id = $1 AND totp_step < $2 AND disabled_at IS NULL",
        )
        .bind(id.to_string())
        .bind(column(totp_step))
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::Conflict("one-time code"));
        }
        audit::append(&mut tx, now, Who::Officer(id), Deed::SignIn, &target(id), "").await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives an officer other roles.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Conflict`], [`StoreError::NotAllowed`].
    pub async fn set_officer_roles(
        &self,
        id: OfficerId,
        version: Version,
        roles: &[Role],
        by: OfficerId,
        now: Time,
    ) -> Result<Version, StoreError> {
        let mut tx = self.begin().await?;
        self.require_over(&mut tx, by, id).await?;
        lock(&mut tx, id, version).await?;
        sqlx::query("DELETE FROM officer_roles WHERE officer_id = $1")
            .bind(id.to_string())
            .execute(&mut *tx)
            .await?;
        insert_roles(&mut tx, id, roles).await?;
        let why = role_slugs(roles);
        audit::append(&mut tx, now, Who::Officer(by), Deed::SetRoles, &target(id), &why).await?;
        tx.commit().await?;
        Ok(Version(version.0 + 1))
    }

    /// Disables an account, ending its sessions and putting the reports in its hands back into the queue, or
    /// enables it again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Conflict`], [`StoreError::NotAllowed`].
    pub async fn set_officer_enabled(
        &self,
        id: OfficerId,
        version: Version,
        enabled: bool,
        by: OfficerId,
        now: Time,
    ) -> Result<Version, StoreError> {
        let mut tx = self.begin().await?;
        self.require_over(&mut tx, by, id).await?;
        lock(&mut tx, id, version).await?;
        sqlx::query("UPDATE officers SET disabled_at = $2 WHERE id = $1")
            .bind(id.to_string())
            .bind((!enabled).then_some(now.millis()))
            .execute(&mut *tx)
            .await?;
        if !enabled {
            session::end_all(&mut tx, id).await?;
            report::release_all(&mut tx, id, Who::Officer(by), now).await?;
        }
        let deed = if enabled { Deed::EnableOfficer } else { Deed::DisableOfficer };
        audit::append(&mut tx, now, Who::Officer(by), deed, &target(id), "").await?;
        tx.commit().await?;
        Ok(Version(version.0 + 1))
    }

    /// Replaces password and second factor, ending all sessions and passkeys of the account.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn set_credentials(
        &self,
        id: OfficerId,
        password_hash: &str,
        totp_secret: &[u8],
        who: Who,
        now: Time,
    ) -> Result<(), StoreError> {
        let sealed = crypt::seal(&self.inner.key, &totp_name(id), totp_secret)?;
        let mut tx = self.begin().await?;
        let done = sqlx::query(
            "UPDATE officers SET password_hash = $2, totp_nonce = $3, totp_secret = $4, totp_step = 0,
                failures = 0, locked_until = 0, version = version + 1 WHERE id = $1",
        )
        .bind(id.to_string())
        .bind(password_hash)
        .bind(sealed.nonce)
        .bind(sealed.ciphertext)
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("officer"));
        }
        session::end_all(&mut tx, id).await?;
        passkey::end_all(&mut tx, id).await?;
        audit::append(&mut tx, now, who, Deed::SetCredentials, &target(id), "").await?;
        tx.commit().await?;
        Ok(())
    }

    /// The officer, if enabled and holding the permission, read within the transaction that acts on it.
    pub(crate) async fn require(
        &self,
        tx: &mut Tx,
        id: OfficerId,
        permission: Permission,
    ) -> Result<Officer, StoreError> {
        let officer = officer_in(tx, id).await?;
        if officer.may(permission) {
            Ok(officer)
        } else {
            Err(NotAllowed::MissingPermission(permission).into())
        }
    }

    /// The officer `by`, if they may manage the account of `id`: one of a unit that they see.
    pub(crate) async fn require_over(
        &self,
        tx: &mut Tx,
        by: OfficerId,
        id: OfficerId,
    ) -> Result<Officer, StoreError> {
        let officer = self.require(tx, by, Permission::ManageOfficers).await?;
        let unit = officer_in(tx, id).await?.unit;
        if officer.unit.sight().sees(&unit.id, unit.province.as_deref()) {
            Ok(officer)
        } else {
            Err(NotAllowed::OtherUnit.into())
        }
    }
}

const SELECT: &str = "SELECT officers.id AS id, officers.name AS name, display_name,
    officers.created_at AS created_at, disabled_at, officers.version AS version, officers.unit_id AS unit_id,
    units.kind AS unit_kind, units.name AS unit_name, units.province AS unit_province
    FROM officers LEFT JOIN units ON units.id = officers.unit_id";

/// The officer as somebody who decides; a disabled one decides nothing.
pub(crate) fn decider(officer: &Officer) -> Decider<'_> {
    let roles: &[Role] = if officer.disabled_at.is_none() { &officer.roles } else { &[] };
    Decider { officer: officer.id, roles }
}

pub(crate) async fn officer_in(tx: &mut Tx, id: OfficerId) -> Result<Officer, StoreError> {
    let sql = format!("{SELECT} WHERE officers.id = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(id.to_string())
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(StoreError::NotFound("officer"))?;
    let roles = roles_in(tx, id).await?;
    officer_from_row(&row, roles)
}

async fn roles_in(tx: &mut Tx, id: OfficerId) -> Result<Vec<Role>, StoreError> {
    let rows = sqlx::query("SELECT role FROM officer_roles WHERE officer_id = $1")
        .bind(id.to_string())
        .fetch_all(&mut **tx)
        .await?;
    rows.iter().map(|row| row.slug("role", Role::from_slug)).collect()
}

fn officer_from_row(row: &AnyRow, mut roles: Vec<Role>) -> Result<Officer, StoreError> {
    roles.sort();
    Ok(Officer {
        id: row.parsed("id")?,
        name: row.text("name")?,
        display_name: row.text("display_name")?,
        roles,
        unit: OwnUnit::from_row(row)?,
        created_at: row.time("created_at")?,
        disabled_at: row.time_or_none("disabled_at")?,
        version: Version(row.number("version")?),
    })
}

async fn insert_roles(tx: &mut Tx, id: OfficerId, roles: &[Role]) -> Result<(), StoreError> {
    for role in roles {
        sqlx::query(
            "INSERT INTO officer_roles (officer_id, role) VALUES ($1, $2)
             ON CONFLICT (officer_id, role) DO NOTHING",
        )
        .bind(id.to_string())
        .bind(role.slug())
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

async fn lock(tx: &mut Tx, id: OfficerId, version: Version) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE officers SET version = version + 1 WHERE id = $1 AND version = $2")
        .bind(id.to_string())
        .bind(version.0)
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    officer_in(tx, id).await?;
    Err(StoreError::Conflict("officer"))
}

fn role_slugs(roles: &[Role]) -> String {
    roles.iter().map(|role| role.slug()).collect::<Vec<_>>().join(",")
}

fn target(id: OfficerId) -> String {
    format!("officer:{id}")
}
