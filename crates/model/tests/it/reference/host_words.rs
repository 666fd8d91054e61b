//! Words by which hosts are recognised: what is refused in the table, and the page that shows it.

use model::Reference;
use model::reference::{HostWords, WordGroup};

const SHIPPED: &str = include_str!("../../../../../data/host_words.toml");
const PAGE: &str = include_str!("../../../../../docs/reference-data.md");

/// The shipped table with one piece of its text changed.
fn changed(from: &str, to: &str) -> Result<HostWords, String> {
    assert!(SHIPPED.contains(from), "`{from}`");
    HostWords::parse(&SHIPPED.replacen(from, to, 1)).map_err(|error| error.to_string())
}

/// The line of the shipped table on which this stands first.
fn line_of(text: &str) -> usize {
    SHIPPED[..SHIPPED.find(text).unwrap()].matches('\n').count() + 1
}

/// The error must name the file and the line of what was changed, and hold every one of `expected`.
#[track_caller]
fn check_line(from: &str, to: &str, expected: &[&str]) {
    let line = format!("line {}: ", line_of(from));
    check(from, to, &[expected, &[line.as_str()]].concat());
}

/// The error must name the file and hold every one of `expected`.
#[track_caller]
fn check(from: &str, to: &str, expected: &[&str]) {
    let error = changed(from, to).expect_err(to);
    assert!(error.contains("`host_words.toml`"), "{error}");
    for part in expected {
        assert!(error.contains(part), "`{part}` in `{error}`");
    }
}

#[test]
fn every_group_has_its_words() {
    let words = &Reference::embedded().host_words;
    assert!(WordGroup::all().all(|group| !words.of(group).is_empty()));
    assert!(words.of(WordGroup::Baits).iter().any(|word| word == "nhanqua"));
}

#[test]
fn an_analyst_adds_a_word() {
    let words = changed("\"0dong\",", "\"0dong\", \"baitmoi\",").unwrap();
    assert_eq!(words.of(WordGroup::Baits)[1], "baitmoi");
}

#[test]
fn a_word_that_cannot_stand_in_a_host_is_refused() {
    check_line("\"0dong\"", "\"\"", &["`baits`", "is empty", "take it out"]);
    check_line("\"0dong\"", "\" \"", &["is empty"]);
    check_line("\"0dong\"", "\"Nhận quà\"", &["`Nhận quà`", "a to z", "write `nhanqua`"]);
    check_line("\"0dong\"", "\"nhan.qua\"", &["digits and hyphens", "write `nhanqua`"]);
    check_line("\"bangia\"", "\"ban-gia\"", &["`agents`", "`ban-gia`", "write `bangia`"]);
    check_line("\"biz.vn\"", "\".biz.vn\"", &["`open_endings`", "a dot too many"]);
}

#[test]
fn a_word_that_is_short_or_there_already_is_refused() {
    check_line("\"0dong\"", "\"vay\"", &["`vay`", "has 3 letters and needs 4"]);
    // Hyphens are no letters.
    check_line("\"0dong\"", "\"-vay-\"", &["has 3 letters"]);
    let second = format!("line {}: ", line_of("\"verify\""));
    check("\"0dong\"", "\"verify\"", &[&second, "`verify` is twice in the group `baits`", "take one out"]);
    check_line("\"66\"", "\"666\"", &["`lucky_numbers`", "two digits"]);
    check_line("\"66\"", "\"vn\"", &["`lucky_numbers`", "two digits"]);
}

#[test]
fn a_group_that_is_missing_unknown_or_bare_is_refused() {
    check("[shops]", "[shop]", &["no group `shop`", "shops, places"]);
    let group = SHIPPED.split("\n\n").find(|part| part.contains("[shops]")).unwrap();
    check(group, "", &["the group `shops` is missing", "add `[shops]`"]);
    let words = &group[group.find("words").unwrap()..];
    check(words, "words = []", &["the group `shops` is empty"]);
    let source = "source = \"the games' own names\"";
    check_line(source, "source = \" \"", &["the group `games` says no source"]);
    check(source, "", &["missing field `source`"]);
    check_line(source, "origin = \"x\"", &["unknown field `origin`"]);
}

/// The page shows a group as it ships.
#[test]
fn the_page_shows_a_group_of_the_table() {
    let section = PAGE.split("## `host_words.toml`").nth(1).unwrap();
    let sample = section.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(sample.starts_with("# ") && sample.contains("\n["), "{sample}");
    assert!(SHIPPED.contains(sample), "{sample}");
    let before_next = section.split("\n## ").next().unwrap();
    for group in WordGroup::all() {
        assert!(before_next.contains(&format!("`{}`", group.name())), "{} is not on the page", group.name());
    }
}
