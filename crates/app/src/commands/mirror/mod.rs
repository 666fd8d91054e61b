//! `khien mirror SERVER|URL FILE`: keeps a policy zone fresh as a file, for resolvers that read files. From a server
//! by transfer, or from the address of a feed ([`feed`]).

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use tokio::net::UdpSocket;
use zone::mirror::{Copy, MirrorError, Source, listen};

use crate::Outcome;
use crate::complaint::{Complaint, OrComplain as _};
use crate::context::Context;

mod feed;

/// Between two looks at the serial, unless said otherwise.
const EVERY: Duration = Duration::from_millis(200);

/// Longest pause after a failure.
const PAUSE_MAX: Duration = Duration::from_secs(5);

/// Arguments of `mirror`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[arg(value_name = "ADDRESS:PORT|URL")]
    server: String,
    file: PathBuf,
    #[arg(long, value_name = "NAME")]
    zone: Option<String>,
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=256))]
    slices: u32,
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u64).range(50..=3_600_000))]
    every_ms: Option<u64>,
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    #[arg(long)]
    once: bool,
}

/// Keeps the file fresh until it is stopped; with `--once`, until it is written.
///
/// # Errors
/// When the arguments cannot be used; with `--once`, also when the zone cannot be fetched or written.
pub(crate) async fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<Outcome> {
    if arguments.server.contains("://") {
        return feed::run(&arguments.server, arguments).await;
    }
    let server: SocketAddr =
        arguments.server.parse().map_err(|_| Complaint::new("mirror", &arguments.server))?;
    if arguments.token_file.is_some() || arguments.ca.is_some() {
        return Err(Complaint::new("mirror-feed", server).into());
    }
    let key = arguments.key_file.as_deref().map(crate::dns::key).transpose()?;
    let key = key.as_ref().map(|(name, secret)| (name.as_str(), secret.as_slice()));
    let zone = arguments.zone.as_deref().unwrap_or(&context.settings.dns.zone);
    let source = Source::new(server, zone, key).or_complain("mirror", zone)?;
    let socket = match arguments.listen {
        Some(address) => Some(UdpSocket::bind(address).await.or_complain("listen", address)?),
        None => None,
    };
    let mut copy = Copy::new(&source.zone(), arguments.slices);
    let every = arguments.every_ms.map_or(EVERY, Duration::from_millis);
    let mut pause = every;
    loop {
        match refresh(&source, &mut copy, arguments).await {
            Ok(()) if arguments.once => return Ok(Outcome::Done),
            Ok(()) => pause = every,
            Err(error) if arguments.once => return Err(error).or_complain("mirror", server),
            Err(error) => {
                // Once for each time of trouble: the file stays as it is, and an old list is better than none.
                if pause == every {
                    tracing::warn!(%error, "could not bring the copy up to date; it stays as it is");
                }
                pause = (pause * 2).min(PAUSE_MAX);
                if matches!(error, MirrorError::Broken(_)) {
                    copy = Copy::new(&source.zone(), arguments.slices);
                }
                tokio::time::sleep(pause).await;
                continue;
            }
        }
        something_new(&source, &copy, socket.as_ref(), every).await;
    }
}

async fn refresh(source: &Source, copy: &mut Copy, arguments: &Arguments) -> Result<(), MirrorError> {
    source.refresh(copy).await?;
    let files = copy.write(&arguments.file)?;
    if files > 0 {
        tracing::info!(serial = copy.serial(), records = copy.len(), files, "wrote the zone");
    }
    Ok(())
}

/// Ends when the primary says or shows that it has another serial, or cannot be asked.
async fn something_new(source: &Source, copy: &Copy, socket: Option<&UdpSocket>, every: Duration) {
    let told = async {
        match socket {
            Some(socket) => listen::notified(socket, source).await,
            None => std::future::pending().await,
        }
    };
    let shown = async {
        loop {
            tokio::time::sleep(every).await;
            if source.serial().await.ok() != copy.serial() {
                return;
            }
        }
    };
    tokio::select! {
        _ = told => {}
        () = shown => {}
    }
}
