//! Reports and everything that hangs on one.
//!
//! In reading order: [`insert`](self) a report (`insert`, `group`, `evidence`, `scan`), add to it by code (`add`), read it (`read`), the queue of open
//! ones (`queue`), change it (`change`), on whose desk it lies (`route`, `desk_of`), its legal clock (`clock`), spam and what a source weighs (`spam`), who
//! sent it (`identity`), telling them (`notice`), many at once (`arrivals` from partners, `bulk` by command), figures
//! (`counts`), decisions as training data (`training`).

use desk::{SourceClock, UnitId};
use model::report::{ReportChannel, ReportState, SourceKind};
use model::{Assessment, AttachmentId, Indicator, Method, OfficerId, ReportId, Time, TrackingCode, Verdict};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Version;

mod add;
mod arrivals;
mod bulk;
pub(crate) mod change;
mod clock;
mod counts;
mod desk_of;
mod evidence;
mod group;
mod identity;
mod insert;
mod notice;
mod queue;
mod read;
mod route;
mod scan;
mod spam;
mod training;

pub use add::ADDITIONS_MAX;
pub use arrivals::Arrival;
pub use bulk::BulkReport;
pub use change::ANSWERED;
pub use clock::{DueCounts, DueCursor, DueLine, DuePage};
pub(crate) use clock::{line_from_row as due_line_from_row, stored_clock};
pub use counts::{Count, Counts};
pub(crate) use desk_of::{hand_over, lay_on, release_all};
pub(crate) use evidence::{hex_sha256, write_safely};
pub(crate) use group::Group;
pub use insert::Inserted;
pub use notice::Notice;
pub use queue::{EXCERPT_CHARS, Queue, QueueCursor, QueueFilter, QueueLine};
pub(crate) use queue::{LINE_COLUMNS, line_from_row};
pub(crate) use read::related_from_row;
pub use scan::Scan;
pub(crate) use spam::erase_digests;
pub use training::Decided;

/// Reports that are counted one by one; beyond it "more than 1,000" is all that is known, so that a value of half
/// the country costs no more to show than any other.
pub const COUNTED_MAX: u64 = 1_000;

/// Where an indicator of a report comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The sender named it.
    Named,
    /// The engine found it in the text.
    Found,
}

impl Origin {
    /// The stable name used in SQL.
    pub const fn slug(self) -> &'static str {
        match self {
            Origin::Named => "named",
            Origin::Found => "found",
        }
    }

    fn from_slug(slug: &str) -> Option<Origin> {
        [Origin::Named, Origin::Found].into_iter().find(|origin| origin.slug() == slug)
    }
}

/// An indicator of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportIndicator {
    /// Which.
    pub indicator: Indicator,
    /// Named or found; named when both.
    pub origin: Origin,
    /// Other reports with the same indicator; [`COUNTED_MAX`] + 1 when there are more than that.
    pub other_reports: u64,
}

/// A file of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Which.
    pub id: AttachmentId,
    /// Of which report.
    pub report_id: ReportId,
    /// Name as sent. Shown, never used as a path.
    pub name: String,
    /// What the first bytes say it is.
    pub media_type: String,
    /// Length in bytes.
    pub bytes_len: u64,
    /// SHA-256 of the content, 64 hex digits.
    pub sha256: String,
    /// What a virus scanner said of it.
    pub scan: Scan,
}

/// A deadline of a recorded source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceDue {
    /// Code of the deadline in the table `law.toml`.
    pub code: String,
    /// The first instant that is too late.
    pub due_at: Time,
}

/// A report's entry in the register of sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Year of the register, in Viet Nam.
    pub year: u64,
    /// Number in that year, from 1, without gaps.
    pub number: u64,
    /// Which of the three kinds.
    pub kind: SourceKind,
    /// When the clocks started.
    pub recorded_at: Time,
    /// By whom.
    pub recorded_by: OfficerId,
    /// Where it stands by law: every deadline that ran, and how each ended.
    pub clock: SourceClock,
}

/// What an officer wrote about a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// By whom.
    pub officer: OfficerId,
    /// When.
    pub written_at: Time,
    /// What.
    pub text: String,
}

/// What the reporter added later, by code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// When it came.
    pub received_at: Time,
    /// In the reporter's words; empty when only files came.
    pub text: String,
}

/// A report as an officer reads it. It never holds the reporter's identity.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Which.
    pub id: ReportId,
    /// The code the reporter keeps.
    pub tracking_code: TrackingCode,
    /// Made by the sender's form or client.
    pub submission: Uuid,
    /// How it reached us.
    pub channel: ReportChannel,
    /// Where it stands.
    pub state: ReportState,
    /// When it came.
    pub received_at: Time,
    /// When its state last changed.
    pub updated_at: Time,
    /// What happened, in the sender's words.
    pub text: String,
    /// When it happened; `None` when not said.
    pub happened_at: Option<Time>,
    /// Code of the province; `None` when not said.
    pub province: Option<String>,
    /// Place within the province; may be empty.
    pub place: String,
    /// Đồng; `None` when not said.
    pub money_lost: Option<u64>,
    /// What the sender takes the method to be; `None` when not said.
    pub claimed_method: Option<Method>,
    /// The officer's method, before that the sender's or the engine's; `None` when nobody knows.
    pub method: Option<Method>,
    /// Whether an officer has set the method.
    pub method_by_officer: bool,
    /// The first assessment.
    pub assessment: Assessment,
    /// Head start in the queue, in minutes (`desk::rank`).
    pub urgency: i64,
    /// On whose desk it lies.
    pub unit: UnitId,
    /// Code of the province of that desk; `None` when it has none.
    pub unit_province: Option<String>,
    /// The report closed as spam that this one is folded away with; `None` for nearly all.
    pub spam_of: Option<ReportId>,
    /// Slug of what brought it there (`desk::routing`); `None` while it has not been routed.
    pub unit_reason: Option<String>,
    /// Who works on it; `None` while nobody does.
    pub assigned_to: Option<OfficerId>,
    /// Named and found, in the order of [`Indicator`].
    pub indicators: Vec<ReportIndicator>,
    /// Evidence, in the order sent.
    pub attachments: Vec<Attachment>,
    /// Its entry in the register; `None` while it is a *phản ánh*.
    pub source: Option<Source>,
    /// Oldest first.
    pub notes: Vec<Note>,
    /// Oldest first.
    pub additions: Vec<Addition>,
    /// Whether no officer has opened it since the last of them.
    pub has_news: bool,
    /// When its content was last erased by rule; `None` while it stands.
    pub erased_at: Option<Time>,
    /// Whether an identity is kept that can be opened.
    pub has_identity: bool,
    /// State of the row.
    pub version: Version,
}

/// What the reporter sees by tracking code: states and dates, nothing about anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportStatus {
    /// Where it stands.
    pub state: ReportState,
    /// When it came.
    pub received_at: Time,
    /// When its state last changed.
    pub updated_at: Time,
    /// When it was recorded as a source; `None` while it is not.
    pub recorded_at: Option<Time>,
    /// What is due; empty while it is not recorded.
    pub due: Vec<SourceDue>,
    /// What an officer wrote for the reporter when it was closed; empty while nobody did, and once its term is over.
    pub answer: String,
}

/// What an officer says of a step of a report.
#[derive(Clone, Copy, Debug, Default)]
pub struct StepWords<'a> {
    /// Why, for the desk and the trail; empty where none is needed.
    pub ground: &'a str,
    /// Why, for the reporter to read by code; empty: nothing.
    pub answer: &'a str,
}

impl<'a> From<&'a str> for StepWords<'a> {
    /// A ground, and no answer to the reporter.
    fn from(ground: &'a str) -> StepWords<'a> {
        StepWords { ground, answer: "" }
    }
}

/// One report in a list of those that share an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedReport {
    /// Which.
    pub id: ReportId,
    /// What people call it.
    pub tracking_code: TrackingCode,
    /// Where it stands.
    pub state: ReportState,
    /// When it came.
    pub received_at: Time,
    /// Code of the province; `None` when not said.
    pub province: Option<String>,
    /// Đồng; `None` when not said.
    pub money_lost: Option<u64>,
    /// The method; `None` when nobody knows.
    pub method: Option<Method>,
    /// Of the first assessment.
    pub verdict: Verdict,
}
