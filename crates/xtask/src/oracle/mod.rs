//! `cargo xtask oracle`: our reading beside that of a well-known library, on numbers that nobody chose.
//!
//! `phones.py` asks PyPI's `phonenumbers` in a virtual environment under `target/`. The oracles of apps, codes and
//! payments need files that are no part of the project; they are examples of `detect` (`apks`, `codes`, `payments`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use model::indicator::phone::{PhoneKind, describe};
use model::{Indicator, IndicatorKind};

use crate::run::run as run_command;
use crate::test::packages::target_folder;

/// The library, fixed so that its figures can be had again.
const LIBRARY: &str = "phonenumbers==9.0.43";
const SCRIPT: &str = include_str!("phones.py");
/// Differences of one class that are printed.
const SHOWN_MAX: usize = 3;

/// Flags of `oracle`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Numbers that are generated.
    #[arg(long, default_value_t = 1_000_000)]
    count: usize,
}

/// Generates numbers, asks both, and prints each class of difference with its count.
///
/// # Errors
/// When Python or the library cannot be had.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let numbers: Vec<String> = Dice(1).numbers().take(arguments.count).collect();
    let answers = ask_library(&numbers)?;
    ensure!(answers.len() == numbers.len(), "read {} answers to {} numbers", answers.len(), numbers.len());
    let mut classes: BTreeMap<&str, (usize, Vec<String>)> = BTreeMap::new();
    for (number, theirs) in numbers.iter().zip(&answers) {
        let ours = Indicator::parse(IndicatorKind::Phone, number).ok();
        let (count, shown) = classes.entry(class(number, ours.as_ref(), theirs)).or_default();
        *count += 1;
        if shown.len() < SHOWN_MAX {
            let ours = ours.as_ref().map_or("refused", Indicator::value);
            shown.push(format!("{number}: ours {ours}, {theirs}"));
        }
    }
    println!("{} numbers, {LIBRARY}", numbers.len());
    for (class, (count, shown)) in classes {
        println!("{count:>8}  {class}");
        for line in shown {
            println!("          {line}");
        }
    }
    Ok(())
}

/// Which sort of agreement or difference this is; `theirs` is `valid +84…`, `possible +84…` or `refused`.
fn class(number: &str, ours: Option<&Indicator>, theirs: &str) -> &'static str {
    let (verdict, e164) = theirs.split_once(' ').unwrap_or((theirs, ""));
    let kind = ours.map(|ours| describe(ours.value()));
    let same = ours.is_some_and(|ours| ours.value() == e164);
    let valid = verdict == "valid";
    match kind {
        None if !valid => "agree: both refuse",
        None => "differ: the library calls it valid, we refuse it",
        Some(PhoneKind::ShortCode) if !valid => {
            "explained: a short code (the library asks short codes elsewhere)"
        }
        Some(PhoneKind::Impossible) if !valid => "explained: we keep it as shown and call it impossible",
        Some(PhoneKind::Foreign { .. }) if same && valid => "agree: foreign, same number",
        Some(PhoneKind::Foreign { .. }) if !valid => "explained: foreign, we check the country code only",
        Some(_) if same && valid => "agree: same number",
        Some(_) if same => "differ: we know it, the library calls the same number invalid",
        Some(_) if !valid && is_old(number, ours) => {
            "explained: an old prefix or area code, brought to today's plan"
        }
        Some(_) if !valid => "differ: we know it, the library refuses it",
        Some(_) => "differ: two different numbers",
    }
}

/// Whether the canonical number does not end as the digits that were written do from their third digit on: a prefix
/// was replaced.
fn is_old(number: &str, ours: Option<&Indicator>) -> bool {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    ours.is_some_and(|ours| !digits.trim_start_matches('0').ends_with(ours.value().trim_start_matches("+84")))
}

fn ask_library(numbers: &[String]) -> Result<Vec<String>> {
    let folder = target_folder()?.join("oracle");
    let python = environment(&folder)?;
    let (input, script) = (folder.join("numbers.txt"), folder.join("phones.py"));
    std::fs::write(&input, numbers.join("\n"))?;
    std::fs::write(&script, SCRIPT)?;
    let output = Command::new(python).arg(script).arg(input).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "ask {LIBRARY} after {} numbers", numbers.len());
    Ok(String::from_utf8(output.stdout)?.lines().map(str::to_owned).collect())
}

/// The Python of a virtual environment that holds the library.
fn environment(folder: &std::path::Path) -> Result<PathBuf> {
    let python = folder.join("venv/bin/python");
    if !python.is_file() {
        run_command(Command::new("python3").args(["-m", "venv"]).arg(folder.join("venv")))
            .context("make a virtual environment")?;
        run_command(Command::new(&python).args(["-m", "pip", "install", "--quiet", LIBRARY]))?;
    }
    Ok(python)
}

/// A generator without memory but its state: the same numbers on every machine.
///
/// Source: Marsaglia, "Xorshift RNGs", 2003, the triple 13, 7, 17.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// Numbers as people write them: half near the plan, half any digits, in every writing.
    fn numbers(mut self) -> impl Iterator<Item = String> {
        std::iter::from_fn(move || Some(self.number()))
    }

    fn number(&mut self) -> String {
        const BEGINNINGS: &[&str] = &[
            "3", "5", "7", "8", "9", "24", "28", "2", "1800", "1900", "69", "80", "672", "12", "16", "18",
            "19",
        ];
        let mut national = String::new();
        if self.below(2) == 0 {
            let place = self.below(BEGINNINGS.len() as u64) as usize;
            national.push_str(BEGINNINGS[place]);
        }
        let length = 3 + self.below(9);
        while (national.len() as u64) < length {
            let _ = write!(national, "{}", self.below(10));
        }
        let prefix = ["0", "0", "+84", "+84 ", "84", "0084", "", "+", "00"][self.below(9) as usize];
        let spaced = self.below(3) == 0;
        let mut written = prefix.to_owned();
        for (place, digit) in national.chars().enumerate() {
            if spaced && place > 0 && place.is_multiple_of(3) {
                written.push([' ', '.', '-'][self.below(3) as usize]);
            }
            written.push(digit);
        }
        written
    }
}
