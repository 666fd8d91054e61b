//! Measures how well sketches tell near-duplicates, on a file of messages that is no part of the project.
//!
//! `cargo run --release -p detect --example sketches -- MESSAGES.csv` (column `text`). Every pair of messages is compared
//! word by word, case and digits aside: at least 80 % of all their different words in common is a near-duplicate, less
//! than 40 % is not. Prints, for each number of bits, the share of either that the sketch calls near.

#![allow(clippy::print_stdout, reason = "a command for developers")]

use std::collections::{BTreeMap, BTreeSet};

use detect::sketch::Sketch;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("wanted: MESSAGES.csv")?;
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut messages = Vec::new();
    for record in csv::Reader::from_path(file)?.deserialize() {
        let row: BTreeMap<String, String> = record?;
        let Some(sketch) = Sketch::of(&row["text"]) else { continue };
        let text = row["text"].to_lowercase().replace(|letter: char| letter.is_ascii_digit(), "");
        let words: BTreeSet<u32> = text
            .split(|letter: char| !letter.is_alphanumeric())
            .map(|word| {
                let next = numbers.len() as u32;
                *numbers.entry(word.to_owned()).or_insert(next)
            })
            .collect();
        messages.push((sketch, words.into_iter().collect::<Vec<u32>>()));
    }
    // Per distance: near-duplicates, others.
    let mut pairs = [[0usize; 2]; 65];
    for (place, (sketch, words)) in messages.iter().enumerate() {
        for (other, others) in &messages[..place] {
            let common = words.iter().filter(|word| others.binary_search(word).is_ok()).count();
            let all = words.len() + others.len() - common;
            let column = if common * 10 >= all * 8 {
                0
            } else if common * 10 < all * 4 {
                1
            } else {
                continue;
            };
            pairs[sketch.distance(*other) as usize][column] += 1;
        }
    }
    let total = |column: usize| pairs.iter().map(|pair| pair[column]).sum::<usize>();
    println!("{} messages, {} near-duplicate pairs, {} other pairs", messages.len(), total(0), total(1));
    let mut sums = [0usize; 2];
    for (bits, pair) in pairs.iter().enumerate().take(25) {
        sums = [sums[0] + pair[0], sums[1] + pair[1]];
        let found = 100.0 * sums[0] as f64 / total(0).max(1) as f64;
        println!("up to {bits} bits: {found:.1} % of near-duplicates, {} of the others", sums[1]);
    }
    Ok(())
}
