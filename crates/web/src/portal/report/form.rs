//! What was typed into the report form, and the page that shows it.

use askama::Template;
use axum::response::Response;
use detect::Submission;
use model::reference::MethodEntry;
use model::report::{FieldError, NewAttachment, ReportFields};
use model::{Indicator, Reference, Time};

use crate::catalogue::Words;
use crate::challenge::{Brought, Mark};
use crate::label::{kind_label, short_label};
use crate::page::{self, Page};
use crate::portal::province::{self, ProvinceOption};
use crate::{App, Error, error};

/// Indicators offered with a tick box; all that one report may name.
const OFFERED_MAX: usize = model::report::NewReport::INDICATORS_MAX;

/// The fields by their `id`, as they stand on the page.
const FIELDS: &[&str] = &[
    "text",
    "others",
    "method",
    "happened_on",
    "happened_time",
    "province",
    "place",
    "money_lost",
    "attachments",
    "contact_name",
    "contact_phone",
    "contact_email",
];

/// Everything typed, as typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed {
    pub(crate) submission: String,
    pub(crate) text: String,
    pub(crate) happened_on: String,
    pub(crate) happened_time: String,
    pub(crate) province: String,
    pub(crate) place: String,
    pub(crate) money_lost: String,
    pub(crate) method: String,
    /// Indicators offered by us, `kind:value`.
    pub(crate) offered: Vec<String>,
    /// Those of them that are ticked.
    pub(crate) indicators: Vec<String>,
    /// Others in the reporter's own writing, one a line.
    pub(crate) others: String,
    pub(crate) contact_name: String,
    pub(crate) contact_phone: String,
    pub(crate) contact_email: String,
    /// Whether the outcome is wanted by short message.
    pub(crate) contact_sms: bool,
    /// The code of the report that is added to.
    pub(crate) code: String,
    /// The mark that the form was made with.
    pub(crate) mark: String,
    /// What the script found for it; empty without one.
    pub(crate) work: String,
    /// Names of the files that came; a browser cannot be given them back.
    pub(crate) file_names: Vec<String>,
}

impl Typed {
    /// Takes one field of the form; `false` when the form has no such field.
    pub(crate) fn set(&mut self, name: &str, value: String) -> bool {
        match name {
            "submission" => self.submission = value,
            "text" => self.text = value,
            "happened_on" => self.happened_on = value,
            "happened_time" => self.happened_time = value,
            "province" => self.province = value,
            "place" => self.place = value,
            "money_lost" => self.money_lost = value,
            "method" => self.method = value,
            "offered" if self.offered.len() < OFFERED_MAX => self.offered.push(value),
            "indicators" if self.indicators.len() < OFFERED_MAX => self.indicators.push(value),
            "offered" | "indicators" => {}
            "others" => self.others = value,
            "contact_name" => self.contact_name = value,
            "contact_phone" => self.contact_phone = value,
            "contact_email" => self.contact_email = value,
            "contact_sms" => self.contact_sms = value == "1",
            "ma" => self.code = value,
            "mark" => self.mark = value,
            "work" => self.work = value,
            _ => return false,
        }
        true
    }

    /// What it brings along beside its fields.
    pub(crate) fn brought(&self) -> Brought<'_> {
        Brought { submission: &self.submission, mark: &self.mark, work: &self.work }
    }

    /// Offers an indicator, ticked.
    pub(crate) fn offer(&mut self, indicator: &str) {
        if self.offered.len() < OFFERED_MAX && !self.offered.iter().any(|offered| offered == indicator) {
            self.offered.push(indicator.to_owned());
            self.indicators.push(indicator.to_owned());
        }
    }

    /// The ticked indicators with those read from the reporter's own lines; each line that names none is
    /// an error.
    pub(crate) fn named_indicators(&self, app: &App) -> (Vec<String>, Vec<FieldError>) {
        let mut named = self.indicators.clone();
        let mut errors = Vec::new();
        for line in self.others.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let submission = Submission { text: line, sender: None, channel: None };
            let found = app.engine.assess(&submission, &**app.snapshot.peek()).indicators;
            if found.is_empty() && errors.len() < OFFERED_MAX {
                let value = line.chars().take(80).collect();
                errors.push(FieldError { field: "others", code: "not-an-indicator", value });
            }
            named.extend(found.into_iter().map(|found| found.indicator.to_string()));
        }
        (named, errors)
    }

    /// For the parser of reports.
    pub(crate) fn fields(&self, indicators: Vec<String>, attachments: Vec<NewAttachment>) -> ReportFields {
        ReportFields {
            submission: self.submission.clone(),
            text: self.text.clone(),
            happened_at: happened_at(self.happened_on.trim(), self.happened_time.trim()),
            province: self.province.clone(),
            place: self.place.clone(),
            money_lost: self.money_lost.clone(),
            method: self.method.clone(),
            indicators,
            contact_name: self.contact_name.clone(),
            contact_phone: self.contact_phone.clone(),
            contact_email: self.contact_email.clone(),
            contact_sms: self.contact_sms,
            attachments,
        }
    }
}

/// A day as a date field (`2026-11-21`) or as people here write it (`21/11/2026`), and a time if given.
fn happened_at(on: &str, time: &str) -> String {
    let parts: Vec<&str> = on.split(['/', '.', '-']).map(str::trim).collect();
    let day = match parts[..] {
        [day, month, year] if year.len() == 4 && day.len() <= 2 && month.len() <= 2 => {
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        _ => on.to_owned(),
    };
    if time.is_empty() || day.is_empty() { day } else { format!("{day}T{time}") }
}

/// One thing to put right, with the field it belongs to.
pub(super) struct Problem {
    /// `id` of the field on the page.
    pub(super) id: &'static str,
    pub(super) label: String,
    pub(super) sentence: String,
}

/// An indicator with a tick box.
pub(super) struct Offered {
    value: String,
    kind: String,
    label: String,
    is_ticked: bool,
}

/// The form.
#[derive(Template)]
#[template(path = "portal/report.html")]
pub(super) struct FormPage<'a> {
    t: Words,
    page: Page,
    mark: Mark,
    typed: Typed,
    problems: Vec<Problem>,
    offered: Vec<Offered>,
    provinces: Vec<ProvinceOption<'a>>,
    methods: &'a [MethodEntry],
    /// The last day that can be chosen, `yyyy-mm-dd`.
    today: String,
    /// Whether short messages can be sent from here.
    may_sms: bool,
}

impl<'a> FormPage<'a> {
    /// The form with what was typed, and what has to be put right.
    pub(super) fn new(app: &'a App, page: Page, typed: Typed, errors: &[FieldError]) -> FormPage<'a> {
        let t = page.t;
        let now: Time = app.now();
        let mut problems: Vec<Problem> = errors.iter().map(|error| problem(error, t)).collect();
        // From the top down, as they are met; what belongs to no field comes first.
        problems.sort_by_key(|problem| FIELDS.iter().position(|id| *id == problem.id));
        FormPage {
            problems,
            offered: typed
                .offered
                .iter()
                .filter_map(|value| offered(value, &typed, &app.reference, t))
                .collect(),
            provinces: province::options(&app.reference, Some(&typed.province)),
            methods: &app.reference.taxonomy.methods,
            today: now.vietnam_iso_date(),
            mark: Mark { value: app.marks().make(&typed.submission, now), asked: None },
            may_sms: app.settings.sends_sms,
            typed,
            t,
            page,
        }
    }

    /// With what is asked of the client.
    pub(super) fn asking(self, mark: Mark) -> FormPage<'a> {
        FormPage { mark, ..self }
    }

    /// As an answer.
    pub(super) fn render(&self) -> Result<Response, Error> {
        page::render(self)
    }

    /// What has to be put right in the field with this `id`.
    fn problem(&self, id: &str) -> Option<&str> {
        self.problems.iter().find(|problem| problem.id == id).map(|problem| problem.sentence.as_str())
    }

    fn is_method(&self, entry: &MethodEntry) -> bool {
        entry.method.slug() == self.typed.method
    }
}

fn problem(error: &FieldError, t: Words) -> Problem {
    let id = match error.field {
        "happened_at" => "happened_on",
        "indicators" => "others",
        "submission" => "form",
        field => field,
    };
    let key = format!("report-label-{}", id.replace('_', "-"));
    Problem { id, label: t.say(&key).into_owned(), sentence: error::field_sentence(error, t) }
}

fn offered(value: &str, typed: &Typed, reference: &Reference, t: Words) -> Option<Offered> {
    let indicator: Indicator = value.parse().ok()?;
    Some(Offered {
        kind: kind_label(indicator.kind(), t),
        label: short_label(&indicator, reference),
        is_ticked: typed.indicators.iter().any(|ticked| ticked == value),
        value: value.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_a_date_field_sends_it_and_as_people_write_it() {
        for (on, time, expected) in [
            ("2026-11-21", "", "2026-11-21"),
            ("2026-11-21", "18:30", "2026-11-21T18:30"),
            ("21/11/2026", "", "2026-11-21"),
            ("1.2.2026", "07:05", "2026-02-01T07:05"),
            ("hôm qua", "", "hôm qua"),
            ("", "18:30", ""),
        ] {
            assert_eq!(happened_at(on, time), expected, "{on} {time}");
        }
    }
}
