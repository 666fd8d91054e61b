//! A provider says, from its server to ours, that somebody signed out there or was disabled: the sessions that its word
//! began end here (OpenID Connect Back-Channel Logout 1.0). No cookie is read and no page is shown.

use axum::Json;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use store::StoreError;
use store::officer::sign_out::{Ended, SignOut};

use super::provider;
use crate::auth::Fields;
use crate::auth::oidc::{OidcError, Provider, logout_token};
use crate::extract::Path;
use crate::limits::{Action, ClientAddr};
use crate::{App, Error};

/// Octets of the whole form: a token of the largest size that is read, each octet of it encoded as three.
const BODY_BYTES_MAX: usize = 3 * 16 * 1024 + 1024;

/// Where a provider tells of it; entered there.
pub(super) fn path(slug: &str) -> String {
    format!("/console/dang-nhap/qua/{slug}/dang-xuat")
}

/// Ends what the token names. The answer is the same whether anybody was signed in or known here.
pub(super) async fn end_sessions(
    State(app): State<App>,
    client: ClientAddr,
    Path(slug): Path<String>,
    mut request: Request,
) -> Result<Response, Error> {
    app.limits.check(Action::EndSessions, client)?;
    let provider = provider::provider(&app, &slug)?;
    DefaultBodyLimit::max(BODY_BYTES_MAX).apply(&mut request);
    let fields = Fields::read(request, &app).await?;
    let mut tokens = fields.all("logout_token");
    let (Some(token), None) = (tokens.next(), tokens.next()) else { return Ok(refuse("request")) };
    let now = app.now();
    let said = match provider.signed_out(token, now).await {
        Ok(said) => said,
        Err(error) => {
            tell(provider, &error);
            return Ok(refuse(error.code()));
        }
    };
    let issuer = provider.settings().issuer.clone();
    match app.store.end_provider_sessions(&sign_out(said, issuer), now).await {
        Ok(count) => {
            tracing::info!(provider = %slug, count, "provider `{slug}` ended {count} sessions");
            Ok((StatusCode::OK, [(header::CACHE_CONTROL, "no-store")]).into_response())
        }
        Err(StoreError::Conflict(_)) => Ok(refuse("token-used")),
        // Not used up: the provider may send it again.
        Err(error) => Err(error.into()),
    }
}

fn sign_out(said: logout_token::Said, issuer: String) -> SignOut {
    let ended = match (said.subject, said.session) {
        (Some(subject), Some(session)) => Ended::Session { subject, session },
        (Some(subject), None) => Ended::Account(subject),
        // At least one of them is there; no session has the empty name.
        (None, session) => Ended::AnyAccount(session.unwrap_or_default()),
    };
    SignOut { issuer, ended, token_id: said.token_id, token_ends_at: said.token_ends_at }
}

/// In the form of the standard (2.8, after RFC 6749, 5.2).
fn refuse(code: &str) -> Response {
    let body = json!({"error": "invalid_request", "error_description": code});
    (StatusCode::BAD_REQUEST, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// A failure is logged once, without anything that was sent.
fn tell(provider: &Provider, error: &OidcError) {
    let slug = &provider.settings().slug;
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    tracing::warn!(provider = %slug, code = error.code(), cause, "ended no session for provider `{slug}`: {error}");
}
