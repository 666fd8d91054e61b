//! Reports that arrive at the same time are stored in one transaction: its flush to the disk is what storing
//! costs. Whoever gets hold of the pen writes for all who wait; nobody waits for a group to fill.

use std::collections::VecDeque;
use std::sync::Mutex;

use model::report::NewReport;
use model::{Assessment, Indicator, ReportId, Time, TrackingCode};
use tokio::sync::{Mutex as AsyncMutex, oneshot};

use super::evidence::StoredFile;
use crate::{Store, StoreError};

/// Reports of one transaction.
const GROUP_MAX: usize = 256;

/// A report that waits to be written; it owns all it holds, because another task may write it.
pub(super) struct Pending {
    pub(super) id: ReportId,
    pub(super) report: NewReport,
    pub(super) assessment: Assessment,
    pub(super) appealed: Option<Indicator>,
    pub(super) tracking_code: TrackingCode,
    pub(super) files: Vec<StoredFile>,
    pub(super) now: Time,
}

/// What became of a report of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// It is stored.
    Stored,
    /// Its submission or its code is there already.
    Taken,
}

type Answer = oneshot::Sender<Result<Written, StoreError>>;

/// Who waits, and who writes.
#[derive(Default)]
pub(crate) struct Group {
    waiting: Mutex<VecDeque<(Pending, Answer)>>,
    pen: AsyncMutex<()>,
}

impl Store {
    /// Writes a report together with those that wait. Answers when it is durable.
    pub(super) async fn write_in_group(&self, pending: Pending) -> Result<Written, StoreError> {
        let group = &self.inner.group;
        let (answer, mut answered) = oneshot::channel();
        group.waiting.lock().expect("nobody panics holding it").push_back((pending, answer));
        loop {
            let _pen = tokio::select! {
                // A writer before us may have taken ours along.
                biased;
                result = &mut answered => return result.unwrap_or(Err(GONE)),
                pen = group.pen.lock() => pen,
            };
            if let Ok(result) = answered.try_recv() {
                return result;
            }
            let taken: Vec<(Pending, Answer)> = {
                let mut waiting = group.waiting.lock().expect("nobody panics holding it");
                let count = waiting.len().min(GROUP_MAX);
                waiting.drain(..count).collect()
            };
            if taken.is_empty() {
                // Ours was taken by a writer that was stopped in the middle; nothing of it is stored.
                return Err(GONE);
            }
            self.write_group(taken).await;
        }
    }

    async fn write_group(&self, taken: Vec<(Pending, Answer)>) {
        let (mut reports, mut answers): (Vec<Pending>, Vec<Answer>) = taken.into_iter().unzip();
        match self.insert_group(&reports).await {
            Ok(written) => {
                for (answer, written) in answers.into_iter().zip(written) {
                    // Who no longer waits needs no answer.
                    let _ = answer.send(Ok(written));
                }
            }
            Err(error) if reports.len() == 1 => {
                let _ = answers.remove(0).send(Err(error));
            }
            // One of them may be what the database refuses: each on its own, so that only that one fails.
            Err(_) => {
                for (pending, answer) in reports.drain(..).zip(answers) {
                    let alone = self.insert_group(&[pending]).await;
                    let _ = answer.send(alone.map(|written| written[0]));
                }
            }
        }
    }
}

/// The writer was stopped: the sender tries again, and the submission's number keeps it one report.
const GONE: StoreError = StoreError::Unavailable(sqlx::Error::WorkerCrashed);
