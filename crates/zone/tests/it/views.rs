//! Zones by level, method and slice, each with its action: what a revision moves between them goes and comes
//! as a difference, and a resolver acts on each as it says.

use std::sync::Arc;

use model::publication::{AllowList, Slice};
use model::{Action, Indicator, IndicatorKind, Level, Method};
use testkit::bind::{ADDRESS, Answer};
use testkit::resolver::{Kind, Resolver, Upstream};
use zone::mirror::{Copy, Source};
use zone::{PolicyAction, View};

use crate::primary::{KEY, Primary, SECRET, Wanted, act, view};

const GAMBLING: Method = Method::GambleTips;

fn with(names: &[(&str, Level, Method)], action: Action) -> Vec<model::Act> {
    let domain = |name: &str| Indicator::parse(IndicatorKind::Domain, name).unwrap();
    names
        .iter()
        .map(|(name, level, method)| model::Act { method: *method, ..act(action, *level, domain(name)) })
        .collect()
}

/// A copy of each zone, refreshed by differences.
struct Copies(Vec<(Source, Copy)>);

impl Copies {
    async fn of(primary: &Primary) -> Copies {
        let copy = |name: &str| {
            (Source::new(primary.address, name, Some((KEY, SECRET))).unwrap(), Copy::new(name, 1))
        };
        let mut copies = Copies(primary.zones.views().map(|view| copy(view.name())).collect());
        copies.refresh().await;
        copies
    }

    async fn refresh(&mut self) {
        for (source, copy) in &mut self.0 {
            source.refresh(copy).await.unwrap();
        }
    }

    /// The hosts of each zone, without twins.
    fn hosts(&self) -> Vec<Vec<String>> {
        let hosts =
            |copy: &Copy| copy.owners().filter(|it| !it.starts_with("*.")).map(str::to_owned).collect();
        self.0.iter().map(|(_, copy)| hosts(copy)).collect()
    }
}

/// Blocked but gambling; gambling; warnings; what is to be left alone.
fn four() -> Vec<View> {
    let others = Method::ALL.iter().copied().filter(|method| *method != GAMBLING).collect();
    let redirect = PolicyAction::Redirect("canh-bao.khien.example".parse().unwrap());
    vec![
        view("bo-qua.khien.invalid").of_allow_list(),
        view("chan.khien.invalid").with_methods(Some(others)),
        view("co-bac.khien.invalid").with_methods(Some(vec![GAMBLING])).with_action(PolicyAction::Nodata),
        view("canh-bao.khien.invalid").with_levels(vec![Level::Warn]).with_action(redirect),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revision_moves_a_name_from_zone_to_zone() {
    let primary = Primary::of(Wanted { views: four(), ..Wanted::default() }).await;
    primary.publish_acts(with(&[("a.example", Level::Block, Method::GovFine)], Action::List));
    primary.publish_acts(with(&[("b.example", Level::Block, GAMBLING)], Action::List));
    let mut copies = Copies::of(&primary).await;
    let fixed = copies.hosts().remove(0);
    assert!(fixed.contains(&"gov.vn".to_owned()) && fixed.len() > 100, "{}", fixed.len());
    let check = |copies: &Copies, expected: [&[&str]; 3]| assert_eq!(copies.hosts()[1..], expected);
    check(&copies, [&["a.example"], &["b.example"], &[]]);
    primary.publish_acts(with(&[("a.example", Level::Block, GAMBLING)], Action::Revise));
    copies.refresh().await;
    check(&copies, [&[], &["a.example", "b.example"], &[]]);
    primary.publish_acts(with(&[("b.example", Level::Warn, GAMBLING)], Action::Revise));
    copies.refresh().await;
    check(&copies, [&[], &["a.example"], &["b.example"]]);
    primary.publish_acts(with(&[("b.example", Level::Warn, GAMBLING)], Action::Delist));
    copies.refresh().await;
    check(&copies, [&[], &["a.example"], &[]]);
    assert_eq!(copies.hosts().remove(0), fixed);
    // Every difference was one: the zones were fetched whole only once.
    primary.counts(&[(1, 3); 4]).await;
}

/// What officers put on the allow-list arrives at once and without an act, comes whole once and then not again, and
/// leaves the serial of the other zones alone.
#[tokio::test(flavor = "multi_thread")]
async fn what_officers_allow_is_passed_at_once() {
    let primary = Primary::of(Wanted { views: four(), ..Wanted::default() }).await;
    let list = |name: &str| primary.publish_acts(with(&[(name, Level::Block, GAMBLING)], Action::List));
    list("a.example");
    let mut copies = Copies::of(&primary).await;
    let fixed = copies.hosts().remove(0);
    let allow = |version, names: &[&str]| {
        let entries = names.iter().map(|name| Indicator::parse(IndicatorKind::Domain, name).unwrap());
        primary.zones.set_allowed(Arc::new(AllowList::new(version, entries)));
    };
    let serials = || (0..4).map(|zone| primary.zones.serial(zone).0).collect::<Vec<_>>();
    assert_eq!(serials(), [1, 1, 1, 1]);
    allow(1, &["benhvien.example"]);
    assert_eq!(serials(), [2, 1, 1, 1]);
    copies.refresh().await;
    let mut expected = fixed.clone();
    expected.push("benhvien.example".to_owned());
    expected.sort();
    assert_eq!(copies.hosts()[0], expected);
    list("b.example");
    copies.refresh().await;
    assert_eq!((copies.hosts()[0].clone(), serials()), (expected, vec![3, 2, 2, 2]));
    allow(2, &[]);
    copies.refresh().await;
    assert_eq!(copies.hosts()[0], fixed);
    // Whole at first and after each change; the act between them was a difference.
    primary.counts(&[(3, 1), (1, 1), (1, 1), (1, 1)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_act_tells_is_told_whole() {
    let mut changed = view("rpz.khien.invalid");
    changed.since = model::Serial(2);
    let primary = Primary::of(Wanted { views: vec![changed], ..Wanted::default() }).await;
    let list = |name: &str| primary.publish_acts(with(&[(name, Level::Block, GAMBLING)], Action::List));
    list("a.example");
    let mut copies = Copies::of(&primary).await;
    for (name, whole, differences) in [("b.example", 2, 0), ("c.example", 3, 0), ("d.example", 3, 1)] {
        list(name);
        copies.refresh().await;
        primary.counts(&[(whole, differences)]).await;
    }
    assert_eq!(copies.hosts()[0].len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn slices_hold_the_list_between_them_and_rest_while_others_change() {
    let slice = |index| view(&format!("{index}.rpz.khien.invalid")).with_slice(Some(Slice { index, of: 4 }));
    let primary = Primary::of(Wanted { views: (0..4).map(slice).collect(), ..Wanted::default() }).await;
    primary.publish((0..100).map(|number| (Action::List, Level::Block, format!("mau-{number}.example"))));
    let mut copies = Copies::of(&primary).await;
    let mut together: Vec<String> = copies.hosts().concat();
    together.sort();
    let expected: Vec<String> =
        primary.expected().into_iter().filter(|name| !name.starts_with('*')).collect();
    assert_eq!(together, expected);
    let serials = |primary: &Primary| (0..4).map(|zone| primary.zones.serial(zone)).collect::<Vec<_>>();
    let before = serials(&primary);
    primary.publish([(Action::Delist, Level::Block, "mau-7.example".to_owned())]);
    let moved = before.iter().zip(serials(&primary)).filter(|(before, after)| *before != after).count();
    assert_eq!(moved, 1, "only the slice of the name has a new serial");
    copies.refresh().await;
    assert_eq!(copies.hosts().concat().len(), 99);
}

/// Each action in three resolvers that take zones by transfer.
#[tokio::test(flavor = "multi_thread")]
async fn resolvers_do_what_each_zone_says() {
    let consumer = crate::primary::neighbour(Vec::new());
    let wanted = Wanted { views: four(), consumers: vec![consumer], ..Wanted::default() };
    let primary = Arc::new(Primary::of(wanted).await);
    primary.publish_acts(with(&[("a.example", Level::Block, Method::GovFine)], Action::List));
    primary.publish_acts(with(&[("b.example", Level::Block, GAMBLING)], Action::List));
    primary.publish_acts(with(&[("c.example", Level::Warn, GAMBLING)], Action::List));
    for kind in [Kind::Bind, Kind::Unbound, Kind::Recursor] {
        if !kind.is_available() {
            continue;
        }
        let setup = primary.setup(false);
        let checks = move || {
            let upstream = Upstream::start();
            let resolver = Resolver::start(kind, &setup, &upstream);
            resolver.expect("www.a.example", Answer::NoSuchName);
            resolver.expect("b.example", Answer::NoData);
            // The warning page's host is looked up where every other name is.
            resolver.expect("c.example", Answer::Address(ADDRESS));
            resolver.expect("dichvucong.gov.vn", Answer::Address(ADDRESS));
            resolver.own_view("canh-bao.khien.invalid")
        };
        let held = tokio::task::spawn_blocking(checks).await.unwrap();
        assert_eq!(held, Some(vec!["*.c.example".to_owned(), "c.example".to_owned()]), "{kind:?}");
    }
}
