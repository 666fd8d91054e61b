//! A server of our own on a free port, and a list that the test changes.

use std::net::SocketAddr;
use std::sync::Arc;

use model::{
    Act, Action, Indicator, IndicatorKind, Level, ListingReason, Method, Reference, Serial, Snapshot, Time,
};
use tokio::net::{TcpListener, UdpSocket};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use zone::{Change, Consumer, Consumers, Journal, ServerLimits, View, Zones};

pub(crate) const ZONE: &str = "rpz.khien.invalid";
pub(crate) const KEY: &str = "isp.mau";
pub(crate) const SECRET: &[u8] = b"a secret of 32 octets for a test";

pub(crate) struct Primary {
    pub(crate) address: SocketAddr,
    list: watch::Sender<Arc<Snapshot>>,
    journal: Arc<Journal>,
    tasks: Vec<JoinHandle<()>>,
}

impl Primary {
    /// A primary with one consumer that holds the key and is told of new serials at `notify`.
    pub(crate) async fn start(notify: Vec<SocketAddr>, journal_len: usize) -> Primary {
        let tcp = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = tcp.local_addr().unwrap();
        let udp = UdpSocket::bind(address).await.unwrap();
        let mut consumer = Consumer::new(KEY, Some(SECRET), Vec::new()).unwrap();
        consumer.notify = notify;
        let (list, follower) = watch::channel(Arc::new(Snapshot::default()));
        let journal = Arc::new(Journal::new(journal_len));
        let view = View::new(ZONE, Arc::new(Reference::embedded().clone())).unwrap();
        let zones = Zones::new(vec![view], Consumers::new(vec![consumer]), journal.clone(), follower);
        let serving = tokio::spawn({
            let zones = zones.clone();
            async move {
                zone::serve(zones, udp, tcp, ServerLimits::default()).await.expect("the sockets stay open");
            }
        });
        let telling = tokio::spawn(zone::notify::run(zones));
        Primary { address, list, journal, tasks: vec![serving, telling] }
    }

    /// Appends acts and publishes the snapshot after them.
    pub(crate) fn publish(&self, changes: impl IntoIterator<Item = (Action, Level, String)>) -> Serial {
        let before = self.list.borrow().clone();
        let acts: Vec<Act> = changes
            .into_iter()
            .zip(before.serial().0 + 1..)
            .map(|((action, level, name), serial)| act(serial, action, level, &name))
            .collect();
        let after = before.apply(&acts).unwrap();
        let serial = after.serial();
        self.journal.extend(Change::of_acts(&before, &acts));
        self.list.send_replace(Arc::new(after));
        serial
    }

    /// The names that the zone must hold, with their twins, sorted.
    pub(crate) fn expected(&self) -> Vec<String> {
        let snapshot = self.list.borrow().clone();
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

fn act(serial: u64, action: Action, level: Level, name: &str) -> Act {
    Act {
        serial: Serial(serial),
        at: Time::from_millis(1_790_000_000_000),
        action,
        indicator: Indicator::parse(IndicatorKind::Domain, name).unwrap(),
        method: Method::GovFine,
        level,
        reason: ListingReason::Impersonation,
        expires_at: Time::from_millis(1_800_000_000_000),
        proposed_by: None,
        approved_by: None,
        evidence: String::new(),
    }
}
