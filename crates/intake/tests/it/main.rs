//! Files of many reports and mails as hostile senders make them; a real mail server; one fraud over five roads.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod bulk;
mod letter;
mod workbook;
