//! Passkeys: a key pair in an officer's device signs a challenge of ours, for our own origin alone, after the device has
//! seen its owner (Web Authentication Level 2, W3C Recommendation of 8 April 2021).
//!
//! In reading order: the [`challenge`]; the public [`key`]; the [`answer`] of a browser and everything that is checked in
//! it. The arithmetic is `ring`'s. What is kept is in `store::officer::passkey`, the pages are in `console::passkey`.

pub mod answer;
pub mod challenge;
pub mod key;

use axum::http::HeaderMap;
use url::Url;

use crate::WebSettings;

pub use answer::{AnswerError, Asserted, Registered};
pub use challenge::{Challenge, Challenges};

/// Where the browser says it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Scheme, host and port, as browsers write them.
    pub origin: String,
    /// The host: the name under which keys are made.
    pub host: String,
}

impl Place {
    /// Our own place, as set or as the browser reached us; `None` when it has no name that passkeys can be made under
    /// (an address in numbers), or neither TLS nor this machine.
    pub(crate) fn of(settings: &WebSettings, headers: &HeaderMap) -> Option<Place> {
        let url = Url::parse(&settings.base_url(headers)).ok()?;
        let host = url.domain()?.to_owned();
        let is_secure = url.scheme() == "https" || host == "localhost" || host.ends_with(".localhost");
        is_secure.then(|| Place { origin: url.origin().ascii_serialization(), host })
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, header};

    use super::*;

    #[test]
    fn a_place_has_a_name_and_is_secure() {
        let at = |url: Option<&str>, host: &'static str, behind_tls: bool| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static(host));
            let public_url = url.map(str::to_owned);
            Place::of(&WebSettings { public_url, behind_tls, ..WebSettings::default() }, &headers)
        };
        let place =
            |origin: &str, host: &str| Some(Place { origin: origin.to_owned(), host: host.to_owned() });
        assert_eq!(
            at(Some("https://khien.example"), "x", true),
            place("https://khien.example", "khien.example")
        );
        assert_eq!(at(None, "Khien.example:443", true), place("https://khien.example", "khien.example"));
        assert_eq!(at(None, "localhost:8080", false), place("http://localhost:8080", "localhost"));
        for (host, behind_tls) in [("127.0.0.1:8080", false), ("[::1]:8080", false), ("khien.example", false)]
        {
            assert_eq!(at(None, host, behind_tls), None, "{host}");
        }
    }
}
