//! `cargo xtask bench-intake`: durable reports a second, by the example `intake` of the crate `store`.

use anyhow::Result;

use super::desk::url_of;
use crate::run::{cargo, run as run_command};

/// How many.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// `sqlite` or `postgres` (the server of KHIEN_TEST_POSTGRES).
    #[arg(long, default_value = "sqlite")]
    engine: String,
    /// Reports to store.
    #[arg(long, default_value_t = 50_000)]
    reports: u64,
    /// Senders at the same time.
    #[arg(long, default_value_t = 128)]
    senders: u64,
    /// Build for tests instead of for release: figures are lower bounds.
    #[arg(long)]
    debug: bool,
}

/// Stores, and prints the rate.
///
/// # Errors
/// When there is no such engine, or the example fails.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let url = url_of(&arguments.engine)?;
    let mut command = cargo();
    command.arg("run");
    if !arguments.debug {
        command.arg("--release");
    }
    command.args(["--package", "store", "--example", "intake", "--"]).arg(url);
    run_command(command.arg(arguments.reports.to_string()).arg(arguments.senders.to_string()))
}
