//! Debian packages that the tests need, installed only where a program is missing.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::run::{cargo, find_program, is_root, run, workspace};

/// A program that tests start, and the Debian packages that bring it.
struct Need {
    what_for: &'static str,
    present: fn() -> bool,
    packages: &'static [&'static str],
}

const NEEDS: &[Need] = &[
    Need {
        what_for: "the store on PostgreSQL",
        present: || super::postgres::program_folder().is_some(),
        packages: &["postgresql"],
    },
    Need {
        what_for: "zones in a real resolver",
        present: || has("named") && has("named-checkzone") && has("rndc") && has("dig"),
        packages: &["bind9", "bind9-utils", "bind9-dnsutils"],
    },
    Need { what_for: "pages in a real browser", present: || has("chromium"), packages: &["chromium"] },
    Need {
        what_for: "driving the browser",
        present: || has("node") && has("npm"),
        packages: &["nodejs", "npm"],
    },
];

fn has(program: &str) -> bool {
    find_program(program).is_some()
}

/// Installs what is missing and says so.
///
/// # Errors
/// Where it may not install: names what could not run.
pub(crate) fn install() -> Result<()> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.present)()).collect();
    if missing.is_empty() {
        println!("PostgreSQL, BIND, Chromium and Node are there; nothing to install");
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    if !is_root() || !has("apt-get") {
        for need in &missing {
            println!("could not run: {} (needs {})", need.what_for, need.packages.join(", "));
        }
        bail!("install {} and run again, or run `cargo xtask test --only-rust`", packages.join(" "));
    }
    println!("installing {}", packages.join(" "));
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        command
    };
    run(apt().arg("update"))?;
    run(apt().args(["install", "--yes", "--no-install-recommends"]).args(&packages))?;
    match NEEDS.iter().find(|need| !(need.present)()) {
        Some(need) => bail!("{} is still missing after installing {:?}", need.what_for, need.packages),
        None => Ok(()),
    }
}

/// Installs the scripts that drive the browser from the npm registry, as their lock file says.
/// `None` when no test has such scripts.
///
/// # Errors
/// When npm fails.
pub(crate) fn install_node_modules() -> Result<Option<PathBuf>> {
    let manifest = workspace().join("crates/testkit/browser");
    if !manifest.join("package-lock.json").is_file() {
        println!("no browser scripts");
        return Ok(None);
    }
    let folder = target_folder()?.join("browser");
    std::fs::create_dir_all(&folder)?;
    for file in ["package.json", "package-lock.json"] {
        std::fs::copy(manifest.join(file), folder.join(file))?;
    }
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--silent"]).current_dir(&folder))?;
    Ok(Some(folder.join("node_modules")))
}

/// Where cargo builds; the place for tools that belong to this check-out only.
///
/// # Errors
/// When cargo cannot read the workspace.
pub(crate) fn target_folder() -> Result<PathBuf> {
    let text = crate::run::output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text)?;
    let folder = metadata["target_directory"].as_str().unwrap_or("target");
    Ok(PathBuf::from(folder))
}
