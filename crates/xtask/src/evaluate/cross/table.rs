//! What engines answer to the rows of a split, as tables.

use std::collections::BTreeMap;

use detect::learned::MethodHead;
use detect::{Engine, ListLookup, NoList};
use model::{Assessment, Method, Verdict};

use super::super::figures::{FALSE_ALARMS, area, calibration, descending, recall};
use super::super::{answer, methods, submission};
use super::Published;
use super::splits::Split;
use crate::corpus::{Label, Row};
use crate::train::fit::YES_SHARE;

type Answers<'r> = Vec<(&'r Row, Assessment)>;

/// Prints the figures of each engine, and of the last one with the list, who was alarmed wrongly, and the methods.
pub(crate) fn print(rows: &[Row], split: &Split, engines: &[(&str, &Engine)], list: Option<&Published>) {
    let honest = split.test.iter().filter(|index| rows[**index].label == Label::Honest).count();
    let seen = if split.is_seen_by_rules { "; rules were written with rows of the test in view" } else { "" };
    println!(
        "trained on {}, tested on {} unwanted and {honest} honest{seen}\n",
        split.train.len(),
        split.test.len() - honest
    );
    println!(
        "| | area | recall at 0.1 % | at 0.5 % | at 1 % | answered, unwanted | honest | precision | recall | calibration error |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (name, engine) in engines {
        figures(name, &answers(rows, split, engine, &NoList));
    }
    let Some((name, engine)) = engines.last() else { return };
    if let Some(list) = list {
        figures(&format!("{name}, list on"), &answers(rows, split, engine, list));
    }
    let answers = answers(rows, split, engine, &NoList);
    by_sender(&answers);
    println!();
    methods(&answers);
}

fn answers<'r>(rows: &'r [Row], split: &Split, engine: &Engine, list: &impl ListLookup) -> Answers<'r> {
    split.test.iter().map(|index| (&rows[*index], answer(engine, &rows[*index], list))).collect()
}

/// How often the learned weights of methods alone are right, of all scams whose method is told, answered or not.
pub(crate) fn by_words(rows: &[Row], split: &Split, rules: &Engine, head: &MethodHead) {
    let (mut all, mut first, mut second) = (0, 0, 0);
    let told = split.test.iter().map(|index| &rows[*index]);
    for row in told.filter(|row| row.label == Label::Scam && !row.method.is_empty()) {
        let signals = rules.signals(&submission(row));
        let shares = head.shares(&signals.features, &signals.signs);
        let Some(right) = Method::ALL.iter().position(|method| method.slug() == row.method) else { continue };
        // Methods that are as likely stand before: a head that learned nothing is never right.
        let before = shares.iter().filter(|share| **share >= shares[right]).count() - 1;
        all += 1;
        first += usize::from(before == 0);
        second += usize::from(before <= 1);
    }
    if all > 0 {
        println!(
            "method by words and signs alone, answered or not: right {first} of {all}, among two {second}"
        );
    }
}

/// Answered with anything that tells the reader to beware.
fn is_answered(assessment: &Assessment) -> bool {
    matches!(assessment.verdict, Verdict::Listed | Verdict::Dangerous | Verdict::Suspicious | Verdict::Spam)
}

fn figures(name: &str, answers: &Answers<'_>) {
    let is_unwanted = |row: &Row| row.label != Label::Honest;
    let of = |unwanted: bool| {
        let with = answers.iter().filter(|(row, _)| is_unwanted(row) == unwanted);
        with.map(|(_, answer)| (f64::from(answer.score), is_answered(answer))).collect::<Vec<_>>()
    };
    let (unwanted, honest) = (of(true), of(false));
    let scores = |of: &[(f64, bool)]| of.iter().map(|(score, _)| *score).collect::<Vec<_>>();
    let answered = |of: &[(f64, bool)]| of.iter().filter(|(_, is_answered)| *is_answered).count();
    let ranked = descending(scores(&honest));
    let recalls = FALSE_ALARMS.map(|share| format!("{:.3}", recall(&scores(&unwanted), &ranked, share)));
    let (right, wrong) = (answered(&unwanted), answered(&honest));
    // As many unwanted ones as the log-odds are fitted for.
    let weight = |is_unwanted: bool| {
        if is_unwanted {
            YES_SHARE / unwanted.len().max(1) as f64
        } else {
            (1.0 - YES_SHARE) / honest.len().max(1) as f64
        }
    };
    let told = answers.iter().map(|(row, answer)| {
        let is_unwanted = is_unwanted(row);
        (f64::from(answer.score), is_unwanted, weight(is_unwanted))
    });
    println!(
        "| {name} | {:.3} | {} | {right} of {} | {wrong} of {} ({:.2} %) | {:.3} | {:.3} | {:.3} |",
        area(&scores(&unwanted), &ranked),
        recalls.join(" | "),
        unwanted.len(),
        honest.len(),
        wrong as f64 * 100.0 / honest.len().max(1) as f64,
        right as f64 / (right + wrong).max(1) as f64,
        right as f64 / unwanted.len().max(1) as f64,
        calibration(told)
    );
}

/// Honest messages that were answered, by who seems to have sent them.
fn by_sender(answers: &Answers<'_>) {
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (row, answer) in answers.iter().filter(|(row, _)| row.label == Label::Honest) {
        let counts = kinds.entry(sender_kind(row)).or_default();
        counts.0 += usize::from(is_answered(answer));
        counts.1 += 1;
    }
    if kinds.is_empty() {
        return;
    }
    let told = kinds.iter().map(|(kind, (wrong, all))| format!("{kind} {wrong} of {all}"));
    println!("\nhonest ones answered, by sender: {}", told.collect::<Vec<_>>().join(", "));
}

/// Sender as told; else as the message opens.
fn sender_kind(row: &Row) -> &'static str {
    let sender = row.sender.trim();
    if !sender.is_empty() {
        let is_number = sender.bytes().all(|byte| byte.is_ascii_digit() || b"+ .-".contains(&byte));
        return match sender.len() {
            0..=6 if is_number => "short code",
            _ if is_number => "number",
            _ if sender.contains('@') => "mailbox",
            _ => "name",
        };
    }
    let opening: String = row.text.chars().take(40).flat_map(char::to_lowercase).collect();
    let holds = |words: &[&str]| words.iter().any(|word| opening.contains(word));
    match () {
        () if holds(&["(qc)", "[qc]"]) => "advert so labelled",
        () if holds(&["viettel", "vinaphone", "mobifone", "vietnamobile", "[tb]", "(tb)", "cskh"]) => {
            "carrier or notice"
        }
        () if holds(&["otp", "tk ", "bank", "vnd", "the ", "so du"]) => "bank or code",
        () => "not told",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sender: &str, text: &str, expected: &str) {
        let row = Row {
            label: Label::Honest,
            group: String::new(),
            source: String::new(),
            method: String::new(),
            sender: sender.to_owned(),
            text: text.to_owned(),
        };
        assert_eq!(sender_kind(&row), expected, "{sender} {text}");
    }

    #[test]
    fn senders_are_told_apart() {
        check("191", "", "short code");
        check("+84 900 000 123", "", "number");
        check("VINFAST", "", "name");
        check("", "(QC) Mua 1 tang 1", "advert so labelled");
        check("", "Ma OTP cua ban", "bank or code");
        check("", "me oi con ve muon", "not told");
    }
}
