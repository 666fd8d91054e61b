//! The prefix list against the exact list.

use std::collections::HashSet;

use feed::prefix::update::{Update, UpdateError};
use feed::prefix::{Answer, PrefixIndex, PrefixList};
use model::{Act, Action, Indicator, Level, ListingReason, Method, Serial, Snapshot, Time};

fn act(serial: u64, action: Action, indicator: Indicator) -> Act {
    Act {
        serial: Serial(serial),
        at: Time::from_millis(1_000),
        action,
        indicator,
        method: Method::GovFine,
        level: Level::Block,
        reason: ListingReason::Impersonation,
        expires_at: Time::from_millis(2_000_000),
        proposed_by: None,
        approved_by: None,
        evidence: String::new(),
    }
}

fn name(number: u64) -> Indicator {
    let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    format!("domain:n{mixed}.example").parse().unwrap()
}

/// The answer of a server that is asked whatever the client asks.
fn check(client: &mut PrefixList, server: &PrefixIndex, indicator: &Indicator) -> bool {
    if let Answer::Ask(prefixes) = client.check(indicator, 0) {
        for prefix in prefixes {
            let hashes = server.listings(prefix..=prefix).into_iter().map(|one| one.indicator.full_hash());
            client.learn(prefix, hashes.collect(), 60, 0);
        }
    }
    matches!(client.check(indicator, 0), Answer::Listed(_))
}

/// 60 lists one after the other, each reached by a delta from one of the lists before.
#[test]
fn every_delta_leads_to_the_same_list_as_the_whole() {
    let mut acts: Vec<Act> = Vec::new();
    let mut snapshot = Snapshot::default();
    let mut index = PrefixIndex::new(&snapshot);
    let mut clients = vec![PrefixList::default()];
    for round in 0..60u64 {
        for step in 0..150 {
            let number = (round * 131 + step * 17) % 4_000;
            let indicator = name(number);
            let listed = snapshot.contains(&indicator)
                || acts[usize::try_from(snapshot.serial().0).unwrap()..]
                    .iter()
                    .any(|act| act.indicator == indicator);
            let action = if listed && number % 3 == 0 { Action::Delist } else { Action::List };
            acts.push(act(acts.len() as u64 + 1, action, indicator));
        }
        snapshot = snapshot.apply(&acts[usize::try_from(snapshot.serial().0).unwrap()..]).unwrap();
        index = index.advanced(&snapshot);
        let full = index.full();
        assert_eq!(full, PrefixIndex::new(&snapshot).full(), "round {round}");
        let mut behind = clients[clients.len() * 2 / 3].clone();
        if let Some(since) = behind.serial() {
            let (before, after) = acts.split_at(usize::try_from(since.0).unwrap());
            let touched: HashSet<&Indicator> = after.iter().map(|act| &act.indicator).collect();
            let mut seen = HashSet::new();
            let earlier: Vec<Act> = before
                .iter()
                .rev()
                .filter(|act| touched.contains(&act.indicator) && seen.insert(&act.indicator))
                .cloned()
                .collect();
            behind.apply(&index.delta(since, &earlier, after).encode()).unwrap();
        } else {
            behind.apply(&full.encode()).unwrap();
        }
        let mut fresh = PrefixList::default();
        fresh.apply(&full.encode()).unwrap();
        assert_eq!((behind.len(), behind.serial()), (fresh.len(), fresh.serial()));
        clients.push(behind);
    }
    let mut client = clients.pop().unwrap();
    for number in 0..8_000 {
        let asked = name(number);
        assert_eq!(check(&mut client, &index, &asked), snapshot.covering(&asked).is_some(), "{asked}");
    }
}

#[test]
fn a_broken_update_is_refused_and_changes_nothing() {
    let acts: Vec<Act> = (1..=50).map(|serial| act(serial, Action::List, name(serial))).collect();
    let snapshot = Snapshot::default().apply(&acts).unwrap();
    let bytes = PrefixIndex::new(&snapshot).full().encode();
    let mut client = PrefixList::default();
    client.apply(&bytes).unwrap();
    for at in 0..bytes.len() {
        let mut broken = bytes.clone();
        broken[at] ^= 1;
        // Serials and wait are not under the checksum, and from nothing a difference is the whole.
        let serial_or_wait = at == 4 || (8..28).contains(&at);
        let padding = PrefixList::default().apply(&broken).is_ok();
        assert!(serial_or_wait || !padding || at == bytes.len() - 1, "octet {at}");
        assert!(PrefixList::default().apply(&bytes[..at]).is_err(), "cut at {at}");
    }
    let other = Update::delta(Serial(7), Serial(51), &[], &[1], [0; 32]);
    let refused = UpdateError::OtherSerial { from: Serial(7), at: Serial(50) };
    assert_eq!(client.apply(&other.encode()), Err(refused));
    let wrong = Update::delta(Serial(50), Serial(51), &[50], &[], [0; 32]);
    assert_eq!(client.apply(&wrong.encode()), Err(UpdateError::OtherList));
    let wrong = Update::delta(Serial(50), Serial(51), &[0], &[], [0; 32]);
    assert_eq!(client.apply(&wrong.encode()), Err(UpdateError::Checksum(Serial(51))));
    assert_eq!((client.len(), client.serial()), (50, Some(Serial(50))));
}

#[test]
fn what_was_learnt_is_forgotten_in_time() {
    let acts = [act(1, Action::List, name(1))];
    let server = PrefixIndex::new(&Snapshot::default().apply(&acts).unwrap());
    let mut client = PrefixList::default();
    client.apply(&server.full().encode()).unwrap();
    let prefix = name(1).hash_prefix();
    client.learn(prefix, vec![name(1).full_hash()], 60, 1_000);
    assert_eq!(client.check(&name(1), 1_059), Answer::Listed(name(1).full_hash()));
    assert_eq!(client.check(&name(1), 1_060), Answer::Ask(vec![prefix]));
}
