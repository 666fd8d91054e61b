//! The signal to stop, and how long what has begun may take after it.

use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal as listen};
use tokio::sync::watch;

/// Resolves at SIGTERM or SIGINT.
pub(super) async fn signal() {
    let (terminate, interrupt) = (listen(SignalKind::terminate()), listen(SignalKind::interrupt()));
    match (terminate, interrupt) {
        (Ok(mut terminate), Ok(mut interrupt)) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        }
        // Without handlers the signals end the process by themselves.
        _ => std::future::pending().await,
    }
    tracing::info!("stopping: no new connection, requests in flight finish");
}

/// Runs `serving` until it ends by itself, or until `grace` after a signal of our own; tells the
/// background tasks through `stop` as soon as the signal comes.
pub(super) async fn within(serving: impl Future<Output = ()>, grace: Duration, stop: &watch::Sender<bool>) {
    let deadline = async {
        signal().await;
        let _ = stop.send(true);
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        () = serving => {}
        () = deadline => tracing::warn!(grace_s = grace.as_secs(), "requests were cut off after the grace"),
    }
    let _ = stop.send(true);
}
