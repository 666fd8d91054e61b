//! The transparency log of this deployment: opened at start, brought up to every new act.

use std::time::Duration;

use store::{Store, StoreError};
use tokio::sync::watch;
use web::transparency::{LogKey, TransparencyError, TransparencyLog};

use crate::complaint::OrComplain as _;
use crate::context::Context;

/// How long to wait after a failure.
const PAUSE: Duration = Duration::from_secs(5);

/// Opens the log with its key, which is made at the first start. `None` when the log was signed with another
/// key: the desk goes on without it, because two histories under one name would be worse than none.
///
/// # Errors
/// When key or folder cannot be used.
pub(super) async fn open(context: &Context, store: &Store) -> anyhow::Result<Option<TransparencyLog>> {
    let folder = context.data_dir();
    let mut seed = [0u8; 32];
    getrandom::fill(&mut seed).or_complain("random", "")?;
    let path = folder.log_key_file(&context.settings.transparency);
    let key = crate::log_key::open(&path, &context.settings, seed)?;
    let checkpoint = folder.log().join("checkpoint");
    let is_right = is_right(&key, store).await.or_complain("database", "")?;
    if !is_right || (checkpoint.exists() && !is_key_of(&key, &checkpoint)) {
        tracing::error!(
            "the key of the transparency log is not the one it was signed with: the log is not served; \
             put the right `log.key` back and restart"
        );
        return Ok(None);
    }
    TransparencyLog::open(key, folder.log()).map(Some).or_complain("log-folder", folder.log().display())
}

/// Whether this is the key of the deployment, or was renewed from it.
async fn is_right(key: &LogKey, store: &Store) -> Result<bool, StoreError> {
    let newest = key.verifier_key().to_string();
    if store.is_log_key(&newest).await? {
        return Ok(true);
    }
    for former in key.former() {
        if store.renew_log_key(&former.to_string(), &newest).await? {
            tracing::info!("the key of the transparency log was renewed");
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_key_of(key: &LogKey, checkpoint: &std::path::Path) -> bool {
    let note = std::fs::read_to_string(checkpoint).unwrap_or_default();
    key.open(&note).is_ok()
}

/// Signs a checkpoint at each new serial, until told to stop.
pub(super) async fn follow(log: TransparencyLog, store: Store, mut stopping: watch::Receiver<bool>) {
    let mut changes = store.serial_changes();
    let mut failing = false;
    while !*stopping.borrow() {
        match log.advance(&store).await {
            Ok(()) => failing = false,
            Err(error @ TransparencyError::Forked { .. }) => {
                tracing::error!(error = %error, "the transparency log is not continued; compare the database with its backup");
                return;
            }
            Err(error) => {
                if !failing {
                    tracing::warn!(error = %error, "could not continue the transparency log; trying again");
                }
                failing = true;
            }
        }
        tokio::select! {
            changed = changes.changed(), if !failing => {
                if changed.is_err() {
                    return;
                }
            }
            () = tokio::time::sleep(PAUSE), if failing => {}
            _ = stopping.changed() => return,
        }
    }
}
