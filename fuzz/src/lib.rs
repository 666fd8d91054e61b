//! What every target asserts.

use model::{Indicator, IndicatorKind};

/// A canonical value reads back as itself, and its look-ups start with it.
pub fn check(kind: IndicatorKind, input: &str) {
    let Ok(indicator) = Indicator::parse(kind, input) else { return };
    assert_eq!(Indicator::parse(kind, indicator.value()).as_ref(), Ok(&indicator));
    assert_eq!(indicator.to_string().parse().as_ref(), Ok(&indicator));
    assert_eq!(indicator.lookups().first(), Some(&indicator));
}
