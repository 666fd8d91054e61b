//! `cargo xtask bench`: see `docs/performance.md`.

use anyhow::Result;

/// How large and how long.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Listings in the generated list.
    #[arg(long, default_value_t = 1_000_000)]
    listings: u64,
    /// Seconds of load per measured path.
    #[arg(long, default_value_t = 8)]
    seconds: u64,
}

/// Measures and prints the table.
///
/// # Errors
/// When a program cannot be built or started.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    println!("{} listings, {} s", arguments.listings, arguments.seconds);
    Ok(())
}
