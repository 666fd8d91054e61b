//! Cảnh báo: the methods by family with the newest listings, and one page per method.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::reference::{Advice, MethodEntry};
use model::{Act, Method};

use super::newest;
use crate::catalogue::Words;
use crate::extract::Path;
use crate::label::{kind_label, public_path, value_label};
use crate::page::{self, Page};
use crate::{App, Error};

/// Listings shown under the methods.
const NEWEST_MAX: usize = 10;

/// One listing in a short list.
pub(super) struct NewestLine {
    pub(super) path: String,
    pub(super) value: String,
    pub(super) kind: String,
    pub(super) method: String,
    pub(super) date: String,
}

impl NewestLine {
    /// An act that listed something, as a line.
    pub(super) fn new(act: &Act, app: &App, t: Words) -> NewestLine {
        NewestLine {
            path: public_path(&act.indicator),
            value: value_label(&act.indicator, &app.reference),
            kind: kind_label(act.indicator.kind(), t),
            method: method_name(app, act.method, t),
            date: act.at.vietnam_date(),
        }
    }
}

/// The name of a method in the reader's language.
pub(crate) fn method_name(app: &App, method: Method, t: Words) -> String {
    app.reference.taxonomy.entry(method).name.get(t.language).to_owned()
}

struct FamilyView<'a> {
    name: &'a str,
    methods: Vec<&'a MethodEntry>,
}

#[derive(Template)]
#[template(path = "portal/warnings.html")]
struct WarningsPage<'a> {
    t: Words,
    page: Page,
    families: Vec<FamilyView<'a>>,
    newest: Vec<NewestLine>,
}

/// All methods by family, and the newest listings.
pub(super) async fn get_warnings(State(app): State<App>, page: Page) -> Result<Response, Error> {
    let t = page.t;
    let taxonomy = &app.reference.taxonomy;
    let families = taxonomy
        .families
        .iter()
        .map(|family| FamilyView {
            name: t.of(&family.name),
            methods: taxonomy.methods.iter().filter(|entry| entry.family == family.slug).collect(),
        })
        .filter(|family| !family.methods.is_empty())
        .collect();
    let acts = newest::acts(&app).await?;
    let acts = newest::still_listed(&app, &acts, NEWEST_MAX);
    let newest = acts.iter().map(|act| NewestLine::new(act, &app, t)).collect();
    page::render(&WarningsPage { t, page, families, newest })
}

#[derive(Template)]
#[template(path = "portal/method.html")]
struct MethodPage<'a> {
    t: Words,
    page: Page,
    entry: &'a MethodEntry,
    family: &'a str,
    advice: Vec<&'a Advice>,
    newest: Vec<NewestLine>,
}

/// How one method goes, its signs, and what to do.
pub(super) async fn get_method(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let method: Method = slug.parse().map_err(|_| Error::NotFound)?;
    let t = page.t;
    let taxonomy = &app.reference.taxonomy;
    let entry = taxonomy.entry(method);
    let family = taxonomy.families.iter().find(|family| family.slug == entry.family);
    let acts = newest::acts(&app).await?;
    let of_method: Vec<Act> = acts.iter().filter(|act| act.method == method).cloned().collect();
    let acts = newest::still_listed(&app, &of_method, NEWEST_MAX);
    page::render(&MethodPage {
        entry,
        family: family.map_or("", |family| t.of(&family.name)),
        advice: app.reference.advice.of_method(method),
        newest: acts.iter().map(|act| NewestLine::new(act, &app, t)).collect(),
        t,
        page,
    })
}
