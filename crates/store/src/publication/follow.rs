//! A stream of new serials, so that every node follows the log at once.
//!
//! Within one process an append announces itself. Between processes PostgreSQL notifies. A slow poll
//! covers what is left: a command beside the server on SQLite, a notification lost with its connection.

use std::sync::{Arc, Weak};
use std::time::Duration;

use model::Serial;
use sqlx::postgres::PgListener;
use tokio::sync::watch;
use tracing::warn;

use crate::engine::Engine;
use crate::row::Columns as _;
use crate::{Inner, Store, StoreError};

/// Longest time after which a change that was not announced is seen.
const POLL: Duration = Duration::from_secs(2);

impl Store {
    /// The serial of the last act that this node knows of, and a wake-up at each change.
    pub fn serial_changes(&self) -> watch::Receiver<Serial> {
        self.inner.serial.subscribe()
    }

    /// Tells this process of an act that has been committed.
    pub(crate) fn announce(&self, serial: Serial) {
        announce(&self.inner.serial, serial);
    }

    /// Reads the head and starts the task that follows it. The task ends soon after the last clone of
    /// the store is dropped.
    pub(crate) async fn follow_log(&self, url: &str) -> Result<(), StoreError> {
        self.announce(self.head_serial().await?);
        let inner = Arc::downgrade(&self.inner);
        let url = (self.engine() == Engine::Postgres).then(|| url.to_owned());
        tokio::spawn(follow(inner, url));
        Ok(())
    }
}

/// Serials only grow: a late announcement changes nothing.
fn announce(sender: &watch::Sender<Serial>, serial: Serial) {
    sender.send_if_modified(|known| {
        let is_new = serial > *known;
        *known = serial.max(*known);
        is_new
    });
}

/// Follows the head until the store is gone. `url` is that of PostgreSQL, `None` for SQLite.
async fn follow(inner: Weak<Inner>, url: Option<String>) {
    let mut listener: Option<PgListener> = None;
    loop {
        if let (None, Some(url)) = (&listener, &url) {
            match listen(url).await {
                Ok(new) => listener = Some(new),
                Err(error) => warn!(%error, "cannot listen for new serials, asking every 2 s"),
            }
        }
        let notified = async {
            match &mut listener {
                Some(listener) => listener.recv().await.is_ok(),
                None => std::future::pending().await,
            }
        };
        let is_listening = tokio::select! {
            is_ok = notified => is_ok,
            () = tokio::time::sleep(POLL) => true,
        };
        if !is_listening {
            // Wait before trying again, so that a lost server is not asked without pause.
            warn!("lost the connection that listens for new serials, connecting again");
            listener = None;
            tokio::time::sleep(POLL).await;
        }
        let Some(inner) = inner.upgrade() else { return };
        if inner.read.is_closed() {
            return;
        }
        let head = sqlx::query("SELECT position FROM log_heads WHERE name = 'publication'")
            .fetch_one(&inner.read)
            .await;
        if let Ok(Ok(position)) = head.map(|row| row.unsigned("position")) {
            announce(&inner.serial, Serial(position));
        }
    }
}

async fn listen(url: &str) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen("khien_serial").await?;
    Ok(listener)
}
