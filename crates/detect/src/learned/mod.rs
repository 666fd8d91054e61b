//! What was learned from labelled messages, beside the rules.
//!
//! Two logistic regressions over [`features`]: is this a scam, and is it unwanted (a scam, or unlawful advertising).
//! Each starts from what the rules weigh and is pulled back to that; words and signs move it, both ways, within
//! bounds. Made by `cargo xtask train`, measured by `cargo xtask evaluate`; `docs/recognition.md` and
//! `docs/model-card.md` say on what and how well. The file that ships is `data/model/words.bin`.
//! - `head`: the weights of one question; [`methods`]: which method it is; `shape`: signs besides words.

pub mod features;
mod head;
pub mod methods;
pub(crate) mod shape;

use model::Span;

pub use self::head::{FEW_WORDS, Head};
pub use self::methods::MethodHead;

use self::features::{Feature, SIGN_BITS, VERSION, WORD_BITS};
use self::head::HEAD_LEN;
use crate::combine::{SUSPICIOUS, Standing};
use crate::evidence::{Ground, reason};
use crate::normalise::{Folded, Words};
use crate::rules::file::RuleKind;

/// Codes of the reasons that the learned part gives.
pub(crate) const CODES: &[&str] = &["like-scam-words", "like-spam-words", "like-honest-words"];

/// The model that ships.
const EMBEDDED: &[u8] = include_bytes!("../../../../data/model/words.bin");

/// First bytes of a model file.
const MAGIC: &[u8; 8] = b"KHIENWRD";
/// Magic, version, bits of words and of signs, two thresholds.
const HEADER_LEN: usize = 8 + 4 * 5;
/// Most that the learned part moves the rules' log-odds down.
const MOVED_DOWN_MAX: f32 = 7.0;
/// Log-odds of the rules from which wording takes no alarm back, only how sure it is: three of them or more, of one story.
const SURE_BY_RULES: f32 = 2.8;
/// Most that it moves them up. Wording alone can raise an alarm, but not a sure one: see `combine`.
const MOVED_UP_MAX: f32 = 6.0;
/// Log-odds moved that are worth a reason.
const SPOKEN_MIN: f32 = 0.7;

/// A trained model.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// Is it a scam?
    pub scam: Head,
    /// Is it unwanted: a scam, or unlawful advertising?
    pub unwanted: Head,
    /// Which method is it?
    pub methods: MethodHead,
    /// Log-odds from which an answer is an alarm or `spam`.
    pub alarm_from: f32,
    /// Log-odds from which an alarm is `dangerous`.
    pub dangerous_from: f32,
}

/// A model file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LearnedError {
    /// Not a model file, cut short, or with a number that is none.
    #[error("read a model file of {0} bytes: it is none, or is broken")]
    Shape(usize),
    /// Made for another reading of words.
    #[error("read a model file of version {0}: this engine reads version {VERSION}")]
    Version(u32),
}

/// What the learned part thinks of a submission.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opinion {
    /// Log-odds of a scam.
    pub(crate) scam: f32,
    /// Log-odds of something unwanted.
    pub(crate) unwanted: f32,
    pub(crate) alarm_from: f32,
    pub(crate) dangerous_from: f32,
}

impl Learned {
    /// The model that ships.
    pub fn embedded() -> Learned {
        Learned::from_bytes(EMBEDDED).expect("a test reads the embedded model")
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// [`LearnedError`] when it is none, or was made for another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Learned, LearnedError> {
        let broken = || LearnedError::Shape(bytes.len());
        if bytes.len() < HEADER_LEN || &bytes[..8] != MAGIC {
            return Err(broken());
        }
        let field = |place: usize| {
            let at = 8 + 4 * place;
            [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]
        };
        let version = u32::from_le_bytes(field(0));
        if version != VERSION {
            return Err(LearnedError::Version(version));
        }
        let bits = [field(1), field(2)].map(u32::from_le_bytes);
        let [alarm_from, dangerous_from] = [field(3), field(4)].map(f32::from_le_bytes);
        let is_sound = alarm_from.is_finite() && dangerous_from.is_finite();
        if bits != [WORD_BITS, SIGN_BITS]
            || bytes.len() != HEADER_LEN + 2 * HEAD_LEN + methods::LEN
            || !is_sound
        {
            return Err(broken());
        }
        let (scam, rest) = bytes[HEADER_LEN..].split_at(HEAD_LEN);
        let (unwanted, methods) = rest.split_at(HEAD_LEN);
        Ok(Learned {
            scam: Head::read(scam).ok_or_else(broken)?,
            unwanted: Head::read(unwanted).ok_or_else(broken)?,
            methods: MethodHead::read(methods).ok_or_else(broken)?,
            alarm_from,
            dangerous_from,
        })
    }

    /// The model file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend([VERSION, WORD_BITS, SIGN_BITS].into_iter().flat_map(u32::to_le_bytes));
        bytes.extend([self.alarm_from, self.dangerous_from].into_iter().flat_map(f32::to_le_bytes));
        self.scam.write(&mut bytes);
        self.unwanted.write(&mut bytes);
        self.methods.write(&mut bytes);
        bytes
    }

    /// What it thinks of a submission that the rules weigh like this; `standing` of it holds whatever the words are.
    pub(crate) fn opinion(
        &self,
        features: &[Feature],
        signs: &[u32],
        rules: [f32; 3],
        prior: f32,
        standing: Standing,
    ) -> Opinion {
        let by_rules = prior + rules[0] + rules[1];
        let is_sure = by_rules >= SURE_BY_RULES;
        let is_firm = prior + standing.firm >= SUSPICIOUS;
        let is_hidden = prior + standing.hidden >= SUSPICIOUS;
        let near = |told: f32, by_rules: f32, stands: bool| {
            let least = match (stands, is_sure) {
                (true, _) => by_rules,
                (false, true) => by_rules.min(self.alarm_from),
                (false, false) => by_rules - MOVED_DOWN_MAX,
            };
            told.clamp(least, by_rules + MOVED_UP_MAX)
        };
        Opinion {
            scam: near(self.scam.log_odds(features, signs, rules), by_rules, is_firm),
            unwanted: near(
                self.unwanted.log_odds(features, signs, rules),
                by_rules + rules[2],
                is_firm || is_hidden,
            ),
            alarm_from: if is_firm { self.alarm_from.min(SUSPICIOUS) } else { self.alarm_from },
            dangerous_from: self.dangerous_from,
        }
    }

    /// The reason that words and signs give, by how far they moved the rules' log-odds; `None` when they moved little.
    pub(crate) fn ground(
        &self,
        code: &'static str,
        moved: f32,
        folded: &Folded<'_>,
        words: &Words,
        features: &[Feature],
    ) -> Option<Ground<'static>> {
        if moved.abs() < SPOKEN_MIN {
            return None;
        }
        let (head, kind) = match code {
            "like-spam-words" => (&self.unwanted, RuleKind::Spam),
            "like-scam-words" => (&self.scam, RuleKind::Scam),
            _ => (&self.unwanted, RuleKind::Honest),
        };
        let span = if moved > 0.0 { strongest(head, folded, words, features) } else { None };
        Some(Ground { reason: reason(code, span, None, moved), kind, methods: &[], blocks_official: false })
    }
}

/// The words that speak most for it.
fn strongest(head: &Head, folded: &Folded<'_>, words: &Words, features: &[Feature]) -> Option<Span> {
    let speaks = |feature: &Feature| head.words[feature.bucket as usize];
    let best = features.iter().max_by_key(|feature| (speaks(feature), std::cmp::Reverse(feature.first)))?;
    (speaks(best) > 0).then(|| words.span(folded, best.first as usize, best.last as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned() -> Learned {
        Learned {
            scam: Head::silent(),
            unwanted: Head::silent(),
            methods: MethodHead::silent(),
            alarm_from: 0.0,
            dangerous_from: 1.75,
        }
    }

    fn check(bytes: &[u8], expected: LearnedError) {
        assert_eq!(Learned::from_bytes(bytes), Err(expected));
    }

    #[test]
    fn the_embedded_model_is_read_and_is_small() {
        let learned = Learned::embedded();
        assert_eq!(learned.to_bytes(), EMBEDDED);
        assert!(EMBEDDED.len() <= 2 << 20);
        assert!(learned.alarm_from <= learned.dangerous_from);
    }

    #[test]
    fn a_model_is_read_back_as_it_was_written() {
        let mut learned = learned();
        learned.scam.words[7] = -127;
        learned.unwanted.signs[3] = 12;
        learned.unwanted.rules[2] = 0.5;
        assert_eq!(Learned::from_bytes(&learned.to_bytes()), Ok(learned));
    }

    #[test]
    fn other_files_are_refused() {
        let bytes = learned().to_bytes();
        check(&bytes[..bytes.len() - 1], LearnedError::Shape(bytes.len() - 1));
        check(b"GIF89a", LearnedError::Shape(6));
        let mut other = bytes.clone();
        other[8] = 99;
        check(&other, LearnedError::Version(99));
        let mut broken = bytes.clone();
        broken[HEADER_LEN..HEADER_LEN + 4].copy_from_slice(&f32::NAN.to_le_bytes());
        check(&broken, LearnedError::Shape(bytes.len()));
    }

    #[test]
    fn the_learned_part_moves_the_rules_only_so_far() {
        let mut learned = learned();
        learned.scam.bias = 50.0;
        learned.unwanted.bias = -50.0;
        let opinion = learned.opinion(&[], &[], [1.0, 0.0, 2.0], -3.0, Standing::default());
        assert_eq!((opinion.scam, opinion.unwanted), (-2.0 + MOVED_UP_MAX, -MOVED_DOWN_MAX));
        let link = Standing { firm: 3.2, hidden: 0.0 };
        let opinion = learned.opinion(&[], &[], [4.0, 0.0, 0.0], -3.0, link);
        assert_eq!((opinion.unwanted, opinion.alarm_from <= 0.0), (1.0, true));
        // Hidden writing: its words take nothing back from "unwanted", and say what they say of "a scam".
        learned.scam.bias = -50.0;
        let writing = Standing { firm: 0.0, hidden: 4.0 };
        let opinion = learned.opinion(&[], &[], [0.0, 0.0, 4.0], -3.0, writing);
        assert_eq!((opinion.scam, opinion.unwanted), (-3.0 - MOVED_DOWN_MAX, 1.0));
    }
}
