//! `cargo xtask bench-taxii`: pages of TAXII from the release server, from medallion and from OpenTAXII, in one
//! run by one client. The client is `taxii.py`; the peers are installed under `target/taxii-peers`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::names;
use super::server::{self, Server};
use crate::run::{output, run as run_command, workspace};

/// How large and how long.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Entries of the lists, one after another.
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000])]
    sizes: Vec<u64>,
    /// Seconds that a peer's walk may take.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Measure ours alone.
    #[arg(long)]
    alone: bool,
}

/// The peers: folder, packages.
const PEERS: [(&str, &[&str]); 2] =
    [("medallion", &["medallion==3.0.0"]), ("opentaxii", &["opentaxii==0.9.3", "gunicorn"])];

/// Measures, and prints the table.
///
/// # Errors
/// When a program cannot be built, installed or started, or an answer is not a success.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    server::build()?;
    let peers = if arguments.alone { Vec::new() } else { install()? };
    println!("| server | objects | a page | objects/s | first page ms | median ms | 99 % ms | walked |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
    for size in &arguments.sizes {
        let folder = tempfile::tempdir()?;
        let (links, hosts): (Vec<String>, Vec<String>) =
            (0..*size).map(names::name).partition(|name| name.contains('/'));
        for (kind, names) in [("domain", hosts), ("url", links)] {
            let list = folder.path().join(kind);
            std::fs::write(&list, names.join("\n"))?;
            let mut import = server::khien(folder.path())?;
            output(import.args(["import", "--kind", kind, "--method", "other"]).arg(&list))?;
        }
        let khien = Server::khien(folder.path())?;
        khien.get("/readyz")?;
        let before = khien.memory_mib("VmRSS")?;
        let mut client = Command::new("python3");
        client.arg(workspace().join("crates/xtask/src/bench/taxii.py"));
        client.args(["--khien", &khien.address, "--size", &size.to_string()]);
        client.args(["--seconds", &arguments.seconds.to_string()]);
        for (name, python) in &peers {
            client.arg(format!("--{name}")).arg(python);
        }
        run_quietly(&mut client)?;
        println!(
            "| memory of ours: {before:.0} MiB before, {:.0} MiB after | | | | | | | |",
            khien.memory_mib("VmRSS")?
        );
    }
    Ok(())
}

/// Runs without repeating the command line, so that the table stays a table.
fn run_quietly(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    anyhow::ensure!(status.success(), "the client ended with {status}");
    Ok(())
}

/// Installs the peers where they are missing; each with its interpreter.
fn install() -> Result<Vec<(&'static str, PathBuf)>> {
    let mut found = Vec::new();
    for (name, packages) in PEERS {
        let folder = workspace().join("target/taxii-peers").join(name);
        let python = folder.join("bin/python");
        if !folder.join("installed").exists() {
            run_command(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
            run_command(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(packages))?;
            std::fs::write(folder.join("installed"), packages.join(" "))?;
        }
        found.push((name, python));
    }
    Ok(found)
}
