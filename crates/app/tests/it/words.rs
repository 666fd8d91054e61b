//! Every complaint of the binary has its sentence in both languages.

use std::fs;
use std::path::Path;

use model::Language;
use web::catalogue::Words;

/// The codes in `or_complain("code"` and `Complaint::new("code"`, wherever the lines break.
fn codes(text: &str) -> Vec<String> {
    let mut codes = Vec::new();
    for opening in ["or_complain(", "Complaint::new("] {
        for rest in text.split(opening).skip(1) {
            if let Some(rest) = rest.trim_start().strip_prefix('"') {
                codes.push(rest.split('"').next().unwrap().to_owned());
            }
        }
    }
    codes
}

fn collect(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.extend(codes(&fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn every_complaint_has_its_sentence() {
    let mut found = vec!["other".to_owned()];
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 20, "{found:?}");
    for language in [Language::Vi, Language::En] {
        let words = Words::new(language);
        let missing: Vec<&String> =
            found.iter().filter(|code| !words.has(&format!("cli-error-{code}"))).collect();
        assert!(missing.is_empty(), "{language:?} lacks cli-error- for {missing:?}");
    }
}
