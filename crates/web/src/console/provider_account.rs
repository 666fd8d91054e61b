//! Which account at a provider signs an officer in: named, and ended, by an administrator.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use model::OfficerId;
use store::officer::provider::ProviderAccount;

use super::{officers, provider, provider_sign_out};
use crate::auth::Posted;
use crate::catalogue::Words;
use crate::extract::Path;
use crate::page::Page;
use crate::{App, Error};

/// Characters of an account's name; the longest address of mail has 254 octets (RFC 5321, 4.5.3.1.3).
const ACCOUNT_CHARS_MAX: usize = 254;

/// One provider beside one officer.
pub(super) struct ProviderRow {
    pub(super) slug: String,
    pub(super) label: String,
    pub(super) account: String,
    pub(super) state: String,
    pub(super) is_allowed: bool,
}

/// What is entered at one provider.
pub(super) struct ProviderAddresses {
    pub(super) name: String,
    pub(super) back: String,
    pub(super) sign_out: String,
}

/// The addresses that each provider of the settings must know.
pub(super) fn addresses(app: &App) -> Vec<ProviderAddresses> {
    let base = app.settings.public_url.as_deref().unwrap_or("");
    let of = |settings: &crate::auth::oidc::ProviderSettings| ProviderAddresses {
        name: settings.name.clone(),
        back: format!("{base}{}", provider::back_path(&settings.slug)),
        sign_out: format!("{base}{}", provider_sign_out::path(&settings.slug)),
    };
    app.providers().iter().map(|provider| of(provider.settings())).collect()
}

/// Every provider of the settings, with what stands for this officer.
pub(super) fn rows(
    app: &App,
    t: Words,
    accounts: &[ProviderAccount],
    officer: OfficerId,
) -> Vec<ProviderRow> {
    let row = |settings: &crate::auth::oidc::ProviderSettings| {
        let is_it = |one: &&ProviderAccount| one.officer == officer && one.issuer == settings.issuer;
        let account = accounts.iter().find(is_it);
        ProviderRow {
            slug: settings.slug.clone(),
            label: t.say_with("provider-account", "provider", settings.name.as_str()).into_owned(),
            account: account.map(|one| one.account.clone()).unwrap_or_default(),
            state: state(t, account),
            is_allowed: account.is_some(),
        }
    };
    app.providers().iter().map(|provider| row(provider.settings())).collect()
}

/// How far an account has come.
pub(super) fn state(t: Words, account: Option<&ProviderAccount>) -> String {
    match account.map(|one| one.linked_at) {
        None => t.say("provider-not-allowed").into_owned(),
        Some(None) => t.say("provider-waiting").into_owned(),
        Some(Some(at)) => t.say_with("provider-linked", "at", at.vietnam_date_time()).into_owned(),
    }
}

/// Names the account, or ends what was named when the field is empty.
pub(super) async fn set(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let ((id, by), now) = (officers::managed(&id, &posted)?, app.now());
    let slug = posted.fields.get("provider");
    let provider = app.providers().iter().find(|provider| provider.settings().slug == slug);
    let issuer = provider.map(|provider| provider.settings().issuer.clone()).unwrap_or_default();
    let account = posted.fields.get("account").to_owned();
    if account.chars().count() > ACCOUNT_CHARS_MAX || account.chars().any(char::is_control) {
        let problem = Some(page.t.say("provider-bad-account").into_owned());
        let body = officers::officers_page(&app, page, posted.officer, problem, None).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response());
    }
    // Of a provider that is not in the settings there is nothing to end: who may ask is told so by the page.
    let outcome = if account.is_empty() || issuer.is_empty() {
        app.store.forbid_provider(id, &issuer, by, now).await
    } else {
        app.store.allow_provider(id, &issuer, &account, by, now).await
    };
    officers::finish(&app, page, posted, outcome).await
}
