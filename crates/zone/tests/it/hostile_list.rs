//! A hostile list: random names from the whole of what the list accepts, and the cases that cost others their
//! zone. No resolver refuses the zone, and every name that cannot stand in it is named in the report.
//!
//! `KHIEN_HOSTILE_NAMES` sets the number of random names (default 3,000).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use feed::{FeedOptions, Format};
use model::{Action, Indicator, IndicatorKind, Level};
use testkit::bind::Answer;
use testkit::resolver::{Kind, Resolver, Upstream};
use zone::mirror::{Copy, Source};

use crate::primary::{Primary, Wanted, ZONE, act, neighbour};

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

/// What names are put together from: plain, edges of length, other scripts, signs, invisible characters.
const PIECES: &[&str] = &[
    "vay",
    "nhanh",
    "a",
    "0",
    "9",
    "-",
    "--",
    "_",
    "__",
    "xn--",
    "xn--ngnhng-tta1j",
    "rpz-ip",
    "rpz-nsdname",
    "rpz-passthru",
    "*",
    "@",
    "$TTL",
    "$ORIGIN",
    ";",
    "\\",
    "\\.",
    "\"",
    "(",
    ")",
    " ",
    "\t",
    "%2e",
    "ß",
    "đ",
    "ngân",
    "hàng",
    "Ａ",
    "。",
    "．",
    "\u{200d}",
    "\u{ad}",
    "\u{202e}",
    "中",
    "日本",
    "🎰",
    "İ",
    "ﬁ",
    "É",
    "e\u{301}",
    "1.2.3.4",
    "0x7f",
    "::1",
    "[::1]",
    "+",
    "=",
    "!",
    "~",
    "'",
    "|",
    "/",
    ":80",
    "#",
    "?",
    "&",
];

/// Random text that may be a host: labels of pieces, now and then as long as they may be.
fn text(dice: &mut Dice) -> String {
    let many = if dice.roll(20) == 0 { 60 } else { 4 };
    let labels = 1 + dice.roll(many);
    let mut name = String::new();
    for _ in 0..labels {
        match dice.roll(12) {
            0 => name.push_str(&"x".repeat(55 + dice.roll(12))),
            _ => (0..=dice.roll(3)).for_each(|_| name.push_str(dice.pick(PIECES))),
        }
        name.push('.');
    }
    name + dice
        .pick(&["example", "com.vn", "example", "test", "vn", "xn--p1ai", "рф", "invalid", "rpz-ip", "123"])
}

/// Cases that cost others their zone.
fn known() -> Vec<String> {
    let long = |count: usize| format!("{}example", "a.".repeat(count));
    vec![
        long(100),
        long(110),
        long(112),
        long(113),
        long(115),
        long(118),
        long(119),
        long(120),
        format!("{}.example", "b".repeat(63)),
        "cha.example".to_owned(),
        "con.cha.example".to_owned(),
        "_dmarc.vay_nhanh.example".to_owned(),
        "-a-.example".to_owned(),
        "xn--ngnhng-tta1j.example".to_owned(),
        "24.0.2.0.192.rpz-ip".to_owned(),
        "localhost".to_owned(),
        "192.0.2.1".to_owned(),
        "2001:db8::1".to_owned(),
        "rpz.khien.invalid".to_owned(),
        "123.456.example".to_owned(),
    ]
}

/// Every text that the model takes as a domain.
fn accepted(count: usize) -> BTreeSet<Indicator> {
    let mut dice = Dice(2_026);
    let mut names: BTreeSet<Indicator> =
        known().iter().filter_map(|name| Indicator::parse(IndicatorKind::Domain, name).ok()).collect();
    let (mut tried, start) = (0, names.len());
    assert!(start > 15, "the known cases are names of the list: {start}");
    while names.len() < count && tried < count * 40 {
        names.extend(Indicator::parse(IndicatorKind::Domain, &text(&mut dice)).ok());
        tried += 1;
    }
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn no_zone_is_refused_and_no_name_is_lost() {
    let count = std::env::var("KHIEN_HOSTILE_NAMES").map_or(3_000, |count| count.parse().unwrap());
    let names = accepted(count);
    assert!(names.len() >= count, "{} names of {count}", names.len());
    let consumers = vec![neighbour(Vec::new())];
    let primary = Arc::new(Primary::of(Wanted { consumers, ..Wanted::default() }).await);
    primary.publish_acts(names.iter().map(|name| act(Action::List, Level::Block, name.clone())));
    let snapshot = primary.snapshot();

    // Each name stands in the zone or in the report.
    let mut file = Vec::new();
    let report = feed::write_full(Format::Rpz, &snapshot, &FeedOptions::default(), &mut file).unwrap();
    let mut left_out: BTreeMap<&Indicator, &str> = BTreeMap::new();
    left_out.extend(report.unrepresentable.iter().map(|it| (&it.indicator, it.reason.code())));
    let mut copy = Copy::new(ZONE, 1);
    Source::new(primary.address, ZONE, None).unwrap().refresh(&mut copy).await.unwrap();
    let standing: BTreeSet<&str> = copy.owners().collect();
    for name in &names {
        let twin = format!("*.{}", name.value());
        let stands = standing.contains(name.value()) && standing.contains(twin.as_str());
        assert_ne!(stands, left_out.contains_key(name), "{name}: {:?}", left_out.get(name));
    }
    assert_eq!(copy.len(), 2 * (names.len() - left_out.len()));
    let codes: BTreeSet<&str> = left_out.values().copied().collect();
    assert!(codes.contains("name-too-long") && codes.contains("address"), "{codes:?}");
    eprintln!("{} names, {} left out: {codes:?}", names.len(), left_out.len());

    let folder = tempfile::tempdir().unwrap();
    let mut setup = primary.setup(false);
    setup.files = vec![folder.path().join("khien.rpz")];
    copy.write(&setup.files[0]).unwrap();
    let expected: Vec<String> = copy.owners().map(str::to_owned).collect();
    for kind in Kind::ALL {
        if kind.is_available() {
            let (setup, expected) = (setup.clone(), expected.clone());
            tokio::task::spawn_blocking(move || holds(kind, &setup, &expected)).await.unwrap();
        }
    }
}

/// The resolver refuses every name of the zone.
fn holds(kind: Kind, setup: &testkit::resolver::Setup, expected: &[String]) {
    let resolver = Resolver::start(kind, setup, &Upstream::start());
    resolver.expect("con.cha.example", Answer::NoSuchName);
    let hosts = expected.iter().filter(|name| !name.starts_with('*')).map(String::as_str);
    let hosts: BTreeSet<String> = hosts.map(str::to_owned).collect();
    // A resolver that reads a large zone refuses its first names before its last ones.
    let start = std::time::Instant::now();
    let mut missing = hosts;
    while !missing.is_empty() && start.elapsed() < std::time::Duration::from_secs(120) {
        let refused = resolver.refused(missing.iter().map(String::as_str));
        missing = missing.difference(&refused).cloned().collect();
    }
    let some: Vec<&String> = missing.iter().take(20).collect();
    assert!(missing.is_empty(), "{kind:?} lets through {} names: {some:?}", missing.len());
    if let Some(held) = resolver.own_view(ZONE) {
        assert_eq!(held.len(), expected.len(), "{kind:?}");
    }
}
