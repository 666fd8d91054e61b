#![no_main]
//! Requests to the zone server: any message from anybody gets an answer, a transfer that ends, or silence.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use model::{Level, Listing, ListingReason, Method, Reference, Serial, Snapshot, Time};
use tokio::sync::watch;
use zone::answer::{Reply, Transport};
use zone::{Consumer, Consumers, Journal, View, Zones};

const ZONE: &str = "rpz.khien.invalid";

static ZONES: LazyLock<Zones> = LazyLock::new(|| {
    let listing = |at: u64| Listing {
        indicator: format!("domain:vay-{at}.example").parse().expect("a domain"),
        method: Method::GovFine,
        level: Level::Block,
        reason: ListingReason::Impersonation,
        listed_at: Time::from_millis(0_000),
        expires_at: Time::from_millis(4_000_000_000_000),
        serial: Serial(at),
    };
    let (sender, snapshot) = watch::channel(Arc::new(Snapshot::new(Serial(9), (1..10).map(listing).collect())));
    std::mem::forget(sender);
    let view = View::new(ZONE, Arc::new(Reference::embedded().clone())).expect("a name");
    let neighbour = Consumer::new("gan.mau", None, vec![Ipv4Addr::LOCALHOST.into()]).expect("a consumer");
    let holder = Consumer::new("isp.mau", Some(b"a secret of 32 octets for a test"), Vec::new()).expect("a key");
    Zones::new(vec![view], Consumers::new(vec![neighbour, holder]), Arc::new(Journal::new(100)), snapshot)
});

fuzz_target!(|input: &[u8]| {
    for transport in [Transport::Udp, Transport::Tcp] {
        match ZONES.reply(input.to_vec(), IpAddr::V4(Ipv4Addr::LOCALHOST), transport, 1_800_000_000) {
            Reply::Silence => {}
            Reply::Message(message) => assert!(message.len() >= 12 && message.len() <= 65_535),
            Reply::Transfer(mut transfer) => {
                assert_eq!(transport, Transport::Tcp);
                let mut messages = 0;
                while transfer.next_message(1_800_000_000).is_some() {
                    messages += 1;
                    assert!(messages < 100);
                }
            }
        }
    }
});
