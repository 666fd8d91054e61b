//! `cargo xtask test`: install what the tests need, then every check, then every test.
//!
//! [`packages`] and [`postgres`] bring the peers; [`STEPS`] lists the checks; [`suite`] runs the tests last,
//! so that the output ends with their count.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

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
    /// Run with Rust alone: install nothing, and let tests that need PostgreSQL, BIND, Tesseract or Chromium say
    /// that they did not run.
    #[arg(long)]
    only_rust: bool,
    /// Run this check alone, by its heading, and no test.
    #[arg(long, value_name = "NAME")]
    step: Option<String>,
}

/// A check that needs no peer: its heading, and what it does. `true` stands for `--only-rust`.
type Step = (&'static str, fn(bool) -> Result<()>);

/// Every check before the tests, cheapest first where nothing else decides.
const STEPS: &[Step] = &[
    ("format", |_| run_command(cargo().args(["fmt", "--all", "--check"]))),
    ("house rules", |_| house::check()),
    ("dependency direction", |_| direction::check()),
    ("licences and advisories", deny::check),
    ("clippy", |_| {
        let lints = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
        run_command(cargo().args(lints))
    }),
    ("documentation", |_| {
        let mut rustdoc = cargo();
        rustdoc.args(["doc", "--quiet", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
        run_command(&mut rustdoc)
    }),
    ("first start", |_| first_start::check()),
];

/// Peers whose absence fails a test here, by the name that the test asks for.
const REQUIRED: &[&str] = &[
    "postgres",
    "bind",
    "chromium",
    "tesseract",
    "dovecot",
    "clamd",
    "smpp",
    "oidc-provider",
    "http-message-signatures",
    "python",
    "pymerkle",
    "unbound",
    "pdns_recursor",
    "kresd",
    "kdig",
    "named",
    "dig",
];

/// Runs every step and prints what each took.
///
/// # Errors
/// The first step that fails; a missing program, unless `--only-rust`.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut clock = Clock::default();
    if let Some(name) = &arguments.step {
        let names: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
        let found = STEPS.iter().find(|(known, _)| known == name);
        let (name, step) = found.with_context(|| format!("find `{name}` among {names:?}"))?;
        return clock.step(name, || step(arguments.only_rust));
    }
    let mut peers = Peers::default();
    if arguments.only_rust {
        println!("only Rust: tests that need PostgreSQL, BIND, Tesseract or Chromium will say \"not run\"");
    } else {
        clock.step("packages", packages::install)?;
        clock.step("axe-core", packages::install_axe)?;
        clock.step("http-message-signatures", packages::install_signatures)?;
        clock.step("message centre", packages::install_smpp)?;
        clock.step("provider of sign-ins", packages::install_provider)?;
        clock.step("python readers", packages::install_python)?;
        peers.postgres = Some(clock.step("postgresql", postgres::Cluster::start)?);
    }
    for (name, step) in STEPS {
        clock.step(name, || step(arguments.only_rust))?;
    }
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
        command.env("KHIEN_TEST_REQUIRE", REQUIRED.join(","));
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
