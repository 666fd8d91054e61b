//! What is written about the workspace agrees with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("read {path}: {error}"))
}

/// Each crate under `crates/` with the crates of ours it uses.
fn crates() -> BTreeMap<String, Vec<String>> {
    let folders = std::fs::read_dir(root().join("crates")).unwrap();
    let names: Vec<String> = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let used = |name: &str| {
        let manifest: toml::Table = read(&format!("crates/{name}/Cargo.toml")).parse().unwrap();
        assert_eq!(manifest["package"]["name"].as_str(), Some(name), "the folder is the crate");
        let mut used: Vec<String> = manifest
            .get("dependencies")
            .and_then(toml::Value::as_table)
            .map(|table| table.keys().filter(|key| names.contains(key)).cloned().collect())
            .unwrap_or_default();
        used.sort();
        used
    };
    names.iter().map(|name| (name.clone(), used(name))).collect()
}

#[test]
fn the_architecture_page_lists_the_crates_and_their_edges() {
    let text = read("ARCHITECTURE.md");
    let mut listed = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [name, _, uses] = cells[..] else { continue };
        let Some(name) = name.strip_prefix('`').and_then(|name| name.strip_suffix('`')) else { continue };
        let mut uses: Vec<String> = uses
            .split(", ")
            .filter(|used| *used != "–")
            .map(|used| used.trim_matches('`').to_owned())
            .collect();
        uses.sort();
        listed.insert(name.to_owned(), uses);
    }
    let crates = crates();
    assert!(
        listed.keys().eq(crates.keys()),
        "the page lists {:?}, there are {:?}",
        listed.keys(),
        crates.keys()
    );
    for (name, used) in &crates {
        let missing: Vec<&String> = used.iter().filter(|used| !listed[name].contains(used)).collect();
        assert!(missing.is_empty(), "{name} uses {missing:?}; the page does not allow it");
    }
}

#[test]
fn ci_runs_the_commands_of_the_readme() {
    let readme = read("README.md");
    let commands: Vec<&str> = readme.lines().filter(|line| line.starts_with("cargo ")).collect();
    assert_eq!(commands, ["cargo run --release", "cargo xtask test"], "the README's two commands");
    let ci = read(".ci/run");
    let run: Vec<&str> = ci.lines().filter(|line| line.starts_with("cargo ")).collect();
    assert_eq!(run, ["cargo xtask test"]);
    let first_start = read("crates/xtask/src/test/first_start.rs");
    assert!(first_start.contains(r#"["run", "--release"]"#), "CI starts what the README starts");
    assert!(read("crates/xtask/src/test/mod.rs").contains("first_start::check"));
}

/// Kinds of file that people read as code.
const CODE: &[&str] = &["rs", "sql", "js", "mjs", "css", "html"];

fn code_files(folder: &Path, found: &mut Vec<(usize, PathBuf)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != "node_modules") {
                code_files(&path, found);
            }
        } else if path.extension().is_some_and(|extension| CODE.iter().any(|code| extension == *code)) {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            found.push((lines, path));
        }
    }
}

#[test]
fn files_stay_short() {
    let mut files = Vec::new();
    code_files(&root().join("crates"), &mut files);
    files.sort();
    let at = |percent: usize| &files[(files.len() - 1) * percent / 100];
    assert!(files.len() > 50, "{} files", files.len());
    assert!(at(50).0 <= 150, "median {:?}", at(50));
    assert!(at(95).0 <= 500, "95th percentile {:?}", at(95));
    assert!(at(100).0 <= 800, "longest {:?}", at(100));
}
