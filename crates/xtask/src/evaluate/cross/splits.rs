//! Which messages are learned from and which are answered, split by split: never the same ones, and never messages
//! that look synthetic on both sides of a split that tests them. `baseline/tfidf.py` cuts the same splits.

use crate::corpus::{Label, Row};

/// The file whose rows say whether they look real.
const REAL: &str = "sms_dev";

/// One split, as indices of rows.
#[derive(Clone, Debug)]
pub(crate) struct Split {
    pub(crate) name: &'static str,
    pub(crate) train: Vec<usize>,
    pub(crate) test: Vec<usize>,
    /// Rules were written with rows of the test in view.
    pub(crate) is_seen_by_rules: bool,
}

/// What of a split a row belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Train,
    Test,
    Neither,
}

/// A row and its number within its file, counted from 0, of so many.
struct Place<'r> {
    row: &'r Row,
    number: usize,
    of: usize,
}

impl Place<'_> {
    fn is(&self, source: &str) -> bool {
        self.row.source == source
    }

    fn is_real(&self) -> bool {
        self.is(REAL) && self.row.group.contains("real")
    }

    fn is_in_first_half(&self) -> bool {
        self.number * 2 < self.of
    }

    fn is_own(&self) -> bool {
        ![REAL, "en_uci_sms", "call_lines_synthetic", "quoted_dev"].contains(&self.row.source.as_str())
    }
}

type Rule = fn(&Place<'_>) -> Side;

/// Name, side of each row, and whether rules were written with the test in view.
const SPLITS: &[(&str, Rule, bool)] = &[
    ("synthetic to real", |place| test_if(place.is_real()), true),
    (
        "real to synthetic",
        |place| match (place.is(REAL), place.is_real(), place.row.label == Label::Honest) {
            // All honest rows look real: half of them to learn from, half to be told from the synthetic ones.
            (true, true, true) => test_if(!place.is_in_first_half()),
            (true, is_real, _) => test_if(!is_real),
            _ => Side::Train,
        },
        true,
    ),
    ("first inboxes to last", |place| half(place, true), true),
    ("last inboxes to first", |place| half(place, false), true),
    ("others to English", |place| test_if(place.is("en_uci_sms")), false),
    ("others to spoken lines", |place| test_if(place.is("call_lines_synthetic")), false),
    ("others to our own", |place| test_if(place.is_own()), true),
    // The last quarter holds methods that stand nowhere before.
    ("our own, new methods", |place| test_if(place.is_own() && place.number * 4 >= place.of * 3), false),
    ("our own, every fourth", |place| test_if(place.is_own() && place.number % 4 == 3), false),
    ("other authors to an inbox", |place| test_if(place.is("inbox")), false),
    ("other authors to told", |place| test_if(place.is("told")), false),
    ("other authors to phones", |place| test_if(place.is("phone")), false),
    ("other authors to press", |place| test_if(place.is("press")), false),
    ("other authors to talk", |place| test_if(place.is("talk")), false),
    ("all to quoted", |place| test_if(place.is("quoted_dev")), true),
];

fn test_if(is_test: bool) -> Side {
    if is_test { Side::Test } else { Side::Train }
}

/// One half of the real messages is the test; quoted ones are learned from in no split.
fn half(place: &Place<'_>, learns_first: bool) -> Side {
    match (place.is_real(), place.is_in_first_half() == learns_first) {
        (true, false) => Side::Test,
        _ => Side::Train,
    }
}

/// Every split that has rows on both sides.
pub(crate) fn all(rows: &[Row]) -> Vec<Split> {
    let places = places(rows);
    let splits = SPLITS.iter().map(|(name, rule, is_seen_by_rules)| {
        let side = |place: &Place<'_>| match rule(place) {
            Side::Train if place.is("quoted_dev") => Side::Neither,
            side => side,
        };
        let of = |wanted: Side| {
            let with = places.iter().enumerate().filter(|(_, place)| side(place) == wanted);
            with.map(|(index, _)| index).collect::<Vec<_>>()
        };
        Split { name, train: of(Side::Train), test: of(Side::Test), is_seen_by_rules: *is_seen_by_rules }
    });
    splits.filter(|split| !split.train.is_empty() && !split.test.is_empty()).collect()
}

fn places(rows: &[Row]) -> Vec<Place<'_>> {
    let runs = rows.chunk_by(|left, right| left.source == right.source);
    runs.flat_map(|run| {
        let of = run.len();
        run.iter().enumerate().map(move |(number, row)| Place { row, number, of })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        let row = |source: &str, label: Label, group: &str| Row {
            label,
            group: group.to_owned(),
            source: source.to_owned(),
            method: String::new(),
            sender: String::new(),
            text: String::new(),
        };
        let mut rows = vec![row("scam", Label::Scam, "scam"), row("ham", Label::Honest, "ham")];
        for _ in 0..4 {
            rows.push(row("sms_dev", Label::Spam, "spam real_likely"));
            rows.push(row("sms_dev", Label::Spam, "spam synthetic_likely"));
            rows.push(row("sms_dev", Label::Honest, "ham real_likely"));
        }
        rows.extend([row("quoted_dev", Label::Scam, "scam A"), row("en_uci_sms", Label::Spam, "spam")]);
        rows
    }

    #[test]
    fn no_row_is_on_both_sides_and_quoted_ones_are_never_learned_from() {
        let rows = rows();
        let splits = all(&rows);
        assert_eq!(splits.len(), 7, "there are no spoken lines, and too few of our own for a quarter");
        for split in splits {
            assert!(split.train.iter().all(|index| !split.test.contains(index)), "{}", split.name);
            assert!(split.train.iter().all(|index| rows[*index].source != "quoted_dev"), "{}", split.name);
        }
    }

    #[test]
    fn unwanted_rows_that_look_synthetic_are_on_one_side_only() {
        let rows = rows();
        for split in all(&rows).iter().filter(|split| split.name.contains("real")) {
            let synthetic = |of: &[usize]| of.iter().any(|index| rows[*index].group.contains("synthetic"));
            assert!(synthetic(&split.train) != synthetic(&split.test), "{}", split.name);
        }
    }
}
