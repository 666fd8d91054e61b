//! MISP: one event for each method and month, its manifest and hashes, and events that others send. Page:
//! `docs/formats/misp.md`.
//!
//! In reading order: `event` (events and the manifest), `item` (one entry as attribute or object),
//! [`warninglist`] (names that must not be blocked), [`read`] (events of partners, as reports).
//! Source: draft-dulaunoy-misp-core-format, and the templates of MISP-objects named in `item`.

use model::reference::Taxonomy;
use model::{IndicatorKind, Method, Reference};

mod event;
mod item;
pub mod read;
pub mod warninglist;

pub use item::is_object;

use crate::index::Month;
use crate::uuid;

/// What the events of one installation share.
pub struct Misp<'a> {
    taxonomy: &'a Taxonomy,
    base_url: String,
    organisation: String,
}

impl<'a> Misp<'a> {
    /// For an installation reached at `base_url` (scheme and host, no slash at the end) and run by
    /// `operator` (may be empty).
    pub fn new(reference: &'a Reference, base_url: &str, operator: &str) -> Misp<'a> {
        let name = if operator.is_empty() { "Khiên" } else { operator };
        let id = uuid::of_name(&format!("operator {base_url}"));
        Misp {
            taxonomy: &reference.taxonomy,
            base_url: base_url.to_owned(),
            organisation: serde_json::json!({ "name": name, "uuid": id }).to_string(),
        }
    }

    /// The identifier of the event of a method and month.
    pub fn event_id(&self, method: Method, month: Month) -> String {
        uuid::of_name(&format!("misp event {} {method} {month}", self.base_url))
    }
}

/// Kinds that are attributes, and kinds that are objects of several attributes.
pub fn kinds(objects: bool) -> impl Iterator<Item = IndicatorKind> {
    IndicatorKind::ALL.iter().copied().filter(move |kind| is_object(*kind) == objects)
}

/// A JSON string.
fn json(text: &str) -> String {
    serde_json::to_string(text).expect("a string always serialises")
}
