//! Letters about a report: a template filled and given out as a file, for a person to number, date and sign.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::Permission;
use document::template::{BUILTINS, Problem};
use document::{Fields, Letter, Template, TemplateError, docx, pdf};
use model::report::Contact;
use model::{Language, Time};
use store::report::Report;

use super::decide::{finish, refuse, report_id};
use super::frame::Choice;
use super::report::disposition;
use super::words;
use crate::auth::Posted;
use crate::catalogue::Words;
use crate::extract::Path;
use crate::page::Page;
use crate::{App, Error};

/// Characters of what an officer types into a letter.
const TYPED_CHARS_MAX: usize = 4_000;

/// Makes a letter about a report. With a reason, the reporter's identity is opened for it.
pub(super) async fn make_document(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::WorkReports)?;
    let (id, by, now) = (report_id(&id)?, posted.officer.0.officer.id, app.now());
    let code = known(posted.fields.get("document"))?;
    let form = Form::of(posted.fields.get("form"))?;
    let template = match Template::parse(&template_text(&app, code).await?) {
        Ok(template) => template,
        Err(error) => return refuse_template(&app, page, posted, id, &error).await,
    };
    let reason = posted.fields.get("reason");
    let contact = if reason.is_empty() {
        None
    } else {
        match app.store.open_identity(id, by, reason, now).await {
            Ok(contact) => Some(contact),
            Err(error) => return finish(&app, page, posted, id, "document", Err(error)).await,
        }
    };
    let report = app.store.report(id, &posted.officer.sight()).await?;
    let mut fields = report_fields(&app, &report, contact.as_ref(), now);
    fields.set("officer.name", &posted.officer.0.officer.display_name);
    for name in ["recipient", "outcome"] {
        let typed: String = posted.fields.get(name).chars().take(TYPED_CHARS_MAX).collect();
        fields.set(name, &typed);
    }
    match template.fill(&fields) {
        Ok(letter) => {
            app.store.note_document(id, code, by, now).await?;
            let name = format!("{code}-{}", report.tracking_code.compact());
            Ok(form.answer(&letter, &name))
        }
        Err(error) => refuse_template(&app, page, posted, id, &error).await,
    }
}

async fn refuse_template(
    app: &App,
    page: Page,
    posted: Posted,
    id: model::ReportId,
    error: &TemplateError,
) -> Result<Response, Error> {
    let problem = template_problem(page.t, error);
    refuse(app, page, posted, id, "document", StatusCode::UNPROCESSABLE_ENTITY, problem).await
}

/// What is wrong with a template, with its place, in words.
pub(super) fn template_problem(t: Words, error: &TemplateError) -> String {
    let key = format!("template-error-{}", error.problem.code());
    let problem = t.say_with(&key, "subject", error.problem.subject().to_owned());
    if error.line == 0 || error.problem == Problem::SecretMarking {
        return problem.into_owned();
    }
    let values = [("line", error.line.into()), ("column", error.column.into())];
    format!("{} {problem}", t.say_all("template-at", &values))
}

/// The code of a kind of document that there is.
pub(super) fn known(code: &str) -> Result<&'static str, Error> {
    BUILTINS.iter().find(|builtin| builtin.code == code).map(|builtin| builtin.code).ok_or(Error::NotFound)
}

/// The text of a template: as it was changed, else as it is compiled in.
pub(super) async fn template_text(app: &App, code: &str) -> Result<String, Error> {
    let changed = app.store.document_templates().await?.into_iter().find(|one| one.code == code);
    let builtin = BUILTINS.iter().find(|builtin| builtin.code == code).map_or("", |builtin| builtin.text);
    Ok(changed.map_or_else(|| builtin.to_owned(), |one| one.text))
}

/// The title of a kind of document as it is compiled in; the code of one that is gone.
pub(super) fn title(code: &str) -> String {
    let builtin = BUILTINS.iter().find(|builtin| builtin.code == code);
    let template = builtin.and_then(|builtin| Template::parse(builtin.text).ok());
    template.map_or_else(|| code.to_owned(), |template| template.title)
}

/// Every kind of document, by the title in its template.
pub(super) async fn choices(app: &App) -> Result<Vec<Choice>, Error> {
    let changed = app.store.document_templates().await?;
    let choice = |builtin: &document::template::Builtin| {
        let text = changed.iter().find(|one| one.code == builtin.code).map_or(builtin.text, |one| &one.text);
        let title = Template::parse(text).map_or_else(|_| builtin.code.to_owned(), |template| template.title);
        Choice::new(builtin.code, title, false)
    };
    Ok(BUILTINS.iter().map(choice).collect())
}

/// As which file a letter is given out.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Docx,
    Pdf,
}

impl Form {
    pub(super) fn of(slug: &str) -> Result<Form, Error> {
        match slug {
            "docx" => Ok(Form::Docx),
            "pdf" => Ok(Form::Pdf),
            _ => Err(Error::BadRequest("bad-form")),
        }
    }

    /// The file as a download that nobody keeps on the way.
    pub(super) fn answer(self, letter: &Letter, name: &str) -> Response {
        let (media_type, ending, bytes) = match self {
            Form::Docx => (docx::MEDIA_TYPE, "docx", docx::write(letter)),
            Form::Pdf => (pdf::MEDIA_TYPE, "pdf", pdf::write(letter)),
        };
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
            (header::CONTENT_DISPOSITION, disposition(&format!("{name}.{ending}"))),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        (StatusCode::OK, headers, bytes).into_response()
    }
}

/// The values of a report, in Vietnamese whatever the page speaks: the letter is.
fn report_fields(app: &App, report: &Report, contact: Option<&Contact>, now: Time) -> Fields {
    let t = Words::new(Language::Vi);
    let mut fields = office_fields(app, now);
    let province = words::province(&app.reference, report.province.as_deref());
    let place = [report.place.clone(), province].into_iter().filter(|text| !text.is_empty());
    let list = |lines: Vec<String>| lines.join("\n");
    for (name, value) in [
        ("report.code", report.tracking_code.to_string()),
        ("report.received", report.received_at.vietnam_date_time()),
        ("report.channel", words::channel(t, report.channel).to_lowercase()),
        ("report.text", report.text.clone()),
        ("report.happened", report.happened_at.map(Time::vietnam_date_time).unwrap_or_default()),
        ("report.place", place.collect::<Vec<_>>().join(", ")),
        ("report.money", words::money(t, report.money_lost).replace(" đ", " đồng")),
        ("report.method", words::method(t, &app.reference, report.method)),
        ("report.indicators", list(report.indicators.iter().map(|one| one.indicator.to_string()).collect())),
        ("report.files", list(report.attachments.iter().map(|file| file.name.clone()).collect())),
        ("report.state", words::state(t, report.state)),
    ] {
        fields.set(name, &value);
    }
    if let Some(source) = &report.source {
        fields.set("source.number", &format!("{}/{}", source.number, source.year));
        fields.set("source.kind", &words::source_kind(t, source.kind));
        fields.set("source.recorded", &source.recorded_at.vietnam_date_time());
    }
    if let Some(contact) = contact {
        fields.set("reporter.name", &contact.name);
        fields.set("reporter.phone", contact.phone.as_deref().unwrap_or_default());
        fields.set("reporter.email", contact.email.as_deref().unwrap_or_default());
    }
    fields
}

/// What every letter of this office says of itself.
pub(super) fn office_fields(app: &App, now: Time) -> Fields {
    let mut fields = Fields::default();
    let office = &app.settings.office;
    fields.set("agency.superior", &office.superior);
    fields.set("agency.name", &app.settings.operator);
    fields.set("agency.symbol", &office.symbol);
    fields.set("agency.place", &office.place);
    fields.set("year", &now.vietnam_iso_date()[..4]);
    fields
}
