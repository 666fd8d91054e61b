//! Text, link or file in, explained assessment out; pure.
//!
//! No input/output, clock, thread, randomness or async. In reading order:
//! - [`engine`]: the way in, [`Engine::assess`], and the steps of an assessment in order;
//! - `normalise`: two views of the text that undo disguise, with a map back to the bytes submitted;
//! - `rules`: coded rules from `data/rules/`, one automaton over the words of the text;
//! - `extract`: links, numbers, accounts and addresses in any writing;
//! - [`payment`]: what the text of a payment QR says;
//! - [`list`]: how the published list is asked;
//! - `stated`: sums, deadlines, names; in whose name the text speaks; `obfuscation`: how far its writing hides it;
//! - `indicator_rules`: rules in code over what was extracted, one file each;
//! - [`learned`]: a model of words and signs beside the rules;
//! - `combine`: evidence in log-odds → score, verdict, method;
//! - [`thread`]: several messages as one submission; [`imitation`]: whom a host imitates;
//! - [`call`]: a call instead of a text: the guided check and the caller check;
//! - [`apk`], [`picture`], [`attached`]: files taken apart within limits, and what of them is weighed.
//!
//! Apart from an assessment: [`sketch`], 64 bits by which near-duplicates of a message are found.
//!
//! ```
//! use detect::{Engine, NoList, Submission};
//! use model::{Reference, Verdict};
//!
//! let engine = Engine::new(Reference::embedded());
//! let text = "Con chị đang cấp cứu, cần chuyển tiền gấp 20 triệu để mổ";
//! let assessment = engine.assess(&Submission::text(text), &NoList);
//! assert_eq!(assessment.verdict, Verdict::Dangerous);
//! ```

pub mod apk;
pub mod attached;
pub mod call;
mod combine;
pub mod engine;
mod evidence;
mod extract;
mod facts;
pub mod imitation;
mod indicator_rules;
pub mod learned;
pub mod list;
mod normalise;
mod obfuscation;
pub mod payment;
pub mod picture;
pub mod rules;
pub mod sketch;
mod stated;
pub mod thread;

pub use attached::PictureText;
pub use engine::{Engine, Signals, Submission};
pub use imitation::Imitated;
pub use list::{ListLookup, NoList};
pub use rules::{RuleError, RuleErrorCode};
pub use thread::{Message, Thread};
