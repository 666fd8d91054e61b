//! The ten things a fraudster uses, each with one canonical form, parsed once at the edge.
//!
//! One file per kind; [`Indicator::parse`] picks by kind. Parsing is total (never panics) and idempotent:
//! the canonical value parses to itself. [`lookups`](Indicator::lookups) says which listings cover an
//! indicator.
//!
//! ```
//! use model::{Indicator, IndicatorKind};
//!
//! let number = Indicator::parse(IndicatorKind::Phone, "0900.000.001")?;
//! assert_eq!(number.to_string(), "phone:+84900000001");
//! let link: Indicator = "url:hxxps://a.vay[.]example/nhan-qua".parse()?;
//! assert!(link.lookups().contains(&"domain:vay.example".parse()?));
//! # Ok::<(), model::ParseIndicatorError>(())
//! ```

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

mod app;
mod bank_account;
mod clean;
mod crypto_wallet;
mod domain;
mod email;
mod file;
mod hash;
pub mod host;
mod link;
mod lookup;
pub mod phone;
mod problem;
mod sms_sender;
mod social_account;
mod url;

pub(crate) use hash::full_hash;
pub use problem::Problem;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $slug:literal => $module:ident),* $(,)?) => {
        /// What sort of thing an indicator is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum IndicatorKind {
            $($(#[$doc])* #[serde(rename = $slug)] $variant),*
        }

        impl IndicatorKind {
            /// Every kind.
            pub const ALL: &'static [IndicatorKind] = &[$(IndicatorKind::$variant),*];

            /// The stable name used in SQL, JSON, feeds and addresses.
            pub const fn slug(self) -> &'static str {
                match self { $(IndicatorKind::$variant => $slug),* }
            }

            fn canonicalise(self, input: &str) -> Result<String, Problem> {
                match self { $(IndicatorKind::$variant => $module::canonicalise(input)),* }
            }
        }
    };
}

kinds! {
    /// A host name: `domain:vietcombank-xacminh.example`.
    Domain = "domain" => domain,
    /// A link: `url:host.example/path?query`, without scheme.
    Url = "url" => url,
    /// A telephone number in E.164, or a short code with the country in front: `phone:+84912345678`.
    Phone = "phone" => phone,
    /// The alphanumeric name shown as sender of a text message: `sms_sender:VIETCOMBANK`.
    SmsSender = "sms_sender" => sms_sender,
    /// A mailbox: `email:name@host.example`.
    Email = "email" => email,
    /// An account on a platform: `social_account:facebook:name`.
    SocialAccount = "social_account" => social_account,
    /// An account at a bank by BIN: `bank_account:970436:0123456789`.
    BankAccount = "bank_account" => bank_account,
    /// A crypto-currency address: `crypto_wallet:eth:0x…`.
    CryptoWallet = "crypto_wallet" => crypto_wallet,
    /// A mobile application: `app:com.example.vneid#<sha-256 of signing certificate>`.
    App = "app" => app,
    /// A file by content: `file:<sha-256>`.
    File = "file" => file,
}

impl IndicatorKind {
    /// The kind with this slug.
    pub fn from_slug(slug: &str) -> Option<IndicatorKind> {
        IndicatorKind::ALL.iter().copied().find(|kind| kind.slug() == slug)
    }
}

/// One thing a fraudster uses, in canonical form. Written `kind:value`; ordered by kind, then value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Indicator {
    kind: IndicatorKind,
    value: Box<str>,
}

/// Why a text is not an indicator of the wanted kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read `{input}` as {kind}: {code}", kind = kind.map_or("indicator", IndicatorKind::slug))]
pub struct ParseIndicatorError {
    /// The wanted kind; `None` when the text names no known kind.
    pub kind: Option<IndicatorKind>,
    /// The text, cut to [`ParseIndicatorError::INPUT_CHARS_MAX`] characters.
    pub input: String,
    /// Stable code, kebab-case; the catalogue holds a sentence `indicator-<code>` in each language.
    pub code: &'static str,
}

impl ParseIndicatorError {
    /// Characters of the refused text that an error repeats.
    pub const INPUT_CHARS_MAX: usize = 80;

    fn new(kind: Option<IndicatorKind>, input: &str, problem: Problem) -> ParseIndicatorError {
        let input = input.chars().take(Self::INPUT_CHARS_MAX).collect();
        ParseIndicatorError { kind, input, code: problem.code() }
    }
}

impl Indicator {
    /// Bytes of input that parsing looks at; anything longer is refused with `too-long`.
    pub const INPUT_BYTES_MAX: usize = 8192;

    /// Reads `input`, as people write it, as an indicator of this kind.
    ///
    /// # Errors
    /// [`ParseIndicatorError`] with a code that says what is wrong.
    pub fn parse(kind: IndicatorKind, input: &str) -> Result<Indicator, ParseIndicatorError> {
        let value = check_input(input).and_then(|input| kind.canonicalise(input));
        match value {
            Ok(value) => Ok(Indicator { kind, value: value.into_boxed_str() }),
            Err(problem) => Err(ParseIndicatorError::new(Some(kind), input, problem)),
        }
    }

    /// From a value that [`Indicator::parse`] gave earlier, as a store keeps it: a million rows load at
    /// start. Only cheap signs of damage are looked for: emptiness, length, control characters. A value
    /// from anywhere else must go through [`Indicator::parse`], or it will never equal what people enter.
    ///
    /// # Errors
    /// [`ParseIndicatorError`] with the code `empty`, `too-long` or `control-character`.
    pub fn from_canonical(
        kind: IndicatorKind,
        value: impl Into<Box<str>>,
    ) -> Result<Indicator, ParseIndicatorError> {
        let value = value.into();
        let problem = if value.is_empty() {
            Problem::Empty
        } else if value.len() > Indicator::INPUT_BYTES_MAX {
            Problem::TooLong
        } else if value.bytes().any(|b| b.is_ascii_control()) {
            Problem::ControlCharacter
        } else {
            return Ok(Indicator { kind, value });
        };
        Err(ParseIndicatorError::new(Some(kind), &value, problem))
    }

    /// From parts of one that was read before.
    pub(crate) fn held(kind: IndicatorKind, value: &str) -> Indicator {
        Indicator { kind, value: value.into() }
    }

    /// What sort of thing it is.
    pub fn kind(&self) -> IndicatorKind {
        self.kind
    }

    /// The canonical value, without the kind.
    pub fn value(&self) -> &str {
        &self.value
    }
}

/// The input without blanks at its ends, if it is short enough and nothing in it is unprintable.
fn check_input(input: &str) -> Result<&str, Problem> {
    if input.len() > Indicator::INPUT_BYTES_MAX {
        return Err(Problem::TooLong);
    }
    let is_blank = |c: char| matches!(c, '\t' | '\r' | '\n');
    if input.chars().any(|c| c.is_control() && !is_blank(c)) {
        return Err(Problem::ControlCharacter);
    }
    let trimmed = clean::trim(input);
    if trimmed.is_empty() { Err(Problem::Empty) } else { Ok(trimmed) }
}

impl fmt::Display for Indicator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.slug(), self.value)
    }
}

impl FromStr for Indicator {
    type Err = ParseIndicatorError;

    /// Reads `kind:value`; the value may be in any form [`Indicator::parse`] accepts.
    fn from_str(text: &str) -> Result<Indicator, ParseIndicatorError> {
        let split =
            text.split_once(':').and_then(|(slug, value)| Some((IndicatorKind::from_slug(slug)?, value)));
        match split {
            Some((kind, value)) => Indicator::parse(kind, value),
            None => Err(ParseIndicatorError::new(None, text, Problem::UnknownKind)),
        }
    }
}

impl Serialize for Indicator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Indicator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Indicator, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
