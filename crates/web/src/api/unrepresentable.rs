//! `GET /api/v1/unrepresentable`: what the resolvers' zone leaves out, and why.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use feed::{FeedOptions, Format};
use serde::Serialize;
use utoipa::ToSchema;

use super::json;
use super::serial::NoQuery;
use crate::extract::Query;
use crate::limits::{Action, ClientAddr};
use crate::{App, Error};

/// What stands on the list and not in the zone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnrepresentableView {
    /// Serial of the list that was read.
    #[schema(example = 1204)]
    serial: u64,
    /// Entries that stand in the zone.
    #[schema(example = 870)]
    entries: usize,
    /// Entries that the zone should hold and cannot.
    left_out: Vec<LeftOutView>,
}

/// One of them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LeftOutView {
    /// Which entry.
    #[schema(example = "domain:192.0.2.1")]
    indicator: String,
    /// The act that last changed it.
    #[schema(example = 17)]
    serial: u64,
    /// `address`, `name-too-long`, `label-too-long`, `one-label`, `reserved-label`, `empty-label`,
    /// `bad-character` or `protected`.
    #[schema(example = "address")]
    code: String,
    /// The reason in words.
    reason: String,
}

/// What the zone for resolvers leaves out, and why: one bad name would cost a resolver the whole zone, so
/// it stays on the list only. The whole list is read, so the rate is that of the feeds.
#[utoipa::path(
    get,
    path = "/api/v1/unrepresentable",
    tag = "feeds",
    responses(
        (status = 200, description = "What is left out", body = UnrepresentableView),
        (status = 429, description = "`too-many-requests`", body = crate::api::Problem),
    )
)]
pub(crate) async fn get_unrepresentable(
    State(app): State<App>,
    client: ClientAddr,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Error> {
    app.limits.check(Action::GetFeed, client)?;
    let view = tokio::task::spawn_blocking(move || {
        let snapshot = app.snapshot.load();
        let options = FeedOptions { reference: &app.reference, ..FeedOptions::default() };
        let report = feed::write_full(Format::Rpz, &snapshot, &options, &mut std::io::sink())?;
        let left_out = report.unrepresentable.into_iter().map(|it| LeftOutView {
            indicator: it.indicator.to_string(),
            serial: it.serial.0,
            code: it.reason.code().to_owned(),
            reason: it.reason.to_string(),
        });
        let left_out = left_out.collect();
        Ok(UnrepresentableView { serial: snapshot.serial().0, entries: report.entries, left_out })
    });
    let view: Result<UnrepresentableView, feed::FeedError> = view.await.map_err(Error::internal)?;
    Ok(json::answer(StatusCode::OK, &view.map_err(Error::internal)?))
}
