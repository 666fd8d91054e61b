//! What the engine says of a submission.

use serde::{Deserialize, Serialize};

use crate::{Indicator, Language, Level, Method, Obfuscation, Stated, Time};

/// The six answers, most serious first. The words shown for each are part of the product (`ui.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Published by the desk.
    Listed,
    /// Strong evidence of a scam.
    Dangerous,
    /// Some evidence: verify before acting.
    Suspicious,
    /// Advertising, gambling, adult: a nuisance or an offence, not a scam on this reader.
    Spam,
    /// Nothing known. Never shown as "safe".
    NoInformation,
    /// A verified official channel, and nothing else in the submission speaks against it.
    Official,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Verdict; 6] = [
        Verdict::Listed,
        Verdict::Dangerous,
        Verdict::Suspicious,
        Verdict::Spam,
        Verdict::NoInformation,
        Verdict::Official,
    ];

    /// The stable name used in SQL, JSON and addresses.
    pub const fn slug(self) -> &'static str {
        match self {
            Verdict::Listed => "listed",
            Verdict::Dangerous => "dangerous",
            Verdict::Suspicious => "suspicious",
            Verdict::Spam => "spam",
            Verdict::NoInformation => "no_information",
            Verdict::Official => "official",
        }
    }

    /// The verdict with this slug.
    pub fn from_slug(slug: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|verdict| verdict.slug() == slug)
    }
}

/// A half-open range of bytes of the submitted UTF-8 text; both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// An indicator found in a submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// What was found, in canonical form.
    pub indicator: Indicator,
    /// The words it was read from.
    pub span: Span,
    /// The entry of the list that covers it; `None` when it is not listed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub listed: Option<ListedAs>,
    /// Who owns this verified official channel; `None` when it is not one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub official_owner: Option<String>,
}

/// Why an indicator counts as listed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListedAs {
    /// The listed indicator: the one found, or a broader one that covers it (the host of a link).
    pub indicator: Indicator,
    /// How the fraud works.
    pub method: Method,
    /// How strongly it is listed.
    pub level: Level,
    /// Since when.
    pub listed_at: Time,
}

/// One coded ground for a verdict. The catalogue holds a sentence `reason-<code>` in each language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Stable code, kebab-case, e.g. `asks-otp`.
    pub code: String,
    /// The words it rests on; `None` when it rests on the whole submission.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub span: Option<Span>,
    /// What the sentence is about (a brand, an owner, a host), in Vietnamese where it has a name in each language;
    /// `None` when the sentence needs none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject: Option<String>,
    /// Its name in English; `None` when it is called the same, and in assessments of before 2026-11-23.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject_en: Option<String>,
    /// How much it moved the score, in log-odds; positive speaks for a scam, negative against.
    pub weight: f32,
}

impl Reason {
    /// What the sentence is about, as it is called in this language; `None` when the sentence needs none.
    pub fn subject_in(&self, language: Language) -> Option<&str> {
        let english = self.subject_en.as_deref().filter(|_| language == Language::En);
        english.or(self.subject.as_deref())
    }
}

/// The method the engine thinks of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MethodGuess {
    /// How the fraud works.
    pub method: Method,
    /// Share of the evidence that points to this method, 0 to 1.
    pub confidence: f32,
}

/// What the engine says of a submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// The answer.
    pub verdict: Verdict,
    /// Probability that this is unwanted, a scam or unlawful advertising, 0 to 1.
    pub score: f32,
    /// Probability that this is a scam, 0 to 1; never above `score`.
    #[serde(default)]
    pub score_scam: f32,
    /// Most likely method; `None` when nothing points to one.
    pub method: Option<MethodGuess>,
    /// Second guess; `None` when nothing points to a second one.
    pub method_second: Option<MethodGuess>,
    /// Indicators in order of appearance, without repeats, at most [`Assessment::INDICATORS_MAX`].
    pub indicators: Vec<Found>,
    /// Indicators found beyond the maximum and left out.
    pub indicators_left_out: usize,
    /// Grounds, heaviest first.
    pub reasons: Vec<Reason>,
    /// What else it says, in order of appearance, at most [`Stated::MAX`]; empty in assessments of before 2026-11-22.
    #[serde(default)]
    pub stated: Vec<Stated>,
    /// How far the writing hides what it says.
    #[serde(default)]
    pub obfuscation: Obfuscation,
}

impl Assessment {
    /// Indicators kept from one submission. A message with more is still assessed and still answered.
    pub const INDICATORS_MAX: usize = 100;

    /// The answer to a submission of which nothing is known.
    pub fn no_information() -> Assessment {
        Assessment {
            verdict: Verdict::NoInformation,
            score: 0.0,
            score_scam: 0.0,
            method: None,
            method_second: None,
            indicators: Vec::new(),
            indicators_left_out: 0,
            reasons: Vec::new(),
            stated: Vec::new(),
            obfuscation: Obfuscation::default(),
        }
    }
}
