//! Media types of requests and answers.

use axum::http::{HeaderMap, header};

/// Of every answer, and of every body sent to us. Source: TAXII 2.1, 1.6.8.
pub(super) const TAXII: &str = "application/taxii+json;version=2.1";

/// Whether the client takes TAXII 2.1. One that says nothing takes anything (RFC 9110, 12.5.1).
pub(super) fn accepts_taxii(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::ACCEPT).into_iter().peekable();
    if values.peek().is_none() {
        return true;
    }
    values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(accepts)
}

/// Whether a body of this type is TAXII 2.1.
pub(super) fn is_taxii(content: &str) -> bool {
    !content.contains('*') && accepts(content)
}

fn accepts(range: &str) -> bool {
    let mut parts = range.split(';').map(str::trim);
    let name = parts.next().unwrap_or("").to_ascii_lowercase();
    let parameters: Vec<(String, &str)> = parts
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"')))
        .collect();
    let parameter =
        |wanted: &str| parameters.iter().find(|(name, _)| name == wanted).map(|(_, value)| *value);
    let is_refused = parameter("q").is_some_and(|weight| weight.parse() == Ok(0.0_f32));
    !is_refused
        && match name.as_str() {
            "*/*" | "application/*" => true,
            "application/taxii+json" => parameter("version").is_none_or(|version| version == "2.1"),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_who_takes_taxii_2_1_is_answered() {
        let accepted = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(value));
            accepts_taxii(&headers)
        };
        for taken in [
            "application/taxii+json;version=2.1",
            "application/taxii+json; version=\"2.1\"",
            "application/taxii+json",
            "text/html, */*;q=0.1",
            "Application/TAXII+JSON ; Version=2.1",
        ] {
            assert!(accepted(taken), "{taken}");
        }
        for refused in [
            "application/json",
            "application/taxii+json;version=2.0",
            "application/vnd.oasis.taxii+json; version=2.0",
            "application/stix+json;version=2.1",
            "*/*;q=0",
        ] {
            assert!(!accepted(refused), "{refused}");
        }
        assert!(accepts_taxii(&HeaderMap::new()));
    }
}
