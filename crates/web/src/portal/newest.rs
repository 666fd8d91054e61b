//! The newest acts of the publication log, read once per serial.

use std::sync::Arc;

use model::{Act, Action, Serial};
use tokio::sync::Mutex;

use crate::{App, Error};

/// Acts kept: what the longest list of the portal shows.
const KEPT: u64 = 50;

/// The acts at one serial, newest first.
type Kept = (Serial, Arc<Vec<Act>>);

/// Remembers the newest acts until the next act.
#[derive(Debug, Default)]
pub(crate) struct Newest(Mutex<Option<Kept>>);

/// The newest acts up to the serial of the snapshot in memory, newest first.
///
/// # Errors
/// When the log has to be read and the database cannot answer.
pub(super) async fn acts(app: &App) -> Result<Arc<Vec<Act>>, Error> {
    let serial = app.snapshot.peek().serial();
    let mut kept = app.memory().newest.0.lock().await;
    if let Some((at, acts)) = kept.as_ref()
        && *at == serial
    {
        return Ok(Arc::clone(acts));
    }
    let after = Serial(serial.0.saturating_sub(KEPT));
    let mut acts = app.store.acts_after(after, u32::try_from(KEPT).unwrap_or(u32::MAX)).await?;
    acts.retain(|act| act.serial <= serial);
    acts.reverse();
    let acts = Arc::new(acts);
    *kept = Some((serial, Arc::clone(&acts)));
    Ok(acts)
}

/// The newest entries that are still listed, newest first, at most `max`.
pub(super) fn still_listed(app: &App, acts: &[Act], max: usize) -> Vec<Act> {
    let snapshot = app.snapshot.load();
    let lists = |act: &&Act| {
        act.action == Action::List && snapshot.get(&act.indicator).is_some_and(|l| l.serial >= act.serial)
    };
    let mut listed: Vec<Act> = Vec::new();
    for act in acts.iter().filter(lists) {
        if listed.len() < max && !listed.iter().any(|seen| seen.indicator == act.indicator) {
            listed.push(act.clone());
        }
    }
    listed
}
