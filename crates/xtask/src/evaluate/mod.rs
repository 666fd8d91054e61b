//! `cargo xtask evaluate`: what recognition says of labelled messages, by the rules and with a learned model.
//!
//! [`cross`]: trained on some sources, tested on another; [`figures`]: what is told of scores.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result};
use detect::learned::Learned;
use detect::{Engine, ListLookup, NoList, Submission};
use model::{Assessment, Reference, Verdict};

use self::figures::{FALSE_ALARMS, area, calibration, descending, recall};
use crate::corpus::{self, Label, Row};

mod cross;
mod figures;

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
    /// Train on some sources in memory and test on another, for each.
    #[arg(long)]
    cross: bool,
    /// With `--cross`: show what each kind of evidence adds.
    #[arg(long, requires = "cross")]
    ablation: bool,
    /// With `--cross`: only the splits whose name contains this.
    #[arg(long, requires = "cross")]
    only: Option<String>,
    /// With `--cross`: folder of our own labelled messages.
    #[arg(long, default_value = "data/training")]
    own: PathBuf,
    /// With `--cross`: vectors of words that the teacher's script wrote, to weigh beside the words.
    #[arg(long, requires = "cross")]
    meaning: Option<PathBuf>,
    /// With `--cross`: a CSV with a column `domain`, published as a list for the rows "with the list".
    #[arg(long, requires = "cross")]
    list: Option<PathBuf>,
}

/// Measures every file of the folder.
///
/// # Errors
/// When a file cannot be read.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if arguments.cross {
        return cross::run(arguments);
    }
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
                rows.iter().map(|row| (row, answer(engine, row, &NoList))).collect();
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

fn answer(engine: &Engine, row: &Row, list: &impl ListLookup) -> Assessment {
    engine.assess(&submission(row), list)
}

fn submission(row: &Row) -> Submission<'_> {
    let sender = Some(row.sender.as_str()).filter(|sender| !sender.is_empty());
    Submission { text: &row.text, sender, channel: None }
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
    let honest = descending(of(&|row| row.label == Label::Honest));
    if honest.is_empty() {
        return;
    }
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
    let told = answers.iter().map(|(row, answer)| (f64::from(answer.score), row.label != Label::Honest, 1.0));
    println!("calibration error {:.3}", calibration(told));
}

/// How often the method is right, of scams whose method is told.
fn methods(answers: &[(&Row, Assessment)]) {
    let mut confused: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let (mut all, mut first, mut second) = (0, 0, 0);
    let of = || answers.iter().filter(|(row, _)| row.label == Label::Scam && !row.method.is_empty());
    for (row, answer) in of() {
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
    let answered = of().filter(|(_, answer)| answer.method.is_some()).count();
    println!("method right: {first} of {all}, among two {second}; told for {answered}");
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
