//! `khien serve`: portal, console, API and feeds, until told to stop.
//!
//! In the order things start: [`follower`] keeps the list in memory at the newest serial and
//! feeds the zone of [`dns`], the [`crate::jobs`] run, [`push`] sends acts to consumers, [`mail`] reads the mailbox, [`sign_in`] names providers, [`health`] and [`metrics`] tell about both, [`welcome`] tells the person at the
//! terminal where to go, [`stop`] waits for the signal.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use web::limits::Limits;
use web::{App, AppParts, SnapshotCell, WebSettings};

use crate::Outcome;
use crate::complaint::OrComplain as _;
use crate::context::{self, Context};
use crate::jobs;
use crate::settings::Flag;

mod dns;
mod dns_consumers;
mod dns_metrics;
mod follower;
mod health;
mod mail;
mod metrics;
mod push;
mod sign_in;
mod stop;
mod tls;
mod transparency;
mod welcome;

/// Flags of `serve`.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Arguments {
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
}

impl Arguments {
    /// What these flags say about settings.
    pub(crate) fn flags(&self) -> Vec<Flag> {
        let listen = self.listen.clone();
        listen
            .map(|value| Flag { flag: "listen", section: "server", key: "listen", value })
            .into_iter()
            .collect()
    }
}

/// Serves until a signal to stop, then lets what has begun finish.
///
/// # Errors
/// When the database, a reference table or the address cannot be used.
pub(crate) async fn run(context: &Context) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let wanted = context.settings.server.listen;
    // The address first: a taken port is the likeliest trouble, and nothing is made before it is known.
    let listener = TcpListener::bind(wanted).await.or_complain("listen", wanted)?;
    let address = listener.local_addr()?;
    let tls = tls::open(&context.settings.server).await?;
    let reference = context.reference()?;
    let dns = dns::open(context, reference.clone()).await?;
    let store = context.open_store().await?;
    let snapshot = store.load_snapshot().await.or_complain("load-list", "")?;
    tracing::info!(serial = snapshot.serial().0, listings = snapshot.len(), "loaded the list");
    let cell = SnapshotCell::new(snapshot);
    // Read once now, so that nobody's request waits for it; afterwards an act costs one chunk.
    let digested = cell.load();
    tokio::task::spawn_blocking(move || digested.digest());
    let settings = WebSettings { providers: sign_in::providers(context)?, ..context.settings.web() };
    let log = transparency::open(context, &store).await?;
    let app = App::new(AppParts {
        store: store.clone(),
        engine: detect::Engine::new(&reference),
        reference,
        snapshot: cell.clone(),
        transparency: log.clone(),
        clock: Arc::new(context::now),
        limits: Limits::new(&settings.rates),
        settings,
    });

    let (stop, stopping) = watch::channel(false);
    tokio::spawn(stop::listen_for_signals(stop));
    let health = health::Health::new(store.clone(), cell.clone());
    // The list was loaded a moment ago.
    health.caught_up();
    let mut background = JoinSet::new();
    let zone = match dns {
        Some(opened) => Some(opened.start(&store, cell.load(), stopping.clone(), &mut background).await?),
        None => None,
    };
    let zones = zone.as_ref().map(dns::Published::zones);
    if let Some(zones) = zones.clone() {
        background.spawn(dns_consumers::follow(store.clone(), zones.clone(), stopping.clone()));
        background.spawn(dns_consumers::follow_allow_list(store.clone(), zones, stopping.clone()));
    }
    background.spawn(follower::follow(store.clone(), cell, zone, health.clone(), stopping.clone()));
    if let Some(log) = log {
        background.spawn(transparency::follow(log, store.clone(), stopping.clone()));
    }
    let outbox = mail::start_sms(&context.settings.sms, &app, stopping.clone(), &mut background)?;
    background.spawn(jobs::run(
        store.clone(),
        app.reference.clone(),
        context.settings.jobs.clone(),
        mail::notices(context, outbox)?,
        stopping.clone(),
    ));
    mail::start(&context.settings.mail, &app, stopping.clone(), &mut background)?;
    metrics::serve(&context.settings.metrics, health.clone(), zones, stopping.clone(), &mut background).await;

    let keys = push::start(&context.settings.push, &store, stopping.clone(), &mut background).await?;
    let routes = metrics::counted(web::router(app.clone()).merge(health::routes(health)).merge(keys));
    welcome::greet(context, &store, address).await?;
    let ready_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(ready_ms, "serving on {address}");

    let grace = Duration::from_secs(context.settings.server.stop_grace_s);
    let stopped = || stop::stopped(stopping.clone());
    let plain = web::serve(listener, routes.clone(), &app.settings, stopped());
    let under_tls = async {
        if let Some((listener, acceptor)) = tls {
            web::serve_tls(listener, acceptor, routes, &app.settings, stopped()).await;
        }
    };
    let serving = async {
        tokio::join!(plain, under_tls);
    };
    stop::within(serving, grace, stopping.clone()).await;
    // The follower and the jobs end at their next safe point.
    while background.join_next().await.is_some() {}
    store.close().await;
    tracing::info!("stopped");
    Ok(Outcome::Done)
}
