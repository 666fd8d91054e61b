//! Every reason has its sentence in both languages.

use std::collections::BTreeSet;

use detect::Engine;
use model::Reference;

const VI: &str = include_str!("../../../../data/text/vi/reasons.ftl");
const EN: &str = include_str!("../../../../data/text/en/reasons.ftl");

fn keys(text: &str) -> BTreeSet<&str> {
    text.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key).collect()
}

#[test]
fn every_reason_code_has_a_sentence_and_every_sentence_a_code() {
    let engine = Engine::new(Reference::embedded());
    let codes: BTreeSet<String> = engine.reason_codes().map(|code| format!("reason-{code}")).collect();
    let codes: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
    assert_eq!(keys(VI), codes);
    assert_eq!(keys(EN), codes);
}

#[test]
fn vietnamese_sentences_carry_their_marks() {
    for line in VI.lines().filter(|line| line.starts_with("reason-")) {
        assert!(!line.is_ascii(), "{line}");
    }
}
