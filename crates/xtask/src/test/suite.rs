//! `cargo test` over the whole workspace, counted.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use crate::run::{cargo, words};

/// Sums over every test binary.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
    /// Whether the runner itself ended well; false for a test binary that did not build or was killed.
    pub(crate) complete: bool,
}

/// Runs every test, passing the runner's lines on as they come.
///
/// # Errors
/// When cargo cannot be started.
pub(crate) fn run(prepare: impl FnOnce(&mut Command)) -> Result<Outcome> {
    let mut command = cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]).stdout(Stdio::piped());
    prepare(&mut command);
    println!("$ {}", words(&command));
    let mut child = command.spawn().context("start cargo test")?;
    let lines = BufReader::new(child.stdout.take().expect("standard output is piped"));
    let mut outcome = Outcome::default();
    for line in lines.lines() {
        let line = line.context("read what cargo test wrote")?;
        println!("{line}");
        outcome.count(&line);
    }
    outcome.complete = child.wait()?.success();
    Ok(outcome)
}

impl Outcome {
    /// Adds a closing line such as `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
    fn count(&mut self, line: &str) {
        let Some(result) = line.trim_start().strip_prefix("test result: ") else { return };
        for part in result.split(['.', ';']) {
            let mut words = part.split_whitespace();
            let (Some(number), Some(what)) = (words.next(), words.next()) else { continue };
            let Ok(number) = number.parse::<u64>() else { continue };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.skipped += number,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_summed_and_others_are_not() {
        let mut outcome = Outcome::default();
        outcome.count(
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.1s",
        );
        outcome.count("test reads::a_line_with_9 passed ... ok");
        outcome.count("test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out");
        assert_eq!(outcome, Outcome { passed: 5, failed: 4, skipped: 1, complete: false });
    }
}
