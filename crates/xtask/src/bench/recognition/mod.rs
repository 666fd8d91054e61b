//! `cargo xtask bench-recognition`: how long the engine takes for one message, and how often it allocates.
//!
//! Messages are taken from labelled files; then texts of 10 kB, 100 kB and 1 MB put together from them show how the
//! time grows. [`peers`]: scikit-learn and fastText on the same rows, between two timings of ours; [`answers`]: whether
//! the answers are those that were saved.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Result, bail};
use detect::{Engine, NoList, Submission};
use model::Reference;
use stats_alloc::Region;

use crate::corpus::{self, Row};

mod answers;
mod peers;

/// What to time.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder of labelled messages.
    #[arg(long)]
    data: PathBuf,
    /// Only files whose name contains this.
    #[arg(long)]
    only: Option<String>,
    /// Times that each message is assessed; its middle time counts.
    #[arg(long, default_value_t = 11)]
    rounds: usize,
    /// Time ours alone, without the peers.
    #[arg(long)]
    alone: bool,
    /// A Python that has the peers; otherwise they are installed under `target/recognition-peers`.
    #[arg(long)]
    python: Option<PathBuf>,
    /// Time nothing: write every answer to this file, one a line.
    #[arg(long)]
    answers: Option<PathBuf>,
    /// Time nothing: tell how the answers differ from those of such a file.
    #[arg(long, conflicts_with = "answers")]
    against: Option<PathBuf>,
    /// Time nothing: keep the digests of the answers as those to compare with.
    #[arg(long, conflicts_with_all = ["answers", "against"])]
    keep: bool,
}

/// Bytes of the long texts.
const LENGTHS: [usize; 3] = [10_000, 100_000, 1_000_000];

/// Times every file of the folder.
///
/// # Errors
/// When a file cannot be read or written, or Python fails.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut files = corpus::files(&arguments.data)?;
    if let Some(only) = &arguments.only {
        files.retain(|file| file.file_stem().is_some_and(|stem| stem.to_string_lossy().contains(only)));
    }
    let shipped = Engine::new(Reference::embedded());
    let mut sources = Vec::new();
    for file in &files {
        sources.push(corpus::read(file)?);
    }
    if let Some(path) = &arguments.answers {
        return answers::write(&shipped, &sources, path);
    }
    if let Some(path) = &arguments.against {
        return answers::compare(&shipped, &sources, path);
    }
    if arguments.keep {
        return answers::keep(&shipped, &sources);
    }
    println!(
        "| messages | engine | messages/s | median µs | p99 µs | allocations a message, median | most |"
    );
    println!("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
    let rules = Engine::rules_alone(Reference::embedded());
    for rows in &sources {
        times("rules alone", &rules, rows, arguments.rounds);
        times("as shipped", &shipped, rows, arguments.rounds);
    }
    if !arguments.alone {
        peers::time(arguments.python.as_deref(), &files, arguments.rounds)?;
        // Once more: what changed while the peers ran is the machine, not the engine.
        for rows in &sources {
            times("as shipped, again", &shipped, rows, arguments.rounds);
        }
    }
    let texts: Vec<&str> = sources.iter().flatten().map(|row| row.text.as_str()).collect();
    lengths(&shipped, &texts, arguments.rounds)?;
    answers::check(&shipped, &sources)
}

fn submission(row: &Row) -> Submission<'_> {
    let sender = Some(row.sender.as_str()).filter(|sender| !sender.is_empty());
    Submission { text: &row.text, sender, channel: None }
}

fn times(name: &str, engine: &Engine, rows: &[Row], rounds: usize) {
    let mut each: Vec<f64> = rows
        .iter()
        .map(|row| middle(rounds, || drop(black_box(engine.assess(&submission(row), &NoList)))))
        .collect();
    let mut allocations: Vec<usize> = rows
        .iter()
        .map(|row| {
            let region = Region::new(crate::ALLOCATOR);
            drop(black_box(engine.assess(&submission(row), &NoList)));
            let change = region.change();
            change.allocations + change.reallocations
        })
        .collect();
    each.sort_by(f64::total_cmp);
    allocations.sort_unstable();
    let mean = each.iter().sum::<f64>() / each.len().max(1) as f64;
    println!(
        "| {} ({}) | {name} | {:.0} | {:.1} | {:.1} | {} | {} |",
        rows.first().map_or("", |row| row.source.as_str()),
        rows.len(),
        1e6 / mean,
        each.get(each.len() / 2).copied().unwrap_or_default(),
        each.get(each.len() * 99 / 100).copied().unwrap_or_default(),
        allocations.get(allocations.len() / 2).copied().unwrap_or_default(),
        allocations.last().copied().unwrap_or_default(),
    );
}

/// Microseconds of the middle one of so many rounds.
fn middle(rounds: usize, mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..rounds.max(1))
        .map(|_| {
            let started = Instant::now();
            work();
            started.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Texts put together from the messages, longer and longer.
fn lengths(engine: &Engine, texts: &[&str], rounds: usize) -> Result<()> {
    if texts.iter().all(|text| text.is_empty()) {
        bail!("time long texts: there is no message to make them of");
    }
    println!("\n| text of | ms | µs a kB |");
    println!("| --- | ---: | ---: |");
    for length in LENGTHS {
        let mut text = String::with_capacity(length + 1_000);
        for message in texts.iter().cycle() {
            if text.len() >= length {
                break;
            }
            text.push_str(message);
            text.push('\n');
        }
        text.truncate(text.floor_char_boundary(length));
        // Long work is interrupted where others are busy: the processor's time counts, not the wall's.
        let started = processor_seconds();
        for _ in 0..rounds * LENGTHS[2] / length {
            drop(black_box(engine.assess(&Submission::text(&text), &NoList)));
        }
        let spent = (processor_seconds() - started) * 1e6 / (rounds * LENGTHS[2] / length) as f64;
        println!("| {length} bytes | {:.3} | {:.1} |", spent / 1e3, spent / (length as f64 / 1e3));
    }
    Ok(())
}

/// Time on a processor that this thread has had. Source: proc(5).
fn processor_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|first| first.parse::<f64>().ok()).unwrap_or_default() / 1e9
}
