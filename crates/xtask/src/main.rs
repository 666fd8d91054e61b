//! The developers' own commands, run as `cargo xtask NAME`.
//!
//! One file per command: [`mod@test`] is the README's test command and what CI runs; [`mod@bench`] loads the
//! server beside a bare hyper, [`bench::taxii`] pages of TAXII and [`bench::transfers`] zones beside their peers,
//! [`bench::memory`] tells what a large list takes, [`bench::desk`] and [`bench::intake`] the console and intake
//! at size, [`bench::recognition`] what one message takes; [`screens`] takes the pictures under `docs/screens/`;
//! [`train`] and
//! [`evaluate`] train and measure recognition on files that [`corpus`] reads.

#![allow(clippy::print_stdout, reason = "a command line program talks to a person on standard output")]

use std::alloc::System;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

mod bench;
mod corpus;
mod evaluate;
mod fuzz;
mod oracle;
mod run;
mod screens;
mod test;
mod train;

/// The system's allocator, which counts: [`bench::recognition`] tells how often a message allocates.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The developers' own commands.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what the tests need, then run every check and every test, as CI does.
    Test(test::Arguments),
    /// Load the release server with a million listings beside a bare hyper in the same run.
    Bench(bench::Arguments),
    /// Walk TAXII collections of 10,000 to 1,000,000 objects beside medallion and OpenTAXII.
    BenchTaxii(bench::taxii::Arguments),
    /// Make lists of a million entries and more, and tell what a server takes on them.
    BenchMemory(bench::memory::Arguments),
    /// Transfer one zone from ours, BIND, Knot DNS and NSD.
    BenchTransfers(bench::transfers::Arguments),
    /// Measure the console over a million reports with 300 officers at work.
    BenchDesk(bench::desk::Arguments),
    /// Measure how many reports a second are stored durably.
    BenchIntake(bench::intake::Arguments),
    /// Time recognition of single messages and long texts, and count its allocations.
    BenchRecognition(bench::recognition::Arguments),
    /// Train a model of words on labelled messages.
    Train(train::Arguments),
    /// Measure recognition on labelled messages, by the rules and with a trained model.
    Evaluate(evaluate::Arguments),
    /// Compare our reading of telephone numbers with PyPI's phonenumbers.
    Oracle(oracle::Arguments),
    /// Run every fuzz target for so many seconds and print a table.
    Fuzz(fuzz::Arguments),
    /// Take the pictures of docs/screens with a real Chromium.
    Screens,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Test(arguments) => test::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::BenchTaxii(arguments) => bench::taxii::run(&arguments),
        Command::BenchMemory(arguments) => bench::memory::run(&arguments),
        Command::BenchTransfers(arguments) => bench::transfers::run(&arguments),
        Command::BenchDesk(arguments) => bench::desk::run(&arguments),
        Command::BenchIntake(arguments) => bench::intake::run(&arguments),
        Command::BenchRecognition(arguments) => bench::recognition::run(&arguments),
        Command::Train(arguments) => train::run(&arguments),
        Command::Evaluate(arguments) => evaluate::run(&arguments),
        Command::Oracle(arguments) => oracle::run(&arguments),
        Command::Fuzz(arguments) => fuzz::run(&arguments),
        Command::Screens => screens::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
