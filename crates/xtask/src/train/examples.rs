//! How much each labelled message counts, and for which question.

use detect::{Engine, Submission};

use super::fit::{Answer, Example};
use super::meaning::Meaning;
use crate::corpus::{Label, Row};

/// Parts that are held out in turn.
pub(crate) const FOLDS: usize = 4;

/// Rules' weight from which a message of a file that mixes spam and scams counts as a scam, or as spam.
const TOLD: f64 = 2.5;
/// Rules' weight for the other below which it does.
const NOT_TOLD: f64 = 2.0;

/// What rows of a source weigh. What the press quoted counts most, because it is real and little; then what people
/// received and what we wrote; old messages of another country and lines that a program wrote are many times as much
/// text and say less about wording.
const SOURCES: &[(&str, f64)] =
    &[("sms_dev", 3.0), ("en_uci_sms", 0.05), ("call_lines_synthetic", 0.05), ("quoted_dev", 8.0)];
/// What rows of every other source weigh: our own.
const ELSEWHERE: f64 = 1.0;
/// The source whose honest rows people really received.
const REAL: &str = "sms_dev";
/// What is left of a row's weight when its file says that it may be synthetic.
const SYNTHETIC: f64 = 0.2;

/// Where an honest message comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Honest {
    /// Somebody really received it.
    Received,
    /// We wrote it, mostly as the twin of a scam.
    Written,
}

/// Labelled messages as the fit sees them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Examples {
    pub(crate) rows: Vec<Example>,
    /// Is it a scam?
    pub(crate) scam: Vec<Answer>,
    /// Is it unwanted?
    pub(crate) unwanted: Vec<Answer>,
    /// The part each row is held out with.
    pub(crate) folds: Vec<usize>,
    /// Slug of the method of each row; empty when not told, or not to be learned from.
    pub(crate) methods: Vec<String>,
    /// Honest messages from which it is told where an alarm starts.
    pub(crate) honest: Vec<Option<Honest>>,
    /// Name of the file of each row.
    sources: Vec<String>,
    /// Bucket and name of each sign of each row.
    pub(crate) sign_names: Vec<Vec<(u32, String)>>,
    /// What words mean; nothing when that is left out.
    pub(crate) meaning: Meaning,
}

impl Examples {
    /// Reads rows with an engine without a model.
    pub(crate) fn new(engine: &Engine, rows: &[Row], meaning: Meaning) -> Examples {
        let sources: Vec<String> = rows.iter().map(|row| row.source.clone()).collect();
        let mut examples = Examples { folds: folds(&sources), sources, ..Examples::default() };
        for (index, row) in rows.iter().enumerate() {
            // People paste a text without its sender as often as with it: every second row is read without.
            let sender = Some(row.sender.as_str()).filter(|sender| !sender.is_empty() && index % 2 == 0);
            let signals = engine.signals(&Submission { text: &row.text, sender, channel: None });
            let rules = signals.rules.map(f64::from);
            let is_refusable = signals.sign_names.iter().any(|(_, name)| name == "rule:opt-out-offered");
            examples.scam.push(scam(row, rules));
            examples.unwanted.push(unwanted(row, is_refusable));
            examples.honest.push(honest(row));
            let words: Vec<u32> = signals.features.iter().map(|feature| feature.bucket).collect();
            let meant = meaning.of(&words);
            examples.rows.push(Example { words, signs: signals.signs, rules, meaning: meant });
            examples.sign_names.push(signals.sign_names);
            let is_taught = row.label == Label::Scam && weight(row) > 0.0;
            examples.methods.push(if is_taught { row.method.clone() } else { String::new() });
        }
        Examples { meaning, ..examples }
    }

    /// Whether a row was received or written; files of other languages and of programs count as received.
    pub(crate) fn sort(&self, row: usize) -> Honest {
        let is_theirs = SOURCES.iter().any(|(name, _)| *name == self.sources[row]);
        if is_theirs { Honest::Received } else { Honest::Written }
    }

    /// These rows only, cut into parts anew.
    pub(crate) fn pick(&self, indices: &[usize]) -> Examples {
        let sources: Vec<String> = indices.iter().map(|index| self.sources[*index].clone()).collect();
        Examples {
            rows: indices.iter().map(|index| self.rows[*index].clone()).collect(),
            scam: indices.iter().map(|index| self.scam[*index]).collect(),
            unwanted: indices.iter().map(|index| self.unwanted[*index]).collect(),
            folds: folds(&sources),
            honest: indices.iter().map(|index| self.honest[*index]).collect(),
            methods: indices.iter().map(|index| self.methods[*index].clone()).collect(),
            sources,
            sign_names: indices.iter().map(|index| self.sign_names[*index].clone()).collect(),
            meaning: self.meaning.clone(),
        }
    }

    /// The same rows, each seen in another way.
    pub(crate) fn map(&self, see: impl Fn(usize, &Example) -> Example) -> Examples {
        let rows = self.rows.iter().enumerate().map(|(index, row)| see(index, row)).collect();
        Examples { rows, ..self.clone() }
    }
}

fn is_own(row: &Row) -> bool {
    SOURCES.iter().all(|(name, _)| *name != row.source)
}

fn honest(row: &Row) -> Option<Honest> {
    match row.label {
        Label::Honest if row.source == REAL => Some(Honest::Received),
        Label::Honest if is_own(row) => Some(Honest::Written),
        _ => None,
    }
}

fn weight(row: &Row) -> f64 {
    let source =
        SOURCES.iter().find(|(name, _)| *name == row.source).map_or(ELSEWHERE, |(_, weight)| *weight);
    let is_synthetic = row.group.contains("synthetic") || row.group.contains("mixed");
    if is_synthetic { source * SYNTHETIC } else { source }
}

/// Files of our own tell spam from scams; in the others the label `spam` is both, and only what the rules tell apart
/// counts. Single lines of a call say nothing for themselves: only the ordinary ones count, as honest.
fn scam(row: &Row, [scam, honest, spam]: [f64; 3]) -> Answer {
    let is_told = |yes: f64, no: f64| yes >= TOLD && no < NOT_TOLD;
    let (is_yes, counts) = match row.label {
        Label::Honest => (false, true),
        Label::Scam => (true, row.source != "call_lines_synthetic"),
        Label::Spam if is_own(row) => (false, true),
        Label::Spam if is_told(scam + honest, spam) => (true, true),
        Label::Spam => (false, is_told(spam, scam + honest)),
    };
    Answer { is_yes, weight: if counts { weight(row) } else { 0.0 } }
}

/// Advertising that says how to refuse it is lawful: it is neither unwanted nor an example of what is not.
fn unwanted(row: &Row, is_refusable: bool) -> Answer {
    let counts = match row.label {
        Label::Honest => true,
        Label::Scam => row.source != "call_lines_synthetic",
        Label::Spam => !is_refusable,
    };
    Answer { is_yes: row.label != Label::Honest, weight: if counts { weight(row) } else { 0.0 } }
}

/// The part that each row is held out with: each file is cut into as many runs of neighbours as there are parts,
/// because neighbours are of one inbox, one author or one topic.
fn folds(sources: &[String]) -> Vec<usize> {
    let runs = sources.chunk_by(|left, right| left == right);
    runs.flat_map(|run| (0..run.len()).map(|index| index * FOLDS / run.len())).collect()
}
