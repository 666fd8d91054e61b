//! At the end of a shift nobody's work stays with somebody who has gone home.

use std::collections::BTreeMap;

use model::{OfficerId, ReportId};

/// One open report in the hands of somebody whose shift has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenWork {
    /// Which.
    pub report: ReportId,
    /// In whose hands.
    pub owner: OfficerId,
    /// Whether it is a classified source, which its officer resolves over weeks.
    pub is_being_resolved: bool,
    /// Whether it lies on a desk that the unit of the shift sees.
    pub is_seen: bool,
}

/// One report that changes hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed {
    /// Which.
    pub report: ReportId,
    /// Out of whose hands.
    pub from: OfficerId,
    /// Into whose; `None`: into the queue of the desk it lies on.
    pub to: Option<OfficerId>,
}

/// Who gets what when a shift ends. `on_duty` are the officers who take work from now on, with what is in their
/// hands already; empty: nobody is on duty, and all goes into the queue. Whoever is on duty again keeps what they
/// have. The rest goes, in the order given, to who has least in hand.
pub fn hand_over(work: &[OpenWork], on_duty: &BTreeMap<OfficerId, u64>) -> Vec<Passed> {
    let mut in_hand = on_duty.clone();
    let leaves = |one: &&OpenWork| !one.is_being_resolved && !on_duty.contains_key(&one.owner);
    let pass = |one: &OpenWork| {
        let least =
            in_hand.iter().min_by_key(|(officer, count)| (**count, **officer)).map(|(officer, _)| *officer);
        let to = least.filter(|_| one.is_seen);
        if let Some(count) = to.and_then(|officer| in_hand.get_mut(&officer)) {
            *count += 1;
        }
        Passed { report: one.report, from: one.owner, to }
    };
    work.iter().filter(leaves).map(pass).collect()
}
