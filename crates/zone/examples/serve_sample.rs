//! Serves a generated list of N names and 1,000 acts after it under `rpz.khien.invalid`, for measuring
//! transfers: `cargo run --release -p zone --example serve_sample -- 1000000 5399`.

use std::sync::Arc;

use model::{
    Act, Action, Indicator, IndicatorKind, Level, Listing, ListingReason, Method, Serial, Snapshot, Time,
};
use zone::{Change, Consumer, Consumers, Journal, Listeners, ServerLimits, View, Zones};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: u64 = arguments.next().ok_or("how many names?")?.parse()?;
    let port: u16 = arguments.next().ok_or("which port?")?.parse()?;
    let listings = (0..count).map(|number| Listing {
        indicator: sample(&format!("mau-{:x}-{number}.example", number * 2_654_435_761 % 4_294_967_291)),
        method: Method::GovFine,
        level: Level::Block,
        reason: ListingReason::Impersonation,
        listed_at: Time::EPOCH,
        expires_at: Time::EPOCH.plus_days(365),
        serial: Serial(number + 1),
    });
    let listings: Vec<Listing> = listings.collect();
    let gone = listings.iter().take(500).map(|it| (Action::Delist, it.indicator.clone()));
    let come = (0..500).map(|number| (Action::List, sample(&format!("moi-{number}.example"))));
    let acts: Vec<Act> = gone.chain(come).zip(count + 1..).map(act).collect();
    let before = Snapshot::new(Serial(count), listings);
    let journal = Arc::new(Journal::new(100_000));
    journal.extend(Change::of_acts(&before, &acts));
    let snapshot = before.apply(&acts)?;
    drop(before);
    let (_keep, list) = tokio::sync::watch::channel(Arc::new(snapshot));
    let consumers = Consumers::new(vec![Consumer::new(
        "isp.mau",
        Some(b"0123456789abcdef0123456789abcdef"),
        Vec::new(),
    )?]);
    let view = View::new("rpz.khien.invalid", Arc::new(model::Reference::embedded().clone()))?;
    let zones = Zones::new(vec![view], consumers, journal, list);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async move {
        let udp = tokio::net::UdpSocket::bind(("127.0.0.1", port)).await?;
        let tcp = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
        eprintln!("ready");
        zone::serve(zones, Listeners { udp, tcp, tls: None }, ServerLimits::default()).await
    })?;
    Ok(())
}

fn sample(name: &str) -> Indicator {
    Indicator::parse(IndicatorKind::Domain, name).expect("a sample name parses")
}

fn act(((action, indicator), serial): ((Action, Indicator), u64)) -> Act {
    Act {
        serial: Serial(serial),
        at: Time::EPOCH,
        action,
        indicator,
        method: Method::GovFine,
        level: Level::Block,
        reason: ListingReason::Impersonation,
        expires_at: Time::EPOCH.plus_days(365),
        proposed_by: None,
        approved_by: None,
        evidence: String::new(),
    }
}
