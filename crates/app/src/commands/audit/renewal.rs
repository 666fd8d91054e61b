//! From the key that an auditor trusts to the one that signs now.

use feed::tlog::VerifierKey;
use web::transparency::key::{open_checkpoint, open_renewal};

use super::source::Source;
use crate::complaint::OrComplain as _;

/// Replaces `key` by the newest one that it handed over to, when it does not sign itself any more; whether it did.
///
/// # Errors
/// When the checkpoint cannot be fetched.
pub(super) async fn follow(source: &mut Source, key: &mut VerifierKey) -> anyhow::Result<bool> {
    let note = source.text("checkpoint").await?;
    if open_checkpoint(key, &note).is_ok() {
        return Ok(false);
    }
    // A log that knows no renewals has none: then the checkpoint is found wanting.
    let Ok(text) = source.text("renewals").await else { return Ok(false) };
    let notes: Vec<String> = serde_json::from_str(&text).or_complain("audit-fetch", "renewals")?;
    let mut newest = key.clone();
    for note in &notes {
        if let Ok(next) = open_renewal(&newest, note) {
            newest = next;
        }
    }
    let is_renewed = open_checkpoint(&newest, &note).is_ok();
    if is_renewed {
        *key = newest;
    }
    Ok(is_renewed)
}
