//! House rules that no lint knows: file sizes, left-over marks, paths of somebody's own machine.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::run::{output, workspace};

/// Kinds of file that people read as code.
const CODE: &[&str] = &["rs", "sql", "js", "mjs", "css", "html", "sh"];

/// Lines of a file that must not be passed by any, by one in twenty, by one in two.
const LINES_MAX: usize = 800;
const LINES_95TH_MAX: usize = 500;
const LINES_MEDIAN_MAX: usize = 150;

/// Marks of unfinished work and of one person's machine, each split so that this file does not hold it.
const FORBIDDEN: &[(&str, &str)] = &[
    (concat!("TO", "DO"), "finish it or file an issue"),
    (concat!("FIX", "ME"), "finish it or file an issue"),
    (concat!("todo", "!("), "finish it"),
    (concat!("unimple", "mented!("), "finish it"),
    (concat!("/ho", "me/"), "a path of somebody's machine"),
    (concat!("/ro", "ot/"), "a path of somebody's machine"),
    (concat!("/wo", "rk/"), "a path of somebody's machine"),
    (concat!("/tm", "p/"), "make a temporary folder"),
];

/// Checks every file that git tracks.
///
/// # Errors
/// Lists each broken rule with its file and line.
pub(crate) fn check() -> Result<()> {
    let root = workspace();
    let listed = output(std::process::Command::new("git").arg("ls-files").current_dir(&root))?;
    let files: Vec<PathBuf> =
        listed.lines().map(PathBuf::from).filter(|file| root.join(file).is_file()).collect();
    let mut wrong = Vec::new();
    let mut lengths = Vec::new();
    for file in &files {
        let Ok(text) = std::fs::read_to_string(root.join(file)) else { continue };
        if has_extension(file, CODE) {
            lengths.push((text.lines().count(), file.clone()));
        }
        wrong.extend(marks(file, &text));
    }
    wrong.extend(too_long(&mut lengths));
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    println!("{} files, {} of them code, keep the house rules", files.len(), lengths.len());
    Ok(())
}

fn has_extension(file: &Path, extensions: &[&str]) -> bool {
    file.extension().and_then(|extension| extension.to_str()).is_some_and(|found| extensions.contains(&found))
}

fn marks(file: &Path, text: &str) -> Vec<String> {
    if file.ends_with("Cargo.lock") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for (mark, advice) in FORBIDDEN {
            if line.contains(mark) {
                found.push(format!("{}:{}: holds `{mark}`: {advice}", file.display(), index + 1));
            }
        }
    }
    found
}

fn too_long(lengths: &mut [(usize, PathBuf)]) -> Vec<String> {
    lengths.sort();
    let Some((longest, file)) = lengths.last() else { return Vec::new() };
    let mut wrong = Vec::new();
    if *longest > LINES_MAX {
        wrong.push(format!("{} has {longest} lines; {LINES_MAX} is the most", file.display()));
    }
    for (share, limit) in [(50, LINES_MEDIAN_MAX), (95, LINES_95TH_MAX)] {
        let (length, file) = &lengths[(lengths.len() - 1) * share / 100];
        if *length > limit {
            wrong.push(format!(
                "{share} % of the files reach {length} lines (at {}); {limit} is the most",
                file.display()
            ));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_with_their_line() {
        let text = format!("fine\n// {} later\n", concat!("TO", "DO"));
        let found = marks(Path::new("a.rs"), &text);
        assert_eq!(found, [format!("a.rs:2: holds `{}`: finish it or file an issue", concat!("TO", "DO"))]);
    }

    #[test]
    fn long_files_are_named() {
        let sized = |lengths: &[usize]| {
            let mut files: Vec<_> = lengths.iter().map(|length| (*length, PathBuf::from("a.rs"))).collect();
            too_long(&mut files).len()
        };
        assert_eq!(sized(&[100; 20]), 0);
        assert_eq!(sized(&[151; 20]), 1);
        assert_eq!(sized(&[100, 100, 100, 801]), 1);
    }
}
