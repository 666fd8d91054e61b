//! Names that very many people visit.

use model::{Indicator, IndicatorKind, Reference};

/// The popular name that a block of this indicator would take from its visitors; `None` when it takes none. A page
/// stays a page: the host stays open.
pub fn popular_name<'a>(indicator: &'a Indicator, reference: &Reference) -> Option<&'a str> {
    let host = match indicator.kind() {
        IndicatorKind::Domain => indicator.value(),
        // A link without a path covers its host.
        IndicatorKind::Url if indicator.covers_whole_host() => indicator.host()?,
        _ => return None,
    };
    reference.popular.find(host)
}
