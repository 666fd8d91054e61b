//! Acts pushed to consumers' own addresses.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Acts pushed to consumers' own addresses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PushSettings {
    /// Seconds for one request, from resolving the name to the end of the answer; 50 at most.
    pub timeout_s: u64,
    /// Ranges of private addresses that may be pushed to, separated by commas; empty: none.
    pub allowed_networks: String,
    /// File (PEM) of certificate authorities beyond the public ones; empty: none.
    pub roots_file: PathBuf,
}

impl Default for PushSettings {
    fn default() -> PushSettings {
        PushSettings { timeout_s: 10, allowed_networks: String::new(), roots_file: PathBuf::new() }
    }
}
