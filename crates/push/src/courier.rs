//! One step for one subscription: a probe, a push, or nothing to do yet.
//!
//! Order is kept because a push is begun only when the one before has an end: delivered, or put on the list of dead
//! letters after the receiver has refused it several times. A receiver that is down, slow or failing is tried again
//! for as long as it takes. Everything that a step rests on is stored before it is sent, so a step may run twice.

use model::{Serial, Time};
use store::push::{PushState, Subscription};
use store::{Store, StoreError};

use crate::address::Address;
use crate::body::{self, ACTS_MAX};
use crate::client::{Client, SendError};
use crate::probe;
use crate::signature::SigningKey;

/// How long a node keeps a subscription to itself; longer than the longest request.
const LEASE_MS: i64 = 60_000;

/// Until the next look at a subscription that another node is serving.
const OTHER_NODE_MS: i64 = 2_000;

/// Longest pause between two tries, so that a receiver that is back waits at most that long.
const PAUSE_MS_MAX: i64 = 5 * 60_000;

/// Refusals (status 4xx) of one push before it becomes a dead letter and the next one is sent.
pub const REFUSALS_MAX: u64 = 5;

/// Failed onboardings (the receiver cannot be reached) before the subscription is given up until an officer starts it
/// again.
const ONBOARDINGS_MAX: u64 = 5;

/// When to take the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// At once.
    Now,
    /// Not before.
    At(Time),
    /// When the log has grown.
    Grown,
    /// Never: the subscription is closed, or its receiver failed the probes.
    Never,
}

/// Takes steps; one for all subscriptions of a node.
pub struct Courier {
    store: Store,
    client: Client,
    key: SigningKey,
    node: String,
}

impl Courier {
    /// `node` names this process among others on the same database.
    pub fn new(store: Store, client: Client, key: SigningKey, node: String) -> Courier {
        Courier { store, client, key, node }
    }

    /// The store that is served.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// One step. `random` is used for probes.
    ///
    /// # Errors
    /// [`StoreError`]; take the step again later.
    pub async fn step(&self, id: &str, random: [u8; 32], now: Time) -> Result<Next, StoreError> {
        let Some(seen) = self.store.push_to_serve(id).await? else { return Ok(Next::Never) };
        if seen.next_attempt_at > now {
            return Ok(Next::At(seen.next_attempt_at));
        }
        let is_idle = seen.state == PushState::Active && seen.in_flight_to.is_none();
        if is_idle && self.store.head_serial().await? <= seen.delivered {
            return Ok(Next::Grown);
        }
        let until = Time::from_millis(now.millis() + LEASE_MS);
        let Some(subscription) = self.store.claim_push(id, &self.node, now, until).await? else {
            // Another node is sending: its lease ends with its request.
            return Ok(Next::At(Time::from_millis(now.millis() + OTHER_NODE_MS)));
        };
        if subscription.next_attempt_at > now {
            return Ok(Next::At(subscription.next_attempt_at));
        }
        match subscription.state {
            PushState::Pending => self.onboard(&subscription, random, now).await,
            PushState::Active => self.deliver(&subscription, now).await,
            PushState::Refused | PushState::Closed => Ok(Next::Never),
        }
    }

    async fn onboard(&self, to: &Subscription, random: [u8; 32], now: Time) -> Result<Next, StoreError> {
        let address = match Address::parse(&to.address) {
            Ok(address) => address,
            Err(error) => {
                self.store.end_onboarding(to, PushState::Refused, error.code(), now).await?;
                return Ok(Next::Never);
            }
        };
        match probe::run(&self.client, &self.key, &address, random, now).await {
            Ok(()) => {
                self.store.end_onboarding(to, PushState::Active, "", now).await?;
                tracing::info!(push = to.id, "receiver `{}` passed every probe", to.consumer_name);
                Ok(Next::Now)
            }
            Err(failed) => {
                let may_pass_later = match &failed.outcome {
                    Err(SendError::Address(_) | SendError::Redirected(_)) => false,
                    Err(_) => to.attempts + 1 < ONBOARDINGS_MAX,
                    Ok(status) => *status >= 500 && to.attempts + 1 < ONBOARDINGS_MAX,
                };
                let why = match &failed.outcome {
                    Err(error) => error.code().to_owned(),
                    Ok(status) => format!("probe-{} {status}", failed.probe.slug()),
                };
                tracing::warn!(push = to.id, error = %failed, "receiver `{}`: {why}", to.consumer_name);
                if may_pass_later {
                    return self.pause(to, &why, now).await;
                }
                self.store.end_onboarding(to, PushState::Refused, &why, now).await?;
                Ok(Next::Never)
            }
        }
    }

    async fn deliver(&self, to: &Subscription, now: Time) -> Result<Next, StoreError> {
        let mut acts = self.store.acts_after(to.delivered, ACTS_MAX).await?;
        // What was begun is sent again exactly as it was, whatever has been published since.
        if let Some(end) = to.in_flight_to {
            acts.retain(|act| act.serial <= end);
        }
        let Some(last) = acts.last().map(|act| act.serial) else { return Ok(Next::Grown) };
        let sequence = match to.in_flight_to {
            Some(_) => to.sequence,
            None => self.store.begin_push(to, last).await?,
        };
        let content = body::acts(sequence, &acts);
        let sent = match Address::parse(&to.address) {
            Ok(address) => {
                let fields = self.key.sign(address.as_str(), sequence, &content, now);
                self.client.post(&address, sequence, Some(&fields), content).await
            }
            Err(error) => Err(error.into()),
        };
        match sent {
            Ok(answer) if (200..300).contains(&answer.status) => {
                let results = body::acknowledgements(&answer.body, &acts);
                self.store.finish_push(to, last, &results, now).await?;
                Ok(Next::Now)
            }
            Ok(answer) => {
                let why = format!("status {}", answer.status);
                // These ask for the same request later: RFC 9110, 15.5.9; RFC 8470; RFC 6585, 4. A receiver
                // that does not know our key any more (401, 403, 404, 410) is one to wait for too.
                let is_refusal = (400..500).contains(&answer.status)
                    && !matches!(answer.status, 401 | 403 | 404 | 408 | 410 | 425 | 429);
                if is_refusal && to.attempts + 1 >= REFUSALS_MAX {
                    let first = acts.first().map_or(last, |act| act.serial);
                    self.bury(to, (sequence, first, last), &why, now).await
                } else {
                    self.pause(to, &why, now).await
                }
            }
            Err(error) => self.pause(to, error.code(), now).await,
        }
    }

    async fn bury(
        &self,
        to: &Subscription,
        (sequence, first, last): (u64, Serial, Serial),
        why: &str,
        now: Time,
    ) -> Result<Next, StoreError> {
        self.store.bury_push(to, sequence, (first, last), why, now).await?;
        tracing::error!(
            push = to.id,
            "receiver `{}` keeps refusing push {sequence} ({why}); it is a dead letter now",
            to.consumer_name
        );
        Ok(Next::Now)
    }

    async fn pause(&self, to: &Subscription, why: &str, now: Time) -> Result<Next, StoreError> {
        let at = Time::from_millis(now.millis() + pause_ms(to.attempts));
        self.store.fail_push(to, why, at).await?;
        if to.attempts == 0 {
            tracing::warn!(
                push = to.id,
                "receiver `{}` did not take a push: {why}; trying again",
                to.consumer_name
            );
        }
        Ok(Next::At(at))
    }
}

/// 1 s, 2 s, 4 s and so on, at most five minutes.
fn pause_ms(failed_before: u64) -> i64 {
    let doublings = u32::try_from(failed_before).unwrap_or(u32::MAX).min(20);
    (1_000 << doublings).min(PAUSE_MS_MAX)
}
