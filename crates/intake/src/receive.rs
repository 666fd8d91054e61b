//! The one way in: a parsed report is assessed, stored and gets its code, whatever road it came on.

use model::report::NewReport;
use model::{Assessment, Reference, Time, TrackingCode};
use sha2::{Digest as _, Sha256};
use store::report::Inserted;
use store::{Store, StoreError};

/// Tries to find a tracking code that is not taken; of 2^55 codes the first is free as good as always.
const CODE_TRIES: usize = 5;

/// What a road needs of the rest of the program.
pub trait Desk: Send + Sync {
    /// Where reports are kept.
    fn store(&self) -> &Store;
    /// Names of places, banks and methods.
    fn reference(&self) -> &Reference;
    /// What the engine says of a text, with the list of now.
    fn assess(&self, text: &str) -> Assessment;
    /// The present instant.
    fn now(&self) -> Time;
}

/// Why a report could not be taken, though nothing is wrong with it.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The store did not take it: try again later.
    #[error("store a report")]
    Store(#[from] StoreError),
    /// The operating system gave no random bytes.
    #[error("get random bytes from the operating system")]
    Random,
}

/// Assesses and stores a report under a fresh code; the same submission again gets the code it got first.
///
/// # Errors
/// [`IntakeError`].
pub async fn receive(desk: &impl Desk, report: &NewReport) -> Result<Inserted, IntakeError> {
    let assessment = desk.assess(&report.text);
    let now = desk.now();
    for attempt in 1.. {
        let code = TrackingCode::from_random(random()?);
        match desk.store().insert_report(report, &assessment, code, now).await {
            Err(StoreError::Conflict(_)) if attempt < CODE_TRIES => {}
            other => return Ok(other?),
        }
    }
    unreachable!("the last attempt returns")
}

/// Random bits for a tracking code.
///
/// # Errors
/// [`IntakeError::Random`].
pub fn random() -> Result<u64, IntakeError> {
    getrandom::u64().map_err(|_| IntakeError::Random)
}

/// The submission that these parts stand for: the same parts, the same report.
pub fn submission(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    let hash: [u8; 32] = hasher.finalize().into();
    let bytes: [u8; 16] = std::array::from_fn(|at| hash[at]);
    uuid::Builder::from_random_bytes(bytes).into_uuid().hyphenated().to_string()
}

/// The SHA-256 of a file, 64 hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
