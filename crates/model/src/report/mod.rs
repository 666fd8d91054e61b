//! What a citizen, hotline, mailbox or partner sends us, parsed once.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::publication::listing::slugs;
use crate::{Indicator, Method, Time};

mod parse;

pub use parse::{FieldError, ReportFields, carries_secret_marking};

slugs! {
    /// How a report reached us.
    ReportChannel {
        /// The portal.
        Web = "web",
        /// The JSON API.
        Api = "api",
        /// Typed in by an officer during a call.
        Hotline = "hotline",
        /// Typed in by an officer for somebody present.
        InPerson = "in-person",
        /// Sent by a partner's system: objects of STIX, events of MISP, rows of a file.
        Partner = "partner",
        /// A mail to the desk's mailbox.
        Mail = "mail",
        /// A short message to the desk's short code.
        Sms = "sms",
    }
}

slugs! {
    /// Where a report stands. A submission is a *phản ánh* (`received`) until an officer records it as
    /// a *source*; legal clocks start there.
    ReportState {
        /// Received, not yet looked at.
        Received = "received",
        /// An officer is working on it.
        InProgress = "in-progress",
        /// Recorded as a source (tố giác, tin báo or kiến nghị khởi tố).
        Recorded = "recorded",
        /// Closed: acted upon.
        Resolved = "resolved",
        /// Closed: nothing to act upon.
        Dismissed = "dismissed",
    }
}

slugs! {
    /// The three kinds of source of a criminal report. Source: BLTTHS 2015, article 144.
    SourceKind {
        /// Tố giác về tội phạm: by an individual.
        Denunciation = "denunciation",
        /// Tin báo về tội phạm: by an agency, organisation or the media.
        CrimeInformation = "crime-information",
        /// Kiến nghị khởi tố: by a state body, in writing.
        ProsecutionProposal = "prosecution-proposal",
    }
}

/// How to reach the reporter. Kept apart from the report, encrypted; every reading is an audited act.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name as given; may be empty.
    pub name: String,
    /// Canonical phone indicator value (`+84…`); `None` when not given.
    pub phone: Option<String>,
    /// Canonical e-mail address; `None` when not given.
    pub email: Option<String>,
    /// Whether they want to be told of the outcome by short message. Contacts from before this was asked do not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sms: bool,
}

/// A file sent as evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAttachment {
    /// Name as sent, without folders, at most [`NewAttachment::NAME_CHARS_MAX`] characters. Shown, never used as a path.
    pub name: String,
    /// What the first bytes say it is; never what the sender claims.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

impl NewAttachment {
    /// Characters kept of a file name.
    pub const NAME_CHARS_MAX: usize = 120;
    /// Bytes of one file.
    pub const BYTES_MAX: usize = 10 * 1024 * 1024;
    /// Files of one report.
    pub const COUNT_MAX: usize = 10;
}

/// A report, parsed and checked, ready to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct NewReport {
    /// Made by the sender's form or client; the same one again is the same report.
    pub submission: Uuid,
    /// How it reached us.
    pub channel: ReportChannel,
    /// What happened, in the sender's words, 1 to [`NewReport::TEXT_CHARS_MAX`] characters.
    pub text: String,
    /// When it happened; `None` when not said.
    pub happened_at: Option<Time>,
    /// Code of the province where it happened; `None` when not said.
    pub province: Option<String>,
    /// Place within the province, as given; may be empty.
    pub place: String,
    /// Money lost, in đồng; `None` when not said, 0 when nothing was lost.
    pub money_lost: Option<u64>,
    /// What the sender takes the method to be; `None` when not said.
    pub method: Option<Method>,
    /// What the sender names as used by the fraudster.
    pub indicators: Vec<Indicator>,
    /// How to reach the sender; `None` for an anonymous report.
    pub contact: Option<Contact>,
    /// Evidence.
    pub attachments: Vec<NewAttachment>,
}

impl NewReport {
    /// Characters of the account of what happened.
    pub const TEXT_CHARS_MAX: usize = 20_000;
    /// Indicators named by the sender.
    pub const INDICATORS_MAX: usize = 100;
    /// Characters of the place.
    pub const PLACE_CHARS_MAX: usize = 200;
    /// Characters of the reporter's name.
    pub const NAME_CHARS_MAX: usize = 100;
    /// Largest believable loss, in đồng: a hundred thousand billion, five times a year's national loss
    /// (`domain.md`, section 7: 18,900 billion in 2024).
    pub const MONEY_MAX: u64 = 100_000_000_000_000;
}
