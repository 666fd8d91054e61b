//! Đường dây nóng: numbers to call, by place.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::province::{self, CallLine, ProvinceOption};
use crate::catalogue::Words;
use crate::extract::Query;
use crate::page::{self, Page};
use crate::{App, Error};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PlaceQuery {
    pub(super) tinh: String,
}

#[derive(Template)]
#[template(path = "portal/hotlines.html")]
struct HotlinesPage<'a> {
    t: Words,
    page: Page,
    provinces: Vec<ProvinceOption<'a>>,
    lines: Vec<CallLine<'a>>,
}

/// The numbers for a province.
pub(super) async fn get_hotlines(
    State(app): State<App>,
    page: Page,
    Query(query): Query<PlaceQuery>,
) -> Result<Response, Error> {
    let province = province::chosen(&app, &query.tinh);
    let t = page.t;
    page::render(&HotlinesPage {
        provinces: province::options(&app.reference, province),
        lines: province::call_lines(&app.reference, province, t, usize::MAX),
        t,
        page,
    })
}
