//! What speaks for and against a scam, gathered before it is weighed.

use model::{Method, Reason, Span, Text};

use crate::rules::file::RuleKind;

/// What a reason is about, as it is called in each language.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    vi: String,
    /// `None` when it is called the same in English.
    en: Option<String>,
}

impl From<String> for Subject {
    fn from(name: String) -> Subject {
        Subject { vi: name, en: None }
    }
}

impl From<&Text> for Subject {
    fn from(name: &Text) -> Subject {
        let en = (name.en != name.vi).then(|| name.en.clone());
        Subject { vi: name.vi.clone(), en }
    }
}

/// A reason with this subject.
pub(crate) fn reason(code: &str, span: Option<Span>, subject: Option<Subject>, weight: f32) -> Reason {
    let (subject, subject_en) = subject.map_or((None, None), |subject| (Some(subject.vi), subject.en));
    Reason { code: code.to_owned(), span, subject, subject_en, weight }
}

/// One rule that holds.
#[derive(Debug)]
pub(crate) struct Ground<'e> {
    pub(crate) reason: Reason,
    pub(crate) kind: RuleKind,
    /// Methods it points to, with shares.
    pub(crate) methods: &'e [(Method, f32)],
    pub(crate) blocks_official: bool,
}

/// Every rule that holds for one submission.
#[derive(Debug, Default)]
pub(crate) struct Evidence<'e> {
    pub(crate) grounds: Vec<Ground<'e>>,
}

impl<'e> Evidence<'e> {
    /// Adds a rule that holds.
    pub(crate) fn add(&mut self, ground: Ground<'e>) {
        self.grounds.push(ground);
    }

    /// The span of the ground with this code; `None` when there is no such ground.
    pub(crate) fn span_of(&self, code: &str) -> Option<Option<Span>> {
        self.grounds.iter().find(|ground| ground.reason.code == code).map(|ground| ground.reason.span)
    }
}
