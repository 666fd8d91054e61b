//! The log has grown. Every node follows it by itself; what has to be told are consumers that we push to.

use anyhow::Context as _;

/// Notes that the list was published at the serial `payload`. No consumer is pushed to yet: all of them
/// fetch.
///
/// # Errors
/// When the payload is no serial.
pub(super) fn run(payload: &str) -> anyhow::Result<()> {
    let serial: u64 = payload.parse().with_context(|| format!("read `{payload}` as a serial"))?;
    tracing::info!(serial, "published serial {serial}");
    Ok(())
}
