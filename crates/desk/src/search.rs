//! What is searched for: texts as plain words, and what an officer types as a question about them.

use std::collections::BTreeSet;

use model::text::fold;
use model::{Indicator, IndicatorKind};

/// Different words of one report that are kept; what follows in a longer text is not found by word.
pub const WORDS_MAX: usize = 400;

/// Letters of the longest word that is kept; of a longer one the beginning.
pub const WORD_CHARS_MAX: usize = 40;

/// Words of one question; the rest is left out.
pub const QUESTION_WORDS_MAX: usize = 8;

/// The plain words of a text: lower case, without marks, each once, [`WORDS_MAX`] at most.
pub fn words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for word in fold(text).split(' ').filter(|word| !word.is_empty()) {
        if words.len() == WORDS_MAX {
            break;
        }
        words.insert(shortened(word));
    }
    words
}

/// The words under which an indicator is found: its parts, a telephone number also as people dial it.
pub fn indicator_words(indicator: &Indicator) -> BTreeSet<String> {
    let mut found = words(indicator.value());
    if indicator.kind() == IndicatorKind::Phone
        && let Some(national) = indicator.value().strip_prefix("+84")
    {
        found.insert(shortened(&format!("0{national}")));
    }
    found
}

/// What is asked for: every word must stand in a report. Digits with blanks or dots between them are one number.
/// Empty when there is no word in it.
pub fn question(text: &str) -> Vec<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_number = digits.len() >= 6 && text.chars().all(|c| c.is_ascii_digit() || " .-+()".contains(c));
    let mut asked: Vec<String> = if is_number { vec![shortened(&digits)] } else { Vec::new() };
    if asked.is_empty() {
        for word in fold(text).split(' ').filter(|word| !word.is_empty()) {
            let word = shortened(word);
            if asked.len() < QUESTION_WORDS_MAX && !asked.contains(&word) {
                asked.push(word);
            }
        }
    }
    asked
}

fn shortened(word: &str) -> String {
    word.chars().take(WORD_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(question(text), expected, "{text}");
    }

    #[test]
    fn a_question_is_plain_words_or_one_number() {
        check("  Công an CÔNG AN Đà-Nẵng ", &["cong", "an", "da", "nang"]);
        check("0900 000.123", &["0900000123"]);
        check("+84 900 000 123", &["84900000123"]);
        check("2.500.000 đ", &["2", "500", "000", "d"]);
        check("12 000", &["12", "000"]);
        check("???", &[]);
        check(&"từ ".repeat(3), &["tu"]);
        assert_eq!(question("a b c d e f g h i j").len(), QUESTION_WORDS_MAX);
    }

    #[test]
    fn with_and_without_marks_are_the_same_words() {
        assert_eq!(words("Chuyển tiền NGAY, chuyển tiền!"), words("chuyen tien ngay"));
        assert_eq!(words(&"x".repeat(100)).first().map(String::len), Some(WORD_CHARS_MAX));
        let many: String = (0..1_000).map(|number| format!("w{number} ")).collect();
        assert_eq!(words(&many).len(), WORDS_MAX);
    }

    #[test]
    fn a_number_is_found_as_it_is_dialled() {
        let phone: Indicator = "phone:+84900000123".parse().expect("a number");
        assert_eq!(indicator_words(&phone), ["0900000123", "84900000123"].map(str::to_owned).into());
        let account: Indicator = "bank_account:970436:0900000123".parse().expect("an account");
        assert!(indicator_words(&account).contains("0900000123"));
    }
}
