//! The page `docs/formats/indicator.md` shows what the code does.

use model::{Indicator, IndicatorKind};

#[test]
fn the_page_shows_what_the_code_does() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/formats/indicator.md");
    let page = std::fs::read_to_string(path).unwrap();
    let sample = page.split("```text sample\n").nth(1).unwrap().split("```").next().unwrap();
    let mut kinds = Vec::new();
    for line in sample.lines() {
        let (left, expected) = line.split_once(" => ").unwrap();
        let (slug, input) = left.split_once(' ').unwrap();
        let kind = IndicatorKind::from_slug(slug).unwrap();
        let answer = match Indicator::parse(kind, input) {
            Ok(indicator) => indicator.to_string(),
            Err(refused) => format!("<{}>", refused.code),
        };
        assert_eq!(answer, expected, "{line}");
        kinds.push(kind);
    }
    kinds.dedup();
    kinds.sort();
    assert_eq!(kinds, IndicatorKind::ALL, "every kind has a line");
}
