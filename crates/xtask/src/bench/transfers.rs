//! `cargo xtask bench-transfers`: whole transfers of one zone from Khiên, BIND, Knot DNS and NSD, by one client.
//! The work is done by the example `compare_transfers` of the crate `zone`.

use std::process::Command;

use anyhow::{Result, bail};

use crate::run::{cargo, find_program, run as run_command};
use crate::test::packages::target_folder;

/// Programs that it is compared with, and the Debian packages that bring them.
const PEERS: [(&str, &str); 3] = [("named", "bind9"), ("knotd", "knot"), ("nsd", "nsd")];

/// How large and how often.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Names of the zone, two rules each.
    #[arg(long, default_value_t = 500_000)]
    names: u64,
    /// Transfers of each server; the middle one counts.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

/// Measures, and prints the tables.
///
/// # Errors
/// When a peer is missing, or a program cannot be built or started.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    for (program, package) in PEERS {
        if find_program(program).is_none() {
            bail!("install {program} (Debian package `{package}`) and run again");
        }
    }
    run_command(cargo().args(["build", "--release", "--package", "zone", "--examples"]))?;
    let mut compare = Command::new(target_folder()?.join("release/examples/compare_transfers"));
    run_command(compare.args([arguments.names.to_string(), arguments.rounds.to_string()]))
}
