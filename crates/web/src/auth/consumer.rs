//! Who asks for the list: a consumer with a key, or somebody unknown, who may fetch what is public.
//!
//! A handler takes [`Asker`], calls [`Asker::admit`] before it works and [`Asker::saw`] when it has answered.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use data_encoding::BASE64;
use feed::Format;
use model::Serial;
use store::consumer::{Channel, Consumer};

use crate::limits::{Action, ClientAddr};
use crate::tls::ShownCertificate;
use crate::{App, Error};

/// Who asks.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The account whose key the request carries, or whose certificate the connection; `None` when there is neither.
    pub consumer: Option<Arc<Consumer>>,
    client: ClientAddr,
}

/// The name, among the formats of an agreement, of sending reports.
pub const REPORTS: &str = "reports";

/// Every format that an agreement can name: the files, and the other roads.
pub fn formats() -> impl Iterator<Item = &'static str> {
    let files = Format::ALL.iter().map(|format| format.slug());
    let roads =
        Channel::ALL.iter().filter(|channel| **channel != Channel::Feed).map(|channel| channel.slug());
    files.chain(roads).chain([REPORTS])
}

impl Asker {
    /// Counts the request against the quota of the account, or against the limit of the client when there is
    /// none, and checks that the account covers `format` (one of [`formats`]).
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::TooMany`].
    pub fn admit(&self, app: &App, action: Action, format: &str) -> Result<(), Error> {
        let Some(consumer) = &self.consumer else { return app.limits.check(action, self.client) };
        if !consumer.may_fetch(format) {
            return Err(Error::Forbidden("consumer-format"));
        }
        let now = app.now();
        app.store.count_consumer_request(consumer, now).map_err(|used| {
            let wait = used.until.millis_since(now).unsigned_abs();
            Error::TooMany { retry_after: std::time::Duration::from_millis(wait) }
        })
    }

    /// Like [`Asker::admit`], for what is given to consumers only.
    ///
    /// # Errors
    /// As [`Asker::admit`], and [`Error::KeyWanted`] when the request carries no key.
    pub fn admit_known(&self, app: &App, action: Action, format: &str) -> Result<&Arc<Consumer>, Error> {
        let consumer = self.consumer.as_ref().ok_or(Error::KeyWanted)?;
        self.admit(app, action, format)?;
        Ok(consumer)
    }

    /// Notes that the consumer now has the list at `serial`.
    pub fn saw(&self, app: &App, channel: Channel, serial: Serial) {
        if let Some(consumer) = &self.consumer {
            app.store.note_consumer_seen(consumer.id, channel, serial, app.now());
        }
    }
}

impl FromRequestParts<App> for Asker {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Asker, Error> {
        let client = ClientAddr::from_request_parts(parts, app).await?;
        let certified = certified_name(&parts.headers, app.settings.client_name_header.as_deref());
        let shown = parts.extensions.get::<ShownCertificate>();
        if !parts.headers.contains_key(header::AUTHORIZATION) && certified.is_none() && shown.is_none() {
            return Ok(Asker { consumer: None, client });
        }
        let consumer = match (certified, shown) {
            (Some(name), _) => {
                app.store.consumer_by_name(name).filter(|consumer| consumer.disabled_at.is_none())
            }
            // A key that is sent beside a certificate is what the client wants to be known by.
            (None, Some(shown)) if !parts.headers.contains_key(header::AUTHORIZATION) => {
                app.store.consumer_by_certificate(&shown.0)
            }
            _ => key(&parts.headers).and_then(|key| app.store.consumer_by_key(&key)),
        };
        let Some(consumer) = consumer else {
            app.limits.check(Action::SignIn, client)?;
            return Err(Error::KeyRefused);
        };
        if !consumer.may_ask_from(client.0) {
            return Err(Error::Forbidden("consumer-address"));
        }
        Ok(Asker { consumer: Some(consumer), client })
    }
}

/// The name on a certificate that the proxy in front has checked: the value of the header, or the common
/// name of the distinguished name in it (RFC 4514, as nginx and others write it). An empty header is none.
fn certified_name<'a>(headers: &'a HeaderMap, header: Option<&str>) -> Option<&'a str> {
    let value = headers.get(header?)?.to_str().ok()?.trim();
    let mut parts = value.split([',', '/']).map(str::trim);
    let name =
        if value.contains('=') { parts.find_map(|part| part.strip_prefix("CN=")) } else { Some(value) };
    name.filter(|name| !name.is_empty())
}

/// The key in `Authorization`: as `Bearer` (RFC 6750), as `Token`, as the password of `Basic` (RFC 7617;
/// TAXII clients know only that), or bare, as MISP clients send theirs.
fn key(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?.trim();
    let Some((scheme, rest)) = value.split_once(' ') else { return Some(value.to_owned()) };
    let rest = rest.trim();
    if scheme.eq_ignore_ascii_case("basic") {
        let pair = String::from_utf8(BASE64.decode(rest.as_bytes()).ok()?).ok()?;
        return pair.split_once(':').map(|(_, password)| password.to_owned());
    }
    let is_known = scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("token");
    is_known.then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn check(value: &'static str, expected: Option<&str>) {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static(value));
        assert_eq!(key(&headers).as_deref(), expected, "{value}");
    }

    #[test]
    fn a_certificate_names_its_owner_only_where_the_proxy_is_trusted() {
        let name = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-client-name", HeaderValue::from_static(value));
            assert_eq!(certified_name(&headers, None), None);
            certified_name(&headers, Some("x-client-name")).map(str::to_owned)
        };
        for (value, expected) in [
            ("isp.example", Some("isp.example")),
            ("CN=isp.example,O=ISP", Some("isp.example")),
            ("O=ISP, CN=isp.example", Some("isp.example")),
            ("/C=VN/CN=isp.example", Some("isp.example")),
            ("O=isp.example", None),
            ("", None),
        ] {
            assert_eq!(name(value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn a_key_is_read_from_every_form_that_clients_send() {
        check("Bearer khien_abc", Some("khien_abc"));
        check("bearer   khien_abc ", Some("khien_abc"));
        check("Token khien_abc", Some("khien_abc"));
        check("khien_abc", Some("khien_abc"));
        check("Basic aXNwOmtoaWVuX2FiYw==", Some("khien_abc"));
        check("Basic !!", None);
        check("Digest khien_abc", None);
    }
}
