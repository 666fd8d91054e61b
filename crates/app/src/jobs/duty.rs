//! Shifts end, deadlines and unread notes are told of, by the clock.

use std::time::Duration;

use model::Reference;
use store::Store;

use crate::context::now;

/// Between two looks: how late a shift is passed on or a deadline is told of, at most.
pub(super) const INTERVAL: Duration = Duration::from_secs(60);

/// Passes on the work of shifts that are over, then tells of deadlines: whoever has the work now is told.
pub(super) async fn run(store: &Store, reference: &Reference) {
    match store.end_shifts(now()).await {
        Ok(0) => {}
        Ok(moved) => tracing::info!(moved, "passed {moved} reports on at the end of a shift"),
        Err(error) => tracing::warn!(error = %error, "could not end a shift; it is tried again"),
    }
    match store.remind_sources(&reference.reminders, now()).await {
        Ok(0) => {}
        Ok(told) => tracing::info!(told, "told of {told} deadlines"),
        Err(error) => tracing::warn!(error = %error, "could not tell of deadlines; it is tried again"),
    }
    match store.escalate_notes(&reference.reminders, now()).await {
        Ok(0) => {}
        Ok(told) => tracing::info!(told, "told of {told} unread notes"),
        Err(error) => tracing::warn!(error = %error, "could not tell of unread notes; it is tried again"),
    }
}
