//! Consumers of the zone whose keys are managed in the console: let in while they are good, and told to the page of
//! consumers with what they have.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use model::{ConsumerId, Serial, Time};
use store::Store;
use store::consumer::{Channel, TsigKey};
use tokio::sync::watch;
use zone::{Admits, Consumer, Zones};

/// Between two notes of what each consumer has. Keys take effect at once.
const NOTE_INTERVAL: Duration = Duration::from_secs(5);

/// Keeps both up until told to stop.
pub(super) async fn follow(store: Store, zones: Zones, mut stopping: watch::Receiver<bool>) {
    let mut changes = store.consumer_changes();
    let mut noted = HashMap::new();
    loop {
        changes.mark_unchanged();
        let left_out = zones.set_managed(managed(&store, &zones));
        if left_out > 0 {
            tracing::warn!(
                left_out,
                "more keys for the zone than there is room for; revoke what is not used"
            );
        }
        note(&store, &zones, &mut noted);
        tokio::select! {
            changed = changes.changed() => {
                if changed.is_err() {
                    return;
                }
            }
            () = tokio::time::sleep(NOTE_INTERVAL) => {}
            _ = stopping.wait_for(|stopping| *stopping) => return note(&store, &zones, &mut noted),
        }
    }
}

/// Keeps the zones of the allow-list in step with what officers put on it, until told to stop.
pub(super) async fn follow_allow_list(store: Store, zones: Zones, mut stopping: watch::Receiver<bool>) {
    let mut changes = store.allow_list_changes();
    loop {
        zones.set_allowed(changes.borrow_and_update().clone());
        tokio::select! {
            changed = changes.changed() => {
                if changed.is_err() {
                    return;
                }
            }
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
    }
}

/// Everybody with a good key whose terms allow the zone. Of the keys of one account one is told of new serials, by
/// which its secondaries come: the one that came last, before that the newest.
fn managed(store: &Store, zones: &Zones) -> Vec<Consumer> {
    let keys = store.tsig_keys();
    let mut came: HashMap<String, u64> = HashMap::new();
    for it in zones.standings() {
        let last = came.entry(it.consumer).or_default();
        *last = it.seen.max(*last);
    }
    // Keys come in the order in which they were made.
    let mut told: HashMap<ConsumerId, (u64, usize)> = HashMap::new();
    for (position, key) in keys.iter().enumerate() {
        let rank = (came.get(&key.name).copied().unwrap_or(0), position);
        let best = told.entry(key.consumer.id).or_insert(rank);
        *best = rank.max(*best);
    }
    let one = |(position, key): (usize, &TsigKey)| {
        let mut one = consumer(key)?;
        if told.get(&key.consumer.id).is_some_and(|(_, best)| *best == position) {
            one.notify.clone_from(&key.consumer.terms.notify);
        }
        Some(one)
    };
    keys.iter().enumerate().filter_map(one).collect()
}

fn consumer(key: &TsigKey) -> Option<Consumer> {
    if !key.consumer.may_fetch(Channel::Dns.slug()) {
        return None;
    }
    // A name of the longest kind leaves no room for that of a key.
    let mut consumer = Consumer::new(&key.name, Some(&key.secret), Vec::new()).ok()?;
    let account = key.consumer.clone();
    if !account.terms.networks.is_empty() {
        let admits = move |from: IpAddr| account.terms.networks.iter().any(|network| network.contains(from));
        consumer.admits = Some(Admits(Arc::new(admits)));
    }
    Some(consumer)
}

/// Tells the page of consumers what those of the zone have, where they came since the last time. A consumer of the
/// settings is known by its name.
fn note(store: &Store, zones: &Zones, noted: &mut HashMap<(String, String), u64>) {
    let head = zones.subscribe().borrow().serial();
    for it in zones.standings() {
        let Some(serial) = it.serial else { continue };
        let at = (it.consumer.clone(), it.zone.clone());
        if noted.insert(at, it.seen) == Some(it.seen) {
            continue;
        }
        let name = TsigKey::consumer_in(&it.consumer).unwrap_or(&it.consumer);
        let Some(account) = store.consumer_by_name(name) else { continue };
        // The zone's serial is that of the last act that concerns it: who has it has the whole list.
        let serial = if serial >= it.newest { head } else { serial };
        let seen = Time::from_millis(i64::try_from(it.seen).unwrap_or(0) * 1_000);
        store.note_consumer_seen(account.id, Channel::Dns, Serial(serial.0), seen);
    }
}
