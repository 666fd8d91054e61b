//! The two cookies: a session's token, and for some minutes that of a sign-in over a provider. Each holds a random
//! token and nothing else, and only officers ever get one.

use axum::http::{HeaderMap, HeaderValue, header};

/// What a cookie holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Session,
    Attempt,
}

/// Seconds for which a browser keeps the token of a sign-in over a provider.
pub const ATTEMPT_SECONDS: i64 = 600;

impl Kind {
    /// Name of the cookie. Over TLS it is bound to this very host and to TLS by the `__Host-` prefix
    /// (RFC 6265bis, 4.1.3.2); without TLS browsers refuse that prefix
    /// (`docs/decisions/0071-session-cookie.md`).
    const fn name(self, behind_tls: bool) -> &'static str {
        match (self, behind_tls) {
            (Kind::Session, true) => "__Host-khien-session",
            (Kind::Session, false) => "khien-session",
            (Kind::Attempt, true) => "__Host-khien-sign-in",
            (Kind::Attempt, false) => "khien-sign-in",
        }
    }

    fn read(self, headers: &HeaderMap, behind_tls: bool) -> Option<&str> {
        let pairs = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        pairs
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == self.name(behind_tls))
            .map(|(_, value)| value)
    }

    /// `Lax` and not `Strict`, so that a link from an officer's mail opens signed in, and a provider can send the
    /// browser back; what changes anything is a post with a token of its own.
    fn write(self, token: &str, seconds: Option<i64>, behind_tls: bool) -> HeaderValue {
        let secure = if behind_tls { "; Secure" } else { "" };
        let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
        let name = self.name(behind_tls);
        let text = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{age}{secure}");
        HeaderValue::from_str(&text).expect("a token is letters, digits, hyphens and underscores")
    }
}

/// The session token a request carries; `None` when it carries none.
pub fn session_token(headers: &HeaderMap, behind_tls: bool) -> Option<&str> {
    Kind::Session.read(headers, behind_tls)
}

/// The header that gives a browser the token until it is closed.
pub fn set(token: &str, behind_tls: bool) -> HeaderValue {
    Kind::Session.write(token, None, behind_tls)
}

/// The header that takes the token away.
pub fn clear(behind_tls: bool) -> HeaderValue {
    Kind::Session.write("", Some(0), behind_tls)
}

/// The token of a sign-in over a provider that a request carries; `None` when it carries none.
pub fn attempt_token(headers: &HeaderMap, behind_tls: bool) -> Option<&str> {
    Kind::Attempt.read(headers, behind_tls)
}

/// The header that gives a browser such a token for [`ATTEMPT_SECONDS`].
pub fn set_attempt(token: &str, behind_tls: bool) -> HeaderValue {
    Kind::Attempt.write(token, Some(ATTEMPT_SECONDS), behind_tls)
}

/// The header that takes it away.
pub fn clear_attempt(behind_tls: bool) -> HeaderValue {
    Kind::Attempt.write("", Some(0), behind_tls)
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

    #[test]
    fn the_two_are_told_apart_and_only_one_ends_by_itself() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("khien-sign-in=x; khien-session=y"));
        assert_eq!((attempt_token(&headers, false), session_token(&headers, false)), (Some("x"), Some("y")));
        assert_eq!(
            set_attempt("x", true),
            "__Host-khien-sign-in=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=600; Secure"
        );
        assert_eq!(clear(false), "khien-session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    }
}
