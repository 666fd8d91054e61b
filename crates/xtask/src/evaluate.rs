//! `cargo xtask evaluate`: what recognition says of labelled messages, by the rules and with a learned model.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result};
use detect::learned::Learned;
use detect::{Engine, NoList, Submission};
use model::{Assessment, Reference, Verdict};

use crate::corpus::{self, Label, Row};

/// What to measure on.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder of labelled messages: `.tsv`, `.csv` with the columns `label,text[,sender][,method]`, `.jsonl`.
    #[arg(long)]
    data: PathBuf,
    /// A model that `cargo xtask train` made, to be measured beside the rules alone.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Show each honest message that is answered with an alarm.
    #[arg(long)]
    alarms: bool,
    /// Show each scam that is not answered with an alarm.
    #[arg(long)]
    misses: bool,
}

/// False alarms at which recall is told.
const FALSE_ALARMS: [f64; 3] = [0.001, 0.005, 0.01];
/// Parts of equal width in which calibration is compared.
const BINS: usize = 10;

/// Measures every file of the folder.
///
/// # Errors
/// When a file cannot be read.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut engines = vec![("rules alone", Engine::rules_alone(Reference::embedded()))];
    if let Some(file) = &arguments.model {
        let bytes = std::fs::read(file).with_context(|| format!("read {}", file.display()))?;
        let engine = Engine::rules_alone(Reference::embedded()).with_learned(Learned::from_bytes(&bytes)?);
        engines.push(("rules and words", engine));
    }
    let shown = engines.len() - 1;
    for file in corpus::files(&arguments.data)? {
        let rows = corpus::read(&file)?;
        println!("\n## {}", file.file_name().unwrap_or_default().to_string_lossy());
        for (place, (name, engine)) in engines.iter().enumerate() {
            let started = Instant::now();
            let answers: Vec<(&Row, Assessment)> =
                rows.iter().map(|row| (row, assess(engine, row))).collect();
            let each = started.elapsed().as_secs_f64() * 1e6 / rows.len().max(1) as f64;
            println!("\n{name} ({each:.1} µs a message)\n");
            verdicts(&answers);
            ranks(&answers);
            methods(&answers);
            if place == shown {
                show(arguments, &answers);
            }
        }
    }
    Ok(())
}

fn assess(engine: &Engine, row: &Row) -> Assessment {
    let sender = Some(row.sender.as_str()).filter(|sender| !sender.is_empty());
    engine.assess(&Submission { text: &row.text, sender, channel: None }, &NoList)
}

fn is_alarm(assessment: &Assessment) -> bool {
    matches!(assessment.verdict, Verdict::Dangerous | Verdict::Suspicious)
}

fn verdicts(answers: &[(&Row, Assessment)]) {
    const SHOWN: [Verdict; 5] =
        [Verdict::Dangerous, Verdict::Suspicious, Verdict::Spam, Verdict::Official, Verdict::NoInformation];
    let mut groups: BTreeMap<&str, Vec<Verdict>> = BTreeMap::new();
    for (row, assessment) in answers {
        groups.entry(&row.group).or_default().push(assessment.verdict);
    }
    println!("| messages | all | dangerous | suspicious | spam | official | no information |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (group, told) in groups {
        let counts = SHOWN.map(|shown| told.iter().filter(|verdict| **verdict == shown).count().to_string());
        println!("| {group} | {} | {} |", told.len(), counts.join(" | "));
    }
}

/// How well the score tells each group of scams or spam from all honest messages of the file.
fn ranks(answers: &[(&Row, Assessment)]) {
    let of = |keep: &dyn Fn(&Row) -> bool| -> Vec<f64> {
        answers.iter().filter(|(row, _)| keep(row)).map(|(_, answer)| f64::from(answer.score)).collect()
    };
    let mut honest = of(&|row| row.label == Label::Honest);
    if honest.is_empty() {
        return;
    }
    honest.sort_by(|a, b| b.total_cmp(a));
    let groups: std::collections::BTreeSet<&str> = answers
        .iter()
        .filter(|(row, _)| row.label != Label::Honest)
        .map(|(row, _)| row.group.as_str())
        .collect();
    let false_alarms =
        answers.iter().filter(|(row, answer)| row.label == Label::Honest && is_alarm(answer)).count();
    let share = false_alarms as f64 / honest.len() as f64;
    println!("\nfalse alarms {false_alarms} of {} ({:.2} %)", honest.len(), share * 100.0);
    for group in groups {
        let scores = of(&|row| row.group == group);
        let told = answers.iter().filter(|(row, answer)| row.group == group && is_alarm(answer)).count();
        let recalls = FALSE_ALARMS
            .map(|share| format!("{:.3} at {} %", recall(&scores, &honest, share), share * 100.0));
        println!(
            "{group}: area {:.3}; recall {}; at the shipped threshold recall {:.3}, precision {:.3}",
            area(&scores, &honest),
            recalls.join(", "),
            told as f64 / scores.len() as f64,
            told as f64 / (told + false_alarms).max(1) as f64
        );
    }
    println!("calibration error {:.3}", calibration(answers));
}

/// Share of `scores` above the score that this share of honest messages passes. `honest` is descending.
fn recall(scores: &[f64], honest: &[f64], share: f64) -> f64 {
    let passed = (share * honest.len() as f64).floor() as usize;
    let threshold = honest[passed.min(honest.len() - 1)];
    scores.iter().filter(|score| **score > threshold).count() as f64 / scores.len().max(1) as f64
}

/// Probability that a scam has the higher score; half for equal ones. `honest` is descending.
fn area(scores: &[f64], honest: &[f64]) -> f64 {
    let above = |score: f64| {
        let higher = honest.partition_point(|other| *other > score);
        let level = honest.partition_point(|other| *other >= score) - higher;
        honest.len() as f64 - higher as f64 - level as f64 / 2.0
    };
    scores.iter().map(|score| above(*score)).sum::<f64>() / (scores.len() * honest.len()).max(1) as f64
}

/// Mean distance of score and share of scams over parts of equal width, weighted by rows. Spam that no rule of
/// its label tells from scams counts as a scam.
fn calibration(answers: &[(&Row, Assessment)]) -> f64 {
    let mut bins = [(0.0, 0.0, 0.0); BINS];
    for (row, answer) in answers {
        let score = f64::from(answer.score);
        let bin = &mut bins[((score * BINS as f64) as usize).min(BINS - 1)];
        bin.0 += score;
        bin.1 += f64::from(u8::from(row.label != Label::Honest));
        bin.2 += 1.0;
    }
    let rows: f64 = bins.iter().map(|bin| bin.2).sum();
    bins.iter().map(|(told, scams, _)| (told - scams).abs()).sum::<f64>() / rows.max(1.0)
}

/// How often the method is right, of scams whose method is told.
fn methods(answers: &[(&Row, Assessment)]) {
    let mut confused: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let (mut all, mut first, mut second) = (0, 0, 0);
    for (row, answer) in answers.iter().filter(|(row, _)| row.label == Label::Scam && !row.method.is_empty())
    {
        let guess = answer.method.map_or("none", |guess| guess.method.slug());
        let next = answer.method_second.map_or("none", |guess| guess.method.slug());
        all += 1;
        if guess == row.method {
            first += 1;
        } else {
            *confused.entry((row.method.as_str(), guess)).or_default() += 1;
        }
        second += usize::from(guess == row.method || next == row.method);
    }
    if all == 0 {
        return;
    }
    println!("method right: {first} of {all}, among two {second}");
    let mut confused: Vec<_> = confused.into_iter().filter(|((_, guess), _)| *guess != "none").collect();
    confused.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    for ((method, guess), count) in confused.into_iter().take(10) {
        println!("  {method} taken for {guess}: {count}");
    }
}

fn show(arguments: &Arguments, answers: &[(&Row, Assessment)]) {
    for (row, answer) in answers {
        let honest = row.label == Label::Honest;
        let wrong =
            if honest { arguments.alarms && is_alarm(answer) } else { arguments.misses && !is_alarm(answer) };
        if wrong {
            println!("{} {} {:.2}: {}", row.group, answer.verdict.slug(), answer.score, row.text);
            for reason in &answer.reasons {
                let words = reason.span.map(|span| &row.text[span.start..span.end]);
                println!("    {:+.1} {} {words:?}", reason.weight, reason.code);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn area_counts_pairs_and_halves_ties() {
        let honest = [0.9, 0.5, 0.1, 0.1];
        assert!((area(&[0.95], &honest) - 1.0).abs() < 1e-9);
        assert!((area(&[0.5], &honest) - 0.625).abs() < 1e-9);
        assert!((area(&[0.1, 0.95], &honest) - 0.625).abs() < 1e-9);
    }

    #[test]
    fn recall_lets_no_more_than_the_share_of_honest_pass() {
        let honest: Vec<f64> = (0..200).rev().map(|step| f64::from(step) / 200.0).collect();
        // One of 200 may pass at 0.5 %: the second highest, 0.99, is the threshold.
        assert!((recall(&[0.991, 0.99, 0.5], &honest, 0.005) - 1.0 / 3.0).abs() < 1e-9);
        assert!((recall(&[0.996, 0.991], &honest, 0.001) - 0.5).abs() < 1e-9);
    }
}
