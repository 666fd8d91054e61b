//! Measures the engine on files of labelled messages, which are no part of the project.
//!
//! `cargo run --release -p detect --example measure -- FILE…`: JSON lines with `text` and optional `method`,
//! `grade`, `label`, `sender`; or CSV (`.csv`) or tab-separated (`.tsv`) with the columns `label` and `text` and
//! optional `method`, `sender`, `provenance`. Prints a table of counts per file.
//! With `--rules` first the rules answer without the model; with `--methods` rows are counted by method;
//! with `--odd` or `--even` only every second row is taken. With `--misses` it prints the texts that were not
//! recognised; with `--alarms` the honest ones that were; with `--time` how long one assessment takes.

#![allow(clippy::print_stdout, reason = "a command for developers")]

use std::collections::BTreeMap;

use detect::{Engine, NoList, Submission};
use model::{Assessment, Reference, Verdict};

struct Row {
    group: String,
    method: Option<String>,
    honest: bool,
    sender: Option<String>,
    text: String,
}

impl Row {
    fn submission(&self) -> Submission<'_> {
        Submission { text: &self.text, sender: self.sender.as_deref(), channel: None }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (flags, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    let build = if has("--rules") { Engine::rules_alone } else { Engine::new };
    let engine = build(Reference::embedded());
    for file in &files {
        let mut rows = read(file)?;
        let mut index = 0;
        rows.retain(|_| {
            index += 1;
            !(has("--odd") && index % 2 == 0 || has("--even") && index % 2 == 1)
        });
        let mut table: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
        for row in &rows {
            let assessment = engine.assess(&row.submission(), &NoList);
            let told = [&assessment.method, &assessment.method_second]
                .map(|guess| guess.as_ref().map(|guess| guess.method.slug()));
            let alarm = matches!(assessment.verdict, Verdict::Dangerous | Verdict::Suspicious);
            let mut groups = vec![row.group.clone()];
            groups.extend(row.method.iter().filter(|_| has("--methods")).cloned());
            for group in groups {
                let counts = table.entry(group).or_default();
                let mut count = |name| *counts.entry(name).or_default() += 1;
                count("all");
                count(assessment.verdict.slug());
                if alarm || assessment.verdict == Verdict::Spam {
                    count("answered");
                }
                if row.method.is_some() && told[0] == row.method.as_deref() {
                    count("method first");
                }
                if row.method.is_some() && told.contains(&row.method.as_deref()) {
                    count("method among two");
                }
            }
            if (row.honest && alarm && has("--alarms"))
                || (!row.honest && !alarm && assessment.verdict != Verdict::Spam && has("--misses"))
            {
                show(row, &assessment);
            }
            if has("--all") {
                show(row, &assessment);
            }
        }
        println!("{file}");
        for (group, counts) in table {
            println!("  {group}: {counts:?}");
        }
        if has("--time") {
            time(&engine, &rows);
        }
    }
    Ok(())
}

fn show(row: &Row, assessment: &Assessment) {
    println!(
        "{} {:?} {} {:.2}: {}",
        row.group,
        row.method,
        assessment.verdict.slug(),
        assessment.score,
        row.text
    );
    for reason in &assessment.reasons {
        let words = reason.span.map(|span| &row.text[span.start..span.end]);
        println!("      {:+.1} {} {words:?} {:?}", reason.weight, reason.code, reason.subject);
    }
    for found in &assessment.indicators {
        println!("      {}", found.indicator);
    }
    println!("      {:?} {:?}", assessment.method, assessment.method_second);
}

fn time(engine: &Engine, rows: &[Row]) {
    let rounds = 20;
    let start = cpu_ns();
    let mut bytes = 0;
    for _ in 0..rounds {
        for row in rows {
            bytes += row.text.len();
            std::hint::black_box(engine.assess(&row.submission(), &NoList));
        }
    }
    let spent = std::time::Duration::from_nanos(cpu_ns() - start);
    let count = (rounds * rows.len()) as f64;
    println!(
        "  {:.2} µs of processor time a message of {:.0} bytes on average, {:.1} MB/s",
        spent.as_secs_f64() * 1e6 / count,
        bytes as f64 / count,
        bytes as f64 / spent.as_secs_f64() / 1e6
    );
}

/// Time on a processor that this thread has had, which a busy machine does not stretch. Source: proc(5).
fn cpu_ns() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or_default()
}

fn read(file: &str) -> Result<Vec<Row>, Box<dyn std::error::Error>> {
    if file.ends_with(".csv") || file.ends_with(".tsv") {
        let mut rows = Vec::new();
        // The English file is Latin-1 and names its columns `v1` and `v2`.
        let text: String = match String::from_utf8(std::fs::read(file)?) {
            Ok(text) => text,
            Err(error) => error.as_bytes().iter().map(|byte| char::from(*byte)).collect(),
        };
        let is_tabbed = file.ends_with(".tsv");
        let mut reader = csv::ReaderBuilder::new();
        reader.delimiter(if is_tabbed { b'\t' } else { b',' }).quoting(!is_tabbed);
        for record in reader.from_reader(text.as_bytes()).deserialize() {
            let mut record: BTreeMap<String, String> = record?;
            let mut take =
                |names: [&str; 2]| names.iter().find_map(|name| record.remove(*name)).unwrap_or_default();
            let label = take(["label", "v1"]);
            let text = take(["text", "v2"]);
            let provenance = record.remove("provenance").unwrap_or_default();
            let mut other = |name: &str| record.remove(name).filter(|value| !value.is_empty());
            let (method, sender) = (other("method"), other("sender"));
            let honest = is_honest(&label);
            rows.push(Row { honest, group: format!("{label} {provenance}"), method, sender, text });
        }
        return Ok(rows);
    }
    let mut rows = Vec::new();
    for line in std::fs::read_to_string(file)?.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        rows.push(Row {
            group: format!("{} {}", field("label"), field("grade")),
            method: Some(field("method")).filter(|method| !method.is_empty()),
            honest: is_honest(&field("label")),
            sender: Some(field("sender")).filter(|sender| !sender.is_empty()),
            text: field("text"),
        });
    }
    Ok(rows)
}

fn is_honest(label: &str) -> bool {
    matches!(label, "ham" | "normal" | "legit" | "honest")
}
