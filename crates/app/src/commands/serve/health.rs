//! `/healthz` (the process answers) and `/readyz` (it may be sent requests).

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use store::Store;
use web::SnapshotCell;

/// How long the list in memory counts as current after the last look at the log: several looks may fail.
const CURRENT_FOR: Duration = Duration::from_secs(30);

/// Longest wait for the database's word.
const PING_TIMEOUT: Duration = Duration::from_secs(2);

/// What is known about this node; cheap to clone.
#[derive(Clone)]
pub(super) struct Health {
    store: Store,
    cell: SnapshotCell,
    caught_up_at: Arc<Mutex<Option<Instant>>>,
}

impl Health {
    /// Nothing has been caught up yet.
    pub(super) fn new(store: Store, cell: SnapshotCell) -> Health {
        Health { store, cell, caught_up_at: Arc::default() }
    }

    /// The follower has just seen that the list in memory is the newest.
    pub(super) fn caught_up(&self) {
        *self.caught_up_at.lock().expect("no holder of this lock panics") = Some(Instant::now());
    }

    /// Whether the list in memory was the newest a short while ago.
    pub(super) fn is_current(&self) -> bool {
        let at = *self.caught_up_at.lock().expect("no holder of this lock panics");
        at.is_some_and(|at| at.elapsed() < CURRENT_FOR)
    }

    /// The list in memory.
    pub(super) fn cell(&self) -> &SnapshotCell {
        &self.cell
    }

    /// The database.
    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    async fn problem(&self) -> Option<&'static str> {
        match tokio::time::timeout(PING_TIMEOUT, self.store.ping()).await {
            Ok(Ok(())) if self.is_current() => None,
            Ok(Ok(())) => Some("the list in memory is behind the publication log"),
            Ok(Err(_)) | Err(_) => Some("the database does not answer"),
        }
    }
}

/// Both pages.
pub(super) fn routes(health: Health) -> Router {
    Router::new()
        .route("/healthz", get(async || plain(StatusCode::OK, "ok\n".to_owned())))
        .route("/readyz", get(get_readiness))
        .with_state(health)
}

async fn get_readiness(State(health): State<Health>) -> Response {
    match health.problem().await {
        None => plain(StatusCode::OK, format!("ready at serial {}\n", health.cell.peek().serial())),
        Some(problem) => plain(StatusCode::SERVICE_UNAVAILABLE, format!("{problem}\n")),
    }
}

fn plain(status: StatusCode, text: String) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, text).into_response()
}
