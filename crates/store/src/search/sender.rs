//! Reports found by who sent them, without opening anybody's identity: a keyed digest of the whole name, number
//! or address stands beside the ciphertext, and goes when that goes.

use std::collections::BTreeMap;

use model::report::Contact;
use model::text::fold;
use model::{OfficerId, ReportId, Time};
use ring::hmac;

use super::Found;
use crate::audit::{self, Deed, Who};
use crate::report::{LINE_COLUMNS, line_from_row};
use crate::{IdentityKey, Store, StoreError, sight};

/// Sets these digests apart from whatever else the key may be used for.
const PURPOSE: &str = "khien identity digest";

/// The digests under which a sender is found, each with whether it makes a source.
pub(crate) fn digests(key: &IdentityKey, contact: &Contact) -> BTreeMap<String, bool> {
    // A name is many people; a number or an address is a source. The later of two that are the same counts.
    let known = [
        (Some(contact.name.as_str()), false),
        (contact.phone.as_deref(), true),
        (contact.email.as_deref(), true),
    ];
    known.into_iter().filter_map(|(text, is_source)| Some((digest(key, text?)?, is_source))).collect()
}

/// One form for each way of typing the same: no case, marks or blanks, and a number as it is dialled. `None` when
/// nothing remains.
fn digest(key: &IdentityKey, text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plain = if digits.len() >= 6 && text.chars().all(|c| c.is_ascii_digit() || " .-+()".contains(c)) {
        digits.strip_prefix("84").map_or_else(|| digits.clone(), |national| format!("0{national}"))
    } else {
        fold(text)
    };
    if plain.is_empty() {
        return None;
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key.derive(PURPOSE));
    Some(data_encoding::HEXLOWER.encode(hmac::sign(&key, plain.as_bytes()).as_ref()))
}

impl Store {
    /// Reports in the officer's sight before `before` (`None`: from the newest) of the sender with this whole name, number or address, at
    /// most `limit`. One audit line says why somebody was looked for, and never whom.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when the reason is blank or the officer may not open identities.
    pub async fn reports_of_sender(
        &self,
        sender: &str,
        reason: &str,
        by: OfficerId,
        before: Option<ReportId>,
        limit: u32,
        now: Time,
    ) -> Result<Found<ReportId>, StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, desk::Permission::OpenIdentity).await?;
        if reason.trim().is_empty() {
            return Err(desk::NotAllowed::GroundMissing.into());
        }
        let sight = sight::sight_at(&mut tx, &officer, now).await?;
        let sql = format!(
            "SELECT {LINE_COLUMNS} FROM identity_digests
             JOIN reports ON reports.id = identity_digests.report_id
             LEFT JOIN sources ON sources.report_id = reports.id
             WHERE digest = $1 AND identity_digests.report_id < $2{}
             ORDER BY identity_digests.report_id DESC LIMIT $3",
            sight::condition(&sight, 4)
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(digest(&self.inner.key, sender).unwrap_or_default())
            .bind(before.map_or_else(|| "g".to_owned(), |id| id.to_string()))
            .bind(i64::from(limit) + 1);
        let rows = sight::bind(query, &sight).fetch_all(&mut *tx).await?;
        let mut lines = rows.iter().map(line_from_row).collect::<Result<Vec<_>, _>>()?;
        let has_more = lines.len() > limit as usize;
        lines.truncate(limit as usize);
        let why = format!("{} reports: {}", lines.len(), reason.trim());
        audit::append(&mut tx, now, Who::Officer(by), Deed::SearchSender, "", &why).await?;
        tx.commit().await?;
        Ok(Found { next: lines.last().map(|line| line.id).filter(|_| has_more), lines })
    }
}
