//! The signal to stop, and how long what has begun may take after it.

use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal as listen};
use tokio::sync::watch;

/// Tells everybody through `stop` when SIGTERM or SIGINT comes.
pub(super) async fn listen_for_signals(stop: watch::Sender<bool>) {
    let (terminate, interrupt) = (listen(SignalKind::terminate()), listen(SignalKind::interrupt()));
    let (Ok(mut terminate), Ok(mut interrupt)) = (terminate, interrupt) else {
        // Without handlers the signals end the process by themselves.
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping: no new connection, requests in flight finish");
    let _ = stop.send(true);
}

/// Resolves when everybody has been told to stop.
pub(super) async fn stopped(mut stopping: watch::Receiver<bool>) {
    // The sender gone means that no signal can come any more.
    if stopping.wait_for(|stopping| *stopping).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Runs `serving` until it ends, at most for `grace` after the signal to stop.
pub(super) async fn within(
    serving: impl Future<Output = ()>,
    grace: Duration,
    stopping: watch::Receiver<bool>,
) {
    let deadline = async {
        stopped(stopping).await;
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        () = serving => {}
        () = deadline => tracing::warn!(grace_s = grace.as_secs(), "requests were cut off after the grace"),
    }
}
