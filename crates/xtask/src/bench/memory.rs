//! `cargo xtask bench-memory`: what `khien serve` takes on lists of a million entries and more, on SQLite.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use super::server::{self, Server};

/// How large, and where.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Entries of the lists, one after another.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000_000, 10_000_000])]
    listings: Vec<u64>,
    /// Folder that keeps the lists, one folder for each size, so that a second run makes none; default: a
    /// temporary one. A list of 10,000,000 takes about 6 GB.
    #[arg(long)]
    folder: Option<PathBuf>,
}

/// Measures, and prints the table.
///
/// # Errors
/// When the program cannot be built or started, or is not ready.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    server::build()?;
    let temporary = tempfile::tempdir()?;
    let folder = arguments.folder.as_deref().unwrap_or(temporary.path());
    println!("| listings | made in s | start to ready s | MiB when ready | MiB at most |");
    println!("| ---: | ---: | ---: | ---: | ---: |");
    for listings in &arguments.listings {
        let folder = folder.join(listings.to_string());
        std::fs::create_dir_all(&folder)?;
        let folder = folder.canonicalize()?;
        let started = Instant::now();
        super::fill(&folder, *listings)?;
        let made_s = started.elapsed().as_secs_f64();
        let started = Instant::now();
        let khien = Server::khien(&folder)?;
        khien.get("/readyz")?;
        let ready_s = started.elapsed().as_secs_f64();
        println!(
            "| {listings} | {made_s:.1} | {ready_s:.2} | {:.0} | {:.0} |",
            khien.memory_mib("VmRSS")?,
            khien.memory_mib("VmHWM")?
        );
    }
    Ok(())
}
