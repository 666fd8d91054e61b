//! Addresses with a stroke too many at their end: who reads is led to the address without it, who sends is told.

use axum::extract::OriginalUri;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::{Error, taxii};

/// Answers what no route is for.
///
/// # Errors
/// [`Error::StrokeAtEnd`] for whatever was sent to such an address: a form goes where its page says, and is not led
/// on. [`Error::NotFound`] for everything else.
pub(crate) async fn lead_on(method: Method, OriginalUri(uri): OriginalUri) -> Result<Response, Error> {
    let path = without_stroke(uri.path()).ok_or(Error::NotFound)?;
    if !matches!(method, Method::GET | Method::HEAD) {
        return Err(Error::StrokeAtEnd);
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let address = HeaderValue::try_from(format!("{path}{query}")).map_err(|_| Error::NotFound)?;
    Ok((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, address)]).into_response())
}

/// The path without its last stroke; `None` when it has none, or when what is left is no plain path of ours.
fn without_stroke(path: &str) -> Option<&str> {
    let short = path.strip_suffix('/')?;
    // What follows two strokes is the name of another host, and browsers read `\` as a stroke. Source: URL Standard,
    // 4.4, "relative slash state".
    let is_plain = short.starts_with('/') && !short.contains("//") && !short.contains('\\');
    // TAXII writes all its addresses with one: there is nothing else to lead to.
    (is_plain && !path.starts_with(taxii::ROOT)).then_some(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stroke_goes_and_nothing_leads_to_another_host() {
        for (path, expected) in [
            ("/en/", Some("/en")),
            ("/canh-bao/gov-judicial/", Some("/canh-bao/gov-judicial")),
            ("/a%2F%2Fb/", Some("/a%2F%2Fb")),
            ("//", Some("/")),
            ("/taxii2/nowhere/", None),
            ("/en", None),
            ("/", None),
            ("", None),
            ("*", None),
            ("//evil.example/", None),
            ("///evil.example/", None),
            ("/en//", Some("/en/")),
            ("/en//evil.example/", None),
            ("/\\evil.example/", None),
            ("\\/evil.example/", None),
            ("evil.example/", None),
        ] {
            assert_eq!(without_stroke(path), expected, "{path}");
        }
    }
}
