//! Real readers of threat data in Python: taxii2-client, stix2, stix2-validator, PyMISP, misp-stix, adblock;
//! openpyxl as a writer of workbooks, aiosmtpd as a mail server, icalendar as a calendar program.
//!
//! They live in an environment of their own under `target/python`, made by `cargo xtask test`;
//! `KHIEN_TEST_PYTHON` names another interpreter that has them. Without one a test says "not run: python" and
//! passes, unless `KHIEN_TEST_REQUIRE` lists `python`.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::is_required;

/// What is installed, with versions. Never shipped; the validator is held at 3.2.0 because 3.3.1 came
/// without its schemas.
pub const PACKAGES: &[&str] = &[
    "taxii2-client==2.3.0",
    "stix2==3.0.2",
    "stix2-validator==3.2.0",
    "pymisp==2.5.34.4",
    "misp-stix==2026.10.12",
    "adblock==0.6.0",
    "openpyxl==3.1.5",
    "aiosmtpd==1.4.6",
    "icalendar==7.3.0",
];

/// The interpreter with the packages; `None` when there is none.
///
/// # Panics
/// When `KHIEN_TEST_REQUIRE` lists `python` and there is none.
pub fn interpreter() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/python/bin/python");
    let found = std::env::var_os("KHIEN_TEST_PYTHON").map_or(own, PathBuf::from);
    if found.exists() {
        return Some(found);
    }
    assert!(!is_required("python"), "KHIEN_TEST_REQUIRE lists python: run `cargo xtask test`");
    eprintln!("not run: python (no environment under target/python)");
    None
}

/// Runs a reader of `crates/testkit/python/peers.py` on a request, and gives its answer.
///
/// # Panics
/// When the reader fails; its own words are in the message.
pub async fn read(interpreter: &Path, request: &Value) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/peers.py");
    let mut child = Command::new(interpreter)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the interpreter starts");
    let mut input = child.stdin.take().expect("standard input is piped");
    input.write_all(request.to_string().as_bytes()).await.expect("the reader reads its request");
    drop(input);
    let output = child.wait_with_output().await.expect("the reader ends");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the reader failed: {errors}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {errors}"))
}
