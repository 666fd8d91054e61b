//! What answers show of the model's words. Field names are those of `design.md`.

use detect::Thread;
use model::assessment::ListedAs;
use model::{Assessment, Language, Listing, Method, Reference, Serial, Span};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check::ReadView;
use crate::Error;
use crate::catalogue::Words;

/// The query of calls that answer with sentences.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LanguageQuery {
    lang: Option<String>,
}

impl LanguageQuery {
    /// The words asked for; Vietnamese unless `lang=en`.
    ///
    /// # Errors
    /// [`Error::BadRequest`] for a language there is not.
    pub(crate) fn words(&self) -> Result<Words, Error> {
        match self.lang.as_deref() {
            None | Some("vi") => Ok(Words::new(Language::Vi)),
            Some("en") => Ok(Words::new(Language::En)),
            Some(_) => Err(Error::BadRequest("unknown-language")),
        }
    }
}

/// A method, by slug and name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MethodView<'a> {
    /// Stable name, e.g. `gov-judicial`.
    #[schema(example = "gov-judicial")]
    slug: &'static str,
    /// Name in the language asked for.
    name: &'a str,
    /// Share of the evidence that points to this method, 0 to 1.
    confidence: f32,
}

/// Where in the submitted text, as bytes of its UTF-8 form; `end` is one past the last.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SpanView {
    /// Which message of a conversation, from 0; left out for a single text.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<usize>,
    start: usize,
    end: usize,
}

impl From<Span> for SpanView {
    fn from(span: Span) -> SpanView {
        SpanView { message: None, start: span.start, end: span.end }
    }
}

/// Why an indicator counts as listed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListedView {
    /// The listed indicator: the one found, or a broader one that covers it.
    #[schema(example = "domain:vneid-capnhat.example")]
    indicator: String,
    #[schema(example = "gov-judicial")]
    method: &'static str,
    /// `warn` or `block`.
    #[schema(example = "block")]
    level: &'static str,
    /// ISO 8601, UTC.
    listed_at: String,
}

/// An indicator found in the submission.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundView<'a> {
    /// `kind:value`, canonical.
    #[schema(example = "phone:+84900000123")]
    indicator: String,
    span: SpanView,
    /// Left out when it is not listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    listed: Option<ListedView>,
    /// Who owns this verified official channel; left out when it is not one.
    #[serde(skip_serializing_if = "Option::is_none")]
    official_owner: Option<&'a str>,
}

/// One ground for the verdict.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReasonView<'a> {
    /// Stable code.
    #[schema(example = "asks-otp")]
    code: &'a str,
    /// The ground as a sentence.
    text: String,
    /// The words it rests on; left out when it rests on the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<SpanView>,
    /// What the sentence is about, in the language of the answer; left out when it needs nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
}

/// Something that the submission says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatedView<'a> {
    /// `sender`, `speaks-for` (in whose name it speaks), `names`, `amount`, `deadline`, `code`, `holder`.
    #[schema(example = "amount")]
    kind: &'static str,
    /// In one form: đồng for an amount; `PT24H`, `P3D`, `today`, `2026-11-30`, `--11-30` or `17:00` for a deadline; the
    /// number of digits of a one-time code, never the code.
    #[schema(example = "2500000")]
    value: &'a str,
    /// Left out for the sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<SpanView>,
}

/// How far the writing hides what it says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ObfuscationView {
    /// 0: as people write; towards 1: disguised through and through.
    #[schema(example = 0.55)]
    score: f32,
    /// What was met, the one that weighs most first.
    ways: Vec<DisguiseView>,
}

/// One way of disguise.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DisguiseView {
    /// `lookalikes`, `invisible`, `masked`, `joints`, `mixed-case` or `no-words`.
    #[schema(example = "lookalikes")]
    way: &'static str,
    /// How often.
    count: u32,
}

/// What the engine says of a submission.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AssessmentView<'a> {
    /// `listed`, `dangerous`, `suspicious`, `spam`, `no_information` (never "safe") or `official`.
    #[schema(example = "dangerous")]
    verdict: &'static str,
    /// The verdict as a sentence.
    verdict_text: String,
    /// Probability that this is a scam, 0 to 1.
    score: f32,
    /// Most likely method; left out when nothing points to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<MethodView<'a>>,
    /// In order of appearance, at most 100.
    indicators: Vec<FoundView<'a>>,
    /// Indicators beyond the maximum.
    indicators_left_out: usize,
    /// Heaviest first.
    reasons: Vec<ReasonView<'a>>,
    /// What else it says, in order of appearance, at most 20.
    stated: Vec<StatedView<'a>>,
    /// How far the writing hides what it says.
    obfuscation: ObfuscationView,
    /// What to do now, biggest first, at most three.
    advice: Vec<&'a str>,
    /// Serial of the list that was looked at.
    serial: u64,
    /// What was read of a file; left out for text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) read: Option<ReadView<'a>>,
}

impl<'a> AssessmentView<'a> {
    /// The assessment in these words.
    pub(crate) fn new(
        assessment: &'a Assessment,
        reference: &'a Reference,
        t: Words,
        serial: Serial,
    ) -> AssessmentView<'a> {
        let method = assessment.method.map(|guess| MethodView {
            slug: guess.method.slug(),
            name: method_name(reference, guess.method, t),
            confidence: guess.confidence,
        });
        let found = assessment.indicators.iter().map(|found| FoundView {
            indicator: found.indicator.to_string(),
            span: found.span.into(),
            listed: found.listed.as_ref().map(listed_view),
            official_owner: found.official_owner.as_deref(),
        });
        let reasons = assessment.reasons.iter().map(|reason| ReasonView {
            code: &reason.code,
            text: reason_text(reason, t),
            span: reason.span.map(SpanView::from),
            subject: reason.subject_in(t.language),
        });
        let stated = assessment.stated.iter().map(|stated| StatedView {
            kind: stated.kind.slug(),
            value: &stated.value,
            span: stated.span.map(SpanView::from),
        });
        let met = assessment.obfuscation.ways.iter();
        let ways = met.map(|(way, count)| DisguiseView { way: way.slug(), count: *count });
        let advice = reference.advice.of(assessment.verdict, assessment.method.map(|guess| guess.method));
        AssessmentView {
            verdict: assessment.verdict.slug(),
            verdict_text: t.say(&verdict_key(assessment.verdict)).into_owned(),
            score: assessment.score,
            method,
            indicators: found.collect(),
            indicators_left_out: assessment.indicators_left_out,
            reasons: reasons.collect(),
            stated: stated.collect(),
            obfuscation: ObfuscationView { score: assessment.obfuscation.score, ways: ways.collect() },
            advice: advice.iter().map(|advice| t.of(&advice.text)).collect(),
            serial: serial.0,
            read: None,
        }
    }
}

impl AssessmentView<'_> {
    /// This answer with every span told within its message of the conversation; a span over several is left out.
    pub(crate) fn within(mut self, thread: Option<&Thread>) -> Self {
        let Some(thread) = thread else { return self };
        let within = |span: &SpanView| {
            let (message, span) = thread.place(Span { start: span.start, end: span.end })?;
            Some(SpanView { message: Some(message), ..span.into() })
        };
        for reason in &mut self.reasons {
            reason.span = reason.span.as_ref().and_then(within);
        }
        for stated in &mut self.stated {
            stated.span = stated.span.as_ref().and_then(within);
        }
        for found in &mut self.indicators {
            if let Some(span) = within(&found.span) {
                found.span = span;
            }
        }
        self
    }
}

/// Key of the sentence for a verdict.
pub(crate) fn verdict_key(verdict: model::Verdict) -> String {
    format!("api-verdict-{}", verdict.slug().replace('_', "-"))
}

/// The sentence of a reason.
pub(crate) fn reason_text(reason: &model::Reason, t: Words) -> String {
    let key = format!("reason-{}", reason.code);
    match reason.subject_in(t.language) {
        Some(subject) => t.say_with(&key, "subject", subject),
        None => t.say(&key),
    }
    .into_owned()
}

/// The name of a method in these words.
pub(crate) fn method_name(reference: &Reference, method: Method, t: Words) -> &str {
    t.of(&reference.taxonomy.entry(method).name)
}

fn listed_view(listed: &ListedAs) -> ListedView {
    ListedView {
        indicator: listed.indicator.to_string(),
        method: listed.method.slug(),
        level: listed.level.slug(),
        listed_at: listed.listed_at.to_string(),
    }
}

/// One published entry.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListingView {
    /// The listed indicator: the one asked for, or a broader one that covers it.
    #[schema(example = "domain:vneid-capnhat.example")]
    indicator: String,
    /// How the fraud works.
    #[schema(example = "gov-judicial")]
    method: &'static str,
    /// `warn` or `block`.
    #[schema(example = "block")]
    level: &'static str,
    /// The published ground.
    #[schema(example = "impersonation")]
    reason: &'static str,
    /// ISO 8601, UTC.
    listed_at: String,
    /// When it ends unless it is revised. ISO 8601, UTC.
    expires_at: String,
    /// The act that last changed it.
    serial: u64,
}

impl From<&Listing> for ListingView {
    fn from(listing: &Listing) -> ListingView {
        ListingView {
            indicator: listing.indicator.to_string(),
            method: listing.method.slug(),
            level: listing.level.slug(),
            reason: listing.reason.slug(),
            listed_at: listing.listed_at.to_string(),
            expires_at: listing.expires_at.to_string(),
            serial: listing.serial.0,
        }
    }
}
