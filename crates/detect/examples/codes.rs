//! Measures the reading of QR codes on photographs that are no part of the project.
//!
//! `cargo run --release -p detect --example codes -- FOLDER`: below it lie pictures, each with its text beside it
//! (`7.png`, `7.txt`). Prints for each folder how many were read as told, and every one that was read otherwise.

#![allow(clippy::print_stdout, reason = "a command for developers")]

use std::path::Path;
use std::time::{Duration, Instant};

use detect::picture::{Picture, codes};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("wanted: FOLDER")?;
    let mut folders: Vec<_> =
        std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.sort();
    let (mut all, mut right, mut wrong) = (0, 0, 0);
    let mut slowest = Duration::ZERO;
    for folder in folders.iter().filter(|path| path.is_dir()) {
        let (mut all_here, mut right_here) = (0, 0);
        let mut missed = Vec::new();
        for picture in std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())) {
            if picture.extension().is_none_or(|extension| extension != "png") {
                continue;
            }
            let expected = std::fs::read_to_string(picture.with_extension("txt"))?;
            let started = Instant::now();
            let texts = codes::read(&Picture::read(&std::fs::read(&picture)?)?);
            slowest = slowest.max(started.elapsed());
            all_here += 1;
            match texts.iter().any(|text| same(text, &expected)) {
                true => right_here += 1,
                false if texts.is_empty() => missed.push(name(&picture)),
                false => {
                    wrong += 1;
                    println!("{}: read {texts:?}, told {expected:?}", picture.display());
                }
            }
        }
        missed.sort();
        println!("{}: {all_here} pictures, {right_here} read; not read: {}", name(folder), missed.join(" "));
        all += all_here;
        right += right_here;
    }
    println!("{all} pictures, {right} read as told, {wrong} read otherwise; the slowest took {slowest:?}");
    Ok(())
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Files of texts end with a line end, or do not; some have the line ends of another system.
fn same(read: &str, told: &str) -> bool {
    let plain = |text: &str| text.replace("\r\n", "\n").trim_end().to_owned();
    plain(read) == plain(told)
}
