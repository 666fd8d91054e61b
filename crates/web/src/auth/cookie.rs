//! The one cookie: it holds the session token and nothing else, and only officers ever get it.

use axum::http::{HeaderMap, HeaderValue, header};

/// Name of the cookie. Over TLS it is bound to this very host and to TLS by the `__Host-` prefix
/// (RFC 6265bis, 4.1.3.2); without TLS browsers refuse that prefix
/// (`docs/decisions/0071-session-cookie.md`).
const fn name(behind_tls: bool) -> &'static str {
    if behind_tls { "__Host-khien-session" } else { "khien-session" }
}

/// The session token a request carries; `None` when it carries none.
pub fn session_token(headers: &HeaderMap, behind_tls: bool) -> Option<&str> {
    let pairs = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    pairs
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name(behind_tls))
        .map(|(_, value)| value)
}

/// The header that gives a browser the token until it is closed.
///
/// `Lax` and not `Strict`, so that a link from an officer's mail opens signed in; what changes anything
/// is a post with a token of its own.
pub fn set(token: &str, behind_tls: bool) -> HeaderValue {
    let secure = if behind_tls { "; Secure" } else { "" };
    let text = format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}", name(behind_tls));
    HeaderValue::from_str(&text).expect("a token is letters, digits, hyphens and underscores")
}

/// The header that takes the token away.
pub fn clear(behind_tls: bool) -> HeaderValue {
    let secure = if behind_tls { "; Secure" } else { "" };
    let text = format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}", name(behind_tls));
    HeaderValue::from_str(&text).expect("the text is fixed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_read_from_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=b; khien-session=abc"));
        headers.append(header::COOKIE, HeaderValue::from_static("c=d"));
        assert_eq!(session_token(&headers, false), Some("abc"));
        assert_eq!(session_token(&headers, true), None, "the plain name is not trusted over TLS");
    }

    #[test]
    fn over_tls_the_cookie_is_bound_to_the_host() {
        assert_eq!(set("abc", true), "__Host-khien-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(set("abc", false), "khien-session=abc; Path=/; HttpOnly; SameSite=Lax");
    }
}
