//! Every sentence that code or a template asks for is there, in both languages, with the same values.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use model::publication::{Action, Level, ListingReason};
use model::report::ReportState;
use model::{IndicatorKind, Verdict};

use super::*;

/// The catalogue of one language: key to the names of the values in its sentence.
fn sentences(pick: impl Fn(&(&'static str, &'static str, &'static str)) -> &'static str) -> Keys {
    let mut keys = Keys::new();
    for topic in TOPICS {
        let text = pick(topic);
        let problems = FluentResource::try_new(text.to_owned()).err().map(|(_, problems)| problems);
        assert!(problems.is_none(), "topic {}: {problems:?}", topic.0);
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =")
                && !line.starts_with(' ')
            {
                name.clone_into(&mut key);
                let again = keys.insert(key.clone(), BTreeSet::new());
                assert!(again.is_none(), "sentence `{key}` is there twice");
            }
            for part in line.split('$').skip(1) {
                let name: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                keys.entry(key.clone()).or_default().insert(name);
            }
        }
    }
    keys
}

type Keys = BTreeMap<String, BTreeSet<String>>;

#[test]
fn both_languages_have_the_same_sentences_with_the_same_values() {
    let vietnamese = sentences(|topic| topic.1);
    let english = sentences(|topic| topic.2);
    let missing = |a: &Keys, b: &Keys| -> Vec<String> {
        a.keys().filter(|key| !b.contains_key(*key)).cloned().collect()
    };
    assert_eq!(missing(&vietnamese, &english), Vec::<String>::new(), "only in Vietnamese");
    assert_eq!(missing(&english, &vietnamese), Vec::<String>::new(), "only in English");
    for (key, values) in &vietnamese {
        assert_eq!(values, &english[key], "values of `{key}`");
    }
}

/// Files under `folder` with one of these endings.
fn files(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, endings, found);
        } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
            found.push(path);
        }
    }
}

#[test]
fn every_sentence_that_is_asked_for_is_there() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    files(&crate_folder.join("templates"), &[".html"], &mut sources);
    files(&crate_folder.join("src"), &[".rs"], &mut sources);
    let keys = sentences(|topic| topic.1);
    let mut asked = 0;
    let mut missing = Vec::new();
    for path in sources.iter().filter(|path| !path.ends_with("catalogue_tests.rs")) {
        let text = fs::read_to_string(path).unwrap();
        for call in ["say(\"", "say_with(\"", "say_all(\"", "say_with(\n", "say_all(\n"] {
            for rest in text.split(call).skip(1) {
                let rest = if call.ends_with('\n') {
                    rest.trim_start().strip_prefix('"').unwrap_or("")
                } else {
                    rest
                };
                let key = rest.split('"').next().unwrap_or("");
                asked += 1;
                if !key.is_empty() && !keys.contains_key(key) {
                    missing.push(format!("`{key}` of {}", path.display()));
                }
            }
        }
    }
    assert!(asked > 100, "the scan found only {asked} sentences");
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_value_that_is_shown_by_its_slug_has_a_sentence() {
    let mut wanted: Vec<String> = Vec::new();
    let kinds = IndicatorKind::ALL.iter().map(|kind| format!("kind-{}", kind.slug().replace('_', "-")));
    wanted.extend(kinds);
    wanted.extend(Verdict::ALL.iter().map(|verdict| format!("verdict-{}", verdict.slug().replace('_', "-"))));
    wanted.extend(ReportState::ALL.iter().map(|state| format!("state-{}", state.slug())));
    wanted.extend(ReportState::ALL.iter().map(|state| format!("track-state-{}", state.slug())));
    wanted.extend(Level::ALL.iter().map(|level| format!("level-{}", level.slug())));
    wanted.extend(ListingReason::ALL.iter().map(|reason| format!("listing-reason-{}", reason.slug())));
    wanted.extend(Action::ALL.iter().map(|action| format!("action-{}", action.slug())));
    for code in ["text", "others", "method", "happened-on", "province", "place", "money-lost", "attachments"]
    {
        wanted.push(format!("report-label-{code}"));
    }
    for code in ["contact-name", "contact-phone", "contact-email", "form"] {
        wanted.push(format!("report-label-{code}"));
    }
    // The codes of `model::report::FieldError` are written in its parser.
    let parser = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../model/src/report/parse.rs"));
    let parser = parser.split("#[cfg(test)]").next().unwrap();
    for code in
        parser.split('"').skip(1).step_by(2).filter(|text| text.contains('-') && !text.contains([' ', '{']))
    {
        if code.chars().all(|c| c.is_ascii_lowercase() || c == '-') && code.len() > 3 {
            wanted.push(format!("field-{code}"));
        }
    }
    for question in detect::Engine::new(model::Reference::embedded()).guide().questions() {
        wanted.push(format!("call-ask-{}", question.code));
        wanted
            .extend(question.answers.iter().map(|answer| format!("call-{}-{}", question.code, answer.code)));
    }
    let vietnamese = Words::new(Language::Vi);
    let missing: Vec<&String> = wanted.iter().filter(|key| !vietnamese.has(key)).collect();
    assert_eq!(missing, Vec::<&String>::new());
}

#[test]
fn numbers_are_grouped_as_the_language_does() {
    assert_eq!(Words::new(Language::Vi).number(2_500_000_u64), "2.500.000");
    assert_eq!(Words::new(Language::En).number(-1234), "-1,234");
    assert_eq!(Words::new(Language::Vi).number(999_u64), "999");
}
