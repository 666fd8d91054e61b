//! The officer behind a request, and the forms only that officer can have sent.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Permission, Sight};
use model::OfficerId;
use store::Version;
use store::officer::session::Session;
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use super::cookie;
use crate::page::Page;
use crate::{App, Error};

/// A signed-in officer. Somebody who is not is sent to the sign-in page, and back afterwards.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Session);

impl SignedIn {
    /// Lets only an officer pass who may do this.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn require(&self, permission: Permission) -> Result<(), Error> {
        if self.may(permission) { Ok(()) } else { Err(Error::Forbidden("missing-permission")) }
    }

    /// What the officer may see now.
    pub fn sight(&self) -> Sight {
        self.0.sight()
    }

    /// Who it is.
    pub fn id(&self) -> OfficerId {
        self.0.officer.id
    }

    /// Whether the officer may do this.
    pub fn may(&self, permission: Permission) -> bool {
        self.0.officer.may(permission)
    }
}

/// Why nobody is signed in here: sent to sign in, or refused.
pub struct NotSignedIn(Response);

impl IntoResponse for NotSignedIn {
    fn into_response(self) -> Response {
        self.0
    }
}

impl From<Error> for NotSignedIn {
    fn from(error: Error) -> NotSignedIn {
        NotSignedIn(error.into_response())
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = NotSignedIn;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<SignedIn, NotSignedIn> {
        let session = match cookie::session_token(&parts.headers, app.settings.behind_tls) {
            Some(token) => app.store.session(token, app.now()).await.map_err(Error::from)?,
            None => None,
        };
        let Some(session) = session else {
            // A post cannot be repeated after a redirect: say so, the browser still holds what was typed.
            if parts.method != Method::GET {
                return Err(Error::Unauthenticated.into());
            }
            let Ok(page) = Page::from_request_parts(parts, app).await;
            let wanted = parts.extensions.get::<axum::extract::OriginalUri>();
            let wanted = wanted.map_or_else(String::new, |uri| uri.0.to_string());
            let next: String = form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
            let href = format!("{}?next={next}", page.href("/console/dang-nhap"));
            return Err(NotSignedIn(Redirect::to(&href).into_response()));
        };
        Ok(SignedIn(session))
    }
}

/// The fields of a posted form, in the order sent; a name may stand several times.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a body of type `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    /// [`Error::UnsupportedMediaType`], [`Error::TooLarge`], [`Error::TooSlow`].
    pub async fn read(request: Request, app: &App) -> Result<Fields, Error> {
        if !is_form(request.headers()) {
            return Err(Error::UnsupportedMediaType);
        }
        let bytes = Bytes::from_request(request, app).await.map_err(|rejection| {
            match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge { bytes_max: app.settings.body_bytes_max },
                _ => Error::TooSlow,
            }
        })?;
        Ok(Fields(form_urlencoded::parse(&bytes).into_owned().collect()))
    }

    /// The first value of this name without blanks around it; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The first value exactly as sent, for passwords.
    pub fn exact(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Every value of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    value.split(';').next().unwrap_or("").trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// A form that carries the token of the officer's session, so that no other site can have made it.
#[derive(Clone, Debug)]
pub struct Posted {
    /// Who sent it.
    pub officer: SignedIn,
    /// What.
    pub fields: Fields,
}

impl Posted {
    /// Which officer sent it.
    pub fn by(&self) -> OfficerId {
        self.officer.id()
    }

    /// The version that the officer saw of what is to be changed.
    ///
    /// # Errors
    /// [`Error::BadRequest`] when the field `version` holds none.
    pub fn version(&self) -> Result<Version, Error> {
        self.fields.get("version").parse().map(Version).map_err(|_| Error::BadRequest("bad-form"))
    }
}

impl FromRequest<App> for Posted {
    type Rejection = NotSignedIn;

    async fn from_request(request: Request, app: &App) -> Result<Posted, NotSignedIn> {
        let (mut parts, body) = request.into_parts();
        let officer = SignedIn::from_request_parts(&mut parts, app).await?;
        let fields = Fields::read(Request::from_parts(parts, body), app).await?;
        let expected = officer.0.csrf_token.as_bytes();
        if !bool::from(fields.exact("csrf").as_bytes().ct_eq(expected)) {
            return Err(Error::Forbidden("csrf").into());
        }
        Ok(Posted { officer, fields })
    }
}
