//! Consumers of the list: accounts here, their keys in `key`, what each node remembers of them between two
//! flushes in `registry`, and who is behind in `overview`.

use desk::Permission;
use desk::consumer::{ConsumerKind, Terms};
use model::{ConsumerId, OfficerId, Time};
use sqlx::any::AnyRow;

use crate::audit::{self, Deed, Who};
use crate::error::conflict_if_unique;
use crate::row::{Columns as _, new_uuid};
use crate::{Store, StoreError, Tx, Version};

mod certificate;
mod key;
mod overview;
mod registry;
mod tsig;

pub use self::tsig::TsigKey;
pub use certificate::ConsumerCertificate;
pub use desk::consumer::Channel;
pub use key::{ConsumerKey, NewKey};
pub use overview::{ConsumerLine, Seen};
pub use registry::QuotaUsed;
pub(crate) use registry::Registry;

/// A consumer's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consumer {
    /// Which.
    pub id: ConsumerId,
    /// Host-like, lower case; also the name of its TSIG key.
    pub name: String,
    /// What is agreed with it.
    pub terms: Terms,
    /// When the account was made.
    pub created_at: Time,
    /// Since when it is closed; `None` while it is open.
    pub disabled_at: Option<Time>,
    /// State of the row.
    pub version: Version,
}

impl Consumer {
    /// Whether it may fetch the format with this slug.
    pub fn may_fetch(&self, format: &str) -> bool {
        self.terms.formats.is_empty() || self.terms.formats.iter().any(|own| own == format)
    }

    /// Whether it may ask from this address.
    pub fn may_ask_from(&self, address: std::net::IpAddr) -> bool {
        self.terms.networks.is_empty() || self.terms.networks.iter().any(|own| own.contains(address))
    }
}

impl Store {
    /// Makes an account, without a key.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`]; [`StoreError::Conflict`] when the name is taken.
    pub async fn create_consumer(
        &self,
        name: &str,
        terms: &Terms,
        by: OfficerId,
        now: Time,
    ) -> Result<ConsumerId, StoreError> {
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::ManageConsumers).await?;
        let id = ConsumerId(new_uuid(now)?);
        sqlx::query(
            "INSERT INTO consumers (id, name, kind, contact, formats, requests_per_day, networks, notify,
                created_at, disabled_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, 1)",
        )
        .bind(id.to_string())
        .bind(name)
        .bind(terms.kind.slug())
        .bind(terms.contact.as_str())
        .bind(terms.formats.join(","))
        .bind(i64::from(terms.requests_per_day))
        .bind(networks_text(terms))
        .bind(notify_text(terms))
        .bind(now.millis())
        .execute(&mut *tx)
        .await
        .map_err(|error| conflict_if_unique(error, "consumer name"))?;
        let who = Who::Officer(by);
        audit::append(&mut tx, now, who, Deed::CreateConsumer, &target(id), name).await?;
        tx.commit().await?;
        self.load_consumers().await?;
        Ok(id)
    }

    /// Gives a consumer other terms.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::NotFound`], [`StoreError::Conflict`].
    pub async fn set_consumer_terms(
        &self,
        id: ConsumerId,
        version: Version,
        terms: &Terms,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::ManageConsumers).await?;
        lock(&mut tx, id, version).await?;
        sqlx::query(
            "UPDATE consumers SET kind = $2, contact = $3, formats = $4, requests_per_day = $5,
                networks = $6, notify = $7 WHERE id = $1",
        )
        .bind(id.to_string())
        .bind(terms.kind.slug())
        .bind(terms.contact.as_str())
        .bind(terms.formats.join(","))
        .bind(i64::from(terms.requests_per_day))
        .bind(networks_text(terms))
        .bind(notify_text(terms))
        .execute(&mut *tx)
        .await?;
        let why = format!(
            "{}, {} requests a day, formats: {}, networks: {}, notify: {}",
            terms.kind.slug(),
            terms.requests_per_day,
            terms.formats.join(","),
            networks_text(terms),
            notify_text(terms)
        );
        audit::append(&mut tx, now, Who::Officer(by), Deed::ChangeConsumer, &target(id), &why).await?;
        tx.commit().await?;
        self.load_consumers().await
    }

    /// Closes an account, so that none of its keys opens anything, or opens it again.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::NotFound`], [`StoreError::Conflict`].
    pub async fn set_consumer_enabled(
        &self,
        id: ConsumerId,
        version: Version,
        enabled: bool,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::ManageConsumers).await?;
        lock(&mut tx, id, version).await?;
        sqlx::query("UPDATE consumers SET disabled_at = $2 WHERE id = $1")
            .bind(id.to_string())
            .bind((!enabled).then_some(now.millis()))
            .execute(&mut *tx)
            .await?;
        let why = if enabled { "opened" } else { "closed" };
        audit::append(&mut tx, now, Who::Officer(by), Deed::ChangeConsumer, &target(id), why).await?;
        tx.commit().await?;
        self.load_consumers().await
    }
}

pub(super) const COLUMNS: &str =
    "id, name, kind, contact, formats, requests_per_day, networks, notify, created_at, disabled_at, version";

pub(super) fn from_row(row: &AnyRow) -> Result<Consumer, StoreError> {
    let unreadable = |_| StoreError::Corrupt("unreadable networks".to_owned());
    let networks = row.text("networks")?;
    let notify = row.text("notify")?;
    let formats = row.text("formats")?;
    Ok(Consumer {
        id: row.parsed("id")?,
        name: row.text("name")?,
        terms: Terms {
            kind: row.slug("kind", ConsumerKind::from_slug)?,
            contact: row.text("contact")?,
            formats: parts(&formats).map(str::to_owned).collect(),
            requests_per_day: u32::try_from(row.number("requests_per_day")?)
                .map_err(|_| StoreError::Corrupt("unreadable requests_per_day".to_owned()))?,
            networks: parts(&networks).map(str::parse).collect::<Result<_, _>>().map_err(unreadable)?,
            notify: parts(&notify)
                .map(str::parse)
                .collect::<Result<_, _>>()
                .map_err(|_| StoreError::Corrupt("unreadable notify".to_owned()))?,
        },
        created_at: row.time("created_at")?,
        disabled_at: row.time_or_none("disabled_at")?,
        version: Version(row.number("version")?),
    })
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').filter(|part| !part.is_empty())
}

fn networks_text(terms: &Terms) -> String {
    terms.networks.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn notify_text(terms: &Terms) -> String {
    terms.notify.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

async fn lock(tx: &mut Tx, id: ConsumerId, version: Version) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE consumers SET version = version + 1 WHERE id = $1 AND version = $2")
        .bind(id.to_string())
        .bind(version.0)
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    exists(tx, id).await?;
    Err(StoreError::Conflict("consumer"))
}

async fn exists(tx: &mut Tx, id: ConsumerId) -> Result<(), StoreError> {
    let row = sqlx::query("SELECT id FROM consumers WHERE id = $1")
        .bind(id.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    row.map(|_| ()).ok_or(StoreError::NotFound("consumer"))
}

fn target(id: ConsumerId) -> String {
    format!("consumer:{id}")
}
