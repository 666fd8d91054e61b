//! The one binary, `khien`: settings, commands, jobs, wiring.
//!
//! In reading order:
//! - `arguments`: the command line; [`settings`]: file, environment, flags;
//! - `commands`: one file per command;
//! - `context`: what every command starts from; [`data_dir`]: the folder and the identity key;
//! - `log_key`: the key of the transparency log;
//! - `dns`: the settings of the DNS service, and its keys; `fetch`: files from another server;
//! - `jobs`: work after a change; `demo`: the synthetic year;
//! - [`complaint`]: errors in the reader's language; `logs`: what is written about the work.
//!
//! Exit codes: 0 done; 1 done in part (some rows or lines were refused, each named); 2 failed or wrongly
//! called.

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use web::catalogue::Words;

mod arguments;
mod commands;
pub mod complaint;
mod context;
pub mod data_dir;
mod demo;
mod dns;
mod fetch;
mod jobs;
mod log_key;
mod logs;
pub mod settings;

/// How a command ended when it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything that was asked.
    Done,
    /// All but what was named as refused.
    InPart,
}

/// Exit code of a command that failed or was wrongly called; the same that the argument parser uses.
const FAILED: u8 = 2;

/// Runs `khien` with these arguments and environment.
pub fn run(arguments: Vec<OsString>, variables: impl Iterator<Item = (OsString, OsString)>) -> ExitCode {
    let variables: Vec<(String, String)> = variables
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let words = Words::new(arguments::language(&arguments, &variables));
    let parsed = match arguments::parse(arguments, &words) {
        Ok(parsed) => parsed,
        Err(error) => {
            // Help goes to standard output with 0, a wrong call to standard error with 2. A closed pipe is
            // the reader's choice.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(FAILED));
        }
    };
    match commands::run(parsed, words, &variables) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::InPart) => ExitCode::from(1),
        Err(error) if complaint::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{}", complaint::for_people(&error, &words));
            ExitCode::from(FAILED)
        }
    }
}
