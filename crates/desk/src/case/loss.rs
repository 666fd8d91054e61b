//! Money that is lost once and told many times: which reports of a case tell the same loss.
//!
//! Two reports tell the same loss when they are of one event and either the same person sent both, or they name the
//! same sum and at least one sender is unknown. Two known people who each lost the same sum lost it twice. What the
//! rule cannot know an officer states: the figure of the case wins over what is told.

use std::collections::{BTreeMap, BTreeSet};

use model::ReportId;

/// What one report of a case tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Which.
    pub report: ReportId,
    /// Its event.
    pub event: ReportId,
    /// Đồng; 0 when it tells of none.
    pub money: u64,
    /// What stands for its sender, as digests; empty when nobody is known.
    pub senders: BTreeSet<String>,
}

/// For each new report the first report that tells the same loss; itself when none does. `kept` are the reports that
/// are of the case already, each with the report that leads its loss: what was decided once stays, whatever is erased
/// later. The same reports in any order give the same answer.
pub fn leaders(kept: &[(Told, ReportId)], new: &[Told]) -> BTreeMap<ReportId, ReportId> {
    let mut losses = Losses::default();
    for (told, leader) in kept {
        losses.add(told, *leader);
    }
    let mut sorted: Vec<&Told> = new.iter().collect();
    sorted.sort_by_key(|told| told.report);
    let mut leaders = BTreeMap::new();
    for told in sorted {
        let leader = losses.find(told).unwrap_or(told.report);
        losses.add(told, leader);
        leaders.insert(told.report, leader);
    }
    leaders
}

#[derive(Default)]
struct Losses<'a> {
    by_sender: BTreeMap<(ReportId, &'a str), ReportId>,
    /// Leaders of one sum in one event, in the order in which they came.
    by_money: BTreeMap<(ReportId, u64), BTreeSet<ReportId>>,
    /// Leaders of losses of which a sender is known.
    known: BTreeSet<ReportId>,
}

impl<'a> Losses<'a> {
    fn find(&self, told: &Told) -> Option<ReportId> {
        let by_sender = |sender: &String| self.by_sender.get(&(told.event, sender.as_str())).copied();
        if let Some(leader) = told.senders.iter().find_map(by_sender) {
            return Some(leader);
        }
        if told.money == 0 {
            return None;
        }
        let same = self.by_money.get(&(told.event, told.money))?;
        same.iter().copied().find(|leader| told.senders.is_empty() || !self.known.contains(leader))
    }

    fn add(&mut self, told: &'a Told, leader: ReportId) {
        for sender in &told.senders {
            self.by_sender.entry((told.event, sender)).or_insert(leader);
        }
        if told.money > 0 {
            self.by_money.entry((told.event, told.money)).or_default().insert(leader);
        }
        if !told.senders.is_empty() {
            self.known.insert(leader);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> ReportId {
        format!("01957d3e-0000-7000-8000-0000000000{number:02x}").parse().unwrap()
    }

    fn told(report: u8, event: u8, money: u64, sender: &str) -> Told {
        let senders = sender.split(' ').filter(|one| !one.is_empty()).map(str::to_owned).collect();
        Told { report: id(report), event: id(event), money, senders }
    }

    /// Leaders as numbers: `1=1 2=1`.
    fn check(told: &[Told], expected: &str) {
        let said = |order: &[Told]| {
            let place = |id: ReportId| id.to_string()[34..].to_owned();
            let pairs = leaders(&[], order);
            pairs.iter().map(|(a, b)| format!("{}={}", place(*a), place(*b))).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(said(told), expected);
        let mut turned = told.to_vec();
        turned.reverse();
        assert_eq!(said(&turned), expected, "the order does not matter");
    }

    #[test]
    fn a_loss_is_counted_once_however_often_it_is_told() {
        // By web, by mail, by a bank's file without a name, by telephone.
        check(
            &[told(1, 1, 30, "lan"), told(2, 1, 30, "lan mail"), told(3, 1, 30, ""), told(4, 1, 35, "mail")],
            "01=01 02=01 03=01 04=01",
        );
    }

    #[test]
    fn two_people_who_lost_the_same_sum_lost_it_twice() {
        check(&[told(1, 1, 30, "lan"), told(2, 1, 30, "mai")], "01=01 02=02");
        check(&[told(1, 1, 30, "lan"), told(2, 2, 30, "lan")], "01=01 02=02");
        check(&[told(1, 1, 30, ""), told(2, 1, 31, "")], "01=01 02=02");
        check(&[told(1, 1, 0, ""), told(2, 1, 0, "")], "01=01 02=02");
        check(&[told(1, 1, 30, ""), told(2, 1, 30, "lan"), told(3, 1, 30, "mai")], "01=01 02=01 03=03");
    }

    #[test]
    fn what_was_decided_once_stays() {
        // The sender of the first two was erased since.
        let kept = [(told(1, 1, 30, ""), id(1)), (told(2, 1, 30, ""), id(2))];
        let new = leaders(&kept, &[told(3, 1, 30, "lan"), told(4, 1, 9, "lan")]);
        assert_eq!(new.values().copied().collect::<Vec<_>>(), [id(1), id(1)]);
    }
}
