//! One table per kind: what people write, its canonical form or the code of the refusal.

use model::{Indicator, IndicatorKind};

mod bank_account;
mod catalogue;
mod domain;
mod others;
mod page;
mod phone;
mod properties;
mod social_account;
mod url;

/// Every row parses to its value, and the value to itself; a value in angle brackets is a code of refusal.
fn check(kind: IndicatorKind, rows: &[(&str, &str)]) {
    for (input, expected) in rows {
        let answer = match Indicator::parse(kind, input) {
            Ok(indicator) => {
                let again = Indicator::parse(kind, indicator.value());
                assert_eq!(again.as_ref(), Ok(&indicator), "not idempotent: {input:?}");
                assert_eq!(indicator.to_string().parse(), Ok(indicator.clone()), "{input:?}");
                indicator.value().to_owned()
            }
            Err(refused) => format!("<{}>", refused.code),
        };
        assert_eq!(answer, *expected, "{input:?}");
    }
}
