//! The one search field: a tracking code, an indicator, or something like one.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::Permission;
use model::{Indicator, IndicatorKind, TrackingCode};
use serde::Deserialize;

use super::frame::Console;
use super::report;
use crate::auth::SignedIn;
use crate::extract::Query;
use crate::page::{self, Page};
use crate::{App, Error};

/// The query of a search.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SearchQuery {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "console/message.html")]
struct NothingFound {
    c: Console,
    title: String,
    class: &'static str,
    message: String,
    back: String,
    label: String,
}

/// Leads to what is meant.
pub(super) async fn get_search(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Query(query): Query<SearchQuery>,
) -> Result<Response, Error> {
    let text = query.q.trim();
    if officer.may(Permission::ReadReports)
        && let Ok(code) = text.parse::<TrackingCode>()
        && let Some(id) = app.store.report_by_code(&code).await?
    {
        return Ok(Redirect::to(&page.href(&format!("/console/phan-anh/{id}"))).into_response());
    }
    if officer.may(Permission::ReadList)
        && let Some(indicator) = indicator_meant(text)
    {
        return Ok(Redirect::to(&report::indicator_href(&page, &indicator)).into_response());
    }
    let c = Console::new(&app, page, officer).await?;
    let t = c.t();
    let body = page::render(&NothingFound {
        title: t.say("console-search").into_owned(),
        class: "",
        message: t.say("console-search-nothing").into_owned(),
        back: c.page.href("/console/hang-doi"),
        label: t.say("console-queue").into_owned(),
        c,
    })?;
    Ok((StatusCode::NOT_FOUND, body).into_response())
}

/// `kind:value`, else the first kind that reads the text, the most particular first.
fn indicator_meant(text: &str) -> Option<Indicator> {
    const KINDS: [IndicatorKind; 6] = [
        IndicatorKind::Phone,
        IndicatorKind::Email,
        IndicatorKind::BankAccount,
        IndicatorKind::CryptoWallet,
        IndicatorKind::Domain,
        IndicatorKind::Url,
    ];
    if text.is_empty() {
        return None;
    }
    text.parse().ok().or_else(|| KINDS.iter().find_map(|kind| Indicator::parse(*kind, text).ok()))
}
