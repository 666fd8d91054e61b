//! Có người gọi cho tôi: what to do while, and after, somebody calls.

use askama::Template;
use axum::response::Response;

use crate::Error;
use crate::catalogue::Words;
use crate::page::{self, Page};

#[derive(Template)]
#[template(path = "portal/caller.html")]
struct CallerPage {
    t: Words,
    page: Page,
}

/// The page.
pub(super) async fn get_caller(page: Page) -> Result<Response, Error> {
    page::render(&CallerPage { t: page.t, page })
}
