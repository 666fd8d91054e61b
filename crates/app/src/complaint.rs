//! Errors for people: one sentence of the catalogue, a stable code, then the causes.

use std::fmt::Display;
use std::fmt::Write as _;

use web::catalogue::Words;

/// What went wrong, by the code of its sentence `cli-error-<code>`.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{code}: {subject}")]
pub struct Complaint {
    /// Stable code, kebab-case.
    pub code: &'static str,
    /// What it is about: a file, an address, a value; may be empty.
    pub subject: String,
}

impl Complaint {
    /// A complaint about `subject`.
    pub fn new(code: &'static str, subject: impl Display) -> Complaint {
        Complaint { code, subject: subject.to_string() }
    }
}

/// Names what a failed step means for the person who called us.
pub trait OrComplain<T> {
    /// The value, or the error under the complaint `code` about `subject`.
    ///
    /// # Errors
    /// The error itself, with the complaint over it.
    fn or_complain(self, code: &'static str, subject: impl Display) -> anyhow::Result<T>;
}

impl<T, E: Into<anyhow::Error>> OrComplain<T> for Result<T, E> {
    fn or_complain(self, code: &'static str, subject: impl Display) -> anyhow::Result<T> {
        self.map_err(|error| error.into().context(Complaint::new(code, subject)))
    }
}

/// The error as a person reads it: the sentence with its code, then each cause on a line.
pub fn for_people(error: &anyhow::Error, words: &Words) -> String {
    let complaint = error.downcast_ref::<Complaint>();
    let code = complaint.map_or("other", |complaint| complaint.code);
    let subject = complaint.map_or("", |complaint| complaint.subject.as_str());
    let sentence = words.say_with(&format!("cli-error-{code}"), "subject", subject);
    let mut text = format!("khien: {sentence} [{code}]");
    for cause in error.chain().filter(|cause| !cause.is::<Complaint>() && cause.to_string() != "") {
        // The complaint's own line is the sentence above.
        if complaint.is_none_or(|complaint| complaint.to_string() != cause.to_string()) {
            write!(text, "\n  - {cause}").expect("writing to a String cannot fail");
        }
    }
    text
}

/// Whether the reader of our output went away, as `khien export … | head` does.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>();
        io.is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
