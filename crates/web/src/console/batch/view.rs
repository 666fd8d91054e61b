//! The page of one batch: what would be done and what not, what was done, and how to undo it; and the list of all.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use desk::batch::BATCH_REPORTS_MAX;
use desk::{BatchAction, BatchRowState, BatchState, Permission, Sight};
use model::ReportId;
use serde::Deserialize;
use store::batch::{Batch, BatchCount, BatchRow};
use store::officer::Officer;

use super::super::frame::{Console, Link};
use super::super::words;
use super::batch_id;
use crate::auth::SignedIn;
use crate::catalogue::Words;
use crate::extract::{Path, Query};
use crate::page::{self, Page};
use crate::{App, Error};

/// Reports of one page.
const PAGE_ROWS: u32 = 100;
/// Batches that are listed.
const BATCHES_MAX: u32 = 100;

/// The query of the page of a batch.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct BatchQuery {
    /// Place of the first report of the page.
    #[serde(default)]
    from: u64,
}

struct Row {
    state: String,
    state_class: &'static str,
    why: String,
    /// `None` when the report lies on a desk that is not in sight.
    report: Option<Link>,
}

#[derive(Template)]
#[template(path = "console/batch.html")]
struct BatchPage {
    c: Console,
    href: String,
    what: String,
    summary: String,
    state: String,
    by: String,
    ground: Option<String>,
    /// What the reporters may read; empty: nothing.
    answer: String,
    /// Key of the sentence that says who reads it.
    answer_read: &'static str,
    /// The page of the case that was opened.
    case_href: Option<String>,
    undone: Option<String>,
    more: Option<String>,
    left: Vec<String>,
    may_do: bool,
    may_go_on: bool,
    may_undo: bool,
    rows: Vec<Row>,
    first_href: Option<String>,
    next_href: Option<String>,
}

/// One batch.
pub(in super::super) async fn get_batch(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Path(id): Path<String>,
    Query(query): Query<BatchQuery>,
) -> Result<Response, Error> {
    officer.require(Permission::WorkReports)?;
    let (id, by, sight) = (batch_id(&id)?, officer.0.officer.id, officer.sight());
    let (batch, counts) = app.store.batch(id, by, app.now()).await?;
    let rows = app.store.batch_rows(id, &sight, query.from, PAGE_ROWS + 1).await?;
    let officers = app.store.officers().await?;
    let c = Console::new(&app, page, officer).await?;
    let t = c.t();
    let next = rows.get(PAGE_ROWS as usize).map(|row| row.place);
    let href = super::href(&c.page, id);
    let ground = (!batch.ground.is_empty())
        .then(|| t.say_with("batch-ground-was", "ground", batch.ground.as_str()).into_owned());
    page::render(&BatchPage {
        what: what(&app, t, &batch, &officers, &sight).await?,
        summary: summary(t, &batch, &counts),
        state: t.say(&format!("batch-state-{}", batch.state)).into_owned(),
        by: by_words(t, &batch, &officers),
        ground,
        answer_read: answer_read(batch.state),
        case_href: match batch.action {
            BatchAction::OpenCase { case: Some(id) } => Some(c.page.href(&format!("/console/vu-an/{id}"))),
            _ => None,
        },
        undone: undone_words(t, &batch, &officers),
        more: batch.has_more.then(|| t.say_with("batch-more", "max", t.number(max())).into_owned()),
        left: counts.iter().filter_map(|count| left(t, count)).collect(),
        may_do: batch.state == BatchState::Planned && batch.by == by,
        may_go_on: matches!(batch.state, BatchState::Running | BatchState::Undoing),
        may_undo: batch.state == BatchState::Done && counted(&counts, BatchRowState::Done) > 0,
        rows: rows.iter().take(PAGE_ROWS as usize).map(|row| row_view(&app, &c.page, row)).collect(),
        first_href: (query.from > 0).then(|| href.clone()),
        next_href: next.map(|next| format!("{href}?from={next}")),
        href,
        answer: batch.answer,
        c,
    })
}

/// Who reads what was said to the reporters.
const fn answer_read(state: BatchState) -> &'static str {
    match state {
        BatchState::Planned | BatchState::Running | BatchState::Done => "batch-answer-read",
        BatchState::Undoing | BatchState::Undone => "batch-answer-taken-back",
    }
}

fn max() -> u64 {
    BATCH_REPORTS_MAX as u64
}

/// What is done, in words.
async fn what(
    app: &App,
    t: Words,
    batch: &Batch,
    officers: &[Officer],
    sight: &Sight,
) -> Result<String, Error> {
    let value = match &batch.action {
        BatchAction::Assign { officer } => ("officer", words::officer_name(t, Some(*officer), officers)),
        BatchAction::Fold { into } => ("code", code(app, *into, sight).await),
        BatchAction::Dismiss { reason } => ("reason", t.say(&format!("close-reason-{reason}")).into_owned()),
        BatchAction::SetMethod { method } => ("method", words::method(t, &app.reference, Some(*method))),
        BatchAction::HandOver { unit } => {
            let units = app.store.units().await?;
            let name = units.into_iter().find(|kept| kept.unit.id == *unit).map(|kept| kept.unit.name);
            ("unit", name.unwrap_or_else(|| unit.to_string()))
        }
        BatchAction::OpenCase { .. } => ("title", words::case_title(t, &batch.ground)),
    };
    let key = format!("batch-what-{}", batch.action.kind());
    Ok(t.say_with(&key, value.0, value.1).into_owned())
}

/// The tracking code of a report; its id when it is not in sight any more.
async fn code(app: &App, id: ReportId, sight: &Sight) -> String {
    app.store
        .report(id, sight)
        .await
        .map_or_else(|_| id.to_string(), |report| report.tracking_code.to_string())
}

fn by_words(t: Words, batch: &Batch, officers: &[Officer]) -> String {
    let at = batch.began_at.unwrap_or(batch.planned_at).vietnam_date_time();
    let values = [("who", words::officer_name(t, Some(batch.by), officers).into()), ("at", at.into())];
    t.say_all("batch-by", &values).into_owned()
}

/// Who undid it, when and why; `None` while it stands.
fn undone_words(t: Words, batch: &Batch, officers: &[Officer]) -> Option<String> {
    let (who, at, why) = batch.undone.as_ref()?;
    let values = [
        ("who", words::officer_name(t, Some(*who), officers).into()),
        ("at", at.vietnam_date_time().into()),
        ("why", why.as_str().into()),
    ];
    Some(t.say_all("batch-undone-by", &values).into_owned())
}

fn counted(counts: &[BatchCount], state: BatchRowState) -> u64 {
    counts.iter().filter(|count| count.state == state).map(|count| count.reports).sum()
}

fn summary(t: Words, batch: &Batch, counts: &[BatchCount]) -> String {
    let of = |state| t.number(counted(counts, state));
    let total: u64 = counts.iter().map(|count| count.reports).sum();
    let values = [
        ("total", t.number(total).into()),
        ("can", of(BatchRowState::Waiting).into()),
        ("cannot", of(BatchRowState::Skipped).into()),
        ("waiting", of(BatchRowState::Waiting).into()),
        ("done", of(BatchRowState::Done).into()),
        ("undone", of(BatchRowState::Undone).into()),
        ("kept", of(BatchRowState::Kept).into()),
    ];
    t.say_all(&format!("batch-summary-{}", batch.state), &values).into_owned()
}

/// Why some reports were left as they are, in words.
fn left(t: Words, count: &BatchCount) -> Option<String> {
    let key = match count.state {
        BatchRowState::Skipped => "batch-why-not",
        BatchRowState::Kept => "batch-why-kept",
        BatchRowState::Waiting | BatchRowState::Done | BatchRowState::Undone => return None,
    };
    let why = t.say(&format!("batch-skip-{}", count.skip?)).into_owned();
    let values = [("count", t.number(count.reports).into()), ("why", why.into())];
    Some(t.say_all(key, &values).into_owned())
}

fn row_view(app: &App, page: &Page, row: &BatchRow) -> Row {
    let t = page.t;
    Row {
        state: t.say(&format!("batch-row-{}", row.state)).into_owned(),
        state_class: match row.state {
            BatchRowState::Done | BatchRowState::Undone => "green",
            BatchRowState::Skipped | BatchRowState::Kept => "amber",
            BatchRowState::Waiting => "",
        },
        why: row.skip.map(|skip| t.say(&format!("batch-skip-{skip}")).into_owned()).unwrap_or_default(),
        report: row.report.as_ref().map(|report| words::related_link(app, page, report, app.now())),
    }
}

struct ListRow {
    href: String,
    when: String,
    what: String,
    who: String,
    state: String,
}

#[derive(Template)]
#[template(path = "console/batches.html")]
struct BatchesPage {
    c: Console,
    lead: String,
    rows: Vec<ListRow>,
}

/// The newest batches of the officers in sight.
pub(in super::super) async fn get_batches(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    officer.require(Permission::WorkReports)?;
    let sight = officer.sight();
    let batches = app.store.batches(&sight, None, BATCHES_MAX).await?;
    let officers = app.store.officers().await?;
    let c = Console::new(&app, page, officer).await?;
    let t = c.t();
    let mut rows = Vec::with_capacity(batches.len());
    for batch in &batches {
        rows.push(ListRow {
            href: super::href(&c.page, batch.id),
            when: batch.began_at.unwrap_or(batch.planned_at).vietnam_date_time(),
            what: what(&app, t, batch, &officers, &sight).await?,
            who: words::officer_name(t, Some(batch.by), &officers),
            state: t.say(&format!("batch-state-{}", batch.state)).into_owned(),
        });
    }
    page::render(&BatchesPage {
        lead: t.say_with("batch-lead", "max", t.number(max())).into_owned(),
        rows,
        c,
    })
}
