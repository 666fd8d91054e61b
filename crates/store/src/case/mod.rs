//! Cases: opened and taken further (`change`), their reports (`link`), read (`read`), counted (`figures`). Rules are
//! `desk::case`'s.

use desk::{CaseFacts, CaseOutcome};
use model::{CaseId, OfficerId, Time};
use sqlx::any::AnyRow;

use crate::row::Columns as _;
use crate::{StoreError, Version};

mod change;
mod figures;
mod link;
mod read;

pub(crate) use change::{lock, open_in};
pub use link::Linked;
pub(crate) use link::{link_in, unlink_in};

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Which.
    pub id: CaseId,
    /// Year in which it was opened, in Viet Nam, and its number in that year, from 1.
    pub number: (u64, u64),
    /// What it is about, in few words.
    pub title: String,
    /// What it came to; `None` while it is open.
    pub outcome: Option<CaseOutcome>,
    /// When it was opened.
    pub opened_at: Time,
    /// By whom.
    pub opened_by: OfficerId,
    /// State of the row.
    pub version: Version,
}

/// One step of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseStep {
    /// When.
    pub at: Time,
    /// By whom.
    pub by: OfficerId,
    /// What was known after it.
    pub facts: CaseFacts,
    /// Why; may be empty.
    pub ground: String,
}

/// A case with all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    /// The case.
    pub case: Case,
    /// What is known now.
    pub facts: CaseFacts,
    /// Every step, oldest first.
    pub steps: Vec<CaseStep>,
    /// How many reports are linked.
    pub reports: u64,
    /// How many losses they tell.
    pub losses: u64,
    /// Đồng that they tell, each loss once.
    pub money_told: u64,
}

const COLUMNS: &str =
    "cases.id AS id, year, number, title, outcome, opened_at, opened_by, cases.version AS version,
    unit_id, unit_province";

impl Case {
    fn from_row(row: &AnyRow) -> Result<Case, StoreError> {
        let outcome = row.text_or_none("outcome")?;
        let outcome = outcome.map(|slug| {
            CaseOutcome::from_slug(&slug).ok_or_else(|| StoreError::Corrupt("unknown outcome".to_owned()))
        });
        Ok(Case {
            id: row.parsed("id")?,
            number: (row.unsigned("year")?, row.unsigned("number")?),
            title: row.text("title")?,
            outcome: outcome.transpose()?,
            opened_at: row.time("opened_at")?,
            opened_by: row.parsed("opened_by")?,
            version: Version(row.number("version")?),
        })
    }
}

fn step_from_row(row: &AnyRow) -> Result<CaseStep, StoreError> {
    let facts = serde_json::from_str(&row.text("facts")?);
    Ok(CaseStep {
        at: row.time("at")?,
        by: row.parsed("officer_id")?,
        facts: facts.map_err(|_| StoreError::Corrupt("unreadable case".to_owned()))?,
        ground: row.text("ground")?,
    })
}

fn target(id: CaseId) -> String {
    format!("case:{id}")
}
