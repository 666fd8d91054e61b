//! E-mail addresses.

use model::{Indicator, IndicatorKind};

use super::Finds;
use super::link::Taken;
use crate::normalise::Folded;

/// Adds the address whose local part is `start..at`; answers where it ends.
pub(super) fn find(
    folded: &Folded<'_>,
    start: usize,
    at: usize,
    token_end: usize,
    finds: &mut Finds,
    taken: &mut Taken,
) -> Option<usize> {
    let text = &folded.text;
    let host = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let mut end = at + 1 + text[at + 1..token_end].iter().take_while(|byte| host(byte)).count();
    while end > at && !text[end - 1].is_ascii_alphanumeric() {
        end -= 1;
    }
    if !text[at + 1..end.max(at + 1)].contains(&b'.') {
        return None;
    }
    let written = folded.slice(start, end);
    let indicator = Indicator::parse(IndicatorKind::Email, written)
        .or_else(|_| Indicator::parse(IndicatorKind::Email, folded.str(start, end)))
        .ok()?;
    finds.add(folded, indicator, start, end);
    taken.push((start, end));
    Some(end)
}
