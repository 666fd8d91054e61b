//! Four unmodified resolvers follow the list: 1,000 listed, 500 delisted, 200 revised; what each refuses and
//! what each says it holds is compared with the list name by name.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use model::{Action, Level};
use testkit::bind::{ADDRESS, Answer, free_port};
use testkit::resolver::{Kind, Resolver, Upstream};
use zone::mirror::{Copy, Source};

use crate::primary::{KEY, Primary, SECRET, Wanted, ZONE, holder, neighbour};

fn name(number: usize) -> String {
    format!("mau-{number}.example")
}

/// Keeps a file fresh for Knot Resolver, as `khien mirror` does.
async fn mirror(primary: SocketAddr, file: std::path::PathBuf, slices: u32) {
    let source = Source::new(primary, ZONE, Some((KEY, SECRET))).unwrap();
    let mut copy = Copy::new(ZONE, slices);
    let mut look = tokio::time::interval(Duration::from_millis(50));
    loop {
        look.tick().await;
        if source.serial().await.ok() != copy.serial() && source.refresh(&mut copy).await.is_ok() {
            copy.write(&file).unwrap();
        }
    }
}

/// The resolver refuses exactly the names that are blocked, and holds exactly the names of the zone.
fn compare(resolver: &Resolver, primary: &Primary) {
    let all: Vec<String> =
        (0..1_000).flat_map(|number| [name(number), format!("www.{}", name(number))]).collect();
    let blocked: BTreeSet<String> =
        primary.expected().into_iter().map(|it| it.replace("*.", "www.")).collect();
    // Each zone, and each file of one, arrives by itself.
    let start = Instant::now();
    loop {
        let refused = resolver.refused(all.iter().map(String::as_str));
        let held = resolver.own_view(ZONE).unwrap_or_else(|| primary.expected());
        if refused == blocked && held == primary.expected() {
            return;
        }
        if start.elapsed() > Duration::from_secs(60) {
            assert_eq!(refused, blocked, "{:?}", resolver.kind);
            assert_eq!(held, primary.expected(), "{:?} holds", resolver.kind);
        }
    }
}

async fn follows(kind: Kind) {
    if !kind.is_available() {
        return;
    }
    let upstream = Upstream::start();
    let port = free_port().unwrap();
    let notify = vec![SocketAddr::from(([127, 0, 0, 1], port))];
    // Unbound has no TSIG for policy zones, so it goes by its address.
    let with_key = kind != Kind::Unbound;
    let consumer = match kind {
        Kind::Bind => holder(notify),
        Kind::Unbound => neighbour(notify),
        Kind::Recursor | Kind::KnotResolver => holder(Vec::new()),
    };
    let primary = Arc::new(Primary::of(Wanted { consumers: vec![consumer], ..Wanted::default() }).await);
    primary.publish((0..1_000).map(|number| (Action::List, Level::Block, name(number))));

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("khien.rpz");
    let mut setup = primary.setup(with_key);
    let mut mirroring = None;
    if kind == Kind::KnotResolver {
        setup.files = Copy::new(ZONE, 4).files(&file);
        mirroring = Some(tokio::spawn(mirror(primary.address, file, 4)));
        while setup.files.iter().any(|file| !file.exists()) {
            tokio::task::yield_now().await;
        }
    }
    let told = primary.clone();
    let checks = move || {
        let resolver = Resolver::start_on(port, kind, &setup, &upstream);
        resolver.expect(&name(0), Answer::NoSuchName);
        compare(&resolver, &told);
        told.publish((0..500).map(|number| (Action::Delist, Level::Block, name(number))));
        // A warning refuses nothing: half of the 200 come back to their level.
        told.publish((500..700).map(|number| (Action::Revise, Level::Warn, name(number))));
        told.publish((500..600).map(|number| (Action::Revise, Level::Block, name(number))));
        for number in [0, 499, 600, 699] {
            resolver.expect(&name(number), Answer::Address(ADDRESS));
        }
        for number in [500, 599, 700, 999] {
            resolver.expect(&name(number), Answer::NoSuchName);
        }
        compare(&resolver, &told);
        assert_eq!(told.expected().len(), 2 * 400);
        resolver.expect("hang-xom.example", Answer::Address(ADDRESS));
    };
    tokio::task::spawn_blocking(checks).await.unwrap();
    if let Some(mirroring) = mirroring {
        mirroring.abort();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bind_with_tsig() {
    follows(Kind::Bind).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unbound_by_its_address() {
    follows(Kind::Unbound).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn powerdns_recursor_with_tsig() {
    follows(Kind::Recursor).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn knot_resolver_over_watched_files() {
    follows(Kind::KnotResolver).await;
}
