//! `cargo xtask screens`: the pictures of `docs/screens/`, taken by the browser tests.

use anyhow::Result;

use crate::run::{cargo, run as run_command};

/// Runs the tests that take pictures, and tells them to keep what they see.
///
/// # Errors
/// When a page does not answer or Chromium is missing.
pub(crate) fn run() -> Result<()> {
    let mut command = cargo();
    // The visits by axe-core alone take no picture.
    command.args([
        "test",
        "--package",
        "web",
        "--test",
        "it",
        "--",
        "browser",
        "--skip",
        "console_axe",
        "--skip",
        "narrow_phone",
    ]);
    command.env("KHIEN_SCREENS", "write").env("KHIEN_TEST_REQUIRE", "chromium,tesseract");
    run_command(&mut command)
}
