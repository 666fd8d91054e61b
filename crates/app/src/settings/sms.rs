//! The short code, by SMPP from a carrier's message centre.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The short code, by SMPP from a carrier's message centre.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SmsSettings {
    /// Host and port of the centre; empty: no session.
    pub smpp_address: String,
    /// Our name there, 15 characters at most.
    pub smpp_system_id: String,
    /// File with our secret there, 8 characters at most.
    pub smpp_password_file: PathBuf,
    /// The number that our own messages come from; empty: reporters are told nothing by short message.
    pub short_code: String,
}
