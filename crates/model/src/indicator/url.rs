//! Canonical form of `url`: Safe Browsing's, without scheme and port: `host.example/path?query`.
//!
//! The scheme is left out because the same page answers on `http` and `https`, and lists are matched
//! without it (Safe Browsing, "URLs and hashing", suffix and prefix expressions).

use super::{Indicator, Problem, host, link};

/// Hosts tried for one link: the exact one and four from the registrable domain up. Source: Safe Browsing v5.
const HOSTS_MAX: usize = 5;

/// Path prefixes tried besides the exact path: the root and three more. Source: Safe Browsing v5.
const PREFIXES_MAX: usize = 4;

pub(super) fn canonicalise(input: &str) -> Result<String, Problem> {
    let parts = link::split(input)?;
    if parts.has_user && parts.scheme.is_none() {
        return Err(Problem::HasUser);
    }
    let mut value = host::canonicalise_public(&parts.host, parts.numbers())?;
    value.push_str(&parts.path);
    if let Some(query) = &parts.query {
        value.push('?');
        value.push_str(query);
    }
    // Escaping can make it longer than what can be read back.
    if value.len() > Indicator::INPUT_BYTES_MAX { Err(Problem::TooLong) } else { Ok(value) }
}

/// Host, and path with query, of a canonical value.
pub(super) fn split(value: &str) -> (&str, &str) {
    value.split_at(value.find('/').unwrap_or(value.len()))
}

/// The host and at most four of its parents, longest first, down to the registrable domain.
pub(super) fn host_suffixes(host: &str) -> impl Iterator<Item = &str> {
    let parents = host::with_parents(host).count() - 1;
    let skipped = parents.saturating_sub(HOSTS_MAX - 1);
    std::iter::once(host).chain(host::with_parents(host).skip(1 + skipped))
}

/// The path with query, without it, and at most four prefixes that end in a slash, longest first.
pub(super) fn path_prefixes(rest: &str) -> Vec<&str> {
    let mut paths = vec![rest];
    let path = rest.split('?').next().unwrap_or(rest);
    if path.len() != rest.len() {
        paths.push(path);
    }
    let slashes: Vec<usize> = path.match_indices('/').map(|(at, _)| at).take(PREFIXES_MAX).collect();
    paths.extend(slashes.iter().rev().map(|at| &path[..=*at]).filter(|prefix| prefix.len() != path.len()));
    paths
}
