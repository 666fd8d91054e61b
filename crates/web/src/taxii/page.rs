//! One page: the objects that stand next in the order of the log.
//!
//! A position is 1 to 4 for the fixed objects that the others point at, then the serial of the act that left
//! the version, plus 4. It never moves and is never given twice; a newer version of an object already
//! read stands further on. So whoever walks with `next` loses and doubles nothing, whatever happens to the
//! list meanwhile.

use feed::index::Selection;
use feed::stix::fixed::Fixed;
use feed::stix::{self, Stix};
use feed::{LogIndex, Moment};
use model::Serial;
use model::publication::Edition;

use super::collection::Collection;
use super::filter::Filter;
use crate::{App, Error};

/// One object of a page.
pub(super) enum Item {
    /// One that the others point at.
    Fixed(Fixed),
    /// One version of an entry.
    Version(Version),
}

/// One version of an entry, with the moments it carries.
pub(super) struct Version {
    edition: Edition,
    created: Moment,
    modified: Moment,
}

/// What a client gets.
pub(super) struct Page {
    /// In the order of their positions.
    pub(super) items: Vec<Item>,
    /// Position of the last one, when more follow.
    pub(super) next: Option<u64>,
    /// The serial that the walk has reached at its end.
    pub(super) head: Serial,
}

impl Item {
    /// When it was added.
    pub(super) fn added(&self) -> Moment {
        match self {
            Item::Fixed(fixed) => fixed.added,
            Item::Version(version) => version.modified,
        }
    }

    /// Its version.
    pub(super) fn version(&self) -> Moment {
        match self {
            Item::Fixed(fixed) => fixed.version,
            Item::Version(version) => version.modified,
        }
    }

    /// Its identifier.
    pub(super) fn id(&self) -> String {
        match self {
            Item::Fixed(fixed) => fixed.id.clone(),
            Item::Version(version) => stix::entry_id(&version.edition.beginning),
        }
    }

    /// Writes the object.
    pub(super) fn write(&self, stix: &Stix, out: &mut Vec<u8>) {
        match self {
            Item::Fixed(fixed) => out.extend_from_slice(fixed.json.as_bytes()),
            Item::Version(version) => stix.write(&version.edition, version.created, version.modified, out),
        }
    }
}

impl Page {
    /// Finds the page. An answer costs what it holds: the index finds the positions, and the log is read at
    /// these.
    pub(super) async fn find(
        app: &App,
        stix: &Stix,
        collection: Collection,
        filter: &Filter,
    ) -> Result<Page, Error> {
        app.log_index().catch_up(&app.store, app.snapshot.peek().serial()).await?;
        let head = app.log_index().read().head();
        let limit = filter.limit();
        let mut items: Vec<(u64, Item)> = fixed(stix, filter);
        items.truncate(limit + 1);
        if filter.wants_type(stix::object::TYPE) && items.len() <= limit {
            let editions = editions(app, collection, filter, limit + 1 - items.len()).await?;
            let index = app.log_index().read();
            items.extend(editions.into_iter().map(|edition| {
                let (created, modified) =
                    (index.moment(edition.beginning.serial), index.moment(edition.serial));
                (edition.serial.0 + Stix::FIXED, Item::Version(Version { edition, created, modified }))
            }));
        }
        let has_more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| has_more).map(|(position, _)| *position);
        Ok(Page { items: items.into_iter().map(|(_, item)| item).collect(), next, head })
    }
}

/// The fixed objects that are asked for.
fn fixed(stix: &Stix, filter: &Filter) -> Vec<(u64, Item)> {
    let wanted = |position: u64, fixed: &Fixed| {
        let version = filter.versions.as_ref().is_none_or(|versions| {
            versions.first || versions.last || versions.all || versions.exactly.contains(&fixed.version)
        });
        version
            && position > filter.after
            && filter.added_after.is_none_or(|after| fixed.added > after)
            && filter.wants_type(fixed.kind)
            && (filter.ids.is_empty() || filter.ids.contains(&fixed.id))
    };
    let all = (1..).zip(stix.fixed());
    all.filter(|(position, fixed)| wanted(*position, fixed))
        .map(|(position, fixed)| (position, Item::Fixed(fixed)))
        .collect()
}

async fn editions(
    app: &App,
    collection: Collection,
    filter: &Filter,
    max: usize,
) -> Result<Vec<Edition>, Error> {
    let (selection, after) = {
        let index = app.log_index().read();
        let after = Serial(filter.after.saturating_sub(Stix::FIXED));
        let added = filter.added_after.map_or(Serial(0), |moment| index.last_until(moment));
        (selection(collection, filter, &index), after.max(added))
    };
    if filter.ids.is_empty() {
        let serials = app.log_index().read().select(&selection, after, max);
        return Ok(app.store.editions(&serials).await?);
    }
    let mut editions = Vec::new();
    let mut ids = filter.ids.clone();
    ids.sort_unstable();
    ids.dedup();
    for id in &ids {
        let Some(beginning) = stix::entry_serial(id) else { continue };
        let of_entry = app.store.editions_of(beginning).await?;
        let index = app.log_index().read();
        editions.extend(of_entry.into_iter().filter(|edition| {
            edition.serial > after
                && stix::entry_id(&edition.beginning) == *id
                && index.selects(&selection, edition.serial)
        }));
    }
    editions.sort_unstable_by_key(|edition| edition.serial);
    editions.truncate(max);
    Ok(editions)
}

fn selection(collection: Collection, filter: &Filter, index: &LogIndex) -> Selection {
    let mut selection = collection.selection();
    if let Some(versions) = &filter.versions {
        selection.first = versions.first;
        selection.last = versions.last;
        selection.all = versions.all;
        let act = |moment: &Moment| {
            let serial = index.last_until(*moment);
            (serial.0 > 0 && index.moment(serial) == *moment).then_some(serial)
        };
        selection.exactly = versions.exactly.iter().filter_map(act).collect();
        selection.exactly.sort_unstable();
    }
    selection
}
