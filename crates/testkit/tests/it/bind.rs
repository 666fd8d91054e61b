//! A real BIND loads our policy zone and refuses what it lists, and nothing else.

use std::fmt::Write as _;

use feed::{FeedOptions, Format};
use model::{Indicator, IndicatorKind, Level, Listing, ListingReason, Method, Serial, Snapshot, Time};
use testkit::bind::{ADDRESS, Answer, Bind, check_zone};

/// A list of these hosts at `block`, as they would stand in a damaged store: no parser has seen them.
fn zone(serial: u64, hosts: impl IntoIterator<Item = String>) -> String {
    let listings = hosts.into_iter().map(|host| Listing {
        indicator: Indicator::from_canonical(IndicatorKind::Domain, host).unwrap(),
        method: Method::OrgBankPhish,
        level: Level::Block,
        reason: ListingReason::Impersonation,
        listed_at: Time::EPOCH,
        expires_at: Time::EPOCH,
        serial: Serial(serial),
    });
    let snapshot = Snapshot::new(Serial(serial), listings.collect());
    let mut body = Vec::new();
    feed::write_full(Format::Rpz, &snapshot, &FeedOptions::default(), &mut body).unwrap();
    String::from_utf8(body).unwrap()
}

fn owned<const N: usize>(hosts: [&str; N]) -> impl Iterator<Item = String> {
    hosts.map(str::to_owned).into_iter()
}

#[test]
fn a_listed_name_and_everything_below_it_are_refused_and_its_neighbours_resolve() {
    let Some(bind) = Bind::start(&zone(1, owned(["lua-dao.example"]))) else { return };
    for name in ["lua-dao.example", "www.lua-dao.example", "a.b.lua-dao.example"] {
        bind.expect(name, Answer::NoSuchName);
    }
    for name in ["hang-xom.example", "khong-lua-dao.example", "dao.example", "lua-dao.hang-xom.example"] {
        assert_eq!(bind.resolve(name), Answer::Address(ADDRESS), "{name}");
    }
}

#[test]
fn a_delisted_name_resolves_again_and_a_new_one_is_refused() {
    let Some(mut bind) = Bind::start(&zone(7, owned(["cu.example"]))) else { return };
    bind.expect("cu.example", Answer::NoSuchName);
    bind.reload(&zone(9, owned(["moi.example"])));
    bind.expect("cu.example", Answer::Address(ADDRESS));
    bind.expect("moi.example", Answer::NoSuchName);
}

#[test]
fn the_empty_list_is_a_zone_that_loads_and_refuses_nothing() {
    let empty = zone(0, owned([]));
    assert!(check_zone(&empty).is_none_or(|said| said.is_ok()));
    let Some(bind) = Bind::start(&empty) else { return };
    assert_eq!(bind.resolve("ai-do.example"), Answer::Address(ADDRESS));
}

/// Names that made other publishers' zones unloadable, each of which must cost only itself.
#[test]
fn hostile_names_do_not_cost_the_zone() {
    let long = |chars: usize| format!("{}.example", "a".repeat(50)).repeat(5)[..chars].to_owned();
    let hosts = [
        "truoc.example".to_owned(),
        long(200),
        long(243),
        long(253),
        format!("{}.example", "b".repeat(63)),
        format!("{}.example", "b".repeat(64)),
        "_gach._duoi.example".to_owned(),
        "xn--la-o-0bb96jba.example".to_owned(),
        "lừa-đảo.example".to_owned(),
        "hai..cham.example".to_owned(),
        ".example".to_owned(),
        "khoang trang.example".to_owned(),
        "\"nhay\".example".to_owned(),
        "phay;.example".to_owned(),
        "(ngoac.example".to_owned(),
        "$ORIGIN.example".to_owned(),
        "@".to_owned(),
        "\\000.example".to_owned(),
        "24.0.2.0.192.rpz-ip".to_owned(),
        "ns.rpz-nsdname".to_owned(),
        "203.0.113.7".to_owned(),
        "[2001:db8::1]".to_owned(),
        "vn".to_owned(),
        "sau.example".to_owned(),
    ];
    let text = zone(u64::from(u32::MAX), hosts);
    if let Some(said) = check_zone(&text) {
        said.unwrap_or_else(|complaint| panic!("{complaint}\n{text}"));
    }
    let Some(bind) = Bind::start(&text) else { return };
    for name in ["truoc.example", "sau.example", "_gach._duoi.example"] {
        bind.expect(name, Answer::NoSuchName);
    }
    assert_eq!(bind.resolve("hang-xom.example"), Answer::Address(ADDRESS));
}

#[test]
fn a_hundred_thousand_names_load() {
    // A fixed sequence (Knuth, MMIX) stands for chance, so that a failure can be seen again.
    let mut state = 42u64;
    let hosts = (0..100_000).map(|_| {
        let mut host = String::new();
        for _ in 0..1 + state % 3 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            write!(host, "{:x}.", state >> (20 + state % 40)).unwrap();
        }
        host + "example"
    });
    let text = zone(1, hosts.chain(["cuoi.example".to_owned()]));
    assert!(text.lines().count() > 150_000, "{}", text.lines().count());
    if let Some(said) = check_zone(&text) {
        said.unwrap_or_else(|complaint| panic!("{complaint}"));
    }
    let Some(bind) = Bind::start(&text) else { return };
    bind.expect("x.cuoi.example", Answer::NoSuchName);
    assert_eq!(bind.resolve("hang-xom.example"), Answer::Address(ADDRESS));
}

#[test]
fn the_check_complains_of_a_zone_that_does_not_load() {
    let broken = zone(1, owned(["a.example"])) + &format!("{}.example CNAME .\n", "b".repeat(64));
    assert!(check_zone(&broken).is_none_or(|said| said.is_err()));
}
