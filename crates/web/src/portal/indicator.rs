//! The public page of one indicator: what the list says of it, and what to do.
//!
//! It is a function of the published list and the verified official channels, and for what is listed of the number of
//! reports. It never tells whether somebody has reported or checked an indicator that is not listed.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use data_encoding::HEXLOWER;
use feed::tlog::leaf::is_personal;
use model::reference::Advice;
use model::{Indicator, IndicatorKind, Listing, Verdict};
use store::report::COUNTED_MAX;

use super::answer::date_from_iso;
use super::warnings::method_name;
use crate::catalogue::Words;
use crate::extract::Path;
use crate::label::{kind_label, public_path, value_label};
use crate::limits::{Action, ClientAddr};
use crate::page::{self, Page};
use crate::{App, Error};

/// What the list says.
struct ListedView {
    /// The broader entry that covers it; `None` when the entry is for exactly this.
    covered_by: Option<String>,
    method: String,
    method_slug: &'static str,
    level: &'static str,
    reason: &'static str,
    listed_on: String,
    expires_on: String,
    serial: u64,
    /// Reports that name the entry, in words; empty for none.
    reports: String,
    proof: Option<ProofView>,
}

/// Proof that the act behind the entry is in the public log.
struct ProofView {
    text: String,
    size: u64,
    /// Opens the commitment of an entry that names no indicator; `None` for one that does.
    salt: Option<String>,
}

/// Whose name the host carries, that it does not belong to.
struct ImitatedView<'a> {
    owner: &'a str,
    /// Their verified domains, one after the other; may be empty.
    official: String,
}

struct OfficialView<'a> {
    owner: &'a str,
    verified_on: String,
    source: &'a str,
}

#[derive(Template)]
#[template(path = "portal/indicator.html")]
struct IndicatorPage<'a> {
    t: Words,
    page: Page,
    indicator: String,
    kind: String,
    value: String,
    is_bank_account: bool,
    verdict: Verdict,
    listed: Option<ListedView>,
    official: Option<OfficialView<'a>>,
    imitated: Option<ImitatedView<'a>>,
    advice: Vec<&'a Advice>,
}

/// The page of an indicator; other writings of it lead to its canonical address. An indicator that is
/// not listed has a page too (200): the answer "nothing known" is about the list and exists.
pub(super) async fn get_indicator(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    Path(text): Path<String>,
) -> Result<Response, Error> {
    app.limits.check(Action::LookUp, client)?;
    let indicator: Indicator = text.parse().map_err(|_| Error::NotFound)?;
    if indicator.to_string() != text {
        return Ok(Redirect::permanent(&page.href(&public_path(&indicator))).into_response());
    }
    let t = page.t;
    let listed = listed_view(&app, &indicator, t).await?;
    let official = app.reference.official.find(&indicator).filter(|official| official.verified);
    let verdict = match (&listed, official) {
        (Some(_), _) => Verdict::Listed,
        (None, Some(_)) => Verdict::Official,
        (None, None) => Verdict::NoInformation,
    };
    let method = app.snapshot.peek().covering(&indicator).map(|listing| listing.method);
    page::render(&IndicatorPage {
        kind: kind_label(indicator.kind(), t),
        value: value_label(&indicator, &app.reference),
        is_bank_account: indicator.kind() == IndicatorKind::BankAccount,
        verdict,
        listed,
        official: official.map(|official| OfficialView {
            owner: t.of(&official.owner),
            verified_on: date_from_iso(&official.verified_on),
            source: &official.source,
        }),
        imitated: imitated(&app, &indicator, t),
        advice: app.reference.advice.of(verdict, method),
        indicator: text,
        t,
        page,
    })
}

fn imitated<'a>(app: &'a App, indicator: &Indicator, t: Words) -> Option<ImitatedView<'a>> {
    let found = app.engine.imitated(indicator)?;
    let channels = app.reference.official.of_kind(IndicatorKind::Domain);
    let own: Vec<_> =
        channels.filter(|channel| found.owner_slug == Some(channel.owner_slug.as_str())).collect();
    let verified: Vec<&str> =
        own.iter().filter(|channel| channel.verified).map(|channel| channel.indicator.value()).collect();
    let owner = own.first().map_or(found.owner, |channel| t.of(&channel.owner));
    Some(ImitatedView { owner, official: verified.join(", ") })
}

async fn listed_view(app: &App, indicator: &Indicator, t: Words) -> Result<Option<ListedView>, Error> {
    let listing = app.snapshot.peek().covering(indicator);
    let Some(listing) = listing else { return Ok(None) };
    let reports = app.store.count_reports_with_indicator(&listing.indicator).await?;
    let many = if reports > COUNTED_MAX { "indicator-reports-many" } else { "indicator-reports-count" };
    let covered_by =
        (listing.indicator != *indicator).then(|| value_label(&listing.indicator, &app.reference));
    Ok(Some(ListedView {
        covered_by,
        reports: if reports == 0 {
            String::new()
        } else {
            t.say_with(many, "count", t.number(reports.min(COUNTED_MAX))).into_owned()
        },
        method: method_name(app, listing.method, t),
        method_slug: listing.method.slug(),
        level: listing.level.slug(),
        reason: listing.reason.slug(),
        listed_on: listing.listed_at.vietnam_date(),
        expires_on: listing.expires_at.vietnam_date(),
        serial: listing.serial.0,
        proof: proof_view(app, &listing),
    }))
}

fn proof_view(app: &App, listing: &Listing) -> Option<ProofView> {
    let proof = app.transparency.as_ref()?.proof(listing.serial);
    // A page without its proof is better than no page; the log's own task tells what is wrong with it.
    let proof = proof.ok().flatten()?;
    let salt = is_personal(listing.indicator.kind()).then(|| HEXLOWER.encode(&proof.salt.0));
    Some(ProofView { text: proof.text, size: proof.size, salt })
}
