//! A submission that is nothing but one indicator: a number, a host, a link, an account.

use model::{Indicator, IndicatorKind, Span};

use super::{Candidate, Extraction, link};
use crate::normalise::Folded;

/// Characters of a submission that may be one indicator in an unusual writing.
const CHARS_MAX: usize = 64;

/// Kinds that are tried, from the strictest form to the loosest.
const KINDS: &[IndicatorKind] =
    &[IndicatorKind::CryptoWallet, IndicatorKind::File, IndicatorKind::Phone, IndicatorKind::BankAccount];

/// Reads the whole submission as one indicator where that is what it is.
pub(super) fn read(folded: &Folded<'_>, extraction: &mut Extraction) {
    let text =
        folded.original.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>'));
    if text.is_empty() {
        return;
    }
    if let Some(candidate) = extraction.candidates.first() {
        let rest = text.len().saturating_sub(candidate.span.end - candidate.span.start);
        extraction.is_whole = rest <= 1;
        return;
    }
    if text.chars().count() > CHARS_MAX {
        return;
    }
    let written = text.parse::<Indicator>().ok();
    let host = || link::is_host(text).then(|| Indicator::parse(IndicatorKind::Domain, text).ok()).flatten();
    let is_number = text.chars().any(|c| c.is_ascii_digit());
    let guessed =
        || is_number.then(|| KINDS.iter().find_map(|kind| Indicator::parse(*kind, text).ok())).flatten();
    if let Some(indicator) = written.or_else(host).or_else(guessed) {
        let start = text.as_ptr() as usize - folded.original.as_ptr() as usize;
        let span = Span { start, end: start + text.len() };
        extraction.candidates.push(Candidate { indicator, span, folded: (0, folded.text.len()) });
        extraction.is_whole = true;
    }
}
