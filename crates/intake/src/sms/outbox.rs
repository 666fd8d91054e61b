//! Messages of our own that go out over the session with the message centre, one answer for each.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

/// Messages that wait for the session.
const WAITING_MAX: usize = 64;

/// Longest wait until the centre has taken one.
const PATIENCE: Duration = Duration::from_secs(60);

/// A message on its way.
#[derive(Debug)]
pub struct Outgoing {
    /// The number it goes to, with `+` and the country.
    pub(super) to: String,
    /// One message, see [`super::one_message`].
    pub(super) text: String,
    /// Whether the centre took it; nobody waits any more when it is closed.
    pub(super) taken: oneshot::Sender<bool>,
}

impl Outgoing {
    /// Tells whoever waits whether it was taken; the number and the text. What a session does, for others.
    pub fn answer(self, taken: bool) -> (String, String) {
        // Who no longer waits needs no answer.
        let _ = self.taken.send(taken);
        (self.to, self.text)
    }
}

/// Where messages are laid.
#[derive(Clone, Debug)]
pub struct Outbox(mpsc::Sender<Outgoing>);

/// Why a message was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutboxError {
    /// There is no session, or the centre said nothing: try again later.
    #[error("hand a message to the message centre within a minute")]
    NoAnswer,
    /// The centre does not take it.
    #[error("hand a message to the message centre that refuses it")]
    Refused,
}

impl Outbox {
    /// An outbox, and what the session takes from it.
    pub fn new() -> (Outbox, mpsc::Receiver<Outgoing>) {
        let (sender, receiver) = mpsc::channel(WAITING_MAX);
        (Outbox(sender), receiver)
    }

    /// Sends one message; returns when the centre has taken it.
    ///
    /// # Errors
    /// [`OutboxError`].
    pub async fn send(&self, to: &str, text: &str) -> Result<(), OutboxError> {
        let (taken, answer) = oneshot::channel();
        let message = Outgoing { to: to.to_owned(), text: text.to_owned(), taken };
        let sending = async {
            self.0.send(message).await.map_err(|_| OutboxError::NoAnswer)?;
            // Dropped unanswered when the session broke off.
            answer.await.map_err(|_| OutboxError::NoAnswer)
        };
        match tokio::time::timeout(PATIENCE, sending).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(OutboxError::Refused),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(OutboxError::NoAnswer),
        }
    }
}
