//! What each kind of evidence adds: the same fit with some of it hidden.

use anyhow::Result;

use super::super::figures::{area, descending, recall};
use super::splits::Split;
use crate::corpus::{Label, Row};
use crate::train::examples::Examples;
use crate::train::fit::Example;
use crate::train::fit_both;

/// A kind of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Words,
    Meaning,
    Writing,
    Links,
    Sender,
    Signals,
}

/// Every kind.
const ALL: &[Kind] = &[Kind::Words, Kind::Meaning, Kind::Writing, Kind::Links, Kind::Sender, Kind::Signals];

/// Rows of the table: what the fit sees.
const VARIANTS: &[(&str, &[Kind])] = &[
    ("words", &[Kind::Words]),
    ("words, meaning", &[Kind::Words, Kind::Meaning]),
    ("words, meaning, writing", &[Kind::Words, Kind::Meaning, Kind::Writing]),
    ("words, meaning, writing, links", &[Kind::Words, Kind::Meaning, Kind::Writing, Kind::Links]),
    (
        "words, meaning, writing, links, sender",
        &[Kind::Words, Kind::Meaning, Kind::Writing, Kind::Links, Kind::Sender],
    ),
    ("all: with rules and signals", ALL),
    ("all but words", &[Kind::Writing, Kind::Links, Kind::Sender, Kind::Signals]),
    ("all but meaning", &[Kind::Words, Kind::Writing, Kind::Links, Kind::Sender, Kind::Signals]),
    ("all but writing", &[Kind::Words, Kind::Meaning, Kind::Links, Kind::Sender, Kind::Signals]),
    ("all but links", &[Kind::Words, Kind::Meaning, Kind::Writing, Kind::Sender, Kind::Signals]),
    ("all but sender", &[Kind::Words, Kind::Meaning, Kind::Writing, Kind::Links, Kind::Signals]),
    ("signals and rules", &[Kind::Signals]),
];

/// Prints area and recall at 1 % with some of the evidence, without the bounds on what is learned.
pub(crate) fn print(rows: &[Row], examples: &Examples, split: &Split) -> Result<()> {
    println!("\n| evidence, {} | area | recall at 1 % |", split.name);
    println!("| --- | ---: | ---: |");
    row("rules as weighed by hand", rows, split, &|index| examples.rows[index].rules.iter().sum());
    for (name, kinds) in VARIANTS {
        let seen = examples.map(|index, example| hide(example, &examples.sign_names[index], kinds));
        let [scam, unwanted] = fit_both(&seen, &split.train)?;
        let told = |index: usize| {
            let example = &seen.rows[index];
            scam.log_odds(example).max(unwanted.log_odds(example))
        };
        row(name, rows, split, &told);
    }
    Ok(())
}

fn row(name: &str, rows: &[Row], split: &Split, told: &dyn Fn(usize) -> f64) {
    let of = |is_honest: bool| {
        let with = split.test.iter().filter(|index| (rows[**index].label == Label::Honest) == is_honest);
        with.map(|index| told(*index)).collect::<Vec<_>>()
    };
    let (honest, unwanted) = (descending(of(true)), of(false));
    println!("| {name} | {:.3} | {:.3} |", area(&unwanted, &honest), recall(&unwanted, &honest, 0.01));
}

/// The example with these kinds of evidence only.
fn hide(example: &Example, names: &[(u32, String)], kinds: &[Kind]) -> Example {
    let has = |kind: Kind| kinds.contains(&kind);
    let mut signs: Vec<u32> =
        names.iter().filter(|(_, name)| has(kind(name))).map(|(bucket, _)| *bucket).collect();
    signs.sort_unstable();
    signs.dedup();
    Example {
        words: if has(Kind::Words) { example.words.clone() } else { Vec::new() },
        signs,
        rules: if has(Kind::Signals) { example.rules } else { [0.0; 3] },
        // What is meant is weighed through the words.
        meaning: if has(Kind::Words) && has(Kind::Meaning) { example.meaning.clone() } else { Vec::new() },
    }
}

/// The kind of evidence of a sign, by its name before the colon.
fn kind(sign: &str) -> Kind {
    match sign.split_once(':').unwrap_or((sign, "")) {
        ("unknown hosts" | "ending" | "host" | "found" | "shared host", _) => Kind::Links,
        ("fact", fact) if fact.contains("link") => Kind::Links,
        ("fact", fact) if fact.starts_with("sender") => Kind::Sender,
        ("sender", _) => Kind::Sender,
        ("rule" | "fact", _) => Kind::Signals,
        ("opens", _) => Kind::Words,
        _ => Kind::Writing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_evidence_is_not_seen() {
        let example =
            Example { words: vec![7], signs: vec![1, 2], rules: [1.0, 2.0, 3.0], meaning: vec![0.5] };
        let names = [(2, "sender:name".to_owned()), (1, "ending:vip".to_owned())];
        let seen = hide(&example, &names, &[Kind::Links]);
        assert_eq!((seen.words, seen.signs, seen.rules), (vec![], vec![1], [0.0; 3]));
        assert_eq!(hide(&example, &names, &[Kind::Meaning]).meaning, vec![0.0; 0]);
        assert_eq!(hide(&example, &names, ALL).meaning, vec![0.5]);
        let seen = hide(&example, &names, &[Kind::Words, Kind::Sender, Kind::Signals]);
        assert_eq!((seen.words, seen.signs, seen.rules), (vec![7], vec![2], [1.0, 2.0, 3.0]));
    }
}
