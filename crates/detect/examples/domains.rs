//! Measures imitation of brands by host names, with the list off, on files that are no part of the project.
//!
//! `cargo run --release -p detect --example domains -- MALICIOUS.csv LEGITIMATE.txt`: the first has the columns
//! `value`, `category`, `sources`, `first_seen`; the second one host a line, `||host$all` too. Prints, by year,
//! how many values were judged `dangerous` or `suspicious`: of all, and of those that imitate somebody; and every
//! honest host that was. With `--misses` first it prints the imitating values that were not recognised.
//!
//! A row *imitates somebody* when its host, letters and digits only, contains one of
//! [`IMITATED`], long ones also with one letter wrong. The words are not those
//! of the rules: they are the names of the owners that fraudsters imitate most in Vietnam, spelt as on their
//! own sites, and are matched as plain text so that the choice does not favour what the rules can see.

#![allow(clippy::print_stdout, reason = "a command for developers")]

use std::collections::BTreeMap;

use detect::{Engine, NoList, Submission};
use model::{Reference, Verdict};

/// Names of banks, state services, shops, post, telecoms and platforms. Source: their own sites.
const IMITATED: &[&str] = &[
    "vietcombank",
    "vietinbank",
    "techcombank",
    "agribank",
    "sacombank",
    "vpbank",
    "tpbank",
    "mbbank",
    "bidv",
    "acbbank",
    "shinhan",
    "lienviet",
    "vietcapital",
    "ngoaite",
    "westernunion",
    "moneygram",
    "dichvucong",
    "vneid",
    "bocongan",
    "shopee",
    "lazada",
    "tiki",
    "sendo",
    "dienmayxanh",
    "thegioididong",
    "viettel",
    "vnpost",
    "facebook",
    "zalo",
    "garena",
    "freefire",
    "momo",
    "fecredit",
    "homecredit",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::new(Reference::embedded());
    let (flags, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let [malicious, legitimate] = files.as_slice() else {
        return Err("wanted: MALICIOUS.csv LEGITIMATE.txt".into());
    };
    let misses = flags.iter().any(|flag| flag == "--misses");
    let mut years: BTreeMap<String, [Count; 3]> = BTreeMap::new();
    for record in csv::Reader::from_path(malicious)?.deserialize() {
        let row: BTreeMap<String, String> = record?;
        let value = &row["value"];
        let verdict = answer(&engine, value, false);
        let known = is_alarm(verdict);
        let imitates = imitates(value);
        if imitates && !known && misses {
            println!("miss {value}");
        }
        let year = row["first_seen"].get(..4).unwrap_or("none").to_owned();
        for year in [year, "all".to_owned()] {
            let counts = years.entry(year).or_default();
            counts[0].add(known);
            counts[2].add(known || verdict == Verdict::Spam);
            if imitates {
                counts[1].add(known);
            }
        }
    }
    for (year, [all, imitating, with_spam]) in &years {
        println!("{year}: all {all}, with `spam` {with_spam}; imitating somebody {imitating}");
    }
    let (mut honest, mut spam) = (Count::default(), Count::default());
    for line in std::fs::read_to_string(legitimate)?.lines() {
        let host = line.trim_start_matches("||").split('$').next().unwrap_or_default();
        let verdict = answer(&engine, host, true);
        honest.add(is_alarm(verdict));
        spam.add(verdict == Verdict::Spam);
    }
    println!("honest hosts answered with `spam`: {spam}");
    println!("honest hosts answered with an alarm: {honest}");
    Ok(())
}

/// Letters of a name that is also looked for with one letter wrong, missing or added.
const NEAR_MIN: usize = 8;

/// How many of how many.
#[derive(Clone, Copy, Default)]
struct Count {
    known: usize,
    all: usize,
}

impl Count {
    fn add(&mut self, known: bool) {
        self.all += 1;
        self.known += usize::from(known);
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = 100.0 * self.known as f64 / (self.all.max(1)) as f64;
        write!(f, "{} of {} ({share:.1} %)", self.known, self.all)
    }
}

/// Whether the host of this value contains a name that is often imitated.
fn imitates(value: &str) -> bool {
    let host = value.split("://").last().unwrap_or(value).split('/').next().unwrap_or_default();
    let letters: String = host.chars().filter(char::is_ascii_alphanumeric).collect();
    IMITATED.iter().any(|name| letters.contains(name) || (name.len() >= NEAR_MIN && is_near(&letters, name)))
}

/// Whether some part of the letters is one letter away from the name.
fn is_near(letters: &str, name: &str) -> bool {
    let (letters, name) = (letters.as_bytes(), name.as_bytes());
    (name.len() - 1..=name.len() + 1).any(|len| {
        letters.windows(len).any(|part| {
            let start = part.iter().zip(name).take_while(|(x, y)| x == y).count();
            let end = part.iter().rev().zip(name.iter().rev()).take_while(|(x, y)| x == y).count();
            start > 0 && end > 0 && start + end + 1 >= len.max(name.len())
        })
    })
}

/// The answer to the value alone; says why when it is an alarm or `spam` and `tell`.
fn answer(engine: &Engine, value: &str, tell: bool) -> Verdict {
    let assessment = engine.assess(&Submission::text(value), &NoList);
    if tell && (is_alarm(assessment.verdict) || assessment.verdict == Verdict::Spam) {
        let reasons =
            assessment.reasons.iter().map(|reason| (reason.code.as_str(), reason.subject.as_deref()));
        println!("alarm {value} {} {:?}", assessment.verdict.slug(), reasons.collect::<Vec<_>>());
    }
    assessment.verdict
}

fn is_alarm(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Dangerous | Verdict::Suspicious)
}
