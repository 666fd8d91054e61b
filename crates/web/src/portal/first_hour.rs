//! Tôi vừa chuyển tiền: the first hour, by the clock.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::reference::Bank;
use model::reference::first_hour::FirstHourStep;
use serde::Deserialize;

use crate::catalogue::Words;
use crate::extract::Query;
use crate::page::{self, Page};
use crate::{App, Error};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FirstHourQuery {
    ngan_hang: String,
}

#[derive(Template)]
#[template(path = "portal/first_hour.html")]
struct FirstHourPage<'a> {
    t: Words,
    page: Page,
    steps: &'a [FirstHourStep],
    evidence: &'a [model::Text],
    afterwards: &'a [model::Text],
    banks: &'a [Bank],
    bank: Option<&'a Bank>,
}

impl FirstHourPage<'_> {
    fn is_chosen(&self, bank: &Bank) -> bool {
        self.bank.is_some_and(|chosen| chosen.bin == bank.bin)
    }
}

/// The steps, with the hotline of the chosen bank.
pub(super) async fn get_first_hour(
    State(app): State<App>,
    page: Page,
    Query(query): Query<FirstHourQuery>,
) -> Result<Response, Error> {
    let first_hour = &app.reference.first_hour;
    page::render(&FirstHourPage {
        t: page.t,
        page,
        steps: &first_hour.steps,
        evidence: &first_hour.evidence,
        afterwards: &first_hour.afterwards,
        banks: &app.reference.banks.banks,
        bank: app.reference.banks.by_bin(&query.ngan_hang),
    })
}
