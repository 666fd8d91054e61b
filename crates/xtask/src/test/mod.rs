//! `cargo xtask test`: install what the tests need, then every check, then every test.
//!
//! In the order they run: [`packages`], [`postgres`], format, clippy, rustdoc, [`direction`], [`house`],
//! [`deny`], [`first_start`], and the tests last, so that the output ends with their count.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::run::{cargo, run as run_command};

mod deny;
mod direction;
mod first_start;
mod house;
pub(crate) mod packages;
mod postgres;
mod suite;

/// What the tests may take for granted.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Run with Rust alone: install nothing, and let tests that need PostgreSQL, BIND or Chromium say
    /// that they did not run.
    #[arg(long)]
    only_rust: bool,
}

/// Runs every step and prints what each took.
///
/// # Errors
/// The first step that fails; a missing program, unless `--only-rust`.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut clock = Clock::default();
    let mut peers = Peers::default();
    if arguments.only_rust {
        println!("only Rust: tests that need PostgreSQL, BIND or Chromium will say \"not run\"");
    } else {
        clock.step("packages", packages::install)?;
        clock.step("axe-core", packages::install_axe)?;
        peers.postgres = Some(clock.step("postgresql", postgres::Cluster::start)?);
    }
    clock.step("format", || run_command(cargo().args(["fmt", "--all", "--check"])))?;
    clock.step("clippy", || {
        run_command(cargo().args([
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    })?;
    clock.step("documentation", || {
        let mut rustdoc = cargo();
        rustdoc.args(["doc", "--quiet", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
        run_command(&mut rustdoc)
    })?;
    clock.step("dependency direction", direction::check)?;
    clock.step("house rules", house::check)?;
    clock.step("licences and advisories", || deny::check(arguments.only_rust))?;
    clock.step("first start", first_start::check)?;
    let outcome = clock.step("tests", || suite::run(|command| peers.announce(command)))?;
    drop(peers);
    clock.report();
    println!("{} passed, {} failed, {} skipped", outcome.passed, outcome.failed, outcome.skipped);
    if !outcome.complete || outcome.failed > 0 {
        bail!("the tests did not all pass");
    }
    Ok(())
}

/// The real programs that tests talk to.
#[derive(Default)]
struct Peers {
    postgres: Option<postgres::Cluster>,
}

impl Peers {
    /// Tells the tests where the peers are, and that each one's absence is a failure.
    fn announce(&self, command: &mut Command) {
        let Some(cluster) = &self.postgres else { return };
        command.env("KHIEN_TEST_POSTGRES", cluster.url());
        command.env("KHIEN_TEST_REQUIRE", "postgres,bind,chromium");
    }
}

/// Wall time per step.
#[derive(Default)]
struct Clock {
    steps: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn step<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("\n== {name} ==");
        let start = Instant::now();
        let result = work().map_err(|error| error.context(format!("step `{name}`")));
        self.steps.push((name, start.elapsed()));
        result
    }

    fn report(&self) {
        println!("\n== wall time ==");
        for (name, spent) in &self.steps {
            println!("{:>8.1} s  {name}", spent.as_secs_f64());
        }
        let total: Duration = self.steps.iter().map(|(_, spent)| *spent).sum();
        println!("{:>8.1} s  in all\n", total.as_secs_f64());
    }
}
