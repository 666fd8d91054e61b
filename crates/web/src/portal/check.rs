//! Kiểm tra: one box that takes anything.

use askama::Template;
use axum::response::Response;

use crate::Error;
use crate::catalogue::Words;
use crate::page::{self, Page};

#[derive(Template)]
#[template(path = "portal/check.html")]
struct CheckPage {
    t: Words,
    page: Page,
}

/// The box.
pub(super) async fn get_check(page: Page) -> Result<Response, Error> {
    page::render(&CheckPage { t: page.t, page })
}
