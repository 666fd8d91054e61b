//! One report: left the story, right what we know, at the bottom the decisions.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::{Permission, Sight, guard, report_state};
use model::report::{ReportState, SourceKind};
use model::{AttachmentId, Indicator, Method, Reason, ReportId, Span, Time};
use serde::Deserialize;
use store::audit::{AuditLine, Deed};
use store::officer::{Officer, Unit};
use store::report::{Origin, Report, ReportIndicator, Scan};

use super::clock::{self, ActRow, DueRow, SourceView};
use super::documents;
use super::emergency::{self, Call};
use super::event::{EventView, event_view};
use super::frame::{Choice, Console, Fact, Line, Link, Tag};
use super::hold::{HoldRow, hold_rows};
use super::presence;
use super::terms::{Attempt, Terms};
use super::{units, weight, why, words};
use crate::auth::SignedIn;
use crate::catalogue::Words;
use crate::extract::{Path, Query};
use crate::label::value_label;
use crate::page::{self, Page};
use crate::{App, Error};

/// Lines of the time line.
const TIMELINE_MAX: u32 = 200;
/// Other reports shown under one indicator.
const OTHERS_MAX: u32 = 4;
/// Reasons shown open, the heaviest first.
const REASONS_OPEN: usize = 5;
/// Indicators whose history is shown in full; the rest are named only.
const INDICATORS_IN_FULL: usize = 12;

/// The query of a report page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportQuery {
    /// Code of what was just done.
    #[serde(default)]
    done: String,
}

struct Piece {
    text: String,
    is_marked: bool,
}

struct AdditionRow {
    at: String,
    text: String,
}

struct FileRow {
    href: String,
    name: String,
    media_type: String,
    size: String,
    scan: String,
    scan_class: &'static str,
}

struct IndicatorRow {
    full: String,
    href: String,
    value: String,
    kind: String,
    origin: String,
    tags: Vec<Tag>,
    refusal: Option<String>,
    others: Vec<Link>,
}

struct StepRow {
    state: &'static str,
    label: String,
    consequence: String,
    needs_ground: bool,
    /// Whether the reporter can be told why.
    may_answer: bool,
    button: &'static str,
}

#[derive(Template)]
#[template(path = "console/report.html")]
struct ReportPage {
    c: Console,
    href: String,
    version: i64,
    seen: u64,
    presence: String,
    meanwhile: Vec<Line>,
    heading: String,
    state: String,
    state_class: &'static str,
    received: String,
    channel: String,
    attempt: Attempt,
    done: Option<String>,
    text: Vec<Piece>,
    additions: Vec<AdditionRow>,
    calls: Vec<Call>,
    facts: Vec<Fact>,
    attachments: Vec<FileRow>,
    timeline: Vec<Line>,
    source: Option<SourceView>,
    verdict: String,
    verdict_class: &'static str,
    score: String,
    reasons: Vec<String>,
    /// Reasons that are folded.
    more_reasons: Vec<String>,
    method: String,
    claimed_method: Option<String>,
    urgency: String,
    indicators: Vec<IndicatorRow>,
    may_take: bool,
    may_record: bool,
    may_propose: bool,
    may_work: bool,
    may_open_identity: bool,
    source_kinds: Vec<Choice>,
    due_if_recorded: Vec<DueRow>,
    clock_acts: Vec<ActRow>,
    event: EventView,
    terms: Terms,
    methods: Vec<Choice>,
    units: Vec<Choice>,
    steps: Vec<StepRow>,
    documents: Vec<Choice>,
    holds: Vec<HoldRow>,
    may_hold: bool,
    may_lift: bool,
    erased: Option<String>,
    /// Where the spam is that this report is folded away with.
    spam_of: Option<String>,
}

/// One report.
pub(super) async fn get_report(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Path(id): Path<String>,
    Query(query): Query<ReportQuery>,
) -> Result<Response, Error> {
    officer.require(Permission::ReadReports)?;
    let id: ReportId = id.parse().map_err(|_| Error::NotFound)?;
    report_page(&app, page, officer, id, Attempt::default(), &query.done).await
}

/// The page of a report, after an attempt that did not go through or a decision that did.
pub(super) async fn report_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    id: ReportId,
    attempt: Attempt,
    done: &str,
) -> Result<Response, Error> {
    let (sight, by) = (officer.sight(), officer.0.officer.id);
    let report = app.store.open_report(id, &sight, by, app.now()).await?;
    let officers = app.store.officers().await?;
    let lines = app.store.audit_lines_about(&format!("report:{id}"), TIMELINE_MAX).await?;
    let units = app.store.units().await?;
    let c = Console::new(app, page, officer).await?;
    let (t, now) = (c.t(), app.now());
    let event = event_view(app, &c.page, &report, &officers, &sight).await?;
    let indicators = indicator_rows(app, &c.page, &report, &sight, now).await?;
    let first_kind = report.indicators.first().map(|one| one.indicator.kind());
    let done = (!done.is_empty()).then(|| format!("console-done-{done}")).filter(|key| t.has(key));
    let presence = presence::words_of(app, t, id, by, &officers).await?;
    let officer = c.officer();
    let open = !report_state::is_closed(report.state);
    let holds = hold_rows(app, t, id, &officers).await?;
    let documents = documents::choices(app).await?;
    let erased =
        report.erased_at.map(|at| t.say_with("console-erased", "at", at.vietnam_date()).into_owned());
    let record = weight::fact(app, t, id).await?;
    let next_states = report_state::next_states(report.state);
    let assessment = &report.assessment;
    let mut reasons = words::reasons(t, assessment);
    page::render(&ReportPage {
        href: c.page.href(&format!("/console/phan-anh/{id}")),
        spam_of: report.spam_of.map(|spam| c.page.href(&format!("/console/phan-anh/{spam}"))),
        version: report.version.0,
        seen: lines.iter().map(|line| line.position).max().unwrap_or(0),
        meanwhile: presence::meanwhile(app, t, &report, &attempt, &lines, &officers),
        presence,
        heading: t.say_with("console-report", "code", report.tracking_code.to_string()).into_owned(),
        state: words::state(t, report.state),
        state_class: if open { "amber" } else { "" },
        received: t.say_with("console-received", "at", report.received_at.vietnam_date_time()).into_owned(),
        channel: channel(app, t, &report).await?,
        done: done.map(|key| t.say(&key).into_owned()),
        text: pieces(&report),
        additions: additions(&report),
        calls: emergency::calls(app, t, &report),
        facts: facts(app, t, &report, &officers, &units).into_iter().chain(record).collect(),
        attachments: files(&c.page, &report),
        timeline: timeline(app, t, &report, &lines, &officers),
        clock_acts: clock::acts(app, t, &report, officer, now),
        source: report.source.as_ref().map(|source| clock::source_view(app, t, source, now)),
        verdict: words::verdict(t, assessment.verdict),
        verdict_class: words::verdict_class(assessment.verdict),
        score: t.say_with("console-score", "percent", (assessment.score * 100.0).round()).into_owned(),
        more_reasons: if reasons.len() > REASONS_OPEN + 1 {
            reasons.split_off(REASONS_OPEN)
        } else {
            Vec::new()
        },
        reasons,
        method: or_unknown(t, words::method(t, &app.reference, report.method)),
        claimed_method: report.claimed_method.map(|claimed| words::method(t, &app.reference, Some(claimed))),
        urgency: words::urgency(t, report.urgency).0,
        may_take: officer.may(Permission::WorkReports)
            && open
            && report.assigned_to != Some(officer.0.officer.id),
        may_record: officer.may(Permission::RecordSource) && next_states.contains(&ReportState::Recorded),
        may_propose: officer.may(Permission::Propose),
        may_work: officer.may(Permission::WorkReports),
        may_open_identity: officer.may(Permission::OpenIdentity) && report.has_identity,
        source_kinds: source_kinds(t),
        due_if_recorded: clock::due_if_recorded(app, t, now),
        terms: Terms::new(app, t, &attempt, first_kind, None, report.method),
        methods: methods(app, t, report.method),
        units: units::choices(&units, |_| false)
            .into_iter()
            .filter(|unit| unit.value != report.unit.as_str())
            .collect(),
        steps: if officer.may(Permission::WorkReports) { steps(t, report.state) } else { Vec::new() },
        may_hold: officer.may(Permission::RecordSource),
        may_lift: officer.may(Permission::Approve),
        documents,
        holds,
        erased,
        indicators,
        event,
        attempt,
        c,
    })
}

/// One attached file, as a download: nothing a stranger sent is ever shown as a page of ours.
pub(super) async fn get_attachment(
    State(app): State<App>,
    officer: SignedIn,
    Path((id, attachment)): Path<(String, String)>,
) -> Result<Response, Error> {
    officer.require(Permission::ReadReports)?;
    let report: ReportId = id.parse().map_err(|_| Error::NotFound)?;
    let attachment: AttachmentId = attachment.parse().map_err(|_| Error::NotFound)?;
    let (file, bytes) = app.store.read_attachment(attachment, officer.0.officer.id, app.now()).await?;
    if file.report_id != report {
        return Err(Error::NotFound);
    }
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, disposition(&file.name)),
        // Even a browser that opens it finds a document without rights.
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    ];
    Ok((StatusCode::OK, headers, bytes).into_response())
}

/// `attachment` with the name in UTF-8 (RFC 6266, RFC 8187).
pub(super) fn disposition(name: &str) -> HeaderValue {
    let mut text = String::from("attachment; filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    HeaderValue::from_str(&text).expect("percent-encoded text is ASCII")
}

/// The account of what happened, cut where reasons and indicators rest on it.
fn pieces(report: &Report) -> Vec<Piece> {
    let reasons = report.assessment.reasons.iter().filter_map(|reason: &Reason| reason.span);
    let found = report.assessment.indicators.iter().map(|found| found.span);
    let mut spans: Vec<Span> = reasons.chain(found).collect();
    spans.sort();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    let mut push =
        |range: std::ops::Range<usize>, is_marked| match (report.text.get(range), pieces.last_mut()) {
            (None | Some(""), _) => {}
            // What touches is one piece.
            (Some(text), Some(Piece { text: last, is_marked: true })) if is_marked => last.push_str(text),
            (Some(text), _) => pieces.push(Piece { text: text.to_owned(), is_marked }),
        };
    for span in spans {
        let start = span.start.max(at);
        if span.end > start && report.text.is_char_boundary(start) && report.text.is_char_boundary(span.end) {
            push(at..start, false);
            push(start..span.end, true);
            at = span.end;
        }
    }
    push(at..report.text.len(), false);
    pieces
}

fn additions(report: &Report) -> Vec<AdditionRow> {
    let row = |added: &store::report::Addition| AdditionRow {
        at: added.received_at.vietnam_date_time(),
        text: added.text.clone(),
    };
    report.additions.iter().map(row).collect()
}

fn or_unknown(t: Words, name: String) -> String {
    if name.is_empty() { t.say("console-unknown").into_owned() } else { name }
}

fn facts(app: &App, t: Words, report: &Report, officers: &[Officer], units: &[Unit]) -> Vec<Fact> {
    let desk = units.iter().find(|kept| kept.unit.id == report.unit);
    let reason = report.unit_reason.as_deref().map(|reason| t.say(&format!("routed-{reason}")).into_owned());
    let parts = [desk.map(|kept| kept.unit.name.clone()), reason].into_iter().flatten();
    let desk = parts.collect::<Vec<_>>().join(" · ");
    let province = words::province(&app.reference, report.province.as_deref());
    let place = [report.place.clone(), province].into_iter().filter(|text| !text.is_empty());
    let owner = report.assigned_to.map(|id| words::officer_name(t, Some(id), officers)).unwrap_or_default();
    let happened = report.happened_at.map(Time::vietnam_date_time).unwrap_or_default();
    let identity = if report.has_identity { "console-identity-kept" } else { "console-identity-none" };
    let facts = [
        Fact::new(t.say("console-happened"), happened),
        Fact::new(t.say("console-place"), place.collect::<Vec<_>>().join(", ")),
        Fact::new(t.say("console-money"), words::money(t, report.money_lost)),
        Fact::new(t.say("console-desk-of"), desk),
        Fact::new(t.say("console-owner"), owner),
        Fact::new(t.say("console-reporter"), t.say(identity)),
    ];
    facts.into_iter().flatten().collect()
}

fn files(page: &Page, report: &Report) -> Vec<FileRow> {
    let row = |file: &store::report::Attachment| FileRow {
        href: page.href(&format!("/console/phan-anh/{}/tep/{}", report.id, file.id)),
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        size: words::size(page.t, file.bytes_len),
        scan: match &file.scan {
            Scan::NotScanned => page.t.say("console-file-not-scanned").into_owned(),
            Scan::Clean(at) => page.t.say_with("console-file-clean", "at", at.vietnam_date()).into_owned(),
            Scan::Found(name, _) => page.t.say_with("console-file-found", "name", name.as_str()).into_owned(),
        },
        scan_class: if matches!(file.scan, Scan::Found(..)) { "tag red" } else { "quiet" },
    };
    report.attachments.iter().map(row).collect()
}

/// Audit lines in words, in their order.
pub(super) fn audit_rows(app: &App, t: Words, lines: &[AuditLine], officers: &[Officer]) -> Vec<Line> {
    let row = |line: &AuditLine| Line {
        at: line.at.vietnam_date_time(),
        what: t.say(&format!("deed-{}", line.what.slug())).into_owned(),
        who: words::who(t, line.who, officers),
        why: why::words_of(app, t, line, officers),
    };
    lines.iter().map(row).collect()
}

/// Audit lines and notes in one order.
fn timeline(app: &App, t: Words, report: &Report, lines: &[AuditLine], officers: &[Officer]) -> Vec<Line> {
    let lines: Vec<AuditLine> = lines.iter().filter(|line| line.what != Deed::WriteNote).cloned().collect();
    let rows = audit_rows(app, t, &lines, officers);
    let mut all: Vec<(Time, Line)> = lines.iter().map(|line| line.at).zip(rows).collect();
    for note in &report.notes {
        let line = Line {
            at: note.written_at.vietnam_date_time(),
            what: t.say("deed-write-note").into_owned(),
            who: words::officer_name(t, Some(note.officer), officers),
            why: note.text.clone(),
        };
        all.push((note.written_at, line));
    }
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, line)| line).collect()
}

async fn indicator_rows(
    app: &App,
    page: &Page,
    report: &Report,
    sight: &Sight,
    now: Time,
) -> Result<Vec<IndicatorRow>, Error> {
    let mut rows = Vec::with_capacity(report.indicators.len());
    for (index, one) in report.indicators.iter().enumerate() {
        let mut row = indicator_row(app, page, one);
        if index < INDICATORS_IN_FULL && one.other_reports > 0 {
            let others = app.store.reports_with_indicator(&one.indicator, sight, OTHERS_MAX + 1).await?;
            let others = others.iter().filter(|other| other.id != report.id).take(OTHERS_MAX as usize);
            row.others = others.map(|other| words::related_link(app, page, other, now)).collect();
        }
        rows.push(row);
    }
    Ok(rows)
}

fn indicator_row(app: &App, page: &Page, one: &ReportIndicator) -> IndicatorRow {
    let t = page.t;
    let origin = match one.origin {
        Origin::Named => "console-origin-named",
        Origin::Found => "console-origin-found",
    };
    let refusal = guard::check(&one.indicator, &app.reference)
        .and_then(|()| app.store.check_allowed(&one.indicator))
        .err();
    IndicatorRow {
        full: one.indicator.to_string(),
        href: indicator_href(page, &one.indicator),
        value: value_label(&one.indicator, &app.reference),
        kind: words::kind(t, one.indicator.kind()),
        origin: t.say_with(origin, "others", words::counted(t, one.other_reports)).into_owned(),
        tags: indicator_tags(app, t, &one.indicator),
        refusal: refusal.map(|refusal| words::refusal(t, &refusal)),
        others: Vec::new(),
    }
}

/// How an indicator stands: listed, covered by a broader entry, or official.
pub(super) fn indicator_tags(app: &App, t: Words, indicator: &Indicator) -> Vec<Tag> {
    let snapshot = app.snapshot.peek();
    let mut tags = Vec::new();
    if let Some(listing) = snapshot.covering(indicator) {
        let label = words::level(t, listing.level);
        let label = if listing.indicator == *indicator {
            t.say_with("console-listed-as", "level", label)
        } else {
            t.say_with("console-covered-by", "indicator", value_label(&listing.indicator, &app.reference))
        };
        tags.push(Tag { label: label.into_owned(), class: words::level_class(listing.level) });
    }
    if let Some(channel) = app.reference.official.find(indicator) {
        let label = t.say_with("console-official", "owner", t.of(&channel.owner)).into_owned();
        tags.push(Tag { label, class: "green" });
    }
    tags
}

/// The address of an indicator's page.
pub(super) fn indicator_href(page: &Page, indicator: &Indicator) -> String {
    page.href(&format!("/console/muc/{}", words::path_segments(&indicator.to_string())))
}

/// How the report came, and for a partner's its name and the number the report has there.
async fn channel(app: &App, t: Words, report: &Report) -> Result<String, Error> {
    let channel = words::channel(t, report.channel);
    let sender = app.store.report_sender(report.id).await?;
    let (sender, reference) = sender.unwrap_or_default();
    let parts = [channel, sender, reference];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Ok(parts.join(" · "))
}

fn source_kinds(t: Words) -> Vec<Choice> {
    SourceKind::ALL.iter().map(|kind| Choice::new(kind.slug(), words::source_kind(t, *kind), false)).collect()
}

fn methods(app: &App, t: Words, chosen: Option<Method>) -> Vec<Choice> {
    let choice = |method: &Method| {
        let name = words::method(t, &app.reference, Some(*method));
        Choice::new(method.slug(), name, chosen == Some(*method))
    };
    Method::ALL.iter().map(choice).collect()
}

/// Where the report may go from here, but for being taken in hand and recorded, which have cards of
/// their own.
fn steps(t: Words, from: ReportState) -> Vec<StepRow> {
    let own_card = |to: ReportState| {
        to == ReportState::Recorded || (to == ReportState::InProgress && from == ReportState::Received)
    };
    let step = |to: &ReportState| StepRow {
        state: to.slug(),
        label: t.say(&format!("console-step-{}", to.slug())).into_owned(),
        consequence: t.say(&format!("console-step-{}-consequence", to.slug())).into_owned(),
        needs_ground: report_state::is_closed(*to) || report_state::is_closed(from),
        may_answer: report_state::is_closed(*to),
        button: if *to == ReportState::Dismissed { "grave" } else { "act" },
    };
    report_state::next_states(from).iter().filter(|to| !own_card(**to)).map(step).collect()
}
