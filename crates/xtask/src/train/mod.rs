//! `cargo xtask train`: labelled messages in, the model file of `detect::learned` out; the same bytes every time.
//!
//! [`fit`] finds the weights; here rows become examples, whole methods and topics are held out to see how far
//! the words carry ([`folds`]), the result is scaled to what held out rows support, and the file is written.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use detect::learned::features::BITS;
use detect::learned::{Learned, bounded};
use detect::{Engine, Submission};
use model::Reference;

use crate::corpus::{self, Label, Row};
use crate::run::workspace;

mod fit;

use fit::{Example, Fit};

/// What to train on.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder of labelled messages.
    #[arg(long, default_value = "data/training")]
    data: PathBuf,
    /// Another folder to train on as well.
    #[arg(long)]
    extra: Option<PathBuf>,
    /// Where the model goes.
    #[arg(long, default_value = "target/words.bin")]
    output: PathBuf,
}

/// Parts that are held out in turn.
const FOLDS: usize = 8;
/// Rows in a row of one file that are held out together: authors write topic by topic.
const TOPIC_ROWS: usize = 25;

/// Trains, prints what held out rows say, and writes the file.
///
/// # Errors
/// When a file cannot be read or written, or holds no scams or no honest messages.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut rows = Vec::new();
    for folder in [Some(&arguments.data), arguments.extra.as_ref()].into_iter().flatten() {
        for file in corpus::files(&workspace().join(folder))? {
            rows.extend(corpus::read(&file)?);
        }
    }
    let learned = train(&rows)?;
    let output = workspace().join(&arguments.output);
    std::fs::write(&output, learned.to_bytes()).with_context(|| format!("write {}", output.display()))?;
    let used = learned.weights.iter().filter(|weight| **weight != 0).count();
    println!(
        "{}: {used} buckets used, bias {:.3}, step {:.5}",
        output.display(),
        learned.bias,
        learned.scale
    );
    Ok(())
}

/// Trains on these rows.
fn train(rows: &[Row]) -> Result<Learned> {
    let engine = Engine::new(Reference::embedded());
    let examples: Vec<Example> = rows.iter().map(|row| example(&engine, row)).collect();
    let scams = examples.iter().filter(|example| example.is_scam).count();
    println!("{} messages, {scams} of them scams", examples.len());
    if scams == 0 || scams == examples.len() {
        bail!("train: there must be scams and other messages");
    }
    let folds = folds(rows);
    let mut held_out = vec![0.0; examples.len()];
    for fold in 0..FOLDS {
        let rest: Vec<&Example> = pick(&examples, &folds, |of| of != fold);
        if rest.iter().all(|example| !example.is_scam) || rest.iter().all(|example| example.is_scam) {
            bail!("train: too few methods or topics to hold one out");
        }
        let fit = Fit::new(&rest);
        for (index, example) in examples.iter().enumerate().filter(|(index, _)| folds[*index] == fold) {
            held_out[index] = fit.raw(example);
        }
    }
    let (slope, shift) = fit::calibrate(&examples, &held_out);
    report(&examples, &held_out, slope, shift);
    let all: Vec<&Example> = examples.iter().collect();
    Ok(quantise(&Fit::new(&all), slope, shift))
}

fn example(engine: &Engine, row: &Row) -> Example {
    let sender = Some(row.sender.as_str()).filter(|sender| !sender.is_empty());
    let signals = engine.signals(&Submission { text: &row.text, sender, channel: None });
    Example {
        buckets: signals.features.iter().map(|feature| feature.bucket).collect(),
        rules: f64::from(signals.rules),
        is_scam: row.label == Label::Scam,
    }
}

fn pick<'e>(examples: &'e [Example], folds: &[usize], keep: impl Fn(usize) -> bool) -> Vec<&'e Example> {
    examples.iter().zip(folds).filter(|(_, fold)| keep(**fold)).map(|(example, _)| example).collect()
}

/// The part that each row is held out with: scams by method, others by topic, so that nothing like a held out
/// row stays among the rest.
fn folds(rows: &[Row]) -> Vec<usize> {
    let place = |row: &Row| model::Method::ALL.iter().position(|method| method.slug() == row.method);
    let fold = |(index, row): (usize, &Row)| match (row.label, place(row)) {
        (Label::Scam, Some(method)) => method % FOLDS,
        _ => index / TOPIC_ROWS % FOLDS,
    };
    rows.iter().enumerate().map(fold).collect()
}

fn report(examples: &[Example], held_out: &[f64], slope: f64, shift: f64) {
    println!("held out by method and topic: slope {slope:.3}, shift {shift:.3}");
    let with_words = |raw: f64| f64::from(bounded((slope * raw + shift) as f32));
    let rules_alone = |_: f64| 0.0;
    let ways: [(&str, &dyn Fn(f64) -> f64); 2] = [("rules alone", &rules_alone), ("with words", &with_words)];
    for (name, words) in ways {
        let alarms = |is_scam: bool| {
            let of = examples.iter().zip(held_out).filter(|(example, _)| example.is_scam == is_scam);
            let told = of.clone().filter(|(example, raw)| example.rules + words(**raw) >= 0.0).count();
            format!("{told} of {}", of.count())
        };
        println!("  {name}: alarms at {} scams, at {} others", alarms(true), alarms(false));
    }
}

/// One signed byte per bucket; the greatest weight is 127.
fn quantise(fit: &Fit, slope: f64, shift: f64) -> Learned {
    let greatest = fit.weights.iter().fold(f64::MIN_POSITIVE, |greatest, weight| greatest.max(weight.abs()));
    let step = greatest / 127.0;
    let mut weights = vec![0i8; 1 << BITS];
    for (bucket, weight) in fit.buckets.iter().zip(&fit.weights) {
        weights[*bucket as usize] = (weight / step).round() as i8;
    }
    Learned { scale: (step * slope) as f32, bias: (fit.bias * slope + shift) as f32, weights }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        let row = |label, method: &str, text: String| Row {
            label,
            group: String::new(),
            method: method.to_owned(),
            sender: String::new(),
            text,
        };
        let subjects = ["bà", "ông", "mẹ", "cha", "dì", "chú", "bác", "cô"];
        let scam = |(index, subject): (usize, &&str)| {
            let method = model::Method::ALL[index].slug();
            row(Label::Scam, method, format!("{subject} ơi kho hàng bí mật mở cửa nhận bảo vật ngay tối nay"))
        };
        let honest = |index: usize| {
            let subject = subjects[index % subjects.len()];
            row(Label::Honest, "", format!("{subject} ơi cơm canh đã dọn sẵn ở nhà mời cả nhà ăn tối"))
        };
        subjects.iter().enumerate().map(scam).chain((0..8 * TOPIC_ROWS).map(honest)).collect()
    }

    #[test]
    fn the_same_rows_give_the_same_bytes() {
        assert_eq!(train(&rows()).unwrap().to_bytes(), train(&rows()).unwrap().to_bytes());
    }

    #[test]
    fn words_of_scams_speak_for_a_scam_and_others_against() {
        let learned = train(&rows()).unwrap();
        let engine = Engine::new(Reference::embedded());
        let weight = |text: &str| {
            let signals = engine.signals(&Submission::text(text));
            learned.weight(&signals.features, signals.words).unwrap()
        };
        let scam = weight("anh ơi kho hàng bí mật mở cửa nhận bảo vật");
        let honest = weight("anh ơi cơm canh đã dọn sẵn ở nhà");
        assert!(scam > honest + 1.0, "{scam} {honest}");
    }

    #[test]
    fn rows_of_one_label_are_refused() {
        assert!(train(&rows()[..4]).is_err());
    }
}
