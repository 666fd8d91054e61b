//! `cargo xtask fuzz`: every target of `fuzz/`, one after another, for so many seconds each, and a table at the end.
//!
//! Needs `cargo install cargo-fuzz`. Runs on the stable tool chain without the address sanitizer: there is no unsafe
//! code here.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

use crate::run::workspace;

/// How long, and which.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Seconds for each target, by the clock.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Targets; all of them when none is named.
    targets: Vec<String>,
}

/// Targets whose inputs are files.
const FILES: &[&str] = &["apk", "bulk_file", "mail", "manifest", "picture"];
/// Bytes of one input: for files, and for all others.
const FILE_BYTES_MAX: u32 = 300_000;
const TEXT_BYTES_MAX: u32 = 4_096;

/// Builds the targets, runs each, and prints processor time, executions and how it ended.
///
/// # Errors
/// When `cargo fuzz` is not there, or when a target found something.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let targets = if arguments.targets.is_empty() { all()? } else { arguments.targets.clone() };
    let status = cargo_fuzz(&["build", "-s", "none"]).status().context("start `cargo fuzz`")?;
    ensure!(status.success(), "build the targets");
    println!("| target | processor seconds | executions | ended |\n| --- | ---: | ---: | --- |");
    let mut failed = Vec::new();
    for target in &targets {
        let before = children_seconds()?;
        let (ended_well, said) = one(target, arguments.seconds)?;
        let executions = said
            .lines()
            .find_map(|line| line.strip_prefix("stat::number_of_executed_units: "))
            .unwrap_or("?");
        let ended = if ended_well { "well" } else { "with a finding" };
        println!("| `{target}` | {:.0} | {} | {ended} |", children_seconds()? - before, executions.trim());
        if !ended_well {
            failed.push(target.as_str());
            println!("{said}");
        }
    }
    if failed.is_empty() { Ok(()) } else { bail!("look into {}", failed.join(", ")) }
}

/// Runs a target: whether it ended without a finding, and what the fuzzer said.
fn one(target: &str, seconds: u64) -> Result<(bool, String)> {
    let corpus = workspace().join("fuzz/corpus").join(target);
    fs::create_dir_all(&corpus).with_context(|| format!("make `{}`", corpus.display()))?;
    let bytes = if FILES.contains(&target) { FILE_BYTES_MAX } else { TEXT_BYTES_MAX };
    let output = cargo_fuzz(&["run", "-s", "none", target])
        .arg(corpus)
        .args(seeds(target))
        .arg("--")
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={bytes}"))
        .args(["-timeout=60", "-print_final_stats=1"])
        .output()
        .context("start `cargo fuzz`")?;
    Ok((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
}

/// The folder of inputs to start from, where there is one: the fuzzer reads it and writes what it finds into `corpus/`.
fn seeds(target: &str) -> Option<PathBuf> {
    let folder = match target {
        "apk" => workspace().join("crates/detect/tests/files"),
        "picture" => workspace().join("crates/web/tests/files"),
        "letter_template" => workspace().join("data/documents"),
        other => workspace().join("fuzz/seeds").join(other),
    };
    folder.is_dir().then_some(folder)
}

/// Every target, in the order of its name.
fn all() -> Result<Vec<String>> {
    let folder = workspace().join("fuzz/fuzz_targets");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("read `{}`", folder.display()))? {
        let path = entry?.path();
        names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

/// `cargo fuzz` at the lowest priority.
fn cargo_fuzz(words: &[&str]) -> Command {
    let mut command = Command::new("nice");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    command.args(["-n", "19"]).arg(cargo).arg("fuzz").args(words);
    command.current_dir(workspace().join("fuzz")).env("RUSTC_BOOTSTRAP", "1");
    command
}

/// Processor seconds of every program that this one waited for. Source: proc(5), fields 16 and 17 of `stat`, in
/// hundredths of a second on Linux.
fn children_seconds() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat").context("read `/proc/self/stat`")?;
    let fields = stat.rsplit(')').next().context("read the name in `/proc/self/stat`")?;
    let ticks: Vec<f64> =
        fields.split_whitespace().skip(13).take(2).filter_map(|field| field.parse().ok()).collect();
    Ok(ticks.iter().sum::<f64>() / 100.0)
}
