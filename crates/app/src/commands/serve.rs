//! `khien serve`: portal, console, API and feeds, until told to stop.

use std::sync::Arc;

use tokio::net::TcpListener;
use web::limits::Limits;
use web::{App, AppParts, SnapshotCell};

use crate::Outcome;
use crate::complaint::OrComplain as _;
use crate::context::{self, Context};
use crate::settings::Flag;

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
    let settings = context.settings.web();
    let listen = context.settings.server.listen;
    let parts = AppParts {
        reference: context.reference()?,
        snapshot: SnapshotCell::default(),
        clock: Arc::new(context::now),
        limits: Limits::new(&settings.rates),
        settings,
    };
    let listener = TcpListener::bind(listen).await.or_complain("listen", listen)?;
    let app = App::new(parts);
    web::serve(listener, web::router(app.clone()), &app.settings, std::future::pending()).await;
    Ok(Outcome::Done)
}
