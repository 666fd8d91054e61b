//! A task for each subscription, so that a receiver that is slow or down costs the others nothing.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use model::Time;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::courier::{Courier, Next};

/// Between two looks for new subscriptions, and after the database did not answer.
const LOOK: Duration = Duration::from_secs(2);

/// Tells the time; a test gives its own.
pub type Clock = Arc<dyn Fn() -> Time + Send + Sync>;

/// Gives 32 random octets.
pub type Random = Arc<dyn Fn() -> [u8; 32] + Send + Sync>;

/// Serves every subscription until told to stop. A request that has begun is finished first, or ended by its time
/// limit.
pub async fn run(courier: Arc<Courier>, clock: Clock, random: Random, stopping: watch::Receiver<bool>) {
    let mut tasks: HashMap<String, JoinHandle<()>> = HashMap::new();
    while !*stopping.borrow() {
        tasks.retain(|_, task| !task.is_finished());
        match courier.store().pushes_to_serve().await {
            Ok(ids) => {
                for id in ids.into_iter().filter(|id| !tasks.contains_key(id)).collect::<Vec<_>>() {
                    let one =
                        serve(courier.clone(), id.clone(), clock.clone(), random.clone(), stopping.clone());
                    tasks.insert(id, tokio::spawn(one));
                }
            }
            Err(error) => tracing::warn!(error = %error, "could not look for receivers"),
        }
        if stopped_within(LOOK, stopping.clone()).await {
            break;
        }
    }
    for task in tasks.into_values() {
        let _ = task.await;
    }
}

async fn serve(
    courier: Arc<Courier>,
    id: String,
    clock: Clock,
    random: Random,
    mut stopping: watch::Receiver<bool>,
) {
    let mut grown = courier.store().serial_changes();
    while !*stopping.borrow() {
        grown.mark_unchanged();
        let wait = match courier.step(&id, random(), clock()).await {
            Ok(Next::Now) => continue,
            Ok(Next::Never) => return,
            Ok(Next::At(at)) => {
                let left = at.millis_since(clock()).max(0);
                // Not in one piece: an officer may start it again meanwhile.
                if stopped_within(Duration::from_millis(left.unsigned_abs()).min(LOOK * 5), stopping.clone())
                    .await
                {
                    return;
                }
                continue;
            }
            Ok(Next::Grown) => Duration::from_secs(30),
            Err(error) => {
                tracing::warn!(push = id, error = %error, "could not serve a receiver");
                LOOK
            }
        };
        tokio::select! {
            _ = grown.changed() => {}
            () = tokio::time::sleep(wait) => {}
            _ = stopping.changed() => return,
        }
    }
}

async fn stopped_within(interval: Duration, mut stopping: watch::Receiver<bool>) -> bool {
    tokio::time::timeout(interval, stopping.wait_for(|stopping| *stopping)).await.is_ok()
}
