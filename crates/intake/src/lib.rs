//! The roads of a report other than the portal, and the answers back.
//!
//! In reading order:
//! - [`Desk`] and [`receive`]: what every road needs of the rest, and the one way in;
//! - [`file_type`]: what a file is, by its first bytes;
//! - [`bulk`]: files of many reports, as JSON lines, CSV or XLSX, each row answered for;
//! - [`sms`]: short messages in the public grammar of 5656 and 156;
//! - [`mail`]: mails to the desk's mailbox, by IMAP;
//! - [`scanner`]: attached files are shown to a virus scanner;
//! - [`answer`]: what the reporter is told, by mail.

pub mod answer;
pub mod bulk;
pub mod file_type;
pub mod mail;
mod receive;
pub mod scanner;
pub mod sms;

pub use receive::{Desk, IntakeError, random, receive, sha256_hex, submission};
