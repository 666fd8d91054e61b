//! Services whose pages are forged: what is refused in the table, and the page that shows it.

use model::reference::Services;
use model::{Method, Reference};

const SHIPPED: &str = include_str!("../../../../../data/services.toml");
const PAGE: &str = include_str!("../../../../../docs/reference-data.md");

const SERVICE: &str = r#"[[services]]
code = "mau"
name = { vi = "dịch vụ mẫu", en = "a made-up service" }
methods = { gov-fine = 0.8 }
acts = ["nopmau"]
own = ["dichvumau"]
shared = ["mauvidu"]
source = "test"
"#;
const PLATFORM: &str = r#"[[platforms]]
code = "mau"
name = { vi = "Mẫu", en = "Sample" }
methods = { acct-social-phish = 0.8 }
complaints = ["violation"]
about = ["page"]
source = "test"
"#;
const OFFICE: &str = r#"[[offices]]
code = "mau"
name = { vi = "Cơ quan Mẫu", en = "Sample Office" }
in_paths = ["mau"]
source = "test"
"#;

/// One entry of each kind, with one piece of its text changed.
fn changed(from: &str, to: &str) -> Result<Services, String> {
    let text = [SERVICE, PLATFORM, OFFICE].concat();
    assert!(text.contains(from), "`{from}`");
    Services::parse(&text.replacen(from, to, 1)).map_err(|error| error.to_string())
}

/// The error must name the file and hold every one of `expected`.
#[track_caller]
fn check(from: &str, to: &str, expected: &[&str]) {
    let error = changed(from, to).expect_err(to);
    assert!(error.contains("`services.toml`"), "{error}");
    for part in expected {
        assert!(error.contains(part), "`{part}` in `{error}`");
    }
}

#[test]
fn an_entry_is_read_with_its_names_and_words() {
    let read = changed("[[services]]", "[[services]]").unwrap();
    let service = &read.services[0];
    assert_eq!((service.name.vi.as_str(), service.name.en.as_str()), ("dịch vụ mẫu", "a made-up service"));
    assert_eq!(service.methods, [(Method::GovFine, 0.8)]);
    assert_eq!(
        (&*service.acts[0], &*service.own[0], &*service.shared[0]),
        ("nopmau", "dichvumau", "mauvidu")
    );
    assert_eq!((&*read.platforms[0].about[0], &*read.offices[0].in_paths[0]), ("page", "mau"));
}

#[test]
fn every_shipped_service_has_a_name_of_its_own_in_english() {
    for service in &Reference::embedded().services.services {
        assert!(service.name.en.is_ascii() && service.name.en != service.name.vi, "{}", service.code);
    }
}

#[test]
fn a_code_or_a_name_that_is_none_is_refused() {
    check("\"mau\"", "\"Mẫu\"", &["line 2", "`Mẫu` is no slug"]);
    check(
        "[[platforms]]",
        &format!(
            "{}[[platforms]]",
            SERVICE.replace("mau\"", "maukhac\"").replace("code = \"maukhac", "code = \"mau")
        ),
        &["line 10", "the service `mau` is there twice"],
    );
    check("en = \"a made-up service\"", "en = \"\"", &["line 2", "the name of the service `mau`", "`en`"]);
    check(", en = \"a made-up service\"", "", &["line 3", "en"]);
    check("source = \"test\"", "source = \"\"", &["line 2", "says no source"]);
    check("source = \"test\"", "sauce = \"test\"", &["line 8", "sauce"]);
}

#[test]
fn a_vote_that_is_none_is_refused() {
    check("gov-fine", "gov-fines", &["line 4", "gov-fines"]);
    check("gov-fine = 0.8", "gov-fine = 1.5", &["line 2", "1.5", "`gov-fine`", "at most 1"]);
    check("gov-fine = 0.8", "gov-fine = 0", &["line 2", "above 0"]);
    check("gov-fine = 0.8", "gov-fine = nan", &["line 2", "above 0"]);
    check("gov-fine = 0.8", "", &["the service `mau`", "`methods`"]);
}

#[test]
fn a_word_that_cannot_stand_in_a_host_is_refused() {
    check("\"nopmau\"", "\"\"", &["line 5", "the service `mau`", "is empty"]);
    check("\"nopmau\"", "\"Nộp phạt\"", &["line 5", "`Nộp phạt`", "write `nopphat`"]);
    check("\"nopmau\"", "\"nop-mau\"", &["line 5", "write `nopmau`"]);
    check("\"nopmau\"", "\"???\"", &["line 5", "a to z and digits: take it out"]);
    check("\"nopmau\"", "\"nop\"", &["line 5", "`nop`", "has 3 letters and needs 4"]);
    check("\"page\"", "\"pg\"", &["the platform `mau`", "has 2 letters"]);
    check("[\"mau\"]", "[\"ma\"]", &["the office `mau`", "has 2 letters and needs 3"]);
}

#[test]
fn a_word_stands_once() {
    check("\"dichvumau\"", "\"nopmau\"", &["line 6", "`nopmau` is twice in the service `mau`"]);
    let other = SERVICE.replace("code = \"mau\"", "code = \"khac\"");
    check(
        "[[platforms]]",
        &format!("{other}[[platforms]]"),
        &["line 13", "of the service `khac`", "in the service `mau` already"],
    );
    let office = OFFICE.replace("code = \"mau\"", "code = \"khac\"");
    check(
        "[[offices]]",
        &format!("{office}[[offices]]"),
        &["`mau`", "of the office `mau`", "in the office `khac` already"],
    );
}

#[test]
fn an_entry_without_words_is_refused() {
    check(
        "acts = [\"nopmau\"]\nown = [\"dichvumau\"]\nshared = [\"mauvidu\"]\n",
        "",
        &["line 2", "the service `mau`", "`acts`, `own` or `shared`"],
    );
    check("[\"violation\"]", "[]", &["the platform `mau`", "`complaints`"]);
    check("[\"page\"]", "[]", &["the platform `mau`", "`about`"]);
    check("[\"mau\"]", "[]", &["the office `mau`", "`in_paths`"]);
}

/// The page shows an entry of each kind as it ships.
#[test]
fn the_page_shows_entries_of_the_table() {
    let section = PAGE.split("## `services.toml`").nth(1).unwrap().split("\n## ").next().unwrap();
    let samples: Vec<&str> =
        section.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    let kinds = ["[[services]]", "[[platforms]]", "[[offices]]"];
    assert_eq!(samples.len(), kinds.len());
    for (sample, kind) in samples.iter().zip(kinds) {
        assert!(sample.starts_with(kind) && SHIPPED.contains(sample), "{sample}");
    }
}
