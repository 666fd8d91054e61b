//! What an entry would do, in words for the officer who approves it.

use std::collections::BTreeSet;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use desk::guard::{Reach, blast_radius, host_of};
use model::indicator::host::registrable_domain;
use model::{Indicator, IndicatorKind, Serial, Snapshot};
use tokio::sync::Mutex;

use super::words;
use crate::catalogue::Words;
use crate::{App, Error};

/// Entries under the registered names of all proposals that are counted; beyond that it is said that there are more.
const BESIDE_MAX: usize = 10_000;

/// The entries of the list under some registered names.
#[derive(Debug, Default)]
pub(super) struct Beside {
    entries: Vec<Indicator>,
    /// Whether there were more than [`BESIDE_MAX`].
    is_cut: bool,
}

/// The last answer: while the list and the proposals stay, the list is read once however many officers look.
#[derive(Debug, Default)]
pub(crate) struct Memory(Mutex<Option<Answer>>);

/// What stood beside these names in the list at this serial.
#[derive(Debug)]
struct Answer {
    serial: Serial,
    parents: BTreeSet<String>,
    beside: Arc<Beside>,
}

/// The entries of the list under the same registered names as these. One reading of the text of the whole list, on a
/// thread of its own, at most one at a time; `docs/performance.md` says what it takes.
pub(super) async fn listed_beside(app: &App, proposed: &[&Indicator]) -> Result<Arc<Beside>, Error> {
    let parents: BTreeSet<String> =
        proposed.iter().filter_map(|one| parent(one)).map(str::to_owned).collect();
    if parents.is_empty() {
        return Ok(Arc::default());
    }
    let snapshot = app.snapshot.load();
    let mut last = app.blast().0.lock().await;
    if let Some(answer) = last.as_ref()
        && answer.serial == snapshot.serial()
        && answer.parents == parents
    {
        return Ok(Arc::clone(&answer.beside));
    }
    let (serial, wanted) = (snapshot.serial(), parents.clone());
    let reading = tokio::task::spawn_blocking(move || beside(&snapshot, &wanted));
    let beside = Arc::new(reading.await.map_err(Error::internal)?);
    *last = Some(Answer { serial, parents, beside: Arc::clone(&beside) });
    Ok(beside)
}

/// Looks the names up in the text of the list, without making an entry of what is not one of them.
fn beside(snapshot: &Snapshot, parents: &BTreeSet<String>) -> Beside {
    let mut found = Beside::default();
    let Ok(finder) = AhoCorasick::new(parents) else { return found };
    let chunks = snapshot.chunks().iter();
    for chunk in chunks.take_while(|chunk| chunk.first_kind() <= IndicatorKind::Url) {
        let mut last = None;
        // A piece may begin in one value and end in the next; then it is in neither.
        for piece in finder.find_overlapping_iter(chunk.text()) {
            let at = chunk.at_byte(piece.start());
            if last == Some(at) {
                continue;
            }
            let indicator = chunk.listing(at).indicator;
            if !parent(&indicator).is_some_and(|parent| parents.contains(parent)) {
                continue;
            }
            last = Some(at);
            if found.entries.len() == BESIDE_MAX {
                found.is_cut = true;
                return found;
            }
            found.entries.push(indicator);
        }
    }
    found
}

fn parent(indicator: &Indicator) -> Option<&str> {
    let host = host_of(indicator)?;
    Some(registrable_domain(host).unwrap_or(host))
}

/// For example: blocks 1 name and all below it; 0 on the allow-list; 3 neighbours stay.
pub(super) fn words(app: &App, t: Words, indicator: &Indicator, listed: &Beside) -> String {
    let blast = blast_radius(indicator, &app.reference, &app.store.allow_list(), &listed.entries);
    let key = match blast.reach {
        Reach::Host => "blast-host",
        Reach::Page => "blast-page",
        Reach::Exact => {
            let values = [
                ("kind", words::kind(t, indicator.kind()).into()),
                ("allowed", t.number(blast.allow_listed as u64).into()),
            ];
            return t.say_all("blast-exact", &values).into_owned();
        }
    };
    let counted = |count: usize| {
        let number = t.number(count as u64);
        if listed.is_cut { t.say_with("blast-at-least", "count", number).into_owned() } else { number }
    };
    let values = [
        ("allowed", t.number(blast.allow_listed as u64).into()),
        ("covered", counted(blast.covered).into()),
        ("neighbours", counted(blast.neighbours).into()),
        ("parent", blast.parent.into()),
    ];
    t.say_all(key, &values).into_owned()
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use model::publication::SnapshotBuilder;
    use model::{Level, Listing, ListingReason, Method, Time};

    use super::*;

    fn listing(text: &str) -> Listing {
        Listing {
            indicator: text.parse().unwrap(),
            method: Method::Other,
            level: Level::Block,
            reason: ListingReason::PartnerList,
            listed_at: Time::EPOCH,
            expires_at: Time::from_millis(1),
            serial: Serial(1),
        }
    }

    fn names(snapshot: &Snapshot, parents: &[&str]) -> Vec<String> {
        let parents = parents.iter().map(|&name| name.to_owned()).collect();
        beside(snapshot, &parents).entries.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn only_what_is_registered_under_the_same_name_is_beside() {
        let mut builder = SnapshotBuilder::default();
        for text in [
            "domain:shop.example",
            "domain:a.shop.example",
            "domain:myshop.example",
            "domain:shop.example.top",
            "url:shop.example/x",
            "url:other.example/shop.example",
            "phone:+84900000001",
        ] {
            builder.push(&listing(text));
        }
        let snapshot = builder.finish(Serial(7));
        let expected = ["domain:a.shop.example", "domain:shop.example", "url:shop.example/x"];
        assert_eq!(names(&snapshot, &["shop.example"]), expected);
        assert_eq!(names(&snapshot, &["other.example", "none.example"]), ["url:other.example/shop.example"]);
    }

    /// `KHIEN_TEST_BLAST` names another size; the figure of docs/performance.md is from 10,000,000.
    #[test]
    #[expect(clippy::print_stdout, reason = "the figure is the point")]
    fn a_large_list_is_read_once_and_the_answer_is_bounded() {
        let wanted = std::env::var("KHIEN_TEST_BLAST").ok().and_then(|text| text.parse().ok());
        let size: usize = wanted.unwrap_or(100_000);
        let mut builder = SnapshotBuilder::default();
        for number in 0..size {
            // One in five under one name: far more than an answer holds.
            let text = match number % 5 {
                0 => format!("domain:t{number}.cho-thue.example"),
                _ => format!("domain:mau-{number}.example"),
            };
            builder.push(&listing(&text));
        }
        let snapshot = builder.finish(Serial(1));
        let timed = |parents: &[&str]| {
            let parents = parents.iter().map(|&name| name.to_owned()).collect();
            let start = Instant::now();
            let found = beside(&snapshot, &parents);
            (found.entries.len(), found.is_cut, start.elapsed().as_millis())
        };
        let (count, is_cut, _) = timed(&["cho-thue.example"]);
        assert_eq!((count, is_cut), (BESIDE_MAX, true));
        let many: Vec<String> = (0..200).map(|number| format!("mau-{}.example", number * 5 + 1)).collect();
        let (count, is_cut, ms) = timed(&many.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((count, is_cut), (200, false));
        println!("200 names looked for beside {size} entries: {ms} ms");
    }
}
