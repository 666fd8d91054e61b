//! A server of our own on a free port, and a list that the test changes.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use model::{
    Act, Action, Indicator, IndicatorKind, Level, ListingReason, Method, Reference, Serial, Snapshot, Time,
};
use testkit::resolver::{Key, Setup};
use tokio::net::{TcpListener, UdpSocket};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use zone::tls::TlsAcceptor;
use zone::{Change, Consumer, Consumers, Journal, Listeners, ServerLimits, View, Zones};

pub(crate) const ZONE: &str = "rpz.khien.invalid";
pub(crate) const KEY: &str = "isp.mau";
pub(crate) const SECRET: &[u8] = b"a secret of 32 octets for a test";

pub(crate) struct Primary {
    pub(crate) address: SocketAddr,
    pub(crate) zones: Zones,
    list: watch::Sender<Arc<Snapshot>>,
    journal: Arc<Journal>,
    tasks: Vec<JoinHandle<()>>,
}

/// How a primary is to be.
pub(crate) struct Wanted {
    pub(crate) views: Vec<View>,
    pub(crate) consumers: Vec<Consumer>,
    pub(crate) journal_len: usize,
    pub(crate) limits: ServerLimits,
    pub(crate) tls: Option<(TcpListener, TlsAcceptor)>,
}

impl Default for Wanted {
    /// One zone for one consumer that holds the key.
    fn default() -> Wanted {
        Wanted {
            views: vec![view(ZONE)],
            consumers: vec![holder(Vec::new())],
            journal_len: 10_000,
            limits: ServerLimits::default(),
            tls: None,
        }
    }
}

/// A zone that refuses what is listed as `block`.
pub(crate) fn view(name: &str) -> View {
    View::new(name, Arc::new(Reference::embedded().clone())).unwrap()
}

/// The consumer that holds the key and is told of new serials at `notify`.
pub(crate) fn holder(notify: Vec<SocketAddr>) -> Consumer {
    let mut consumer = Consumer::new(KEY, Some(SECRET), Vec::new()).unwrap();
    consumer.notify = notify;
    consumer
}

/// A consumer without a key, known by its address.
pub(crate) fn neighbour(notify: Vec<SocketAddr>) -> Consumer {
    let mut consumer = Consumer::new("unbound.mau", None, vec![Ipv4Addr::LOCALHOST.into()]).unwrap();
    consumer.notify = notify;
    consumer
}

impl Primary {
    /// A primary with one zone and one consumer that is told of new serials at `notify`.
    pub(crate) async fn start(notify: Vec<SocketAddr>, journal_len: usize) -> Primary {
        let consumers = vec![holder(notify)];
        Primary::of(Wanted { consumers, journal_len, ..Wanted::default() }).await
    }

    pub(crate) async fn of(wanted: Wanted) -> Primary {
        let tcp = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = tcp.local_addr().unwrap();
        let udp = UdpSocket::bind(address).await.unwrap();
        let (list, follower) = watch::channel(Arc::new(Snapshot::default()));
        let journal = Arc::new(Journal::new(wanted.journal_len));
        let zones = Zones::new(wanted.views, Consumers::new(wanted.consumers), journal.clone(), follower);
        let listeners = Listeners { udp, tcp, tls: wanted.tls };
        let serving = zone::serve(zones.clone(), listeners, wanted.limits);
        let serving = tokio::spawn(async move { serving.await.expect("the sockets stay open") });
        let telling = tokio::spawn(zone::notify::run(zones.clone()));
        Primary { address, zones, list, journal, tasks: vec![serving, telling] }
    }

    /// What a resolver needs to know to take these zones.
    pub(crate) fn setup(&self, with_key: bool) -> Setup {
        let secret = data_encoding::BASE64.encode(SECRET);
        Setup {
            primary: self.address,
            zones: self.zones.views().map(|view| view.name().to_owned()).collect(),
            key: with_key.then(|| Key { name: KEY.to_owned(), secret }),
            files: Vec::new(),
            refresh_seconds: 1,
        }
    }

    /// The list now.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        self.list.borrow().clone()
    }

    /// Appends acts about domains and publishes the snapshot after them.
    pub(crate) fn publish(&self, changes: impl IntoIterator<Item = (Action, Level, String)>) -> Serial {
        let domain = |name: &str| Indicator::parse(IndicatorKind::Domain, name).unwrap();
        self.publish_acts(changes.into_iter().map(|(action, level, name)| act(action, level, domain(&name))))
    }

    /// Appends acts, whose serials are given here, and publishes the snapshot after them.
    pub(crate) fn publish_acts(&self, acts: impl IntoIterator<Item = Act>) -> Serial {
        let before = self.snapshot();
        let serials = before.serial().0 + 1..;
        let acts: Vec<Act> = acts
            .into_iter()
            .zip(serials)
            .map(|(act, serial)| Act { serial: Serial(serial), ..act })
            .collect();
        let after = before.apply(&acts).unwrap();
        let serial = after.serial();
        self.journal.extend(Change::of_acts(&before, &acts));
        self.list.send_replace(Arc::new(after));
        serial
    }

    /// Whole transfers and differences that each consumer finished of each zone, once they are these. They are
    /// counted a moment after the last octet was read.
    pub(crate) async fn counts(&self, expected: &[(u64, u64)]) {
        let start = std::time::Instant::now();
        loop {
            let counts: Vec<(u64, u64)> =
                self.zones.standings().iter().map(|it| (it.whole, it.differences)).collect();
            if counts == expected {
                return;
            }
            assert!(start.elapsed().as_secs() < 20, "{counts:?} instead of {expected:?}");
            tokio::task::yield_now().await;
        }
    }

    /// The names that the zone must hold, with their twins, sorted.
    pub(crate) fn expected(&self) -> Vec<String> {
        let snapshot = self.snapshot();
        let blocked = snapshot.iter().filter(|listing| listing.level == Level::Block);
        let mut names: Vec<String> = blocked
            .flat_map(|listing| {
                [listing.indicator.value().to_owned(), format!("*.{}", listing.indicator.value())]
            })
            .collect();
        names.sort();
        names
    }
}

impl Drop for Primary {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

pub(crate) fn act(action: Action, level: Level, indicator: Indicator) -> Act {
    Act {
        serial: Serial(0),
        at: Time::from_millis(1_790_000_000_000),
        action,
        indicator,
        method: Method::GovFine,
        level,
        reason: ListingReason::Impersonation,
        expires_at: Time::from_millis(1_800_000_000_000),
        proposed_by: None,
        approved_by: None,
        evidence: String::new(),
    }
}
