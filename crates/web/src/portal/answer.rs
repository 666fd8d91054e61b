//! An assessment as the card that a reader sees.

use model::reference::Advice;
use model::{Assessment, Found, Reason, Span, StatedKind, Verdict};

use super::marked::{self, Stretch};
use super::warnings::method_name;
use crate::App;
use crate::catalogue::Words;
use crate::label::{kind_label, public_path, short_label, value_label};
use crate::stated::{self, obfuscation_line};

/// Reasons shown; the heaviest come first.
const REASONS_MAX: usize = 8;

/// Reasons shown open; the rest is folded, so that whom to call is not far below.
const REASONS_OPEN: usize = 4;

/// What the codes of reasons begin with that rest on a payment code: it is told in words, nobody can read it.
const OF_PAYMENT_CODES: &str = "payment-code-";

/// Indicators shown as links; all are handed on to a report.
const INDICATORS_MAX: usize = 10;

/// Characters of a message that is shown open; a longer one is folded.
const OPEN_CHARS_MAX: usize = 900;

/// One reason in words, with the words of the message it rests on.
pub(super) struct ReasonView<'a> {
    pub(super) sentence: String,
    pub(super) words: Option<&'a str>,
}

/// One indicator found in the message.
pub(super) struct FoundView {
    pub(super) path: String,
    pub(super) kind: String,
    pub(super) value: String,
    pub(super) is_listed: bool,
}

/// What the method is called and how it goes on.
pub(super) struct MethodView<'a> {
    pub(super) slug: &'static str,
    pub(super) name: String,
    pub(super) story: &'a str,
}

/// The card.
pub(super) struct Answer<'a> {
    pub(super) verdict: Verdict,
    pub(super) headline: String,
    pub(super) subline: String,
    pub(super) advice: Vec<&'a Advice>,
    pub(super) reasons: Vec<ReasonView<'a>>,
    /// Reasons that are folded.
    pub(super) more_reasons: Vec<ReasonView<'a>>,
    pub(super) message: Vec<Stretch<'a>>,
    pub(super) is_long: bool,
    pub(super) found: Vec<FoundView>,
    pub(super) left_out: usize,
    /// Name and value of what it says.
    pub(super) stated: Vec<(String, String)>,
    /// How its writing hides words.
    pub(super) disguise: Option<String>,
    pub(super) method: Option<MethodView<'a>>,
}

impl<'a> Answer<'a> {
    /// The card for what the engine said of `text`.
    pub(super) fn new(text: &'a str, assessment: &Assessment, app: &'a App, t: Words) -> Answer<'a> {
        let verdict = assessment.verdict;
        let shown = assessment.reasons.iter().filter(|reason| shows(reason, verdict)).enumerate();
        // A remark weighs nothing and is always told: that the writing was read by a program, for one.
        let told = shown.filter(|(place, reason)| *place < REASONS_MAX || reason.weight == 0.0);
        let reasons: Vec<&Reason> = told.map(|(_, reason)| reason).collect();
        let spans = reasons.iter().filter_map(|reason| reason.span);
        let codes = reasons.iter().filter(|reason| is_of_payment_code(reason));
        let codes: Vec<Span> = codes.filter_map(|reason| reason.span).collect();
        let (open, more_reasons) = reason_views(text, &reasons, t);
        let (headline, subline) = first_lines(assessment, app, t);
        let method = assessment
            .indicators
            .iter()
            .find_map(|found| found.listed.as_ref().map(|listed| listed.method))
            .or(assessment.method.map(|guess| guess.method))
            .filter(|_| matches!(verdict, Verdict::Listed | Verdict::Dangerous | Verdict::Suspicious));
        let found = &assessment.indicators;
        Answer {
            verdict,
            headline,
            subline,
            advice: app.reference.advice.of(verdict, method),
            message: marked::stretches(text, spans, &codes),
            reasons: open,
            more_reasons,
            is_long: text.chars().count() > OPEN_CHARS_MAX,
            found: found.iter().take(INDICATORS_MAX).map(|found| found_view(found, app, t)).collect(),
            left_out: found.len().saturating_sub(INDICATORS_MAX) + assessment.indicators_left_out,
            stated: stated_rows(assessment, t),
            disguise: obfuscation_line(&assessment.obfuscation, t),
            method: method.map(|method| MethodView {
                slug: method.slug(),
                name: method_name(app, method, t),
                story: t.of(&app.reference.taxonomy.entry(method).story),
            }),
        }
    }

    /// Whether the message has anything that can be read.
    pub(super) fn has_words(&self) -> bool {
        self.message.iter().any(|stretch| !stretch.is_code && !stretch.text.trim().is_empty())
    }

    /// The class of the band and name of the icon.
    pub(super) fn slug(&self) -> &'static str {
        self.verdict.slug()
    }
}

/// Reasons against a scam explain only a verdict that says so.
fn shows(reason: &Reason, verdict: Verdict) -> bool {
    match verdict {
        Verdict::Official | Verdict::NoInformation => true,
        _ => reason.weight >= 0.0,
    }
}

fn is_of_payment_code(reason: &Reason) -> bool {
    reason.code.starts_with(OF_PAYMENT_CODES)
}

/// The reasons in words, those that are shown open and those that are folded; words of the message that several rest
/// on are repeated under the first only. Remarks are never folded, nor is a single reason.
fn reason_views<'a>(
    text: &'a str,
    reasons: &[&Reason],
    t: Words,
) -> (Vec<ReasonView<'a>>, Vec<ReasonView<'a>>) {
    let is_open = |place: usize, reason: &Reason| place < REASONS_OPEN || reason.weight == 0.0;
    let folded = reasons.iter().enumerate().filter(|(place, reason)| !is_open(*place, reason)).count();
    let (mut open, mut more): (Vec<ReasonView<'a>>, Vec<ReasonView<'a>>) = (Vec::new(), Vec::new());
    for (place, reason) in reasons.iter().enumerate() {
        let subject = reason.subject_in(t.language).unwrap_or_default();
        let sentence = t.say_with(&format!("reason-{}", reason.code), "subject", subject).into_owned();
        let words = reason.span.and_then(|span| text.get(span.start..span.end));
        let is_new = |words: &&str| !open.iter().chain(&more).any(|view| view.words == Some(*words));
        let words = words.filter(|_| !is_of_payment_code(reason)).filter(is_new);
        let views = if folded < 2 || is_open(place, reason) { &mut open } else { &mut more };
        views.push(ReasonView { sentence, words });
    }
    (open, more)
}

/// What it says, one row a sort, values joined.
fn stated_rows(assessment: &Assessment, t: Words) -> Vec<(String, String)> {
    let rows = StatedKind::ALL.iter().filter_map(|kind| {
        let of_kind = assessment.stated.iter().filter(|stated| stated.kind == *kind);
        let values: Vec<String> = of_kind.map(|stated| stated::value_label(stated, t)).collect();
        (!values.is_empty()).then(|| (stated::kind_label(*kind, t), values.join(" · ")))
    });
    rows.collect()
}

fn found_view(found: &Found, app: &App, t: Words) -> FoundView {
    FoundView {
        path: public_path(&found.indicator),
        kind: kind_label(found.indicator.kind(), t),
        value: short_label(&found.indicator, &app.reference),
        is_listed: found.listed.is_some(),
    }
}

/// The first line of the card and the smaller one under it.
fn first_lines(assessment: &Assessment, app: &App, t: Words) -> (String, String) {
    match assessment.verdict {
        Verdict::Listed => {
            let since = assessment.indicators.iter().find_map(|found| found.listed.as_ref());
            let since = since.map(|listed| {
                let label = value_label(&listed.indicator, &app.reference);
                t.say_all(
                    "answer-listed-since",
                    &[("value", label.into()), ("date", listed.listed_at.vietnam_date().into())],
                )
            });
            (t.say("verdict-listed").into_owned(), since.unwrap_or_default().into_owned())
        }
        Verdict::Official => {
            let official =
                assessment.indicators.iter().find_map(|f| app.reference.official.find(&f.indicator));
            let owner = official.map_or("", |official| t.of(&official.owner));
            let verified = official.map_or("", |official| official.verified_on.as_str());
            let subline = t.say_with("answer-official-verified", "date", date_from_iso(verified));
            (t.say_with("verdict-official", "owner", owner).into_owned(), subline.into_owned())
        }
        verdict => {
            let slug = verdict.slug().replace('_', "-");
            (
                t.say(&format!("verdict-{slug}")).into_owned(),
                t.say(&format!("answer-{slug}-line")).into_owned(),
            )
        }
    }
}

/// `2026-11-22` as `22/11/2026`; another text as it is.
pub(super) fn date_from_iso(iso: &str) -> String {
    let parts: Vec<&str> = iso.split('-').collect();
    match parts[..] {
        [year, month, day] => format!("{day}/{month}/{year}"),
        _ => iso.to_owned(),
    }
}
