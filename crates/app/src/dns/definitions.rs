//! What each zone was made of when it was last served.
//!
//! The settings and the allow-list leave no act in the log, so a difference from before they changed would
//! leave out what they brought and took. Such a difference is not told: the secondary gets the whole zone.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use model::Serial;
use sha2::{Digest as _, Sha256};
use zone::View;

/// Name of the file in the data folder: one zone a line, `name digest since`.
pub(crate) const FILE: &str = "dns-zones";

/// Tells each view since which serial it is what it is now, and writes that down; which ones changed.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn compare(file: &Path, views: &mut [View], head: Serial) -> io::Result<Vec<String>> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let known: BTreeMap<&str, (&str, Serial)> = text.lines().filter_map(read).collect();
    let (mut fresh, mut changed) = (String::new(), Vec::new());
    for view in views {
        let digest = digest(&view.definition());
        view.since = match known.get(view.name()) {
            Some((same, since)) if *same == digest => *since,
            Some(_) => {
                changed.push(view.name().to_owned());
                head
            }
            // Nobody has it yet, or it was served before this file was kept: then by the same settings.
            None => Serial(0),
        };
        writeln!(fresh, "{} {digest} {}", view.name(), view.since).expect("writing to a String cannot fail");
    }
    if fresh != text {
        let new = file.with_extension("new");
        std::fs::write(&new, fresh)?;
        std::fs::rename(new, file)?;
    }
    Ok(changed)
}

fn read(line: &str) -> Option<(&str, (&str, Serial))> {
    let mut words = line.split(' ');
    Some((words.next()?, (words.next()?, Serial(words.next()?.parse().ok()?))))
}

fn digest(definition: &str) -> String {
    Sha256::digest(definition).iter().fold(String::new(), |mut hex, octet| {
        write!(hex, "{octet:02x}").expect("writing to a String cannot fail");
        hex
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use model::{Level, Reference};

    use super::*;

    #[test]
    fn a_zone_that_changed_without_an_act_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        let view = || View::new("rpz.khien.invalid", Arc::new(Reference::embedded().clone())).unwrap();
        let compared = |view: View, head| {
            let mut views = [view];
            let changed = compare(&file, &mut views, Serial(head)).unwrap();
            (changed.len(), views[0].since)
        };
        assert_eq!(compared(view(), 5), (0, Serial(0)));
        assert_eq!(compared(view(), 7), (0, Serial(0)));
        let other = || view().with_levels(vec![Level::Block, Level::Warn]);
        assert_eq!(compared(other(), 9), (1, Serial(9)));
        assert_eq!(compared(other(), 12), (0, Serial(9)));
        assert_eq!(compared(view(), 12), (1, Serial(12)));
    }
}
