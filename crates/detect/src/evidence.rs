//! What speaks for and against a scam, gathered before it is weighed.

use model::{Method, Reason, Span};

use crate::rules::file::RuleKind;

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
