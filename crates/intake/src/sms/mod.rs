//! Short messages to the desk's short code: the public grammar (`grammar`), a session with a message centre
//! by SMPP ([`esme`], [`pdu`], [`alphabet`]), and the
//! answer in one message ([`take`]); messages of our own ([`Outbox`]).

use model::report::{NewReport, ReportChannel, ReportFields};
use model::text::without_marks;
use model::{Indicator, TrackingCode};

use crate::receive::{Desk, IntakeError, receive, submission};

pub mod alphabet;
pub mod esme;
mod grammar;
mod outbox;
pub mod pdu;

pub use grammar::{GrammarError, Kind, ShortReport, parse};
pub use outbox::{Outbox, OutboxError, Outgoing};

/// Characters of one message in the seven-bit alphabet. Source: 3GPP TS 23.038, 6.1.2.1.
pub const ANSWER_CHARS_MAX: usize = 160;

/// Characters of a whole message, its parts joined: ten parts of the longest kind.
pub const TEXT_CHARS_MAX: usize = 1_600;

/// A message as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inbound {
    /// The gateway's own name and its number of the message: the same again is the same report.
    pub id: String,
    /// The number it came from.
    pub from: String,
    /// What it says, its parts joined.
    pub text: String,
}

/// What the sender is told. The catalogue holds a sentence `sms-<code>` in each language, with `{ $code }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Taken, under this code.
    Taken(TrackingCode),
    /// Not understood: how to write it.
    Help,
    /// `TCTM` and other services of the short code 156 that are not ours.
    Elsewhere,
    /// Cannot be taken.
    Refused,
}

impl Answer {
    /// Stable code, kebab-case.
    pub const fn code(&self) -> &'static str {
        match self {
            Answer::Taken(_) => "taken",
            Answer::Help => "help",
            Answer::Elsewhere => "elsewhere",
            Answer::Refused => "refused",
        }
    }
}

/// A sentence as one message: without marks, so that it is one message on any phone.
pub fn one_message(sentence: &str) -> String {
    without_marks(sentence)
        .chars()
        .filter(|c| c.is_ascii() && !c.is_ascii_control())
        .take(ANSWER_CHARS_MAX)
        .collect()
}

/// Takes a message: a report under a code, or a word on how to write one.
///
/// # Errors
/// [`IntakeError`] when the database does not answer: the gateway sends it again.
pub async fn take(desk: &impl Desk, inbound: &Inbound) -> Result<Answer, IntakeError> {
    if inbound.text.chars().count() > TEXT_CHARS_MAX {
        return Ok(Answer::Refused);
    }
    let short = match parse(&inbound.text) {
        Ok(short) => short,
        Err(GrammarError::Elsewhere) => return Ok(Answer::Elsewhere),
        Err(GrammarError::NotUnderstood) => return Ok(Answer::Help),
    };
    let named: Vec<Indicator> = short.source_indicator().into_iter().collect();
    let fields = ReportFields {
        submission: submission(&["sms", &inbound.id, &inbound.from]),
        text: short.text(),
        indicators: named.iter().map(ToString::to_string).collect(),
        contact_phone: inbound.from.clone(),
        // Who writes by short message is answered by one.
        contact_sms: true,
        ..ReportFields::default()
    };
    // A short code or a name as sender is nobody who could be answered: the report is taken without it.
    let anonymous = ReportFields { contact_phone: String::new(), contact_sms: false, ..fields.clone() };
    let parse = |fields| NewReport::parse(fields, ReportChannel::Sms, desk.now(), |_| false);
    let Ok(report) = parse(fields).or_else(|_| parse(anonymous)) else { return Ok(Answer::Refused) };
    Ok(Answer::Taken(receive(desk, &report).await?.tracking_code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_one_message_without_marks() {
        assert_eq!(one_message("Đã nhận. Mã: 7K3M-Q0ZD-9XAE"), "Da nhan. Ma: 7K3M-Q0ZD-9XAE");
        assert_eq!(one_message(&"Đ".repeat(500)).len(), 160);
    }
}
