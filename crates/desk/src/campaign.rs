//! Campaigns: reports that hang together through values they share, grown from one report outwards.
//!
//! What half the country shares says nothing: a value beyond its limit joins nothing, nor does an official channel, a
//! shared host, or what an officer took out. Growth ends after [`HOPS_MAX`] steps or [`REPORTS_MAX`] reports. Every
//! report but the first says through which value, and next to which report, it came in. The same data give the same
//! campaign, in whatever order they arrive.

use std::collections::{BTreeMap, BTreeSet};

use model::{Indicator, IndicatorKind as Kind, Method, ReportId, Time, TrackingCode};

use crate::event::COMMON_FROM;
use crate::slugs::slugs;

/// Steps from the first report, each over one shared value.
pub const HOPS_MAX: u8 = 3;

/// Reports of one campaign.
pub const REPORTS_MAX: usize = 300;

/// Reports in which a name, a link, an app or a file joins; with more of them it is a host of many.
pub const LINK_REPORTS_MAX: u64 = 200;

/// Reports in which a number, a sender or an account of a network joins: numbers are faked, and reused by others.
pub const CALLER_REPORTS_MAX: u64 = 50;

slugs! {
    /// Why a shared value joins nothing. The catalogue holds `campaign-left-<slug>` in each language.
    LeftOut {
        /// Too many reports hold it.
        Common = "common",
        /// An official channel or a shared host.
        Official = "official",
        /// An officer took it out.
        Excluded = "excluded",
    }
}

/// What growth needs to know of a report, and what people call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Which.
    pub id: ReportId,
    /// The code by which officers and its reporter name it.
    pub code: TrackingCode,
    /// When it came.
    pub at: Time,
    /// Its method; `None` when nobody knows.
    pub method: Option<Method>,
}

/// A value of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Which.
    pub indicator: Indicator,
    /// In how many reports it stands, this one included; may be cut at any number above [`COMMON_FROM`].
    pub reports: u64,
    /// Whether it is an official channel or a shared host.
    pub is_official: bool,
    /// Whether an officer took it out.
    pub is_excluded: bool,
}

/// A report of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The report.
    pub node: Node,
    /// Steps from the first; 0 for those it began with.
    pub hop: u8,
    /// The value through which it came in, and the report that held it already; `None` for those it began with.
    pub via: Option<(Indicator, ReportId)>,
}

/// A campaign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Campaign {
    /// Its reports, in the order of hop and id.
    pub members: Vec<Member>,
    /// Values that two or more of them share, most shared first, with those reports.
    pub values: Vec<(Indicator, BTreeSet<ReportId>)>,
    /// Values that join nothing, and in how many reports each stands.
    pub left: Vec<(Indicator, LeftOut, u64)>,
    /// Whether it would have grown beyond [`REPORTS_MAX`].
    pub is_cut: bool,
}

/// Why a value joins nothing; `None` when it joins.
pub fn left_out(shared: &Shared) -> Option<LeftOut> {
    let max = match shared.indicator.kind() {
        Kind::BankAccount | Kind::CryptoWallet => COMMON_FROM - 1,
        Kind::Domain | Kind::Url | Kind::App | Kind::File => LINK_REPORTS_MAX,
        Kind::Phone | Kind::SmsSender | Kind::Email | Kind::SocialAccount => CALLER_REPORTS_MAX,
    };
    if shared.is_excluded {
        Some(LeftOut::Excluded)
    } else if shared.is_official {
        Some(LeftOut::Official)
    } else {
        (shared.reports > max).then_some(LeftOut::Common)
    }
}

/// Whether a value that both hold joins two reports: a number or a sender only where the method is the same, because
/// callers hide behind numbers that belong to others.
pub fn joins(indicator: &Indicator, known: &Node, other: &Node) -> bool {
    match indicator.kind() {
        Kind::Phone | Kind::SmsSender | Kind::Email | Kind::SocialAccount => {
            known.method.is_some() && known.method == other.method
        }
        _ => true,
    }
}

/// A campaign while it grows: ask [`Growth::frontier`], tell the values of those reports, ask [`Growth::wanted`], tell
/// the reports that hold them, and so on until the frontier is empty.
#[derive(Clone, Debug, Default)]
pub struct Growth {
    members: BTreeMap<ReportId, Member>,
    frontier: Vec<ReportId>,
    /// Who holds a value that joins.
    holders: BTreeMap<Indicator, BTreeSet<ReportId>>,
    /// Values whose reports are to be read.
    wanted: BTreeSet<Indicator>,
    read: BTreeSet<Indicator>,
    left: BTreeMap<Indicator, (LeftOut, u64)>,
    hop: u8,
    is_cut: bool,
}

impl Growth {
    /// Begins with these reports: one, or those of its event.
    pub fn new(first: &[Node]) -> Growth {
        let mut growth = Growth::default();
        for node in first.iter().take(REPORTS_MAX) {
            growth.members.insert(node.id, Member { node: node.clone(), hop: 0, via: None });
        }
        growth.is_cut = first.len() > REPORTS_MAX;
        growth.frontier = growth.members.keys().copied().collect();
        growth
    }

    /// Reports whose values are to be told next; empty when the campaign has grown.
    pub fn frontier(&self) -> &[ReportId] {
        &self.frontier
    }

    /// Tells the values of one report of the frontier.
    pub fn add_values(&mut self, of: ReportId, values: &[Shared]) {
        for shared in values {
            if let Some(reason) = left_out(shared) {
                self.left.insert(shared.indicator.clone(), (reason, shared.reports));
                continue;
            }
            self.holders.entry(shared.indicator.clone()).or_default().insert(of);
            if shared.reports > 1 && self.hop < HOPS_MAX && !self.read.contains(&shared.indicator) {
                self.wanted.insert(shared.indicator.clone());
            }
        }
    }

    /// Values whose reports are to be told now, each once in the life of a campaign.
    pub fn wanted(&mut self) -> Vec<Indicator> {
        let wanted: Vec<Indicator> = std::mem::take(&mut self.wanted).into_iter().collect();
        self.read.extend(wanted.iter().cloned());
        wanted
    }

    /// Takes one step with the reports that hold each wanted value. Those with more shared values come first, then
    /// the older ones.
    pub fn step(&mut self, found: &BTreeMap<Indicator, Vec<Node>>) {
        let mut new: BTreeMap<ReportId, (Node, Vec<(Indicator, ReportId)>)> = BTreeMap::new();
        for (indicator, nodes) in found {
            let Some(holders) = self.holders.get(indicator) else { continue };
            for node in nodes.iter().filter(|node| !self.members.contains_key(&node.id)) {
                let known = holders.iter().filter_map(|id| self.members.get(id)).map(|member| &member.node);
                let mut known = known.filter(|known| joins(indicator, known, node));
                if let Some(first) = known.next() {
                    let entry = new.entry(node.id).or_insert_with(|| (node.clone(), Vec::new()));
                    entry.1.push((indicator.clone(), first.id));
                }
            }
        }
        let mut order: Vec<(Node, Vec<(Indicator, ReportId)>)> = new.into_values().collect();
        order.sort_by_key(|(node, vias)| (usize::MAX - vias.len(), node.id));
        let room = REPORTS_MAX - self.members.len();
        self.is_cut = self.is_cut || order.len() > room;
        order.truncate(room);
        self.hop += 1;
        self.frontier.clear();
        for (node, vias) in order {
            let via =
                vias.into_iter().min_by_key(|(indicator, _)| (rank(indicator.kind()), indicator.clone()));
            self.frontier.push(node.id);
            self.members.insert(node.id, Member { node, hop: self.hop, via });
        }
        self.frontier.sort();
    }

    /// The campaign as it grew.
    pub fn finish(self) -> Campaign {
        let mut members: Vec<Member> = self.members.into_values().collect();
        members.sort_by_key(|member| (member.hop, member.node.id));
        let mut values: Vec<(Indicator, BTreeSet<ReportId>)> =
            self.holders.into_iter().filter(|(_, holders)| holders.len() > 1).collect();
        values.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
        let left = self.left.into_iter().map(|(indicator, (reason, reports))| (indicator, reason, reports));
        Campaign { members, values, left: left.collect(), is_cut: self.is_cut }
    }
}

/// How much a shared value of this kind tells; less is more.
const fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::BankAccount | Kind::CryptoWallet => 0,
        Kind::Domain | Kind::Url | Kind::App | Kind::File => 1,
        Kind::Phone | Kind::SmsSender | Kind::Email | Kind::SocialAccount => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: usize) -> ReportId {
        format!("01957d3e-0000-7000-8000-{number:012x}").parse().unwrap()
    }

    /// Reports as the values they hold; a report's method is `a` unless its line says `b`.
    struct Desk(Vec<(&'static str, Vec<String>)>);

    impl Desk {
        fn node(&self, place: usize) -> Node {
            let method = if self.0[place].0 == "b" { Method::JobTask } else { Method::GovJudicial };
            Node {
                id: id(place),
                code: TrackingCode::from_random(place as u64),
                at: Time::EPOCH.plus_hours(place as i64),
                method: Some(method),
            }
        }

        fn holders(&self, indicator: &Indicator) -> Vec<usize> {
            let text = indicator.to_string();
            (0..self.0.len()).filter(|place| self.0[*place].1.contains(&text)).collect()
        }

        fn grow(&self, first: usize, turned: bool) -> Campaign {
            let mut growth = Growth::new(&[self.node(first)]);
            while !growth.frontier().is_empty() {
                for report in growth.frontier().to_vec() {
                    let place = (0..self.0.len()).find(|place| id(*place) == report).unwrap();
                    let mut values: Vec<Shared> = self.0[place]
                        .1
                        .iter()
                        .map(|text| {
                            let indicator: Indicator = text.parse().unwrap();
                            Shared {
                                reports: self.holders(&indicator).len() as u64,
                                is_official: text.contains("vneid.gov.vn"),
                                is_excluded: text.contains("boqua"),
                                indicator,
                            }
                        })
                        .collect();
                    if turned {
                        values.reverse();
                    }
                    growth.add_values(report, &values);
                }
                let mut found = BTreeMap::new();
                for indicator in growth.wanted() {
                    let mut nodes: Vec<Node> =
                        self.holders(&indicator).into_iter().map(|place| self.node(place)).collect();
                    if turned {
                        nodes.reverse();
                    }
                    found.insert(indicator, nodes);
                }
                growth.step(&found);
            }
            growth.finish()
        }

        /// `0 1<0 by bank_account:… `: members with hop.
        fn check(&self, first: usize, expected: &str) -> Campaign {
            let campaign = self.grow(first, false);
            assert_eq!(campaign, self.grow(first, true), "the order in which data arrive does not matter");
            let place = |id_of: ReportId| (0..self.0.len()).find(|place| id(*place) == id_of).unwrap();
            let said: Vec<String> = campaign
                .members
                .iter()
                .map(|member| match &member.via {
                    None => format!("{}", place(member.node.id)),
                    Some((_, from)) => format!("{}<{}@{}", place(member.node.id), place(*from), member.hop),
                })
                .collect();
            assert_eq!(said.join(" "), expected);
            campaign
        }
    }

    fn report(method: &'static str, values: &[&str]) -> (&'static str, Vec<String>) {
        (method, values.iter().map(|text| (*text).to_owned()).collect())
    }

    const ACCOUNT: &str = "bank_account:970436:0900000123";
    const PHONE: &str = "phone:+84900000123";

    #[test]
    fn it_grows_step_by_step_and_says_through_what() {
        let desk = Desk(vec![
            report("a", &[ACCOUNT]),
            report("a", &[ACCOUNT, "domain:mot.example"]),
            report("b", &["domain:mot.example", "domain:hai.example"]),
            report("a", &["domain:hai.example", "domain:ba.example"]),
            report("a", &["domain:ba.example"]),
            report("a", &["domain:khac.example"]),
        ]);
        // Four steps away is too far.
        let campaign = desk.check(0, "0 1<0@1 2<1@2 3<2@3");
        assert!(!campaign.is_cut && campaign.left.is_empty());
        let values: Vec<String> =
            campaign.values.iter().map(|(value, by)| format!("{value} {}", by.len())).collect();
        assert_eq!(values.join(" "), format!("domain:hai.example 2 domain:mot.example 2 {ACCOUNT} 2"));
        desk.check(2, "2 1<2@1 3<2@1 0<1@2 4<3@2");
    }

    #[test]
    fn a_number_joins_only_the_same_method() {
        let desk = Desk(vec![report("a", &[PHONE]), report("b", &[PHONE]), report("a", &[PHONE])]);
        desk.check(0, "0 2<0@1");
        desk.check(1, "1");
    }

    #[test]
    fn what_is_official_or_taken_out_joins_nothing_and_is_said() {
        let desk = Desk(vec![
            report("a", &["domain:vneid.gov.vn", "domain:boqua.example"]),
            report("a", &["domain:vneid.gov.vn", "domain:boqua.example"]),
        ]);
        let campaign = desk.check(0, "0");
        let left: Vec<LeftOut> = campaign.left.iter().map(|(_, reason, _)| *reason).collect();
        assert_eq!(left, [LeftOut::Excluded, LeftOut::Official]);
    }

    /// A value that many share swallows nothing, just below its limit it joins.
    #[test]
    fn a_common_value_does_not_swallow_everything() {
        for (value, max) in [
            (PHONE, CALLER_REPORTS_MAX),
            ("domain:chung.example", LINK_REPORTS_MAX),
            (ACCOUNT, COMMON_FROM - 1),
        ] {
            let many = |count: u64| Desk((0..count).map(|_| report("a", &[value])).collect());
            let joined = many(max).grow(0, false);
            assert_eq!(joined.members.len(), (max as usize).min(REPORTS_MAX), "{value}");
            assert_eq!(joined.is_cut, max as usize > REPORTS_MAX);
            let alone = many(max + 1).grow(0, false);
            assert_eq!(alone.members.len(), 1, "{value}");
            assert_eq!(alone.left[0].1, LeftOut::Common);
        }
    }
}
