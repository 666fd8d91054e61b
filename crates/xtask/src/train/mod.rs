//! `cargo xtask train`: labelled messages in, the model file of `detect::learned` out; the same bytes every time.
//!
//! [`fit`] finds the weights of one question, [`methods`] those of the methods; [`mod@examples`] says how much each row counts for which; here parts of
//! the files are held out in turn to choose from where an answer is an alarm, and the file is written.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use detect::learned::{Head, Learned};
use model::Reference;

use crate::corpus::{self, Row};
use crate::run::workspace;

pub(crate) mod examples;
pub(crate) mod fit;
pub(crate) mod meaning;
mod methods;

use examples::{Examples, FOLDS, Honest};
use fit::{Answer, Example, Fit};
use meaning::Meaning;

/// What to train on.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder of our own labelled messages.
    #[arg(long, default_value = "data/training")]
    own: PathBuf,
    /// Another folder of labelled messages, not part of the project.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Vectors of words that the teacher's script wrote, to weigh beside the words (decision 0274).
    #[arg(long)]
    meaning: Option<PathBuf>,
    /// Where the model goes.
    #[arg(long, default_value = "data/model/words.bin")]
    output: PathBuf,
}

/// Share of honest messages that may be answered with an alarm when they are held out: of those that somebody really
/// received, where five of the 1,495 of `sms_dev` are gambling adverts and threats by their text; and of those that we
/// wrote to be hard.
const FALSE_ALARMS: [(Honest, f64); 2] = [(Honest::Received, 0.006), (Honest::Written, 0.035)];
/// Honest messages of a sort from which a threshold can be told.
const HONEST_MIN: usize = 400;
/// Least threshold.
const LEAST: f64 = 0.4;
/// Log-odds between an alarm and a sure one.
const DANGEROUS_ABOVE: f64 = 1.75;
/// What the rules' sums (scam, honest, spam) count for the question whether it is a scam.
const SCAM_START: [f64; 3] = [1.0, 1.0, 0.0];
/// What they count for the question whether it is unwanted.
const UNWANTED_START: [f64; 3] = [1.0, 1.0, 1.0];

/// Trains, prints what held out rows say, and writes the file.
///
/// # Errors
/// When a file cannot be read or written, or holds no scams or no honest messages.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let rows = read([Some(&arguments.own), arguments.data.as_ref()])?;
    let learned = train(&rows, Meaning::open(arguments.meaning.as_deref())?)?;
    let output = workspace().join(&arguments.output);
    std::fs::write(&output, learned.to_bytes()).with_context(|| format!("write {}", output.display()))?;
    for (name, head) in [("scam", &learned.scam), ("unwanted", &learned.unwanted)] {
        let used = |weights: &[i8]| weights.iter().filter(|weight| **weight != 0).count();
        println!(
            "{name}: {} words, {} signs, rules count {:.2?}, bias {:.2}",
            used(&head.words),
            used(&head.signs),
            head.rules,
            head.bias
        );
    }
    println!("{}: alarm from {:.2}", output.display(), learned.alarm_from);
    Ok(())
}

/// Reads every file of these folders.
///
/// # Errors
/// When one cannot be read.
pub(crate) fn read<'f>(folders: impl IntoIterator<Item = Option<&'f PathBuf>>) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for folder in folders.into_iter().flatten() {
        for file in corpus::files(&workspace().join(folder))? {
            rows.extend(corpus::read(&file)?);
        }
    }
    Ok(rows)
}

/// Trains on these rows.
///
/// # Errors
/// When there are no scams or no honest messages, also in a part.
pub(crate) fn train(rows: &[Row], meaning: Meaning) -> Result<Learned> {
    let engine = detect::Engine::rules_alone(Reference::embedded());
    let examples = Examples::new(&engine, rows, meaning);
    let (learned, held_out) = train_on(&examples)?;
    report(&examples, &held_out, f64::from(learned.alarm_from));
    Ok(learned)
}

/// Trains on these examples; answers also the log-odds of each by what did not see it.
///
/// # Errors
/// When there are no scams or no honest messages, also in a part.
pub(crate) fn train_on(examples: &Examples) -> Result<(Learned, Vec<f64>)> {
    let mut held_out = vec![0.0_f64; examples.rows.len()];
    for fold in 0..FOLDS {
        let others: Vec<usize> =
            (0..examples.rows.len()).filter(|row| examples.folds[*row] != fold).collect();
        let [scam, unwanted] = fit_both(examples, &others)?;
        for (index, example) in examples.rows.iter().enumerate() {
            if examples.folds[index] == fold {
                held_out[index] = scam.log_odds(example).max(unwanted.log_odds(example));
            }
        }
    }
    let alarm_from = threshold(examples, &held_out);
    let [scam, unwanted] = fit_both(examples, &(0..examples.rows.len()).collect::<Vec<_>>())?;
    let learned = Learned {
        scam: quantise(&scam),
        unwanted: quantise(&unwanted),
        methods: methods::fit(examples.rows.iter().zip(examples.methods.iter().map(String::as_str))),
        alarm_from: alarm_from as f32,
        dangerous_from: (alarm_from + DANGEROUS_ABOVE) as f32,
    };
    Ok((learned, held_out))
}

/// Both questions, on these rows.
///
/// # Errors
/// When there are no scams or no honest messages among them.
pub(crate) fn fit_both(examples: &Examples, kept: &[usize]) -> Result<[Fit; 2]> {
    let mut fits = Vec::with_capacity(2);
    for (answers, start) in [(&examples.scam, SCAM_START), (&examples.unwanted, UNWANTED_START)] {
        let rows: Vec<(&Example, Answer)> =
            kept.iter().map(|index| (&examples.rows[*index], answers[*index])).collect();
        for is_yes in [true, false] {
            if !rows.iter().any(|(_, answer)| answer.is_yes == is_yes && answer.weight > 0.0) {
                bail!("train: too few scams or honest messages to hold a part out");
            }
        }
        fits.push(Fit::new(&rows, start, &examples.meaning));
    }
    Ok(<[Fit; 2]>::try_from(fits).expect("two questions give two fits"))
}

/// Log-odds that [`FALSE_ALARMS`] of the honest messages pass, held out: the higher of what the sorts ask for.
fn threshold(examples: &Examples, held_out: &[f64]) -> f64 {
    FALSE_ALARMS.iter().fold(LEAST, |threshold, (sort, share)| {
        let told = examples.honest.iter().zip(held_out).filter(|(honest, _)| **honest == Some(*sort));
        let mut told: Vec<f64> = told.map(|(_, told)| *told).collect();
        if told.len() < HONEST_MIN {
            return threshold;
        }
        told.sort_by(|a, b| b.total_cmp(a));
        // Just above the first message that may not pass.
        threshold.max(told[(share * told.len() as f64) as usize] + 0.01)
    })
}

fn report(examples: &Examples, held_out: &[f64], alarm_from: f64) {
    let alarms = |is_counted: &dyn Fn(usize) -> bool| {
        let counted = || (0..held_out.len()).filter(|row| is_counted(*row));
        let told = counted().filter(|row| held_out[*row] >= alarm_from).count();
        format!("{told} of {}", counted().count())
    };
    let unwanted = |row: usize| examples.unwanted[row].is_yes && examples.unwanted[row].weight > 0.0;
    println!("held out, alarm from {alarm_from:.2}:");
    for (name, sort) in [("received", Honest::Received), ("written by us", Honest::Written)] {
        let honest = alarms(&|row| examples.honest[row] == Some(sort));
        println!(
            "  {name}: {} unwanted, {honest} honest",
            alarms(&|row| unwanted(row) && examples.sort(row) == sort)
        );
    }
}

/// One signed byte per bucket; the greatest weight of each table is 127.
fn quantise(fit: &Fit) -> Head {
    let table = |weights: &[f64]| {
        let step =
            weights.iter().fold(f64::MIN_POSITIVE, |greatest, weight| greatest.max(weight.abs())) / 127.0;
        let rounded: Vec<i8> = weights.iter().map(|weight| (weight / step).round() as i8).collect();
        (step as f32, rounded)
    };
    let ((word_step, words), (sign_step, signs)) = (table(&fit.words), table(&fit.signs));
    Head {
        rules: fit.rules.map(|count| count as f32),
        bias: fit.bias as f32,
        word_step,
        sign_step,
        words,
        signs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Label;

    fn rows() -> Vec<Row> {
        let row = |label, text: String| Row {
            label,
            group: String::new(),
            source: "sms_dev".to_owned(),
            method: String::new(),
            sender: String::new(),
            text,
        };
        let subjects = ["bà", "ông", "mẹ", "cha", "dì", "chú", "bác", "cô"];
        (0..40)
            .flat_map(|index| {
                let subject = subjects[index % subjects.len()];
                [
                    row(
                        Label::Scam,
                        format!("{subject} ơi kho hàng bí mật mở cửa nhận bảo vật ngay tối nay"),
                    ),
                    row(Label::Honest, format!("{subject} ơi cơm canh đã dọn sẵn mời cả nhà ăn tối")),
                ]
            })
            .collect()
    }

    #[test]
    fn the_same_rows_give_the_same_bytes() {
        assert_eq!(
            train(&rows(), Meaning::default()).unwrap().to_bytes(),
            train(&rows(), Meaning::default()).unwrap().to_bytes()
        );
    }

    #[test]
    fn words_of_scams_weigh_for_and_words_of_others_against() {
        let engine = detect::Engine::rules_alone(Reference::embedded());
        let learned = train(&rows(), Meaning::default()).unwrap();
        let told = |text: &str| {
            let signals = engine.signals(&detect::Submission::text(text));
            learned.scam.log_odds(&signals.features, &signals.signs, signals.rules)
        };
        let scam = told("chị ơi kho hàng mở cửa nhận bảo vật");
        let honest = told("chị ơi cơm canh đã dọn sẵn ở nhà");
        assert!(scam > honest + 0.5, "{scam} {honest}");
    }

    #[test]
    fn one_sort_of_message_alone_is_refused() {
        let rows: Vec<Row> = rows().into_iter().filter(|row| row.label == Label::Scam).collect();
        assert!(train(&rows, Meaning::default()).is_err());
    }
}
