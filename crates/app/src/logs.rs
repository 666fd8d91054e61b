//! What is written about the work: to standard error, as text for people or JSON for machines.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::complaint::OrComplain as _;
use crate::settings::{LogFormat, LogSettings};

/// Starts the log of this process.
///
/// # Errors
/// When the level is not understood.
pub(crate) fn start(settings: &LogSettings) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&settings.level).or_complain("log-level", &settings.level)?;
    let json = match settings.format {
        LogFormat::Auto => !std::io::stderr().is_terminal(),
        LogFormat::Json => true,
        LogFormat::Text => false,
    };
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A log that is already there belongs to whoever runs us as a library.
    let _ = if json { lines.json().flatten_event(true).try_init() } else { lines.try_init() };
    Ok(())
}
