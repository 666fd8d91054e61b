//! The portal: pages for everybody, without cookie and without need of JavaScript.
//!
//! One page, one file; in the order of the reader's way: `check` (home and answer, with `answer`, `file_card`
//! and `marked`), `first_hour`, `caller`, `report`, `track` with `add`, `warnings`, `indicator`,
//! `hotlines`, `appeal`, `figures`, `about`. `province` and `newest` serve several of them.

use axum::Router;
use axum::routing::{get, post};

use crate::App;

mod about;
mod add;
mod answer;
mod appeal;
mod caller;
mod check;
mod figures;
mod file_card;
mod first_hour;
mod hotlines;
mod indicator;
mod marked;
mod newest;
mod province;
pub(crate) mod report;
mod track;
mod warnings;

pub(crate) use warnings::method_name;

/// What the portal remembers between two requests; nothing of any reader.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) newest: newest::Newest,
    pub(crate) figures: figures::KeptFigures,
}

/// Routes of the portal, mounted at `/` for Vietnamese and at `/en` for English.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(check::get_check))
        .route("/kiem-tra", get(check::get_check).post(check::create_check))
        .route("/toi-vua-chuyen-tien", get(first_hour::get_first_hour))
        .route("/co-nguoi-goi", get(caller::get_caller).post(caller::create_caller))
        .route("/co-nguoi-goi/{taps}", get(caller::get_call))
        .route("/bao-tin", get(report::get_report).post(report::create_report))
        .route("/bao-tin/soan", post(report::draft_report))
        .route("/tra-ma", get(track::get_track).post(track::create_track))
        .route("/tra-ma/bo-sung", post(add::create_addition))
        .route("/canh-bao", get(warnings::get_warnings))
        .route("/canh-bao/{method}", get(warnings::get_method))
        .route("/muc/{*indicator}", get(indicator::get_indicator))
        .route("/duong-day-nong", get(hotlines::get_hotlines))
        .route("/khieu-nai", get(appeal::get_appeal).post(appeal::create_appeal))
        .route("/so-lieu", get(figures::get_figures))
        .route("/gioi-thieu", get(about::get_about))
        .route("/quyen-rieng-tu", get(about::get_privacy))
}
