//! Personal data kept no longer than its rule says.
//!
//! The row of a report stays, so that every figure stays: when, where, which method, how much. What leads to
//! a person goes, unless a legal hold stands. In reading order: `hold` (what may not be erased), `due` (which
//! reports are), `erase` (one report, part by part), `words` (what officers wrote apart from a report), `sweep` (no
//! byte of it left in the files of SQLite and in the evidence folder).

mod due;
mod erase;
mod hold;
mod sweep;
mod words;

pub use hold::LegalHold;

use desk::retention::DueRule;
use model::Time;
use model::reference::Erases;

use crate::audit::Who;
use crate::{Store, StoreError};

/// What was erased, or would be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Reporters' identities.
    pub identities: u64,
    /// Reports that lost their content.
    pub contents: u64,
    /// Evidence files that no report names any more.
    pub files: u64,
    /// Cases, batches, views, handover notes and drafts that lost what officers wrote in them.
    pub words: u64,
}

impl Erased {
    fn add(&mut self, erases: Erases, count: u64) {
        match erases {
            Erases::Identity => self.identities += count,
            Erases::Content => self.contents += count,
            Erases::Words => self.words += count,
        }
    }

    /// Whether anything was.
    pub fn is_anything(&self) -> bool {
        *self != Erased::default()
    }
}

/// Reports, or other things, erased in one transaction, so that a report that comes in meanwhile does not wait long.
const BATCH: i64 = 50;

impl Store {
    /// How much is due and not held. Files are not counted.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn count_erasable(&self, rules: &[DueRule<'_>]) -> Result<Erased, StoreError> {
        let mut tx = self.begin_read().await?;
        let mut erased = Erased::default();
        for rule in rules {
            let count = match rule.rule.erases {
                Erases::Words => words::count(&mut tx, rule).await?,
                Erases::Identity | Erases::Content => due::count(&mut tx, rule).await?,
            };
            erased.add(rule.rule.erases, count);
        }
        tx.commit().await?;
        Ok(erased)
    }

    /// Erases everything that is due and not held, with one audit line for each report and part, or other thing,
    /// then takes away the files that no report names and, on SQLite, every trace in the database file and its
    /// write-ahead log. Running it again erases nothing more.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Evidence`]; what was erased before stays erased.
    pub async fn erase_due(&self, rules: &[DueRule<'_>], who: Who, now: Time) -> Result<Erased, StoreError> {
        let mut erased = Erased::default();
        for rule in rules {
            loop {
                let mut tx = self.begin().await?;
                let count = erase_some(&mut tx, rule, BATCH, who, now).await?;
                tx.commit().await?;
                erased.add(rule.rule.erases, count);
                if count == 0 {
                    break;
                }
            }
        }
        erased.files = self.sweep_evidence(Some(now)).await?;
        if erased.is_anything() {
            self.sweep_database().await?;
        }
        Ok(erased)
    }

    /// Erases what is due inside the transaction of a restore: a backup that is older than an erasure brings
    /// nothing back.
    pub(crate) async fn erase_restored(
        &self,
        tx: &mut crate::Tx,
        rules: &[DueRule<'_>],
        now: Time,
    ) -> Result<Erased, StoreError> {
        let mut erased = Erased::default();
        for rule in rules {
            let count = erase_some(tx, rule, i64::MAX, Who::Command, now).await?;
            erased.add(rule.rule.erases, count);
        }
        Ok(erased)
    }
}

/// Erases at most `limit` of what a rule is about and is due; how many.
async fn erase_some(
    tx: &mut crate::Tx,
    rule: &DueRule<'_>,
    limit: i64,
    who: Who,
    now: Time,
) -> Result<u64, StoreError> {
    if rule.rule.erases == Erases::Words {
        return words::erase(tx, rule, limit, who, now).await;
    }
    let ids = due::find(tx, rule, limit).await?;
    for id in &ids {
        erase::erase(tx, *id, rule.rule, who, now).await?;
    }
    Ok(ids.len() as u64)
}
