//! What a caller can do about a failure of the store.

use std::path::PathBuf;

use desk::ClockRefusal;
use desk::RosterError;
use desk::event::EventError;
use desk::guard::Refusal;
use desk::policy::NotAllowed;
use desk::report_state::StepError;
use desk::unit::UnitError;

/// Why the store did not do what was asked. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such thing.
    #[error("find {0}")]
    NotFound(&'static str),
    /// Somebody else changed it in between, or the thing is already there: read it again and decide anew.
    #[error("change {0} that has changed or is already there")]
    Conflict(&'static str),
    /// The rules of the desk forbid it.
    #[error("take a decision the desk does not allow")]
    NotAllowed(#[from] NotAllowed),
    /// The over-block guard refuses the entry.
    #[error("publish a proposal")]
    Refused(#[from] Refusal),
    /// A report cannot take that step.
    #[error("move a report")]
    Step(#[from] StepError),
    /// The law does not allow that act on the clock of a source now.
    #[error("act on the clock of a source")]
    Clock(#[from] ClockRefusal),
    /// Reports cannot be joined or parted that way.
    #[error("join or part reports")]
    Event(#[from] EventError),
    /// A case cannot take that step.
    #[error("take a case further")]
    Case(#[from] desk::CaseError),
    /// A shift cannot be planned, changed or told of so.
    #[error("plan who is on duty")]
    Roster(#[from] RosterError),
    /// A unit does not fit the places or the tree.
    #[error("make a unit")]
    Unit(#[from] UnitError),
    /// The database cannot be reached or has no connection free: try again later.
    #[error("reach the database")]
    Unavailable(#[source] sqlx::Error),
    /// The database refused a statement.
    #[error("run a statement")]
    Database(#[source] sqlx::Error),
    /// A stored value is not what the store wrote.
    #[error("read a stored value: {0}")]
    Corrupt(String),
    /// The key given is not the one the personal data was encrypted with.
    #[error("decrypt with the identity key given: it is not the key this database was made with")]
    WrongKey,
    /// The database was made by another version of the program, or its migrations were edited.
    #[error("apply migration `{name}`: {problem}")]
    Migration {
        /// File name of the migration.
        name: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// A file of evidence could not be read or written.
    #[error("read or write the evidence file `{path}`")]
    Evidence {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The operating system gave no random bytes.
    #[error("get random bytes from the operating system")]
    Random,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        match &error {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::BeginFailed => StoreError::Unavailable(error),
            sqlx::Error::Database(database) if is_passing(database.as_ref()) => {
                StoreError::Unavailable(error)
            }
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                StoreError::Corrupt(error.to_string())
            }
            _ => StoreError::Database(error),
        }
    }
}

/// Whether the same statement may succeed a little later.
fn is_passing(error: &dyn sqlx::error::DatabaseError) -> bool {
    // PostgreSQL: class 08 connection, 40 rolled back (deadlock, serialisation), 53 out of resources,
    // 57 shutting down; source: PostgreSQL manual, appendix A. SQLite: 5 BUSY, 6 LOCKED, 10 IOERR, 13 FULL, 14 CANTOPEN
    // (with extended codes above the low byte); source: sqlite.org/rescode.html.
    let Some(code) = error.code() else { return false };
    match code.parse::<u32>() {
        Ok(number) if code.len() != 5 => matches!(number & 0xff, 5 | 6 | 10 | 13 | 14),
        _ => ["08", "40", "53", "57"].iter().any(|class| code.starts_with(class)),
    }
}

/// Turns a broken uniqueness rule into a [`StoreError::Conflict`] about `what`.
pub(crate) fn conflict_if_unique(error: sqlx::Error, what: &'static str) -> StoreError {
    match error.as_database_error() {
        Some(database) if database.is_unique_violation() => StoreError::Conflict(what),
        _ => error.into(),
    }
}
