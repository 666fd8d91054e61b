//! `cargo xtask bench-desk`: the console over a database of a million reports. The work is done by the example
//! `desk` of the crate `web`, since the store is not ours to use here.

use anyhow::{Context as _, Result, bail};

use crate::run::{cargo, run as run_command};

/// How large and how long.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// `sqlite` or `postgres` (the server of KHIEN_TEST_POSTGRES).
    #[arg(long, default_value = "sqlite")]
    engine: String,
    /// Reports in the database.
    #[arg(long, default_value_t = 1_000_000)]
    reports: u64,
    /// Officers at work.
    #[arg(long, default_value_t = 300)]
    officers: u64,
    /// Seconds of work.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Build for tests instead of for release: figures are upper bounds.
    #[arg(long)]
    debug: bool,
}

/// Fills, measures, and prints the table.
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
    command.args(["--package", "web", "--example", "desk", "--"]).arg(url);
    for number in [arguments.reports, arguments.officers, arguments.seconds] {
        command.arg(number.to_string());
    }
    run_command(&mut command)
}

/// What the example takes for an engine: nothing for SQLite, the server's URL for PostgreSQL.
pub(super) fn url_of(engine: &str) -> Result<String> {
    match engine {
        "sqlite" => Ok(String::new()),
        "postgres" => std::env::var("KHIEN_TEST_POSTGRES")
            .context("set KHIEN_TEST_POSTGRES to the URL of a PostgreSQL server"),
        other => bail!("no engine `{other}`: sqlite or postgres"),
    }
}
