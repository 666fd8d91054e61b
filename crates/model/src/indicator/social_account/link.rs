//! A link to a platform, as its parts.

use crate::indicator::{Problem, host, link};

/// A link to a platform.
pub(super) struct Link {
    /// Canonical host; empty for an application's own link.
    pub(super) host: String,
    /// Parts of the path, in their own case; none is empty.
    pub(super) segments: Vec<String>,
    query: String,
}

impl Link {
    /// Reads a link, with or without scheme, whose host has a dot.
    pub(super) fn read(text: &str) -> Result<Link, Problem> {
        if text.contains(char::is_whitespace) {
            return Err(Problem::NotAHost);
        }
        let parts = link::split(text)?;
        if parts.has_user && parts.scheme.is_none() {
            return Err(Problem::HasUser);
        }
        let host = host::canonicalise_public(&parts.host, parts.numbers())?;
        Ok(Link { host, segments: segments(&parts.path), query: parts.query.unwrap_or_default() })
    }

    /// Reads what follows `scheme://` in an application's own link.
    pub(super) fn of_application(text: &str) -> Link {
        let unescaped = link::unescape(text.as_bytes());
        let text = String::from_utf8_lossy(&unescaped);
        let (path, query) = text.split_once('?').unwrap_or((&text, ""));
        Link { host: String::new(), segments: segments(path), query: query.to_owned() }
    }

    /// A part of the path; empty when there is none.
    pub(super) fn segment(&self, index: usize) -> &str {
        self.segments.get(index).map_or("", String::as_str)
    }

    /// The value of a key in the query; `None` when it is missing or empty.
    pub(super) fn query(&self, key: &str) -> Option<&str> {
        self.query
            .split('&')
            .find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
            .filter(|value| !value.is_empty())
    }

    /// Whether the host is `own` or a name below it.
    pub(super) fn is_on(&self, own: &str) -> bool {
        self.host.strip_suffix(own).is_some_and(|front| front.is_empty() || front.ends_with('.'))
    }
}

fn segments(path: &str) -> Vec<String> {
    path.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}
