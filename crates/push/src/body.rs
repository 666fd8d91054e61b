//! What is sent, and what a receiver may answer. Page: `docs/formats/push.md`.

use desk::consumer::AckStatus;
use model::publication::PublicAct;
use model::{Act, Serial};
use serde::{Deserialize, Serialize};
use store::push::Acknowledgement;

/// Acts in one push at most: a large import does not become a million requests.
pub const ACTS_MAX: u32 = 100;

/// One push.
#[derive(Serialize)]
struct Push<'a> {
    format: &'static str,
    sequence: u64,
    acts: Vec<PublicAct<'a>>,
}

/// The body of push `sequence`: always the same bytes for the same acts.
pub fn acts(sequence: u64, acts: &[Act]) -> Vec<u8> {
    let push = Push { format: "khien-acts-1", sequence, acts: acts.iter().map(PublicAct::from).collect() };
    serde_json::to_vec(&push).expect("strings and numbers always serialise")
}

/// The body of a probe, with a challenge that the receiver repeats.
pub fn probe(challenge: &str) -> Vec<u8> {
    let body = serde_json::json!({"format": "khien-probe-1", "challenge": challenge});
    serde_json::to_vec(&body).expect("strings always serialise")
}

/// What a receiver may answer to acts.
#[derive(Deserialize, Default)]
struct Answer {
    #[serde(default)]
    results: Vec<Outcome>,
}

#[derive(Deserialize)]
struct Outcome {
    serial: u64,
    status: String,
    #[serde(default)]
    reason: String,
}

/// The acknowledgements in an answer about these acts. Whatever cannot be read, or is about another act, is left
/// out: the delivery stands, and an acknowledgement may come later.
pub fn acknowledgements(answer: &[u8], acts: &[Act]) -> Vec<Acknowledgement> {
    let answer: Answer = serde_json::from_slice(answer).unwrap_or_default();
    let is_ours = |serial: u64| acts.iter().any(|act| act.serial.0 == serial);
    let outcomes = answer.results.into_iter().filter(|outcome| is_ours(outcome.serial));
    outcomes.filter_map(|outcome| acknowledgement(outcome.serial, &outcome.status, &outcome.reason)).collect()
}

/// An acknowledgement as it is kept; `None` when the status is unknown or `no_action` gives no reason.
pub fn acknowledgement(serial: u64, status: &str, reason: &str) -> Option<Acknowledgement> {
    let status = AckStatus::from_slug(status)?;
    let reason: String = reason.trim().chars().take(desk::consumer::ACK_REASON_CHARS_MAX).collect();
    let is_explained = status != AckStatus::NoAction || !reason.is_empty();
    is_explained.then_some(Acknowledgement { serial: Serial(serial), status, reason })
}
