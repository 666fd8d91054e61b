//! What the acts of officers have in common: what the address names, the way back after an act that went through, and
//! the page again, with the reason in words and with what was typed, after one that did not.

use std::str::FromStr;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use store::StoreError;

use super::words;
use crate::Error;
use crate::page::Page;

/// What a part of the address names.
///
/// # Errors
/// [`Error::NotFound`] when it can name nothing of the kind.
pub(super) fn named<T: FromStr>(text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// What a field names, which the page itself wrote.
///
/// # Errors
/// [`Error::BadRequest`] when it can name nothing of the kind.
pub(super) fn chosen<T: FromStr>(text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::BadRequest("bad-form"))
}

/// The way to `address`, after an act that went through.
pub(super) fn back(address: &str) -> Response {
    Redirect::to(address).into_response()
}

/// The way to the address that the outcome names, or the page again when the officer can do something about it.
///
/// # Errors
/// [`Error::Forbidden`], and every failure about which an officer can do nothing.
pub(super) async fn finish<F>(
    page: Page,
    outcome: Result<String, StoreError>,
    again: impl FnOnce(Page, String) -> F,
) -> Result<Response, Error>
where
    F: Future<Output = Result<Response, Error>>,
{
    let error = match outcome {
        Ok(address) => return Ok(back(&address)),
        Err(error) => error,
    };
    match words::problem(page.t, &error) {
        Some((status, problem)) => refuse(page, status, problem, again).await,
        None => Err(error.into()),
    }
}

/// The page again, with what stood in the way.
///
/// # Errors
/// [`Error::Forbidden`]: who lacks the permission is not shown the page.
pub(super) async fn refuse<F>(
    page: Page,
    status: StatusCode,
    problem: String,
    again: impl FnOnce(Page, String) -> F,
) -> Result<Response, Error>
where
    F: Future<Output = Result<Response, Error>>,
{
    if status == StatusCode::FORBIDDEN {
        return Err(Error::Forbidden("missing-permission"));
    }
    let body = again(page, problem).await?;
    Ok((status, body).into_response())
}
