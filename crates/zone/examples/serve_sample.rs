//! Serves a generated list of N names under `rpz.khien.invalid`, for measuring transfers:
//! `cargo run --release -p zone --example serve_sample -- 1000000 5399`.

use std::sync::Arc;

use model::{Indicator, IndicatorKind, Level, Listing, ListingReason, Method, Serial, Snapshot, Time};
use zone::{Consumer, Consumers, Journal, Listeners, ServerLimits, View, Zones};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: u64 = arguments.next().ok_or("how many names?")?.parse()?;
    let port: u16 = arguments.next().ok_or("which port?")?.parse()?;
    let listings = (0..count).map(|number| Listing {
        indicator: Indicator::parse(
            IndicatorKind::Domain,
            &format!("mau-{:x}-{number}.example", number * 2_654_435_761 % 4_294_967_291),
        )
        .expect("a sample name parses"),
        method: Method::GovFine,
        level: Level::Block,
        reason: ListingReason::Impersonation,
        listed_at: Time::EPOCH,
        expires_at: Time::EPOCH.plus_days(365),
        serial: Serial(number + 1),
    });
    let snapshot = Snapshot::new(Serial(count), listings.collect());
    let (_keep, list) = tokio::sync::watch::channel(Arc::new(snapshot));
    let consumers = Consumers::new(vec![Consumer::new(
        "isp.mau",
        Some(b"0123456789abcdef0123456789abcdef"),
        Vec::new(),
    )?]);
    let view = View::new("rpz.khien.invalid", Arc::new(model::Reference::embedded().clone()))?;
    let zones = Zones::new(vec![view], consumers, Arc::new(Journal::new(100_000)), list);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async move {
        let udp = tokio::net::UdpSocket::bind(("127.0.0.1", port)).await?;
        let tcp = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
        eprintln!("ready");
        zone::serve(zones, Listeners { udp, tcp, tls: None }, ServerLimits::default()).await
    })?;
    Ok(())
}
