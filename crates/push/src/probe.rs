//! Before a receiver gets any act it must show that it checks signatures: it takes what is properly signed, repeats
//! the challenge in it, and refuses everything else.

use model::Time;

use crate::address::Address;
use crate::body;
use crate::client::{Answer, Client, SendError};
use crate::signature::{GOOD_S, SignatureFields, SigningKey};

/// One request of the onboarding, in the order in which they are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// Properly signed.
    Good,
    /// Without any signature.
    Unsigned,
    /// Signed with another key under our key's name.
    OtherKey,
    /// The body is not the one that was signed.
    ChangedBody,
    /// The sequence number is not the one that was signed.
    ChangedSequence,
    /// Signed an hour ago.
    Stale,
    /// Properly signed again: a receiver that refuses everything is no receiver.
    GoodAgain,
}

impl Probe {
    /// Every probe, in order.
    pub const ALL: [Probe; 7] = [
        Probe::Good,
        Probe::Unsigned,
        Probe::OtherKey,
        Probe::ChangedBody,
        Probe::ChangedSequence,
        Probe::Stale,
        Probe::GoodAgain,
    ];

    /// Stable name; the catalogue holds `push-probe-<slug>`.
    pub const fn slug(self) -> &'static str {
        match self {
            Probe::Good => "good",
            Probe::Unsigned => "unsigned",
            Probe::OtherKey => "other-key",
            Probe::ChangedBody => "changed-body",
            Probe::ChangedSequence => "changed-sequence",
            Probe::Stale => "stale",
            Probe::GoodAgain => "good-again",
        }
    }

    const fn must_be_taken(self) -> bool {
        matches!(self, Probe::Good | Probe::GoodAgain)
    }
}

/// The receiver did not do as it must.
#[derive(Debug, thiserror::Error)]
#[error("pass the probe `{}`", probe.slug())]
pub struct ProbeFailed {
    /// At which probe.
    pub probe: Probe,
    /// Its status, or why there was none.
    pub outcome: Result<u16, SendError>,
}

/// The sequence number of probes; acts begin at 1.
const SEQUENCE: u64 = 0;

/// Sends every probe. `random` makes the challenge and the other key.
///
/// # Errors
/// [`ProbeFailed`] at the first one that went wrong.
pub async fn run(
    client: &Client,
    key: &SigningKey,
    address: &Address,
    random: [u8; 32],
    now: Time,
) -> Result<(), ProbeFailed> {
    let challenge = data_encoding::BASE64URL_NOPAD.encode(&random[..16]);
    for probe in Probe::ALL {
        let (fields, sequence, content) = request(probe, key, address, &challenge, random, now);
        let answer = client.post(address, sequence, fields.as_ref(), content).await;
        let is_right = match &answer {
            Ok(answer) if probe.must_be_taken() => repeats(answer, &challenge),
            Ok(answer) => (400..500).contains(&answer.status),
            Err(_) => false,
        };
        if !is_right {
            return Err(ProbeFailed { probe, outcome: answer.map(|answer| answer.status) });
        }
    }
    Ok(())
}

fn request(
    probe: Probe,
    key: &SigningKey,
    address: &Address,
    challenge: &str,
    random: [u8; 32],
    now: Time,
) -> (Option<SignatureFields>, u64, Vec<u8>) {
    let (target, body) = (address.as_str(), body::probe(challenge));
    let proper = |now| key.sign(target, SEQUENCE, &body, now);
    let fields = match probe {
        Probe::Good | Probe::GoodAgain | Probe::ChangedBody | Probe::ChangedSequence => Some(proper(now)),
        Probe::Unsigned => None,
        Probe::OtherKey => Some(key.forged(&random).sign(target, SEQUENCE, &body, now)),
        Probe::Stale => Some(proper(Time::from_millis(now.millis() - 12 * GOOD_S * 1000))),
    };
    match probe {
        Probe::ChangedBody => (fields, SEQUENCE, body::probe(&format!("{challenge}-changed"))),
        Probe::ChangedSequence => (fields, SEQUENCE + 1_000_000, body),
        _ => (fields, SEQUENCE, body),
    }
}

fn repeats(answer: &Answer, challenge: &str) -> bool {
    let body: Result<serde_json::Value, _> = serde_json::from_slice(&answer.body);
    (200..300).contains(&answer.status) && body.is_ok_and(|body| body["challenge"] == challenge)
}
