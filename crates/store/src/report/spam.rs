//! Reports that say the same as one that officers closed as spam are folded away; and what a source's earlier
//! reports make its next one weigh.

use desk::weight::{ClosedAs, ORDINARY, SourceRecord, SpamEvidence, is_folded_away};
use model::report::ReportState;
use model::{Method, ReportId};

use super::change::rank_again;
use crate::event::FoldInput;
use crate::row::{Columns as _, column};
use crate::{Store, StoreError, Tx};

/// Reports closed as spam that are compared, newest first.
const TEMPLATES_MAX: i64 = 2_000;

/// Reports folded away that are counted one by one.
const FOLDED_MAX: u64 = 10_000;

impl Store {
    /// Folds a report away when it says the same as one that was closed as spam; with which. `is_near` says whether two
    /// sketches are near. Twice is the same as once; a report somebody has in hand stays.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Unavailable`].
    pub async fn fold_spam(
        &self,
        id: ReportId,
        input: &FoldInput,
        is_near: impl Fn(u64, u64) -> bool,
    ) -> Result<Option<ReportId>, StoreError> {
        let row = sqlx::query(
            "SELECT money_lost, method, state,
                (SELECT COUNT(*) FROM attachments WHERE report_id = reports.id) AS files
             FROM reports WHERE id = $1",
        )
        .bind(id.to_string())
        .fetch_optional(&self.inner.read)
        .await?
        .ok_or(StoreError::NotFound("report"))?;
        if row.slug("state", ReportState::from_slug)? != ReportState::Received {
            return Ok(None);
        }
        let method: Option<Method> = row.parsed_or_none("method")?;
        let evidence = SpamEvidence {
            same_text: false,
            near_text: false,
            money_lost: row.number_or_none("money_lost")?.map(i64::unsigned_abs),
            is_life_in_danger: matches!(method, Some(Method::CoerceKidnap | Method::CoerceExtort)),
            has_files: row.number("files")? > 0,
        };
        let digest = input.digest();
        let templates = sqlx::query(
            "SELECT id, text_digest, sketch FROM reports WHERE closed_as = 'spam' AND id <> $1
             ORDER BY closed_as DESC, id DESC LIMIT $2",
        )
        .bind(id.to_string())
        .bind(TEMPLATES_MAX)
        .fetch_all(&self.inner.read)
        .await?;
        for template in &templates {
            let other = template.text_or_none("text_digest")?;
            let sketches = input.sketch.zip(template.number_or_none("sketch")?);
            let like = SpamEvidence {
                same_text: digest.is_some() && digest == other,
                near_text: sketches.is_some_and(|(a, b)| is_near(a, b.cast_unsigned())),
                ..evidence
            };
            if is_folded_away(&like) {
                let of: ReportId = template.parsed("id")?;
                sqlx::query(
                    "UPDATE reports SET spam_of = $2 WHERE id = $1 AND state = 'received' AND assigned_to IS NULL",
                )
                .bind(id.to_string())
                .bind(of.to_string())
                .execute(&self.inner.write)
                .await?;
                return Ok(Some(of));
            }
        }
        Ok(None)
    }

    /// Gives a report the weight of its source, and its place with it; the weight in percent. Twice is the same as
    /// once.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn weigh_report(&self, id: ReportId) -> Result<u64, StoreError> {
        let mut tx = self.begin().await?;
        let weight = SourceRecord::weight_of_all(&records(&mut tx, id).await?);
        if weight != ORDINARY {
            sqlx::query(
                "INSERT INTO report_weights (report_id, weight) VALUES ($1, $2)
                 ON CONFLICT (report_id) DO UPDATE SET weight = excluded.weight",
            )
            .bind(id.to_string())
            .bind(column(weight))
            .execute(&mut *tx)
            .await?;
            rank_again(&mut tx, id).await?;
        }
        tx.commit().await?;
        Ok(weight)
    }

    /// What became of the earlier reports of this one's source: the record that says least for it, and its weight.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn source_record(&self, id: ReportId) -> Result<(SourceRecord, u64), StoreError> {
        let mut tx = self.begin_read().await?;
        let records = records(&mut tx, id).await?;
        tx.commit().await?;
        let told = records.iter().filter(|record| **record != SourceRecord::default());
        let told = told.min_by_key(|record| record.weight()).copied().unwrap_or_default();
        Ok((told, SourceRecord::weight_of_all(&records)))
    }

    /// Open reports that are folded away as spam, up to ten thousand.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn count_folded_away(&self) -> Result<u64, StoreError> {
        // Whether it is open is no way in: a planner without statistics would read every open report.
        let row = sqlx::query(
            "SELECT COUNT(*) AS reports FROM (
                SELECT id FROM reports WHERE spam_of IS NOT NULL AND is_open + 0 = 1 LIMIT $1) AS counted",
        )
        .bind(column(FOLDED_MAX))
        .fetch_one(&self.inner.read)
        .await?;
        row.unsigned("reports")
    }
}

/// The sources of a report.
async fn sources(tx: &mut Tx, id: ReportId) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(
        "SELECT digest AS source FROM identity_digests WHERE report_id = $1 AND is_source = 1
         UNION SELECT 'partner:' || sender AS source FROM report_senders WHERE report_id = $1",
    )
    .bind(id.to_string())
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(|row| row.text("source")).collect()
}

async fn records(tx: &mut Tx, id: ReportId) -> Result<Vec<SourceRecord>, StoreError> {
    let mut records = Vec::new();
    for source in sources(tx, id).await? {
        let row = sqlx::query("SELECT confirmed, spam FROM source_records WHERE source = $1")
            .bind(source)
            .fetch_optional(&mut **tx)
            .await?;
        if let Some(row) = row {
            records.push(SourceRecord { confirmed: row.unsigned("confirmed")?, spam: row.unsigned("spam")? });
        }
    }
    Ok(records)
}

/// Notes how a report was closed, with its sources; `None`: it is open again, or says nothing of them. What was noted
/// before is taken back. Reports folded away with one that is no spam any more come back.
pub(super) async fn note_closed(tx: &mut Tx, id: ReportId, to: Option<ClosedAs>) -> Result<(), StoreError> {
    let row = sqlx::query("SELECT closed_as FROM reports WHERE id = $1")
        .bind(id.to_string())
        .fetch_one(&mut **tx)
        .await?;
    let from = row.text_or_none("closed_as")?.and_then(|slug| ClosedAs::from_slug(&slug));
    if from == to {
        return Ok(());
    }
    sqlx::query("UPDATE reports SET closed_as = $2 WHERE id = $1")
        .bind(id.to_string())
        .bind(to.map(ClosedAs::slug))
        .execute(&mut **tx)
        .await?;
    if from == Some(ClosedAs::Spam) {
        sqlx::query("UPDATE reports SET spam_of = NULL WHERE spam_of = $1")
            .bind(id.to_string())
            .execute(&mut **tx)
            .await?;
    }
    let step = |closed: Option<ClosedAs>, which| i64::from(closed == Some(which));
    let by = |which| step(to, which) - step(from, which);
    for source in sources(tx, id).await? {
        sqlx::query(
            "INSERT INTO source_records (source, confirmed, spam) VALUES ($1, 0, 0) ON CONFLICT (source) DO NOTHING",
        )
        .bind(source.as_str())
        .execute(&mut **tx)
        .await?;
        sqlx::query(
            "UPDATE source_records SET confirmed = CASE WHEN confirmed + $2 < 0 THEN 0 ELSE confirmed + $2 END,
                spam = CASE WHEN spam + $3 < 0 THEN 0 ELSE spam + $3 END WHERE source = $1",
        )
        .bind(source)
        .bind(by(ClosedAs::Confirmed))
        .bind(by(ClosedAs::Spam))
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Takes the digests of a sender away, and the records that stand for nobody else.
pub(crate) async fn erase_digests(tx: &mut Tx, id: ReportId) -> Result<(), StoreError> {
    let rows = sqlx::query("DELETE FROM identity_digests WHERE report_id = $1 RETURNING digest")
        .bind(id.to_string())
        .fetch_all(&mut **tx)
        .await?;
    for row in &rows {
        sqlx::query(
            "DELETE FROM source_records WHERE source = $1
                AND NOT EXISTS (SELECT 1 FROM identity_digests WHERE digest = $1)",
        )
        .bind(row.text("digest")?)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
