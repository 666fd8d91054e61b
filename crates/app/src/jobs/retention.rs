//! Once a day, in a quiet hour, personal data past its term is erased.

use std::time::Duration;

use desk::retention::due_rules;
use model::Reference;
use store::Store;
use store::audit::Who;

use crate::context::now;

/// Between two looks at the clock.
pub(super) const INTERVAL: Duration = Duration::from_secs(10 * 60);

/// Erases what is due if it is the hour for it and this day's work is not done. `done_on` is the day it was
/// last done; a second time on one day, after a new start, finds nothing.
pub(super) async fn run(store: &Store, reference: &Reference, hour: u8, done_on: &mut String) {
    let now = now();
    let today = now.vietnam_iso_date();
    // Viet Nam is seven hours ahead of UTC, without summer time.
    let hour_now = now.plus_hours(7).millis() / 3_600_000 % 24;
    if hour_now != i64::from(hour) || *done_on == today {
        return;
    }
    match store.erase_due(&due_rules(&reference.retention, now), Who::System, now).await {
        Ok(erased) => {
            let store::retention::Erased { identities, contents, files, words } = erased;
            tracing::info!(identities, contents, files, words, "erased personal data past its term");
            *done_on = today;
        }
        Err(error) => tracing::warn!(error = %error, "could not erase personal data past its term"),
    }
}
