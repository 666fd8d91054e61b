//! What training sees of labelled messages, as JSON lines.
//!
//! `cargo run -p detect --example signals < IN > OUT`: each line of standard input is a JSON object with `text` and
//! optional `sender`; each line of standard output holds its words, the buckets they fall into, signs, and what the rules
//! say.

#![allow(clippy::print_stdout, reason = "a command for developers")]

use std::io::BufRead as _;

use detect::{Engine, NoList, Submission};
use model::Reference;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::rules_alone(Reference::embedded());
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().unwrap_or_default();
        let sender = row["sender"].as_str().filter(|sender| !sender.is_empty());
        let submission = Submission { text, sender, channel: None };
        let signals = engine.signals(&submission);
        let answer = engine.assess(&submission, &NoList);
        println!(
            "{}",
            serde_json::json!({
                "words": signals.spelled,
                "buckets": signals.features.iter().map(|feature| feature.bucket).collect::<Vec<_>>(),
                "signs": signals.sign_names,
                "rules": signals.rules,
                "verdict": answer.verdict.slug(),
                "method": answer.method.map(|guess| guess.method.slug()),
                "method_second": answer.method_second.map(|guess| guess.method.slug()),
            })
        );
    }
    Ok(())
}
