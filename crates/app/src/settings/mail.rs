//! The desk's mailbox, and the mail server that answers go to.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The desk's mailbox, and the mail server that answers go to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailSettings {
    /// Host of the IMAP server; empty: no mailbox is read.
    pub imap_host: String,
    /// Its port.
    pub imap_port: u16,
    /// TLS from the first byte; false only for a server on this machine.
    pub imap_tls: bool,
    /// Who signs in to the mailbox.
    pub imap_user: String,
    /// File with the password.
    pub imap_password_file: PathBuf,
    /// The folder that is read.
    pub folder: String,
    /// The folder that mails go to which are no reports.
    pub quarantine_folder: String,
    /// Longest time between two looks, in seconds.
    pub poll_interval_s: u64,
    /// Host of the SMTP server; empty: reporters are told nothing by mail.
    pub smtp_host: String,
    /// Its port.
    pub smtp_port: u16,
    /// TLS from the first byte; false only for a server on this machine.
    pub smtp_tls: bool,
    /// Who signs in to send; empty: nobody.
    pub smtp_user: String,
    /// File with the password.
    pub smtp_password_file: PathBuf,
    /// The address that answers come from.
    pub from: String,
}

impl Default for MailSettings {
    fn default() -> MailSettings {
        MailSettings {
            imap_host: String::new(),
            imap_port: 993,
            imap_tls: true,
            imap_user: String::new(),
            imap_password_file: PathBuf::new(),
            folder: "INBOX".to_owned(),
            quarantine_folder: "Cach-ly".to_owned(),
            poll_interval_s: 60,
            smtp_host: String::new(),
            smtp_port: 465,
            smtp_tls: true,
            smtp_user: String::new(),
            smtp_password_file: PathBuf::new(),
            from: String::new(),
        }
    }
}
