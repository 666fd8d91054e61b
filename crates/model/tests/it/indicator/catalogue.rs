//! Every problem has its sentence in both languages, and no sentence is left over.

use std::collections::BTreeSet;

use model::indicator::Problem;

fn keys(language: &str) -> BTreeSet<String> {
    let path = format!("{}/../../data/text/{language}/indicators.ftl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(" = ")).map(|(key, _)| key.to_owned()).collect()
}

#[test]
fn every_problem_has_a_sentence_in_both_languages() {
    let wanted: BTreeSet<String> =
        Problem::ALL.iter().map(|problem| format!("indicator-{}", problem.code())).collect();
    assert_eq!(keys("vi"), wanted);
    assert_eq!(keys("en"), wanted);
}
