//! How an officer looks at a list: columns, order, and views kept by a name.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use desk::Permission;
use model::ViewId;
use store::StoreError;
use url::form_urlencoded;

use super::columns::Columns;
use super::frame::{Choice, Console};
use super::selection::Selection;
use crate::auth::Posted;
use crate::extract::Path;
use crate::page::Page;
use crate::{App, Error};

/// Characters of a name.
const NAME_CHARS_MAX: usize = 80;

/// A view as the list shows it.
pub(super) struct ViewRow {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) is_shared: bool,
    /// Where it is forgotten; `None` when somebody else kept it.
    pub(super) delete_href: Option<String>,
}

/// What stands under a list: kept views, columns, order, and the way to a file.
pub(super) struct ListForm {
    pub(super) href: String,
    pub(super) export_href: Option<String>,
    pub(super) from: &'static str,
    pub(super) query: String,
    pub(super) columns: Vec<Choice>,
    pub(super) sorts: Vec<Choice>,
    pub(super) views: Vec<ViewRow>,
}

impl ListForm {
    /// The form of the list `from`, whose address ends in `query`.
    pub(super) async fn new(
        app: &App,
        c: &Console,
        from: &'static str,
        query: String,
        columns: &Columns,
        sort: &str,
    ) -> Result<ListForm, Error> {
        let (t, me) = (c.t(), c.officer().0.officer.id);
        let path = list_path(from)?;
        let views = app.store.views(from, me).await?.into_iter().map(|view| ViewRow {
            href: format!("{}?{}", c.page.href(path), view.query),
            is_shared: view.is_shared,
            delete_href: (view.officer == me)
                .then(|| c.page.href(&format!("/console/bo-loc/{}/xoa", view.id))),
            name: view.name,
        });
        let sorts = ["", "newest"].iter().map(|slug| {
            let key = if slug.is_empty() { "list-sort-urgent" } else { "list-sort-newest" };
            Choice::new(slug, t.say(key), *slug == sort)
        });
        Ok(ListForm {
            href: c.page.href("/console/bo-loc"),
            export_href: c.officer().may(Permission::ExportReports).then(|| c.page.href("/console/xuat")),
            from,
            query,
            columns: columns.choices(t),
            // Found reports are the newest first, always.
            sorts: if from == "queue" { sorts.collect() } else { Vec::new() },
            views: views.collect(),
        })
    }
}

fn list_path(from: &str) -> Result<&'static str, Error> {
    match from {
        "queue" => Ok("/console/hang-doi"),
        "search" => Ok("/console/tim"),
        _ => Err(Error::BadRequest("bad-form")),
    }
}

/// Shows the list with other columns and order; keeps it by a name when one is given.
pub(super) async fn create_view(
    State(app): State<App>,
    page: Page,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::ReadReports)?;
    let fields = &posted.fields;
    let from = fields.get("from");
    let path = list_path(from)?;
    let columns = Columns::of(fields.all("column"))?.to_text();
    let query = changed(fields.get("query"), &columns, fields.get("sort"));
    // Nothing is kept that the list would not take.
    Selection::read(from, &query)?;
    if fields.get("do") == "save" {
        let name: String = fields.get("name").chars().take(NAME_CHARS_MAX).collect();
        let is_shared = fields.get("shared") == "on";
        let by = posted.officer.0.officer.id;
        match app.store.save_view(from, &name, &query, is_shared, by, app.now()).await {
            // Without a name it is only shown.
            Ok(_) | Err(StoreError::NotAllowed(desk::NotAllowed::GroundMissing)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Redirect::to(&format!("{}?{query}", page.href(path))).into_response())
}

/// Forgets a view.
pub(super) async fn delete_view(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::ReadReports)?;
    let id: ViewId = id.parse().map_err(|_| Error::NotFound)?;
    app.store.delete_view(id, posted.officer.0.officer.id).await?;
    Ok(Redirect::to(&page.href("/console/hang-doi")).into_response())
}

/// The filter with other columns and order, from its first page on.
fn changed(query: &str, columns: &str, sort: &str) -> String {
    let kept = form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| !["columns", "sort", "after", "before", "done"].contains(&name.as_ref()));
    let mut address = form_urlencoded::Serializer::new(String::new());
    address.extend_pairs(kept);
    address.append_pair("columns", columns);
    if !sort.is_empty() {
        address.append_pair("sort", sort);
    }
    address.finish()
}
