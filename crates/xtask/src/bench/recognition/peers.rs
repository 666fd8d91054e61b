//! The peers of a timing: scikit-learn and fastText, trained on the same rows and asked for one message at a time.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::run::{run as run_command, workspace};

/// Fixed, so that figures can be had again.
const PACKAGES: &[&str] = &["scikit-learn==1.9.1", "fasttext-wheel==0.9.2"];

/// Prints one row of the table for each peer and file.
///
/// # Errors
/// When Python or a package cannot be had.
pub(super) fn time(python: Option<&Path>, files: &[PathBuf], rounds: usize) -> Result<()> {
    let python = match python {
        Some(python) => python.to_owned(),
        None => install()?,
    };
    for file in files {
        let mut client = Command::new(&python);
        client.arg(workspace().join("crates/xtask/baseline/tfidf.py"));
        client.args(["--speed", "--rounds", &rounds.to_string()]).arg(file);
        // Without repeating the command line, so that the table stays a table.
        let status = client.status()?;
        ensure!(status.success(), "time the peers on {}: ended with {status}", file.display());
    }
    Ok(())
}

/// Installs the peers where they are missing; answers their interpreter.
fn install() -> Result<PathBuf> {
    let folder = workspace().join("target/recognition-peers");
    let (python, done) = (folder.join("bin/python"), folder.join("installed"));
    if !std::fs::read_to_string(&done).is_ok_and(|installed| installed == PACKAGES.join(" ")) {
        run_command(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        let mut pip = Command::new(&python);
        run_command(pip.args(["-m", "pip", "install", "--quiet"]).args(PACKAGES))?;
        std::fs::write(&done, PACKAGES.join(" "))?;
    }
    Ok(python)
}
