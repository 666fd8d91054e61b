//! Who sent a report: encrypted, opened only with a reason, erased on schedule.

use model::report::Contact;
use model::{OfficerId, ReportId, Time};

use super::erase_digests;
use crate::audit::{self, Deed, Who};
use crate::crypt::{self, Sealed};
use crate::row::Columns as _;
use crate::rows::{Value, insert_many};
use crate::{Store, StoreError, Tx, search, sight};

/// What the ciphertext is bound to.
fn name(id: ReportId) -> String {
    format!("identity:{id}")
}

/// Reads and opens the contact of a report; `None` when it is anonymous or erased. The caller writes the audit line.
pub(super) async fn sealed_contact(
    tx: &mut Tx,
    key: &crate::IdentityKey,
    id: ReportId,
) -> Result<Option<Contact>, StoreError> {
    let row = sqlx::query("SELECT nonce, ciphertext FROM identities WHERE report_id = $1")
        .bind(id.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let sealed = Sealed { nonce: row.bytes("nonce")?, ciphertext: row.bytes("ciphertext")? };
    let plain = crypt::open(key, &name(id), &sealed)?;
    let contact = serde_json::from_slice(&plain);
    contact.map(Some).map_err(|_| StoreError::Corrupt("unreadable identity".to_owned()))
}

impl Store {
    /// Seals who sent these reports.
    pub(super) async fn seal_identities(
        &self,
        tx: &mut Tx,
        senders: &[(ReportId, &Contact, Time)],
    ) -> Result<(), StoreError> {
        let (mut sealed, mut digests) = (Vec::with_capacity(senders.len()), Vec::new());
        for (id, contact, now) in senders {
            let plain = serde_json::to_vec(contact).expect("a contact is plain data");
            let Sealed { nonce, ciphertext } = crypt::seal(&self.inner.key, &name(*id), &plain)?;
            sealed.push(vec![
                Value::Text(id.to_string()),
                Value::Bytes(nonce),
                Value::Bytes(ciphertext),
                Value::Number(now.millis()),
            ]);
            for (digest, is_source) in search::digests(&self.inner.key, contact) {
                let is_source = is_source.then_some(1).into();
                digests.push(vec![Value::Text(digest), Value::Text(id.to_string()), is_source]);
            }
        }
        let start = "INSERT INTO identities (report_id, nonce, ciphertext, created_at)";
        insert_many(tx, start, sealed, "").await?;
        let start = "INSERT INTO identity_digests (digest, report_id, is_source)";
        insert_many(tx, start, digests, "").await?;
        Ok(())
    }

    /// Opens a reporter's identity for an officer who gives a reason; the audit line is written before
    /// the answer is given.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the report is anonymous or erased; [`StoreError::NotAllowed`] when
    /// the reason is blank or the officer lacks the permission; [`StoreError::WrongKey`].
    pub async fn open_identity(
        &self,
        id: ReportId,
        by: OfficerId,
        reason: &str,
        now: Time,
    ) -> Result<Contact, StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, desk::Permission::OpenIdentity).await?;
        sight::require_seen(&mut tx, &officer, id, now).await?;
        if reason.trim().is_empty() {
            return Err(desk::NotAllowed::GroundMissing.into());
        }
        let contact = sealed_contact(&mut tx, &self.inner.key, id).await?;
        let contact = contact.ok_or(StoreError::NotFound("identity"))?;
        let target = format!("report:{id}");
        audit::append(&mut tx, now, Who::Officer(by), Deed::OpenIdentity, &target, reason.trim()).await?;
        tx.commit().await?;
        Ok(contact)
    }

    /// Erases a reporter's identity for good. Erasing what is not there changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn erase_identity(
        &self,
        id: ReportId,
        who: Who,
        why: &str,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let erased = sqlx::query("DELETE FROM identities WHERE report_id = $1")
            .bind(id.to_string())
            .execute(&mut *tx)
            .await?;
        erase_digests(&mut tx, id).await?;
        if erased.rows_affected() > 0 {
            let target = format!("report:{id}");
            audit::append(&mut tx, now, who, Deed::EraseIdentity, &target, why).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Reports whose identity was stored before `before` and still is, oldest first, at most `limit`:
    /// those that a schedule erases.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn identities_before(&self, before: Time, limit: u32) -> Result<Vec<ReportId>, StoreError> {
        let rows = sqlx::query(
            "SELECT report_id FROM identities WHERE created_at < $1 ORDER BY created_at LIMIT $2",
        )
        .bind(before.millis())
        .bind(i64::from(limit))
        .fetch_all(&self.inner.read)
        .await?;
        rows.iter().map(|row| row.parsed("report_id")).collect()
    }
}
