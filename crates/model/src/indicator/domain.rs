//! Canonical form of `domain`: a host as resolvers see it, `vietcombank-xacminh.example`.
//!
//! A leading `www.` is kept: it is another name with another address, and the list covers it through its
//! parent.

use super::{Problem, host, link};

pub(super) fn canonicalise(input: &str) -> Result<String, Problem> {
    let parts = link::split(without_filter_marks(input))?;
    if parts.has_user && parts.scheme.is_none() {
        return Err(Problem::HasUser);
    }
    let has_path = !matches!(parts.path.as_str(), "" | "/" | "/*") || parts.query.is_some();
    // The host is read first, so that rubbish is called rubbish whatever follows it.
    let host = host::canonicalise_public(&parts.host, parts.numbers())?;
    if has_path { Err(Problem::HasPath) } else { Ok(host) }
}

/// The host of a blocker's rule, `||vay.example^$all`: lists of domains come in this form too.
fn without_filter_marks(input: &str) -> &str {
    match input.strip_prefix("||") {
        Some(rule) => rule.split(['^', '$']).next().unwrap_or(rule),
        None => input,
    }
}
