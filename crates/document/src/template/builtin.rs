//! The templates that are compiled in. An administrator's text takes the place of one by its code.

/// Code and text of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Builtin {
    /// Stable name, kebab-case.
    pub code: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! builtin {
    ($code:literal) => {
        Builtin {
            code: $code,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/documents/", $code, ".txt")),
        }
    };
}

/// Every kind of document, in the order in which the console offers them.
pub const BUILTINS: &[Builtin] =
    &[builtin!("reception"), builtin!("transfer"), builtin!("result"), builtin!("request")];
