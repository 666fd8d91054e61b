//! A new report finds its desk, joins the event it tells of, is folded away when it says what officers closed as spam,
//! weighs what its source weighs, changes the place of those that share an indicator with
//! it, and can be found by its words.

use anyhow::Context as _;
use desk::guard;
use detect::sketch::{self, Sketch};
use model::{Reference, ReportId};
use store::event::FoldInput;
use store::{Store, StoreError};

use crate::context::now;

/// Routes and folds the report named by `payload`, and places again those related to it.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn run(store: &Store, reference: &Reference, payload: &str) -> anyhow::Result<()> {
    let id: ReportId = payload.parse().with_context(|| format!("read `{payload}` as a report id"))?;
    let report = match store.report(id, &desk::Sight::All).await {
        // The report is gone: there is nothing to do.
        Err(StoreError::NotFound(_)) => return Ok(()),
        other => other?,
    };
    store.route_report(id, reference).await?;
    // What may never be listed says nothing about a fraud: official channels, shared hosts.
    let indicators = report.indicators.into_iter().map(|one| one.indicator);
    let ignored = indicators.filter(|indicator| guard::check(indicator, reference).is_err());
    let input = FoldInput {
        plain_words: sketch::plain_words(&report.text),
        sketch: Sketch::of(&report.text).map(Sketch::bits),
        ignored: ignored.collect(),
    };
    let is_near = |a, b| Sketch::from_bits(a).is_near(Sketch::from_bits(b));
    store.fold_report(id, &input, is_near, now()).await?;
    store.fold_spam(id, &input, is_near).await?;
    store.weigh_report(id).await?;
    store.rank_related(id).await?;
    Ok(store.index_report(id).await?)
}
