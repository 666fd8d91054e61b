//! A sentence of the reference data in the two languages of the product, and names as people type them.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A language of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Vietnamese: the first language everywhere.
    #[default]
    Vi,
    /// English.
    En,
}

impl Language {
    /// The BCP 47 tag, also the `lang` attribute of pages.
    pub const fn tag(self) -> &'static str {
        match self {
            Language::Vi => "vi",
            Language::En => "en",
        }
    }
}

/// A sentence or name in both languages; neither is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Vietnamese, with all its marks.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The sentence in this language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        }
    }
}

/// The text as people type it without Vietnamese marks: `Đà Nẵng` becomes `Da Nang`. Case, punctuation and
/// spaces stay.
pub fn without_marks(text: &str) -> String {
    let plain = |c| match c {
        'đ' => 'd',
        'Đ' => 'D',
        other => other,
    };
    text.nfd().filter(|c| !is_combining_mark(*c)).map(plain).collect()
}

/// The text without case, marks and punctuation: lower-case letters and digits, one space between words.
///
/// For comparing names as people type them: `TP. Đà Nẵng` and `tp da nang` give the same.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for char in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match char {
            'đ' => folded.push('d'),
            c if c.is_alphanumeric() => folded.push(c),
            _ if folded.is_empty() || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::{fold, without_marks};

    #[test]
    fn marks_go_and_everything_else_stays() {
        assert_eq!(without_marks("Đường dây nóng: 1.000 đ (ĐÀ NẴNG)"), "Duong day nong: 1.000 d (DA NANG)");
    }

    #[test]
    fn folding_forgets_case_marks_and_punctuation() {
        assert_eq!(fold("TP. Đà Nẵng"), "tp da nang");
        assert_eq!(fold("  ĐẮK-LẮK\u{a0}(cũ) "), "dak lak cu");
        assert_eq!(fold("Hoa\u{300} Bi\u{300}nh"), "hoa binh");
        assert_eq!(fold("…"), "");
    }
}
