//! Who sent a message: a number, an address, or the name that a telephone shows.

use model::{Indicator, IndicatorKind};

/// Reads the sender; `None` when it is neither.
pub(super) fn read(sender: &str) -> Option<Indicator> {
    let sender = sender.trim();
    let parse = |kind| Indicator::parse(kind, sender).ok();
    if sender.contains('@') {
        return parse(IndicatorKind::Email);
    }
    if sender.chars().any(char::is_alphabetic) {
        return parse(IndicatorKind::SmsSender);
    }
    parse(IndicatorKind::Phone)
}
