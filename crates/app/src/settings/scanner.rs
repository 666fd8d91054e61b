//! The virus scanner that attached files are shown to.

use serde::{Deserialize, Serialize};

/// The virus scanner that attached files are shown to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScannerSettings {
    /// Socket of ClamAV's daemon, a path, or its host and port; empty: files are not scanned.
    pub clamd: String,
}
