//! The terms of a proposed listing: what the form offers, and how it is read back.

use desk::guard::{self, NewListing};
use model::{Indicator, IndicatorKind, Level, Listing, ListingReason, Method, Time};

use super::frame::Choice;
use super::words;
use crate::App;
use crate::auth::Fields;
use crate::catalogue::Words;

/// What was tried and did not go through, so that the page can say why and keep what was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Attempt {
    /// Name of the decision; empty when none was tried.
    pub(super) card: &'static str,
    /// Why it did not go through.
    pub(super) problem: Option<String>,
    /// What was typed.
    pub(super) fields: Fields,
}

impl Attempt {
    /// Whether this decision was tried.
    pub(super) fn is(&self, card: &str) -> bool {
        !card.is_empty() && self.card == card
    }

    /// What was typed in a field; empty when nothing was.
    pub(super) fn typed(&self, name: &str) -> &str {
        self.fields.get(name)
    }
}

/// What the form offers.
pub(super) struct Terms {
    pub(super) levels: Vec<Choice>,
    pub(super) methods: Vec<Choice>,
    pub(super) reasons: Vec<Choice>,
    pub(super) days: String,
    pub(super) evidence: String,
}

impl Terms {
    /// The form for an entry: with what was typed, else as it is listed, else as it usually is.
    pub(super) fn new(
        app: &App,
        t: Words,
        attempt: &Attempt,
        kind: Option<IndicatorKind>,
        listing: Option<&Listing>,
        method: Option<Method>,
    ) -> Terms {
        let tried = attempt.is("propose");
        let or = |name: &str, usual: &str| {
            if tried { attempt.typed(name).to_owned() } else { usual.to_owned() }
        };
        let level = or("level", listing.map_or(Level::Warn, |listing| listing.level).slug());
        let method = listing.map(|listing| listing.method).or(method).unwrap_or(Method::Other);
        let method = or("listing_method", method.slug());
        let reason = listing.map_or(ListingReason::VictimReports, |listing| listing.reason);
        let reason = or("listing_reason", reason.slug());
        let usual_days = guard::usual_days(kind.unwrap_or(IndicatorKind::Domain));
        let levels =
            Level::ALL.iter().map(|one| Choice::new(one.slug(), words::level(t, *one), level == one.slug()));
        let methods = Method::ALL.iter().map(|one| {
            Choice::new(one.slug(), words::method(t, &app.reference, Some(*one)), method == one.slug())
        });
        let reasons = ListingReason::ALL
            .iter()
            .map(|one| Choice::new(one.slug(), words::listing_reason(t, *one), reason == one.slug()));
        Terms {
            levels: levels.collect(),
            methods: methods.collect(),
            reasons: reasons.collect(),
            days: or("days", &usual_days.to_string()),
            evidence: or("evidence", ""),
        }
    }
}

/// Reads a proposed entry back from the form.
///
/// # Errors
/// What is wrong, in the officer's words.
pub(super) fn read_listing(fields: &Fields, now: Time, t: Words) -> Result<NewListing, String> {
    let wrong = |key: &str| t.say(key).into_owned();
    let indicator: Indicator =
        fields.get("indicator").parse().map_err(|_| wrong("console-not-an-indicator"))?;
    let method: Method = fields.get("listing_method").parse().map_err(|_| wrong("field-unknown-method"))?;
    let level = Level::from_slug(fields.get("level")).ok_or_else(|| wrong("console-choose-level"))?;
    let reason = ListingReason::from_slug(fields.get("listing_reason"))
        .ok_or_else(|| wrong("console-choose-reason"))?;
    let days: i64 = fields.get("days").parse().map_err(|_| wrong("console-days-rule"))?;
    let evidence = fields.get("evidence").to_owned();
    Ok(NewListing { indicator, method, level, reason, expires_at: now.plus_days(days), evidence })
}
