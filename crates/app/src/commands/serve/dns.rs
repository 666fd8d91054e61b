//! The list as a zone for resolvers: fed by the [follower](super::follower), told to secondaries.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use model::{Act, Reference, Serial, Snapshot};
use store::{Store, StoreError};
use tokio::net::{TcpListener, UdpSocket};
use tokio::sync::watch;
use tokio::task::JoinSet;
use zone::tls::TlsAcceptor;
use zone::{Change, Consumers, Journal, Listeners, ServerLimits, View, Zones};

use super::stop::stopped;
use crate::complaint::{Complaint, OrComplain as _};
use crate::context::Context;
use crate::dns::definitions;
use crate::settings::DnsSettings;

/// Acts read at once when the journal is refilled.
const BATCH: u32 = 10_000;

/// A DNS service with its sockets, not yet answering.
pub(super) struct Opened {
    views: Vec<View>,
    consumers: Consumers,
    journal_acts: u32,
    limits: ServerLimits,
    listeners: Listeners,
    /// Where it is written down what the zones are made of.
    definitions: PathBuf,
}

/// Checks the settings and takes the port; `None` when no DNS service is wanted.
///
/// # Errors
/// When a setting is unsafe or the address cannot be used.
pub(super) async fn open(context: &Context, reference: Arc<Reference>) -> anyhow::Result<Option<Opened>> {
    let settings = &context.settings.dns;
    if settings.listen.is_empty() {
        return Ok(None);
    }
    let wanted: SocketAddr =
        settings.listen.parse().map_err(|_| Complaint::new("dns-listen", &settings.listen))?;
    let views = crate::dns::views::views(settings, &reference)?;
    let consumers = crate::dns::consumers(settings, &views)?;
    let tls = tls(settings).await?;
    let tcp = TcpListener::bind(wanted).await.or_complain("listen", wanted)?;
    let udp = UdpSocket::bind(tcp.local_addr()?).await.or_complain("listen", wanted)?;
    let limits = ServerLimits {
        connections_max: usize::try_from(settings.connections_max)?.max(1),
        transfers_max: usize::try_from(settings.transfers_max)?.max(1),
        ..ServerLimits::default()
    };
    Ok(Some(Opened {
        views,
        consumers,
        journal_acts: settings.journal_acts,
        limits,
        listeners: Listeners { udp, tcp, tls },
        definitions: context.data_dir().root().join(definitions::FILE),
    }))
}

/// The port for transfers under TLS, if one is wanted.
async fn tls(settings: &DnsSettings) -> anyhow::Result<Option<(TcpListener, TlsAcceptor)>> {
    if settings.tls_listen.is_empty() {
        return Ok(None);
    }
    let wanted: SocketAddr =
        settings.tls_listen.parse().map_err(|_| Complaint::new("dns-listen", &settings.tls_listen))?;
    let read = |file: &PathBuf| std::fs::read(file).or_complain("dns-tls", file.display());
    let (chain, key) = (read(&settings.tls_certificate_file)?, read(&settings.tls_key_file)?);
    let acceptor = zone::tls::acceptor(&chain, &key);
    let acceptor = acceptor.or_complain("dns-tls", settings.tls_certificate_file.display())?;
    let listener = TcpListener::bind(wanted).await.or_complain("listen", wanted)?;
    Ok(Some((listener, acceptor)))
}

impl Opened {
    /// Refills the journal up to `snapshot` and begins to answer. What comes after is told to the answer.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn start(
        mut self,
        store: &Store,
        snapshot: Arc<Snapshot>,
        stopping: watch::Receiver<bool>,
        background: &mut JoinSet<()>,
    ) -> anyhow::Result<Published> {
        let journal = Arc::new(Journal::new(usize::try_from(self.journal_acts)?));
        let refilled = refill(&journal, store, snapshot.serial(), self.journal_acts);
        let acts = refilled.await.or_complain("load-list", "")?;
        let compared = definitions::compare(&self.definitions, &mut self.views, snapshot.serial());
        for zone in compared.or_complain("write-file", self.definitions.display())? {
            tracing::warn!(
                zone,
                "this zone is another one than before: secondaries fetch it whole at the next act"
            );
        }
        let zones: Vec<&str> = self.views.iter().map(View::name).collect();
        let (zone, address) = (zones.join(" "), self.listeners.tcp.local_addr()?);
        let (list, follower) = watch::channel(snapshot);
        let zones = Zones::new(self.views, self.consumers, journal.clone(), follower);
        let telling = zone::notify::run(zones.clone());
        let serving = zone::serve(zones.clone(), self.listeners, self.limits);
        background.spawn(async move {
            tokio::select! {
                outcome = serving => {
                    tracing::error!(?outcome, "the zone is no longer served; restart to serve it again");
                }
                () = stopped(stopping) => {}
                // Ends only with the list; without a secondary to tell it ends at once, which ends nothing.
                () = async { telling.await; std::future::pending().await } => {}
            }
        });
        tracing::info!(zone, journal_acts = acts, "serving the zone on {address}");
        Ok(Published { journal, list, zones })
    }
}

/// What the follower tells the zone.
pub(super) struct Published {
    journal: Arc<Journal>,
    list: watch::Sender<Arc<Snapshot>>,
    zones: Zones,
}

impl Published {
    /// For figures.
    pub(super) fn zones(&self) -> Zones {
        self.zones.clone()
    }

    /// `acts` come after `before`. Told first: a list is never newer than the journal.
    pub(super) fn record(&self, before: &Snapshot, acts: &[Act]) {
        self.journal.extend(Change::of_acts(before, acts));
    }

    /// The list is now this one.
    pub(super) fn publish(&self, snapshot: Arc<Snapshot>) {
        self.list.send_replace(snapshot);
    }
}

/// Reads the newest acts up to `head` back into an empty journal, so that secondaries go on from where they
/// were before a restart; how many.
async fn refill(journal: &Journal, store: &Store, head: Serial, acts_max: u32) -> Result<usize, StoreError> {
    let start = Serial(head.0.saturating_sub(u64::from(acts_max)));
    let mut acts: Vec<Act> = Vec::new();
    loop {
        let after = acts.last().map_or(start, |act| act.serial);
        let batch = store.acts_after(after, BATCH).await?;
        let known = acts.len();
        acts.extend(batch.into_iter().take_while(|act| act.serial <= head));
        if acts.len() == known {
            break;
        }
    }
    let earlier = store.last_acts_up_to(start).await?;
    journal.extend(Change::replayed(&earlier, &acts));
    Ok(acts.len())
}
