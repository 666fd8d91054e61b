//! A sentence of the reference data in the two languages of the product.

use serde::{Deserialize, Serialize};

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
