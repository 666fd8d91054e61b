//! The collections: everything, each kind, each method, each kind of each method that has entries.

use feed::LogIndex;
use feed::index::Selection;
use model::{IndicatorKind, Language, Method};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{App, Error};

/// A part of the list under a name of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Collection {
    /// Only of this kind; `None` is any.
    pub(super) kind: Option<IndicatorKind>,
    /// Only of this method; `None` is any.
    pub(super) method: Option<Method>,
}

/// A collection as clients read it. Source: TAXII 2.1, 5.2.1.
#[derive(Serialize)]
pub(super) struct View {
    id: String,
    title: String,
    description: String,
    alias: String,
    can_read: bool,
    can_write: bool,
    media_types: [&'static str; 1],
}

/// The alias of the collection that takes what partners send.
const INTAKE: &str = "intake";

/// Whether this is the identifier or the alias of the intake.
pub(super) fn is_intake(name: &str) -> bool {
    name == INTAKE || name == id(INTAKE)
}

/// The intake as a client reads it; only one with a key may write.
pub(super) fn intake_view(can_write: bool) -> View {
    View {
        id: id(INTAKE),
        title: "Nơi nhận / Intake".to_owned(),
        description: "Indicators and observables that you send become reports to the desk, never listings"
            .to_owned(),
        alias: INTAKE.to_owned(),
        can_read: false,
        can_write,
        media_types: [feed::stix::MEDIA_TYPE],
    }
}

/// The identifier of an alias: the same in every installation, in the shape of a random UUID, which TAXII
/// asks for.
fn id(alias: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"khien taxii collection\n");
    hash.update(alias);
    let hash: [u8; 32] = hash.finalize().into();
    let bytes: [u8; 16] = std::array::from_fn(|at| hash[at]);
    uuid::Builder::from_random_bytes(bytes).into_uuid().hyphenated().to_string()
}

impl Collection {
    const ALL: Collection = Collection { kind: None, method: None };

    /// The collections to show: a kind of a method only when it has entries, because there are 340 of them.
    pub(super) fn shown(index: &LogIndex) -> Vec<Collection> {
        let kinds = IndicatorKind::ALL.iter().map(|kind| Collection { kind: Some(*kind), method: None });
        let methods = Method::ALL.iter().map(|method| Collection { kind: None, method: Some(*method) });
        let pairs = Collection::pairs().filter(|pair| {
            pair.kind.zip(pair.method).is_some_and(|(kind, method)| index.count(kind, method) > 0)
        });
        std::iter::once(Collection::ALL).chain(kinds).chain(methods).chain(pairs).collect()
    }

    fn pairs() -> impl Iterator<Item = Collection> {
        let of_kind = |kind: &'static IndicatorKind| {
            Method::ALL.iter().map(|method| Collection { kind: Some(*kind), method: Some(*method) })
        };
        IndicatorKind::ALL.iter().flat_map(of_kind)
    }

    /// The collection with this identifier or alias.
    pub(super) fn find(name: &str) -> Result<Collection, Error> {
        let kinds = IndicatorKind::ALL.iter().map(|kind| Collection { kind: Some(*kind), method: None });
        let methods = Method::ALL.iter().map(|method| Collection { kind: None, method: Some(*method) });
        let is_id = name.len() == 36;
        std::iter::once(Collection::ALL)
            .chain(kinds)
            .chain(methods)
            .chain(Collection::pairs())
            .find(|collection| if is_id { collection.id() == name } else { collection.alias() == name })
            .ok_or(Error::NotFound)
    }

    /// The readable name, good wherever the identifier is (TAXII 2.1, 5.2.1).
    pub(super) fn alias(self) -> String {
        match (self.kind, self.method) {
            (None, None) => "all".to_owned(),
            (Some(kind), None) => kind.slug().to_owned(),
            (None, Some(method)) => method.slug().to_owned(),
            (Some(kind), Some(method)) => format!("{}.{method}", kind.slug()),
        }
    }

    pub(super) fn id(self) -> String {
        id(&self.alias())
    }

    /// The last version of everything in it.
    pub(super) fn selection(self) -> Selection {
        Selection::of(self.kind, self.method)
    }

    pub(super) fn view(self, app: &App) -> View {
        let method = self.method.map(|method| {
            let name = &app.reference.taxonomy.entry(method).name;
            format!("{} / {}", name.get(Language::Vi), name.get(Language::En))
        });
        let title = match (self.kind, method) {
            (None, None) => "Toàn bộ danh sách / The whole list".to_owned(),
            (Some(kind), None) => kind.slug().to_owned(),
            (None, Some(method)) => method,
            (Some(kind), Some(method)) => format!("{}: {method}", kind.slug()),
        };
        View {
            id: self.id(),
            title,
            description: "One indicator object for each entry; revoked when it is taken back".to_owned(),
            alias: self.alias(),
            can_read: true,
            can_write: false,
            media_types: [feed::stix::MEDIA_TYPE],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_collection_has_its_own_identifier_and_alias() {
        let all: Vec<Collection> = Collection::pairs().chain([Collection::ALL]).collect();
        let ids: BTreeSet<String> = all.iter().map(|collection| collection.id()).collect();
        let aliases: BTreeSet<String> = all.iter().map(|collection| collection.alias()).collect();
        assert_eq!((ids.len(), aliases.len()), (341, 341));
        for collection in all {
            assert_eq!(Collection::find(&collection.id()).unwrap(), collection);
            assert_eq!(Collection::find(&collection.alias()).unwrap(), collection);
        }
        assert!(Collection::find("nothing").is_err());
    }
}
