//! Proof that both logs are unbroken, that the list is what the log says, and that no evidence is missing.
//!
//! Each line of a log carries the hash of the one before, and the head carries the hash of the last. So an
//! edited, removed, swapped or inserted line shows, and so does a tail that was cut off. What does not
//! show is a log that somebody with the whole database wrote anew from the changed line on, heads
//! included: against that, keep [`VerifyReport::act_hash`] and [`VerifyReport::audit_hash`] of an earlier
//! day elsewhere (`docs/operating.md`).

use std::fmt;

use model::publication::ActHash;
use model::{Indicator, Serial};

use crate::{Store, StoreError};

mod chain;
mod evidence;
mod fold;

/// Which log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Log {
    /// The acts.
    Publication,
    /// The audit trail.
    Audit,
}

impl Log {
    /// Name of its row in `log_heads`.
    const fn slug(self) -> &'static str {
        match self {
            Log::Publication => "publication",
            Log::Audit => "audit",
        }
    }
}

/// One thing that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No line at this position.
    MissingLine(Log, u64),
    /// The line at this position is not the one that was written, or not in its place.
    WrongHash(Log, u64),
    /// The line at this position cannot be read.
    Unreadable(Log, u64),
    /// The log does not end where its head says: lines were cut off or added.
    WrongHead(Log),
    /// The current entry is not the one the log leads to.
    ListingDiffers(Indicator),
    /// The log leads to an entry that is not there.
    ListingMissing(Indicator),
    /// There is an entry the log does not lead to.
    ListingSurplus(String),
    /// A file of evidence is not there, or has another length.
    EvidenceMissing(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::MissingLine(log, at) => write!(f, "{} log: line {at} is missing", log.slug()),
            Problem::WrongHash(log, at) => write!(f, "{} log: line {at} was changed", log.slug()),
            Problem::Unreadable(log, at) => write!(f, "{} log: line {at} cannot be read", log.slug()),
            Problem::WrongHead(log) => write!(f, "{} log: its end is not where its head says", log.slug()),
            Problem::ListingDiffers(what) => write!(f, "listing `{what}` differs from the log"),
            Problem::ListingMissing(what) => write!(f, "listing `{what}` is in the log and not in the list"),
            Problem::ListingSurplus(what) => write!(f, "listing `{what}` is in the list and not in the log"),
            Problem::EvidenceMissing(file) => write!(f, "evidence file `{file}` is missing or cut"),
        }
    }
}

/// What was looked at, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyReport {
    /// Acts read.
    pub acts: u64,
    /// Lines of the audit trail read.
    pub audit_lines: u64,
    /// Current entries compared.
    pub listings: u64,
    /// Files of evidence looked at.
    pub evidence_files: u64,
    /// The serial of the log.
    pub serial: Serial,
    /// Hash of the last act: the whole publication log in one number.
    pub act_hash: ActHash,
    /// Hash of the last line of the audit trail.
    pub audit_hash: ActHash,
    /// The first [`VerifyReport::PROBLEMS_MAX`] problems.
    pub problems: Vec<Problem>,
    /// How many there are in all.
    pub problem_count: u64,
}

impl VerifyReport {
    /// Problems that are named.
    pub const PROBLEMS_MAX: usize = 100;

    /// Whether all is as it was written.
    pub fn is_clean(&self) -> bool {
        self.problem_count == 0
    }

    fn push(&mut self, problem: Problem) {
        self.problem_count += 1;
        if self.problems.len() < Self::PROBLEMS_MAX {
            self.problems.push(problem);
        }
    }
}

impl Store {
    /// Reads both logs from the first line to the last, folds the acts and compares the list, and looks
    /// for every file of evidence. All of it sees one state of the database, so it may run while serving.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; a damaged row is a problem in the report, not an error.
    pub async fn verify(&self) -> Result<VerifyReport, StoreError> {
        let mut tx = self.begin_read().await?;
        let mut report = VerifyReport {
            acts: 0,
            audit_lines: 0,
            listings: 0,
            evidence_files: 0,
            serial: Serial(0),
            act_hash: ActHash::ZERO,
            audit_hash: ActHash::ZERO,
            problems: Vec::new(),
            problem_count: 0,
        };
        let folded = chain::verify_acts(&mut tx, &mut report).await?;
        chain::verify_audit(&mut tx, &mut report).await?;
        fold::compare(&mut tx, folded, &mut report).await?;
        evidence::look(&mut tx, &self.inner.evidence_dir, &mut report).await?;
        tx.commit().await?;
        Ok(report)
    }
}
