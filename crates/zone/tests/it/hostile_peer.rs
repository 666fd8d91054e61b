//! Peers that cost nothing: idle ones, slow ones, and a hundred at once.
//!
//! `KHIEN_IDLE_CONNECTIONS` sets the number of idle ones (default 500); a tenth of them has a place.

use std::time::{Duration, Instant};

use model::{Action, Level};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use zone::ServerLimits;
use zone::mirror::{Copy, Source};

use crate::primary::{KEY, Primary, SECRET, Wanted, ZONE, holder, neighbour};

async fn fetch(primary: &Primary, copy: &mut Copy) -> Duration {
    let start = Instant::now();
    Source::new(primary.address, ZONE, Some((KEY, SECRET))).unwrap().refresh(copy).await.unwrap();
    start.elapsed()
}

fn many(primary: &Primary, count: usize) {
    primary.publish((0..count).map(|number| (Action::List, Level::Block, format!("mau-{number}.example"))));
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_connections_give_way() {
    let count: usize = std::env::var("KHIEN_IDLE_CONNECTIONS").map_or(500, |count| count.parse().unwrap());
    let limits = ServerLimits {
        connections_max: count / 10,
        idle: Duration::from_secs(600),
        ..ServerLimits::default()
    };
    let primary = Primary::of(Wanted { limits, ..Wanted::default() }).await;
    many(&primary, 100);
    let mut idle = Vec::new();
    for _ in 0..count {
        idle.push(TcpStream::connect(primary.address).await.unwrap());
    }
    let mut copy = Copy::new(ZONE, 1);
    let alone = fetch(&primary, &mut copy).await;
    eprintln!("a transfer beside {count} idle connections: {} ms", alone.as_millis());
    assert_eq!(copy.len(), 200);
    // The first ones were closed, the last ones are open.
    assert_eq!(idle[0].read(&mut [0; 1]).await.unwrap_or(0), 0);
    let mut octet = [0; 1];
    let last = tokio::time::timeout(Duration::from_millis(50), idle[count - 1].read(&mut octet));
    assert!(last.await.is_err(), "the newest connection is still open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_that_does_not_read_keeps_nobody_waiting() {
    let limits =
        ServerLimits { transfers_max: 2, write: Duration::from_secs(600), ..ServerLimits::default() };
    let consumers = vec![holder(Vec::new()), neighbour(Vec::new())];
    let primary = Primary::of(Wanted { consumers, limits, ..Wanted::default() }).await;
    // Long names, several times what the buffers of a connection take.
    let (one, two) = ("x".repeat(55), "y".repeat(55));
    let name = |number| (Action::List, Level::Block, format!("{number}-{one}.{number}-{two}.example"));
    primary.publish((0..60_000).map(name));
    let mut request = vec![0, 35, 0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    request.extend(b"\x03rpz\x05khien\x07invalid\0\x00\xfc\x00\x01");
    request[1] = u8::try_from(request.len() - 2).unwrap();
    let mut stuck = Vec::new();
    for _ in 0..20 {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4_096).unwrap();
        let mut stream = socket.connect(primary.address).await.unwrap();
        stream.write_all(&request).await.unwrap();
        stuck.push(stream);
    }
    let mut copy = Copy::new(ZONE, 1);
    fetch(&primary, &mut copy).await;
    assert_eq!(copy.len(), 120_000);
    // The others wait, and are not done.
    primary.counts(&[(1, 0), (0, 0)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_secondaries_at_once_end_with_the_same_zone() {
    let primary = std::sync::Arc::new(Primary::start(Vec::new(), 10_000).await);
    many(&primary, 2_000);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let primary = primary.clone();
        tasks.spawn(async move {
            let mut copy = Copy::new(ZONE, 1);
            fetch(&primary, &mut copy).await;
            copy
        });
    }
    let copies = tasks.join_all().await;
    primary.publish((0..1_000).map(|number| (Action::Delist, Level::Block, format!("mau-{number}.example"))));
    let mut tasks = tokio::task::JoinSet::new();
    for mut copy in copies {
        let primary = primary.clone();
        tasks.spawn(async move {
            fetch(&primary, &mut copy).await;
            copy.owners().map(str::to_owned).collect::<Vec<_>>()
        });
    }
    for held in tasks.join_all().await {
        assert_eq!(held, primary.expected());
    }
    primary.counts(&[(100, 100)]).await;
}
