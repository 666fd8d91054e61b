//! What a submission says beside what a list can know, and how far its writing hides it.

use serde::{Deserialize, Serialize};

use crate::Span;
use crate::publication::listing::slugs;

slugs! {
    /// What sort of thing is said.
    StatedKind {
        /// Who sent it, as the telephone showed it.
        Sender = "sender",
        /// In whose name it speaks: an office, a bank, a company.
        SpeaksFor = "speaks-for",
        /// An office, bank or company that it names.
        Names = "names",
        /// A sum in đồng; the value is the number.
        Amount = "amount",
        /// By when; the value is `PT24H`, `P3D`, `today`, `2026-11-30`, `--11-30` or `17:00`.
        Deadline = "deadline",
        /// A one-time code; the value is only how many digits it has.
        Code = "code",
        /// In whose name an account is said to be.
        Holder = "holder",
    }
}

/// One thing said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// What sort.
    pub kind: StatedKind,
    /// The value in one form, as [`StatedKind`] says.
    pub value: String,
    /// The words it was read from; `None` for the sender.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub span: Option<Span>,
}

impl Stated {
    /// Things kept of one submission.
    pub const MAX: usize = 20;
}

slugs! {
    /// A way of writing that hides words from whoever looks for them.
    Disguise {
        /// Letters of other alphabets or styles, drawn like ours.
        Lookalikes = "lookalikes",
        /// Characters that draw nothing, between others.
        Invisible = "invisible",
        /// Digits or signs in place of letters, letters set apart or masked.
        Masked = "masked",
        /// Signs inside words.
        Joints = "joints",
        /// Capitals and small letters mixed inside words.
        MixedCase = "mixed-case",
        /// Words of no language, as glued or doubled letters make them.
        NoWords = "no-words",
    }
}

/// How far the writing hides what it says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Obfuscation {
    /// 0: as people write; towards 1: nothing is written as people write it.
    pub score: f32,
    /// The ways that were met, each with how often; the one that weighs most first.
    pub ways: Vec<(Disguise, u32)>,
}
