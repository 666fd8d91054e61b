//! How much a report weighs beside others, by what became of the earlier ones of the same source.
//!
//! A source is a number or an address that somebody left, or a partner; who leaves nothing has no record and weighs
//! as everybody. A weight moves places in the queue and nothing else: no number of reports lists anything.

use crate::slugs::slugs;

/// The weight of a source without a record, in percent.
pub const ORDINARY: u64 = 100;

/// Bounds of a weight, in percent: nobody's word is nothing, and nobody's counts for more than two.
pub const BOUNDS: (u64, u64) = (10, 200);

/// Below this a source is doubted, from [`TRUSTED_FROM`] on it is trusted.
pub const DOUBTED_BELOW: u64 = 50;

/// See [`DOUBTED_BELOW`].
pub const TRUSTED_FROM: u64 = 150;

slugs! {
    /// How an officer closed a report, as far as it says something of its source.
    ClosedAs {
        /// It was true and dealt with.
        Confirmed = "confirmed",
        /// It was advertising, a joke or made up.
        Spam = "spam",
    }
}

/// What became of the earlier reports of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceRecord {
    /// Closed as dealt with.
    pub confirmed: u64,
    /// Closed as spam.
    pub spam: u64,
}

impl SourceRecord {
    /// The weight of this source's reports, in percent.
    ///
    /// As if every source had begun with two reports of the ordinary kind: one confirmed report adds to a weight little,
    /// one spam takes away three times as much, and both count less the longer the record is.
    pub fn weight(self) -> u64 {
        let good = self.confirmed.min(1_000_000) * 2 + 2;
        let all = 2 + self.confirmed.min(1_000_000) + self.spam.min(1_000_000) * 3;
        (good * 100 / all).clamp(BOUNDS.0, BOUNDS.1)
    }

    /// The weight of a report that several records speak of (a number and an address): the lowest of those that say
    /// anything.
    pub fn weight_of_all(records: &[SourceRecord]) -> u64 {
        let telling = records.iter().filter(|record| **record != SourceRecord::default());
        telling.map(|record| record.weight()).min().unwrap_or(ORDINARY)
    }
}

/// What speaks for folding a new report away with one that was closed as spam.
#[derive(Clone, Copy, Debug)]
pub struct SpamEvidence {
    /// Whether both hold the same text once normalised.
    pub same_text: bool,
    /// Whether the sketches of their texts are near.
    pub near_text: bool,
    /// Money lost, in đồng; `None` when not said.
    pub money_lost: Option<u64>,
    /// Whether somebody may be in danger (`desk::rank`).
    pub is_life_in_danger: bool,
    /// Whether files came with it: what they show was not in the spam.
    pub has_files: bool,
}

/// Whether a report is folded away: it is there, it is counted, one click shows it, and it is out of the way. A loss, a
/// danger or a file keeps any report in the queue, whatever its words.
pub fn is_folded_away(evidence: &SpamEvidence) -> bool {
    let is_like = evidence.same_text || evidence.near_text;
    is_like && evidence.money_lost.unwrap_or(0) == 0 && !evidence.is_life_in_danger && !evidence.has_files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_moves_a_weight_within_bounds() {
        for (confirmed, spam, expected) in [
            (0, 0, 100),
            (1, 0, 133),
            (10, 0, 183),
            (1_000_000, 0, 199),
            (0, 1, 40),
            (0, 3, 18),
            (0, 1_000, 10),
            (5, 1, 120),
            (5, 5, 54),
            (u64::MAX, u64::MAX, 50),
        ] {
            assert_eq!(SourceRecord { confirmed, spam }.weight(), expected, "{confirmed} {spam}");
        }
    }

    #[test]
    fn of_several_records_the_lowest_that_says_anything_counts() {
        let record = |confirmed, spam| SourceRecord { confirmed, spam };
        assert_eq!(SourceRecord::weight_of_all(&[]), 100);
        assert_eq!(SourceRecord::weight_of_all(&[record(0, 0), record(10, 0)]), 183);
        assert_eq!(SourceRecord::weight_of_all(&[record(0, 3), record(10, 0)]), 18);
    }

    #[test]
    fn a_loss_a_danger_or_a_file_keeps_a_report_in_the_queue() {
        let spam = SpamEvidence {
            same_text: true,
            near_text: false,
            money_lost: None,
            is_life_in_danger: false,
            has_files: false,
        };
        assert!(is_folded_away(&spam));
        assert!(is_folded_away(&SpamEvidence {
            same_text: false,
            near_text: true,
            money_lost: Some(0),
            ..spam
        }));
        assert!(!is_folded_away(&SpamEvidence { same_text: false, ..spam }));
        assert!(!is_folded_away(&SpamEvidence { money_lost: Some(1), ..spam }));
        assert!(!is_folded_away(&SpamEvidence { is_life_in_danger: true, ..spam }));
        assert!(!is_folded_away(&SpamEvidence { has_files: true, ..spam }));
    }
}
