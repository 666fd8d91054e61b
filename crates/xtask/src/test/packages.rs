//! Debian packages that the tests need, installed only where a program is missing.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

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
    Need {
        what_for: "zones in three more resolvers",
        present: || {
            has("unbound")
                && has("pdns_recursor")
                && has("kresd")
                && Path::new("/usr/share/lua/5.1/cqueues/condition.lua").is_file()
        },
        packages: &["unbound", "pdns-recursor", "knot-resolver", "lua-cqueues"],
    },
    Need { what_for: "transfers under TLS", present: || has("kdig"), packages: &["knot-dnsutils"] },
    Need { what_for: "pages in a real browser", present: || has("chromium"), packages: &["chromium"] },
    Need {
        what_for: "writing in pictures",
        present: || has("tesseract") && has_vietnamese(),
        packages: &["tesseract-ocr", "tesseract-ocr-vie"],
    },
    Need {
        what_for: "the desk's mailbox",
        present: || Path::new("/usr/sbin/dovecot").is_file() && Path::new("/usr/lib/dovecot/imap").is_file(),
        packages: &["dovecot-imapd"],
    },
    Need {
        what_for: "a virus scanner",
        present: || Path::new("/usr/sbin/clamd").is_file(),
        packages: &["clamav-daemon"],
    },
    Need {
        what_for: "driving the browser",
        present: || has("node") && has("npm"),
        packages: &["nodejs", "npm"],
    },
    Need {
        what_for: "readers of STIX, TAXII and MISP",
        present: has_venv,
        packages: &["python3", "python3-venv"],
    },
];

/// Whether Tesseract knows Vietnamese.
fn has_vietnamese() -> bool {
    let listed = Command::new("tesseract").arg("--list-langs").output();
    listed.is_ok_and(|listed| String::from_utf8_lossy(&listed.stdout).lines().any(|line| line == "vie"))
}

/// Debian packs what `python3 -m venv` needs apart from Python.
fn has_venv() -> bool {
    let ask = Command::new("python3").args(["-c", "import ensurepip, venv"]).output();
    ask.is_ok_and(|output| output.status.success())
}

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
        println!(
            "PostgreSQL, the resolvers, Chromium, Tesseract, Dovecot and Node are there; nothing to install"
        );
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

/// Installs axe-core from the npm registry where the browser tests look for it, once, before tests that run
/// side by side would each do so.
///
/// # Errors
/// When npm fails.
pub(crate) fn install_axe() -> Result<()> {
    let folder = workspace().join("target/browser");
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if script.is_file() {
        println!("axe-core is there");
        return Ok(());
    }
    let package = axe_package(&std::fs::read_to_string(workspace().join("crates/testkit/src/browser.rs"))?)?;
    println!("installing {package} into target/browser");
    std::fs::create_dir_all(&folder)?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-fund", "--no-audit", "--ignore-scripts", "--prefix"]);
    run(npm.arg(&folder).arg(package))
}

/// The npm package that is a message centre, for the tests of short messages.
const SMPP: &str = "smpp@0.5.1";

/// The npm package that is a provider of sign-ins (OpenID Connect).
const PROVIDER: &str = "oidc-provider@9.13.3";

/// Installs [`SMPP`] where the tests of `web` look for it.
///
/// # Errors
/// When npm fails.
pub(crate) fn install_smpp() -> Result<()> {
    install_node_peer(SMPP)
}

/// Installs [`PROVIDER`] where the tests of `web` look for it.
///
/// # Errors
/// When npm fails.
pub(crate) fn install_provider() -> Result<()> {
    install_node_peer(PROVIDER)
}

fn install_node_peer(package: &str) -> Result<()> {
    let folder = workspace().join("target/peers/node");
    let name = package.split('@').next().unwrap_or(package);
    if folder.join("node_modules").join(name).is_dir() {
        println!("{package} is there");
        return Ok(());
    }
    println!("installing {package} into target/peers/node");
    std::fs::create_dir_all(&folder)?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-fund", "--no-audit", "--ignore-scripts", "--prefix"]);
    run(npm.arg(&folder).arg(package))
}

/// The Python package that checks our signatures, as an implementation that is not ours.
const SIGNATURES: &str = "http-message-signatures==3.0.0";

/// Installs [`SIGNATURES`] where the tests of `push` look for it.
///
/// # Errors
/// When pip fails.
pub(crate) fn install_signatures() -> Result<()> {
    let folder = workspace().join("target/peers/python");
    if folder.join("http_message_signatures").is_dir() {
        println!("{SIGNATURES} is there");
        return Ok(());
    }
    println!("installing {SIGNATURES} into target/peers/python");
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"]);
    run(pip.arg(&folder).arg(SIGNATURES))
}

/// Makes the Python environment that tests find under `target/python`, with the readers they name.
///
/// # Errors
/// When Python or pip fails.
pub(crate) fn install_python() -> Result<()> {
    let source = std::fs::read_to_string(workspace().join("crates/testkit/src/python.rs"))?;
    let list = source.split_once("PACKAGES: &[&str] = &[").and_then(|(_, rest)| rest.split_once("];"));
    let (list, _) = list.context("find the packages in the Python helper")?;
    let packages: Vec<&str> = list.split('"').filter(|part| part.contains("==")).collect();
    let folder = workspace().join("target/python");
    let done = folder.join("installed");
    if std::fs::read_to_string(&done).is_ok_and(|installed| installed == packages.join(" ")) {
        println!("{} are there", packages.join(", "));
        return Ok(());
    }
    println!("installing {} into target/python", packages.join(", "));
    run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let mut pip = Command::new(folder.join("bin/python"));
    run(pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(&packages))?;
    std::fs::write(&done, packages.join(" "))?;
    Ok(())
}

/// The version that the tests name: `const AXE: &str = "axe-core@…";`.
fn axe_package(source: &str) -> Result<String> {
    let package = source.split_once("const AXE: &str = \"").and_then(|(_, rest)| rest.split_once('"'));
    let (package, _) = package.context("find the version of axe-core in the browser helper")?;
    Ok(package.to_owned())
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
