//! The words shown to people: Fluent files under `data/text/`, one pair per topic.
//!
//! A handler gets [`Words`] from its page and gives it to the template as `t`. A missing key shows
//! itself; a test reads every key used in templates and code and compares the two languages.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use model::{Language, Text};
use unic_langid::LanguageIdentifier;

macro_rules! topics {
    ($($topic:literal),* $(,)?) => {
        /// Topic, Vietnamese text, English text.
        const TOPICS: &[(&str, &str, &str)] = &[$((
            $topic,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/text/vi/", $topic, ".ftl")),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/text/en/", $topic, ".ftl")),
        )),*];
    };
}

// One line per pair of files.
topics! {
    "allowed",
    "api",
    "appeals",
    "batch",
    "calls",
    "campaigns",
    "cases",
    "cli",
    "common",
    "console",
    "consumers",
    "desk",
    "documents",
    "duty",
    "errors",
    "indicators",
    "keys",
    "lists",
    "people",
    "portal",
    "reasons",
    "roads",
}

static VIETNAMESE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Language::Vi));
static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Language::En));

/// The words of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Which.
    pub language: Language,
}

/// A value that stands in a sentence.
pub type Value<'a> = FluentValue<'a>;

impl Words {
    /// The words of this language.
    pub const fn new(language: Language) -> Words {
        Words { language }
    }

    /// The sentence with this key; the key itself when there is none.
    pub fn say(&self, key: &str) -> Cow<'static, str> {
        self.format(key, None)
    }

    /// The sentence with this key, with one value in it.
    pub fn say_with<'a>(&self, key: &str, name: &'a str, value: impl Into<Value<'a>>) -> Cow<'static, str> {
        let mut args = FluentArgs::with_capacity(1);
        args.set(name, value);
        self.format(key, Some(&args))
    }

    /// The sentence with this key, with several values in it.
    pub fn say_all(&self, key: &str, values: &[(&str, Value<'_>)]) -> Cow<'static, str> {
        let args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.format(key, Some(&args))
    }

    /// Whether there is a sentence with this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle().has_message(key)
    }

    /// A sentence of the reference data.
    pub fn of<'a>(&self, text: &'a Text) -> &'a str {
        text.get(self.language)
    }

    /// A whole number with its thousands grouped: `1.234` in Vietnamese, `1,234` in English.
    pub fn number(&self, number: impl TryInto<i128>) -> String {
        let separator = if self.language == Language::Vi { '.' } else { ',' };
        number.try_into().map(|number| group(number, separator)).unwrap_or_default()
    }

    fn bundle(&self) -> &'static FluentBundle<FluentResource> {
        match self.language {
            Language::Vi => &VIETNAMESE,
            Language::En => &ENGLISH,
        }
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, "no sentence `{key}` in the catalogue");
            return Cow::Owned(key.to_owned());
        };
        let mut problems = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut problems).into_owned();
        if !problems.is_empty() {
            tracing::error!(key, "sentence `{key}` lacks a value");
        }
        Cow::Owned(text)
    }
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let tag: LanguageIdentifier = language.tag().parse().expect("`vi` and `en` are language tags");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // Isolation marks would show up as stray characters in plain text and attributes.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::Vi => |value, _| grouped(value, '.'),
        Language::En => |value, _| grouped(value, ','),
    }));
    for (_, vietnamese, english) in TOPICS {
        let text = if language == Language::Vi { vietnamese } else { english };
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn grouped(value: &FluentValue<'_>, separator: char) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, .. }) if value.fract() == 0.0 && value.abs() < 1e15 => {
            #[expect(clippy::cast_possible_truncation, reason = "whole and below 10^15")]
            let whole = *value as i128;
            Some(group(whole, separator))
        }
        _ => None,
    }
}

fn group(number: i128, separator: char) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
#[path = "catalogue_tests.rs"]
mod tests;
