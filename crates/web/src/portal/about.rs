//! Giới thiệu and Quyền riêng tư: who we are and what we keep.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::catalogue::Words;
use crate::page::{self, Page};
use crate::{App, Error};

#[derive(Template)]
#[template(path = "portal/about.html")]
struct AboutPage<'a> {
    t: Words,
    page: Page,
    operator: &'a str,
}

#[derive(Template)]
#[template(path = "portal/privacy.html")]
struct PrivacyPage {
    t: Words,
    page: Page,
}

/// Who runs this, and how.
pub(super) async fn get_about(State(app): State<App>, page: Page) -> Result<Response, Error> {
    page::render(&AboutPage { t: page.t, page, operator: &app.settings.operator })
}

/// What is kept, for how long, and who reads it.
pub(super) async fn get_privacy(page: Page) -> Result<Response, Error> {
    page::render(&PrivacyPage { t: page.t, page })
}
