//! Any sequence of merges, splits and undos keeps every report exactly once.

use std::collections::BTreeSet;

use model::{Indicator, ReportId, Time};
use proptest::prelude::*;

use super::similar::COMMON_FROM;
use super::*;

fn report(number: u8) -> ReportId {
    format!("00000000-0000-7000-8000-{number:012x}").parse().expect("a UUID")
}

fn graph(count: u8) -> EventGraph {
    EventGraph::new((0..count).map(report), Vec::new(), [])
}

/// Events as numbers: `0 1 | 2`.
fn shown(graph: &EventGraph) -> String {
    let number =
        |id: &ReportId| u8::from_str_radix(&id.to_string()[24..], 16).expect("two digits").to_string();
    let events = graph.events();
    let event = |event: &Vec<ReportId>| event.iter().map(number).collect::<Vec<_>>().join(" ");
    events.iter().map(event).collect::<Vec<_>>().join(" | ")
}

fn set(numbers: &[u8]) -> BTreeSet<ReportId> {
    numbers.iter().copied().map(report).collect()
}

#[test]
fn reports_are_joined_split_and_joined_again() {
    let mut graph = graph(5);
    graph.join(1, EventActKind::Fold, report(1), report(0)).unwrap();
    graph.join(2, EventActKind::Fold, report(2), report(0)).unwrap();
    graph.join(3, EventActKind::Merge, report(3), report(4)).unwrap();
    graph.join(4, EventActKind::Merge, report(0), report(3)).unwrap();
    assert_eq!(shown(&graph), "0 1 2 3 4");
    // The head of the star goes out with one other: the rest stays one event.
    graph.split(5, &set(&[0, 4])).unwrap();
    assert_eq!(shown(&graph), "0 4 | 1 2 3");
    graph.undo(4).unwrap();
    assert_eq!(shown(&graph), "0 4 | 1 2 3", "the split still stands, and holds its sides together");
    graph.undo(5).unwrap();
    assert_eq!(shown(&graph), "0 1 2 | 3 4");
    graph.undo(1).unwrap();
    assert_eq!(shown(&graph), "0 2 | 1 | 3 4");
}

#[test]
fn an_undone_split_gives_back_what_it_cut_even_under_later_splits() {
    let mut graph = graph(3);
    graph.join(1, EventActKind::Merge, report(0), report(1)).unwrap();
    graph.join(2, EventActKind::Merge, report(1), report(2)).unwrap();
    graph.split(3, &set(&[0])).unwrap();
    graph.split(4, &set(&[1])).unwrap();
    assert_eq!(shown(&graph), "0 | 1 | 2");
    graph.undo(3).unwrap();
    assert_eq!(shown(&graph), "0 1 | 2");
    graph.undo(4).unwrap();
    assert_eq!(shown(&graph), "0 1 2");
}

#[test]
fn what_cannot_be_done_is_refused_and_changes_nothing() {
    let mut graph = graph(3);
    graph.join(1, EventActKind::Merge, report(0), report(1)).unwrap();
    let before = graph.clone();
    assert_eq!(graph.join(2, EventActKind::Merge, report(1), report(0)), Err(EventError::SameEvent));
    assert_eq!(graph.join(1, EventActKind::Merge, report(0), report(2)), Err(EventError::Repeated(1)));
    let unknown = EventError::UnknownReport(report(9));
    assert_eq!(graph.join(2, EventActKind::Merge, report(9), report(0)), Err(unknown));
    assert_eq!(graph.split(2, &set(&[0, 1])), Err(EventError::EmptySide));
    assert_eq!(graph.split(2, &set(&[])), Err(EventError::EmptySide));
    assert_eq!(graph.split(2, &set(&[0, 2])), Err(EventError::SeveralEvents));
    assert_eq!(graph.undo(2), Err(EventError::NotStanding(2)));
    assert_eq!(graph, before);
    graph.undo(1).unwrap();
    assert_eq!(graph.undo(1), Err(EventError::NotStanding(1)));
}

/// One step of a random history; numbers are taken modulo what there is.
#[derive(Clone, Debug)]
enum Step {
    Join(u8, u8),
    Split(Vec<u8>),
    Undo(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Step::Join(a, b)),
        prop::collection::vec(any::<u8>(), 0..6).prop_map(Step::Split),
        any::<u8>().prop_map(Step::Undo),
    ]
}

const REPORTS: u8 = 12;

fn take(graph: &mut EventGraph, act: ActId, step: &Step) {
    // What a step cannot do it refuses; the history goes on.
    let _ = match step {
        Step::Join(a, b) => graph.join(act, EventActKind::Merge, report(a % REPORTS), report(b % REPORTS)),
        Step::Split(out) => graph.split(act, &out.iter().map(|n| report(n % REPORTS)).collect()),
        Step::Undo(which) => {
            let acts = graph.acts().count().max(1) as u64;
            let which = graph.acts().nth((u64::from(*which) % acts) as usize).map_or(0, |act| act.id);
            graph.undo(which)
        }
    };
}

proptest! {
    #[test]
    fn any_history_keeps_every_report_exactly_once(steps in prop::collection::vec(step(), 0..60)) {
        let mut graph = graph(REPORTS);
        for (act, step) in (1..).zip(&steps) {
            take(&mut graph, act, step);
            let mut all: Vec<ReportId> = graph.events().into_iter().flatten().collect();
            all.sort();
            prop_assert_eq!(all, (0..REPORTS).map(report).collect::<Vec<_>>());
        }
    }

    #[test]
    fn undoing_everything_in_any_order_ends_where_it_began(
        steps in prop::collection::vec(step(), 0..40),
        order in any::<u64>(),
    ) {
        let mut graph = graph(REPORTS);
        for (act, step) in (1..).zip(&steps) {
            take(&mut graph, act, step);
        }
        let mut standing: Vec<ActId> = graph.acts().filter(|act| !act.is_undone).map(|act| act.id).collect();
        while !standing.is_empty() {
            let at = usize::try_from(order).unwrap_or(0) % standing.len();
            graph.undo(standing.swap_remove(at)).unwrap();
        }
        prop_assert_eq!(graph.events().len(), usize::from(REPORTS));
    }

    #[test]
    fn an_act_undone_at_once_changes_nothing(steps in prop::collection::vec(step(), 0..30), last in step()) {
        let mut graph = graph(REPORTS);
        for (act, step) in (1..).zip(&steps) {
            take(&mut graph, act, step);
        }
        let before = graph.events();
        let act = 1_000;
        if !matches!(last, Step::Undo(_)) {
            take(&mut graph, act, &last);
            let _ = graph.undo(act);
            prop_assert_eq!(graph.events(), before);
        }
    }

    #[test]
    fn a_split_parts_exactly_what_it_names(joins in prop::collection::vec((any::<u8>(), any::<u8>()), 0..30), out in prop::collection::vec(any::<u8>(), 1..6)) {
        let mut graph = graph(REPORTS);
        for (act, (a, b)) in (1..).zip(&joins) {
            take(&mut graph, act, &Step::Join(*a, *b));
        }
        let out: BTreeSet<ReportId> = out.iter().map(|n| report(n % REPORTS)).collect();
        let before = graph.event_of(*out.first().unwrap()).unwrap();
        if graph.split(1_000, &out).is_ok() {
            prop_assert_eq!(graph.event_of(*out.first().unwrap()).unwrap(), out.iter().copied().collect::<Vec<_>>());
            let rest: Vec<ReportId> = before.into_iter().filter(|id| !out.contains(id)).collect();
            prop_assert_eq!(graph.event_of(rest[0]).unwrap(), rest);
        }
    }
}

/// The ground on which two reports that share `shared` are folded.
fn check_fold(shared: &[(&str, u64)], same_method: bool, near_text: bool, expected: Option<FoldReason>) {
    let shared: Vec<(Indicator, u64)> =
        shared.iter().map(|(text, count)| (text.parse().expect("an indicator"), *count)).collect();
    let evidence = FoldEvidence {
        earlier_at: Time::from_millis(0),
        at: Time::from_millis(0).plus_days(29),
        shared: &shared,
        same_method,
        same_text: false,
        near_text,
    };
    assert_eq!(fold_reason(&evidence), expected, "{shared:?} {same_method} {near_text}");
    let same = FoldEvidence { same_text: true, ..evidence.clone() };
    assert_eq!(fold_reason(&same), Some(FoldReason::SameText));
    let late = FoldEvidence { at: Time::from_millis(0).plus_days(31), same_text: true, ..evidence };
    assert_eq!(fold_reason(&late), None);
}

#[test]
fn reports_are_folded_on_one_ground() {
    let account = ("bank_account:970436:0900000123", 3);
    let phone = ("phone:+84900000123", 1);
    check_fold(&[account], false, false, Some(FoldReason::SameAccount));
    check_fold(&[("domain:thuong.example", 1)], false, false, Some(FoldReason::SameLink));
    check_fold(&[phone], true, false, Some(FoldReason::SameCaller));
    check_fold(&[phone], false, false, None);
    check_fold(&[("domain:thuong.example", COMMON_FROM)], true, false, None);
    check_fold(&[phone, account], true, true, Some(FoldReason::SameAccount));
    check_fold(&[], true, true, Some(FoldReason::SameTemplate));
    check_fold(&[], false, true, None);
    check_fold(&[], true, false, None);
}
