//! Every kind of mistake in a rule file, with its place.

use detect::Engine;
use model::Reference;

#[track_caller]
fn check(text: &str, expected: &str) {
    let error =
        Engine::with_rules(&[("mau.toml", text)], Reference::embedded()).expect_err("the file is wrong");
    assert_eq!(format!("{error}\n{}", error.marked), expected);
}

#[test]
fn a_value_of_the_wrong_type() {
    check(
        "[[rule]]\ncode = 7",
        "read rule file `mau.toml` at 2:8: R001: invalid type: integer `7`, expected a string\ncode = 7\n       ^",
    );
}

#[test]
fn a_code_that_is_no_code_or_is_used() {
    check(
        "[[rule]]\ncode = \"Mẫu\"\nweight = 1\nphrases = [\"a\"]",
        "read rule file `mau.toml` at 2:8: R002: the code `Mẫu` is not kebab-case\ncode = \"Mẫu\"\n       ^^^^^",
    );
    check(
        "[[rule]]\ncode = \"shortener\"\nweight = 1\nphrases = [\"a\"]",
        "read rule file `mau.toml` at 2:8: R002: the code `shortener` is used already\n\
         code = \"shortener\"\n       ^^^^^^^^^^^",
    );
}

#[test]
fn a_weight_of_the_wrong_sign() {
    check(
        "[[rule]]\ncode = \"mau\"\nweight = -1.5\nphrases = [\"a\"]",
        "read rule file `mau.toml` at 3:10: R003: the weight -1.5 does not fit the kind of rule `mau`\n\
         weight = -1.5\n         ^^^^",
    );
}

#[test]
fn a_method_that_is_none() {
    check(
        "[[rule]]\ncode = \"mau\"\nweight = 1\nphrases = [\"a\"]\nmethods = { gov = 1.0 }",
        "read rule file `mau.toml` at 5:13: R004: there is no method `gov`\n\
         methods = { gov = 1.0 }\n            ^^^",
    );
}

#[test]
fn phrases_that_say_nothing_or_the_same() {
    check(
        "[[rule]]\ncode = \"mau\"\nweight = 1\nphrases = [\"!!\"]",
        "read rule file `mau.toml` at 4:12: R005: the phrase `!!` has no word\nphrases = [\"!!\"]\n           ^^^^",
    );
    check(
        "[[rule]]\ncode = \"mau\"\nweight = 1\nphrases = [\"công an\", \"CONG AN\"]",
        "read rule file `mau.toml` at 4:23: R005: `CONG AN` says the same as another phrase of its list\n\
         phrases = [\"công an\", \"CONG AN\"]\n                      ^^^^^^^^^",
    );
}

#[test]
fn a_requirement_of_nothing_known() {
    check(
        "[[rule]]\ncode = \"mau\"\nweight = 1\nrequires = [[\"moon\"]]",
        "read rule file `mau.toml` at 4:14: R006: `moon` is neither a fact nor an earlier rule\n\
         requires = [[\"moon\"]]\n             ^^^^^^",
    );
}

#[test]
fn a_rule_without_ground() {
    check(
        "[[rule]]\ncode = \"mau\"\nweight = 1",
        "read rule file `mau.toml` at 2:8: R007: a rule needs phrases, or requirements without `near`\n\
         code = \"mau\"\n       ^^^^^",
    );
}
