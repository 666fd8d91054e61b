//! What an entry would do, in words for the officer who approves it.

use std::collections::BTreeSet;

use desk::guard::{Reach, blast_radius, host_of};
use model::indicator::host::registrable_domain;
use model::{Indicator, Reference};

use super::words;
use crate::catalogue::Words;
use crate::{App, Error};

/// The entries of the list under the same registered names as these. One pass over the whole list, on a thread of its
/// own: it takes longer the longer the list is (not measured), and only when something waits for approval.
pub(super) async fn listed_beside(app: &App, proposed: &[&Indicator]) -> Result<Vec<Indicator>, Error> {
    let parents: BTreeSet<String> =
        proposed.iter().filter_map(|one| parent(one)).map(str::to_owned).collect();
    if parents.is_empty() {
        return Ok(Vec::new());
    }
    let snapshot = app.snapshot.load();
    let pass = move || {
        let entries = snapshot.iter().map(|listing| listing.indicator);
        entries.filter(|one| parent(one).is_some_and(|parent| parents.contains(parent))).collect()
    };
    tokio::task::spawn_blocking(pass).await.map_err(Error::internal)
}

fn parent(indicator: &Indicator) -> Option<&str> {
    let host = host_of(indicator)?;
    Some(registrable_domain(host).unwrap_or(host))
}

/// For example: blocks 1 name and all below it; 0 on the allow-list; 3 neighbours stay.
pub(super) fn words(t: Words, reference: &Reference, indicator: &Indicator, listed: &[Indicator]) -> String {
    let blast = blast_radius(indicator, reference, listed);
    let key = match blast.reach {
        Reach::Host => "blast-host",
        Reach::Page => "blast-page",
        Reach::Exact => {
            let kind = words::kind(t, indicator.kind());
            return t.say_with("blast-exact", "kind", kind).into_owned();
        }
    };
    let values = [
        ("allowed", t.number(blast.allow_listed as u64).into()),
        ("covered", t.number(blast.covered as u64).into()),
        ("neighbours", t.number(blast.neighbours as u64).into()),
        ("parent", blast.parent.into()),
    ];
    t.say_all(key, &values).into_owned()
}
