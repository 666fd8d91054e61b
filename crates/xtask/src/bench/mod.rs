//! `cargo xtask bench`: the release server with a generated list beside a bare hyper, in one run on one
//! machine. The figures of `docs/performance.md` are made by it.
//!
//! [`server`] starts the two; [`load`] drives them with `wrk`; [`names`] makes the list. [`memory`], [`mod@taxii`]
//! and [`transfers`] are commands of their own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::run::{cargo, find_program, is_root, output, run as run_command};

pub(crate) mod desk;
pub(crate) mod intake;
mod load;
pub(crate) mod memory;
mod names;
pub(crate) mod recognition;
mod server;
pub(crate) mod taxii;
pub(crate) mod transfers;

use load::Shot;
use server::Server;

/// How large and how long.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Entries of the generated list.
    #[arg(long, default_value_t = 1_000_000)]
    listings: u64,
    /// Seconds of load per shot.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Shots at each target; the middle one counts.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Connections of the client.
    #[arg(long, default_value_t = 32)]
    connections: u32,
    /// Folder of the list; one that holds a list already is used as it is. Default: a temporary one.
    #[arg(long)]
    folder: Option<PathBuf>,
}

/// A message such as people paste: mixed writing, a link, a number.
const MESSAGE: &str = "Cong an TP thong bao: CCCD cua quy khach lien quan vu an rua tien. Truy cap \
    http://xac-minh-0042.lua-dao.example/dang-nhap hoac goi 0900000123 de duoc huong dan, neu khong se bi bat.";

/// Measures, and prints the table.
///
/// # Errors
/// When a program cannot be built or started, or an answer is not a success.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    need_wrk()?;
    run_command(cargo().args([
        "build",
        "--release",
        "--package",
        "app",
        "--bin",
        "khien",
        "--example",
        "hello",
    ]))?;
    let temporary = tempfile::tempdir()?;
    let folder = arguments.folder.as_deref().unwrap_or(temporary.path());
    // The server runs in it, so a path from here would mean another place there.
    std::fs::create_dir_all(folder)?;
    let folder = &folder.canonicalize()?;
    fill(folder, arguments.listings)?;

    let hello = Server::hello()?;
    let started = Instant::now();
    let khien = Server::khien(folder)?;
    khien.get("/readyz")?;
    let ready_s = started.elapsed().as_secs_f64();
    let rss_ready = khien.memory_mib("VmRSS")?;

    let targets = targets(arguments.listings);
    let mut rates: Vec<Vec<load::Rate>> = vec![Vec::new(); targets.len()];
    for _ in 0..arguments.rounds {
        for (index, target) in targets.iter().enumerate() {
            let server = if target.on_hello { &hello } else { &khien };
            rates[index].push(load::fire(target, &server.address, arguments)?);
        }
    }
    println!("\n| what | requests/s | of hello | median | 99 % |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    let mut hello_rate = f64::NAN;
    for (target, rates) in targets.iter().zip(&mut rates) {
        rates.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
        let rate = &rates[rates.len() / 2];
        if target.on_hello {
            hello_rate = rate.per_second;
        }
        let share = rate.per_second / hello_rate;
        println!(
            "| {} | {:.0} | {share:.2} | {} | {} |",
            target.name, rate.per_second, rate.median, rate.p99
        );
    }
    println!("\nstart to ready: {ready_s:.2} s");
    println!("memory: {rss_ready:.0} MiB when ready, {:.0} MiB at most", khien.memory_mib("VmHWM")?);
    Ok(())
}

/// Makes a list of so many entries in `folder`, unless there is one.
fn fill(folder: &Path, listings: u64) -> Result<()> {
    if folder.join("khien-data").exists() {
        return Ok(());
    }
    let list = folder.join("names");
    names::write(&list, listings)?;
    let mut import = server::khien(folder)?;
    import.args(["import", "--kind", "domain", "--method", "other"]).arg(&list);
    print!("{}", output(&mut import)?);
    Ok(std::fs::remove_file(list)?)
}

/// What is asked, and of whom; the yardstick first.
fn targets(listings: u64) -> Vec<Shot> {
    // A thousand different ones, half of them listed, so that no single answer stays in a cache.
    let look_ups = (0..1_000).map(|number| {
        let name = if number % 2 == 0 {
            names::name(number * 7_919 % listings)
        } else {
            format!("khong-co-{number}.example")
        };
        format!("/api/v1/indicators/domain:{}", name.split('/').next().unwrap_or_default())
    });
    vec![
        Shot::get("bare hyper: hello", vec!["/".to_owned()]).on_hello(),
        Shot::get("`GET /api/v1/indicators/…`", look_ups.collect()),
        Shot::post("`POST /api/v1/check`, a message of 200 characters", "/api/v1/check", MESSAGE),
        Shot::get("`GET /api/v1/serial`", vec!["/api/v1/serial".to_owned()]),
        Shot::get("`GET /` (portal page)", vec!["/".to_owned()]),
    ]
}

fn need_wrk() -> Result<()> {
    if find_program("wrk").is_some() {
        return Ok(());
    }
    if !is_root() || find_program("apt-get").is_none() {
        bail!("install wrk (Debian package `wrk`) and run again");
    }
    println!("installing wrk");
    run_command(Command::new("apt-get").args(["-qq", "update"]))?;
    run_command(Command::new("apt-get").args(["-qq", "install", "--yes", "wrk"])).context("install wrk")
}
