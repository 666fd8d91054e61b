//! Số liệu: public figures and the newest lines of the publication log.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::{Act, IndicatorKind, Level, Serial, Snapshot, Time};
use tokio::sync::Mutex;

use super::newest;
use super::warnings::method_name;
use crate::catalogue::Words;
use crate::label::{kind_label, public_path, value_label};
use crate::page::{self, Page};
use crate::{App, Error};

/// Time for which the figures of reports are kept, in milliseconds: counting reads every row.
const KEPT_MS: i64 = 60_000;

/// Figures at one serial and minute.
#[derive(Clone, Debug)]
pub(crate) struct Figures {
    serial: Serial,
    counted_at: Time,
    /// Entries of each kind: all, and those at level `block`.
    by_kind: Vec<(IndicatorKind, u64, u64)>,
    listings: u64,
    reports: u64,
    reports_closed: u64,
}

/// Remembers the figures for a minute or until the next act.
#[derive(Debug, Default)]
pub(crate) struct KeptFigures(Mutex<Option<Arc<Figures>>>);

struct KindLine {
    kind: String,
    listings: String,
    blocks: String,
}

struct ActLine {
    serial: u64,
    at: String,
    action: &'static str,
    path: String,
    value: String,
    method: String,
    level: &'static str,
    evidence: String,
}

#[derive(Template)]
#[template(path = "portal/figures.html")]
struct FiguresPage {
    t: Words,
    page: Page,
    year: String,
    serial: String,
    listings: String,
    reports: String,
    reports_closed: String,
    kinds: Vec<KindLine>,
    acts: Vec<ActLine>,
}

/// The figures.
pub(super) async fn get_figures(State(app): State<App>, page: Page) -> Result<Response, Error> {
    let t = page.t;
    let figures = figures(&app).await?;
    let acts = newest::acts(&app).await?;
    let kind_line = |&(kind, all, blocks): &(IndicatorKind, u64, u64)| KindLine {
        kind: kind_label(kind, t),
        listings: t.number(all),
        blocks: t.number(blocks),
    };
    page::render(&FiguresPage {
        year: figures.counted_at.vietnam_iso_date()[..4].to_owned(),
        serial: t.number(figures.serial.0),
        listings: t.number(figures.listings),
        reports: t.number(figures.reports),
        reports_closed: t.number(figures.reports_closed),
        kinds: figures.by_kind.iter().map(kind_line).collect(),
        acts: acts.iter().map(|act| act_line(&app, act, t)).collect(),
        t,
        page,
    })
}

fn act_line(app: &App, act: &Act, t: Words) -> ActLine {
    ActLine {
        serial: act.serial.0,
        at: act.at.vietnam_date_time(),
        action: act.action.slug(),
        path: public_path(&act.indicator),
        value: value_label(&act.indicator, &app.reference),
        method: method_name(app, act.method, t),
        level: act.level.slug(),
        evidence: act.evidence.clone(),
    }
}

async fn figures(app: &App) -> Result<Arc<Figures>, Error> {
    let snapshot = app.snapshot.load();
    let now = app.now();
    let mut kept = app.memory().figures.0.lock().await;
    if let Some(figures) = kept.as_ref()
        && figures.serial == snapshot.serial()
        && (0..KEPT_MS).contains(&now.millis_since(figures.counted_at))
    {
        return Ok(Arc::clone(figures));
    }
    let year = &now.vietnam_iso_date()[..4];
    let new_year = format!("{year}-01-01T00:00:00+07:00");
    let from: Time = new_year.parse().map_err(Error::internal)?;
    let counts = app.store.counts(from, now).await?;
    let closed = |state: &model::report::ReportState| {
        matches!(state, model::report::ReportState::Resolved | model::report::ReportState::Dismissed)
    };
    let reports_closed = counts.by_state.iter().filter(|count| closed(&count.value)).map(|c| c.reports).sum();
    let by_kind =
        tokio::task::spawn_blocking(move || (count_kinds(&snapshot), snapshot.serial(), snapshot.len()));
    let (by_kind, serial, listings) = by_kind.await.map_err(Error::internal)?;
    let figures = Arc::new(Figures {
        serial,
        counted_at: now,
        by_kind,
        listings: u64::try_from(listings).unwrap_or(u64::MAX),
        reports: counts.reports,
        reports_closed,
    });
    *kept = Some(Arc::clone(&figures));
    Ok(figures)
}

fn count_kinds(snapshot: &Snapshot) -> Vec<(IndicatorKind, u64, u64)> {
    let mut by_kind: BTreeMap<IndicatorKind, (u64, u64)> = BTreeMap::new();
    for listing in snapshot.iter() {
        let (all, blocks) = by_kind.entry(listing.indicator.kind()).or_default();
        *all += 1;
        *blocks += u64::from(listing.level == Level::Block);
    }
    by_kind.into_iter().map(|(kind, (all, blocks))| (kind, all, blocks)).collect()
}
