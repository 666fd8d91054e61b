//! Units as a tree: made, closed, opened again; and which officer belongs to which.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use desk::unit::Scope;
use desk::{NewUnit, Permission, Sight, UnitId, UnitKind};
use store::StoreError;
use store::officer::Unit;

use super::frame::{Choice, Console};
use super::{act, words};
use crate::auth::{Fields, Posted, SignedIn};
use crate::catalogue::Words;
use crate::extract::Path;
use crate::page::{self, Page};
use crate::{App, Error};

struct Row {
    id: String,
    href: String,
    queue_href: String,
    version: i64,
    name: String,
    kind: String,
    place: String,
    under: String,
    sees: String,
    officers: String,
    reports: String,
    is_closed: bool,
    is_root: bool,
}

#[derive(Template)]
#[template(path = "console/units.html")]
struct UnitsPage {
    c: Console,
    problem: Option<String>,
    typed: Fields,
    rows: Vec<Row>,
    kinds: Vec<Choice>,
    parents: Vec<Choice>,
    provinces: Vec<Choice>,
}

/// Every unit that the officer sees.
pub(super) async fn get_units(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    officer.require(Permission::ManageOfficers)?;
    units_page(&app, page, officer, None, Fields::default()).await
}

/// Makes a unit.
pub(super) async fn create(State(app): State<App>, page: Page, posted: Posted) -> Result<Response, Error> {
    posted.officer.require(Permission::ManageOfficers)?;
    let outcome = match read(&app, &posted.fields) {
        Ok(unit) => app.store.create_unit(&unit, &app.reference, Some(posted.by()), app.now()).await,
        Err(error) => Err(error),
    };
    finish(&app, page, posted, outcome).await
}

/// Closes a unit; its open reports go to the desk above.
pub(super) async fn close(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    set_open(&app, page, &id, posted, false).await
}

/// Opens a unit again.
pub(super) async fn open(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    set_open(&app, page, &id, posted, true).await
}

async fn set_open(app: &App, page: Page, id: &str, posted: Posted, open: bool) -> Result<Response, Error> {
    posted.officer.require(Permission::ManageOfficers)?;
    let (id, version): (UnitId, _) = (act::named(id)?, posted.version()?);
    let outcome = app.store.set_unit_open(&id, version, open, posted.by(), app.now()).await;
    finish(app, page, posted, outcome).await
}

/// What was typed; places by name or code, old names too.
fn read(app: &App, fields: &Fields) -> Result<NewUnit, StoreError> {
    let places = &app.reference.places;
    let province = match fields.get("province") {
        "" => None,
        name => Some(places.find_province(name).ok_or(desk::UnitError::Province)?.code.clone()),
    };
    let commune = match (fields.get("commune"), &province) {
        ("", _) => None,
        (name, Some(province)) => {
            let commune = places.find_commune(province, name).ok_or(desk::UnitError::Commune)?;
            Some(commune.code.clone())
        }
        (_, None) => return Err(desk::UnitError::Province.into()),
    };
    Ok(NewUnit {
        id: fields.get("id").parse()?,
        kind: UnitKind::from_slug(fields.get("kind")).unwrap_or(UnitKind::Province),
        parent: Some(fields.get("parent").parse()?),
        name: fields.get("name").to_owned(),
        province,
        commune,
        methods: fields.all("methods").filter_map(|slug| slug.parse().ok()).collect(),
    })
}

async fn finish(
    app: &App,
    page: Page,
    posted: Posted,
    outcome: Result<(), StoreError>,
) -> Result<Response, Error> {
    let outcome = outcome.map(|()| page.href("/console/don-vi"));
    act::finish(page, outcome, |page, problem| {
        units_page(app, page, posted.officer, Some(problem), posted.fields)
    })
    .await
}

async fn units_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    problem: Option<String>,
    typed: Fields,
) -> Result<Response, Error> {
    let units = seen(app, &officer).await?;
    let c = Console::new(app, page, officer).await?;
    let t = c.t();
    let kinds = UnitKind::ALL.iter().filter(|kind| **kind != UnitKind::Ministry);
    let provinces = app.reference.places.provinces.iter();
    page::render(&UnitsPage {
        problem,
        rows: units.iter().map(|kept| row(app, &c, kept)).collect(),
        kinds: kinds
            .map(|kind| Choice::new(kind.slug(), kind_words(t, *kind), typed.get("kind") == kind.slug()))
            .collect(),
        parents: choices(&units, |id| typed.get("parent") == id.as_str()),
        provinces: provinces
            .map(|one| Choice::new(&one.code, one.name.as_str(), typed.get("province") == one.code))
            .collect(),
        typed,
        c,
    })
}

/// The units that an officer sees.
pub(super) async fn seen(app: &App, officer: &SignedIn) -> Result<Vec<Unit>, Error> {
    Ok(within(app.store.units().await?, &officer.sight()))
}

/// Those of these that are in sight.
pub(super) fn within(mut units: Vec<Unit>, sight: &Sight) -> Vec<Unit> {
    units.retain(|kept| sight.sees(&kept.unit.id, kept.unit.province.as_deref()));
    units
}

/// Those that work, to choose from.
pub(super) fn choices(units: &[Unit], selected: impl Fn(&UnitId) -> bool) -> Vec<Choice> {
    let open = units.iter().filter(|kept| kept.closed_at.is_none());
    open.map(|kept| Choice::new(kept.unit.id.as_str(), kept.unit.name.as_str(), selected(&kept.unit.id)))
        .collect()
}

fn kind_words(t: Words, kind: UnitKind) -> String {
    t.say(&format!("unit-kind-{kind}")).into_owned()
}

fn row(app: &App, c: &Console, kept: &Unit) -> Row {
    let (t, unit) = (c.t(), &kept.unit);
    let commune = unit.commune.as_ref().and_then(|code| app.reference.places.commune(code));
    let place = [
        commune.map(|one| format!("{} {}", one.kind.word(), one.name)).unwrap_or_default(),
        words::province(&app.reference, unit.province.as_deref()),
    ];
    let scope: Scope = unit.kind.scope();
    Row {
        href: c.page.href(&format!("/console/don-vi/{}", unit.id)),
        queue_href: c.page.href(&format!("/console/hang-doi?unit={}", unit.id)),
        version: kept.version.0,
        name: unit.name.clone(),
        kind: kind_words(t, unit.kind),
        place: place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        under: unit.parent.as_ref().map(UnitId::to_string).unwrap_or_default(),
        sees: t.say(&format!("unit-scope-{scope}")).into_owned(),
        officers: t.number(kept.officers),
        reports: if unit.kind == UnitKind::Ministry { String::new() } else { t.number(kept.reports_open) },
        is_closed: kept.closed_at.is_some(),
        is_root: unit.parent.is_none(),
        id: unit.id.to_string(),
    }
}
