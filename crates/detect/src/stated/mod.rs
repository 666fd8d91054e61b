//! What a text says beside what a list can know: sums, deadlines, codes, whom it names, in whose name it speaks,
//! in whose name an account is.
//!
//! One file per sort: [`amount`], [`deadline`], [`code`], [`speaker`] (who is named, who speaks), [`holder`];
//! [`owners`] is whom one can name. Facts, no judgement: rules decide what they are worth.

mod amount;
mod code;
mod deadline;
mod holder;
pub(crate) mod owners;
mod speaker;

use model::{Span, Stated, StatedKind};

use crate::extract::Extraction;
use crate::normalise::{Folded, Words};
use crate::rules::Hits;

pub(crate) use holder::{Holder, is_person};
pub(crate) use owners::{Class, Owners};
pub(crate) use speaker::Speaker;

/// Characters kept of a value.
const VALUE_CHARS_MAX: usize = 80;

/// Everything that a text says.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// In order of appearance, the sender first; at most [`Stated::MAX`].
    pub(crate) stated: Vec<Stated>,
    /// In whose name the text speaks.
    pub(crate) speaker: Option<Speaker>,
    /// Names of holders of accounts.
    pub(crate) holders: Vec<Holder>,
}

/// A text with what was found in it so far.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    folded: &'a Folded<'a>,
    words: &'a Words,
    extraction: &'a Extraction,
}

impl Said {
    /// Reads a text; `sender` is who sent it, as told.
    pub(crate) fn new(
        folded: &Folded<'_>,
        words: &Words,
        hits: &Hits,
        extraction: &Extraction,
        owners: &Owners,
        sender: Option<&str>,
    ) -> Said {
        let text = Text { folded, words, extraction };
        let mut said = Said::default();
        for index in 0..words.words.len() {
            if said.stated.len() >= Stated::MAX {
                break;
            }
            match text.word(index) {
                word if word.contains(&b'#') => amount::read(&text, index, &mut said),
                b"trong" | b"truoc" | b"den" | b"han" | b"het" | b"within" | b"before" | b"by" | b"nay" => {
                    deadline::read(&text, index, &mut said);
                }
                b"otp" | b"ma" | b"code" | b"passcode" => code::read(&text, index, &mut said),
                _ => {}
            }
        }
        holder::read(&text, hits, &mut said);
        speaker::read(&text, hits, owners, &mut said);
        said.stated.sort_by_key(|stated| stated.span.map_or(0, |span| span.start));
        if let Some(sender) = sender.map(str::trim).filter(|sender| !sender.is_empty()) {
            let value = sender.chars().take(VALUE_CHARS_MAX).collect();
            said.stated.insert(0, Stated { kind: StatedKind::Sender, value, span: None });
        }
        said.stated.truncate(Stated::MAX);
        said
    }

    /// Adds a thing, unless the same is there already.
    fn add(&mut self, kind: StatedKind, value: String, span: Span) {
        if !self.stated.iter().any(|stated| stated.kind == kind && stated.value == value) {
            self.stated.push(Stated { kind, value, span: Some(span) });
        }
    }
}

impl Text<'_> {
    /// A word, numbers as `#`; empty behind the last.
    fn word(&self, index: usize) -> &[u8] {
        let Some(word) = self.words.words.get(index) else { return b"" };
        let end = self.words.words.get(index + 1).map_or(self.words.text.len(), |next| next.at as usize);
        &self.words.text[word.at as usize..end - 1]
    }

    /// A word as it stands in the folded text; empty behind the last.
    fn raw(&self, index: usize) -> &[u8] {
        let Some(word) = self.words.words.get(index) else { return b"" };
        &self.folded.text[word.start as usize..word.end as usize]
    }

    /// Whether a word stands inside a link, a number or an account.
    fn is_taken(&self, index: usize) -> bool {
        let Some(word) = self.words.words.get(index) else { return false };
        let (start, end) = (word.start as usize, word.end as usize);
        self.extraction
            .candidates
            .iter()
            .any(|candidate| candidate.folded.0 < end && start < candidate.folded.1)
    }

    fn span(&self, first: usize, last: usize) -> Span {
        self.words.span(self.folded, first, last)
    }
}

#[cfg(test)]
mod tests;
