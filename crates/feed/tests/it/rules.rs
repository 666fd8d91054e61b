//! Rules that hold for every list.

use feed::{FeedError, FeedOptions, Format};
use model::publication::Delta;
use model::{Serial, Snapshot};

use crate::golden::EVERY_KIND;
use crate::support::{full, snapshot};

/// Names that cost other publishers their zone (RFC 1035 lengths, labels reserved by policy zones,
/// addresses, marks that no name holds), among two that must survive.
const HOSTILE: &str = "
    block domain:truoc.example
    block raw domain:hai..cham.example
    block raw domain:.dau.example
    block raw domain:khoang trang.example
    block raw domain:nháy\".example
    block raw domain:cham-phay;.example
    block raw domain:(ngoac.example
    block raw domain:$origin.example
    block raw domain:@.example
    block raw domain:com
    block raw domain:32.1.0.0.127.rpz-ip
    block raw domain:203.0.113.7
    block raw domain:_dmarc.gach-duoi.example
    block domain:lừa-đảo.example
    block domain:sau.example";

fn reasons(format: Format, lines: &str) -> Vec<String> {
    let (_, report) = full(format, &snapshot(lines), &FeedOptions::default());
    let left_out = report.unrepresentable.iter();
    left_out.map(|it| format!("{} {}", it.indicator.value(), it.reason.code())).collect()
}

fn long_host(chars: usize) -> String {
    let mut host = "a.example".to_owned();
    while host.len() + 64 <= chars {
        host = format!("{}.{host}", "b".repeat(63));
    }
    if host.len() + 1 < chars { format!("{}.{host}", "c".repeat(chars - host.len() - 1)) } else { host }
}

#[test]
fn a_bad_name_is_left_out_and_reported_and_costs_no_other() {
    let (zone, report) = full(Format::Rpz, &snapshot(HOSTILE), &FeedOptions::default());
    let names: Vec<&str> = zone
        .lines()
        .filter_map(|line| line.strip_suffix(" CNAME ."))
        .filter(|n| !n.starts_with('*'))
        .collect();
    let expected = ["_dmarc.gach-duoi.example", "sau.example", "truoc.example", "xn--la-o-0bb96jba.example"];
    assert_eq!(names.len(), expected.len(), "{names:?}");
    assert!(names.contains(&"truoc.example") && names.contains(&"sau.example"), "{names:?}");
    assert_eq!(report.entries, 4);
    assert_eq!(report.unrepresentable.len(), 11, "{:?}", reasons(Format::Rpz, HOSTILE));
}

#[test]
fn a_name_that_only_fits_without_the_zone_name_is_left_out_of_the_zone_alone() {
    let host = long_host(243);
    assert_eq!(host.len(), 243);
    let lines = format!("block raw domain:{host}");
    assert_eq!(reasons(Format::Rpz, &lines), [format!("{host} name-too-long")]);
    assert_eq!(reasons(Format::Domains, &lines), [""; 0]);
}

#[test]
fn the_allow_list_wins_even_over_an_entry_that_slipped_in() {
    let lines = "
        block domain:bocongan.gov.vn
        block domain:gov.vn
        block url:dichvucong.gov.vn/trang
        block domain:gov.vn.lua.example";
    for format in [Format::Rpz, Format::Hosts, Format::Domains, Format::Adblock] {
        let (body, report) = full(format, &snapshot(lines), &FeedOptions::default());
        assert!(body.contains("gov.vn.lua.example"), "{body}");
        assert!(!body.contains("bocongan") && !body.contains("dichvucong"), "{body}");
        assert!(report.unrepresentable.iter().all(|it| it.reason.code() == "protected"), "{report:?}");
    }
}

#[test]
fn a_link_never_becomes_its_host() {
    let lines =
        "block url:sites.google.com/view/nhan-qua\n block url:lua.example/a?b=1\n block url:lua.example/";
    for format in [Format::Rpz, Format::Hosts, Format::Domains] {
        let (body, report) = full(format, &snapshot(lines), &FeedOptions::default());
        assert!(!body.contains("google") && !body.contains("lua.example"), "{body}");
        assert_eq!(report.entries, 0);
    }
}

#[test]
fn a_warning_refuses_nothing() {
    for format in Format::ALL.iter().filter(|format| format.refuses_names()) {
        let (body, _) = full(*format, &snapshot("warn domain:nghi.example"), &FeedOptions::default());
        assert!(!body.contains("nghi.example"), "{body}");
    }
}

#[test]
fn a_rule_that_covers_what_is_below_is_written_once_unless_the_parent_is_not_written() {
    let covered = "block domain:a.example\n block domain:x.y.a.example";
    let (rules, report) = full(Format::Adblock, &snapshot(covered), &FeedOptions::default());
    assert_eq!((rules.matches("a.example^").count(), report.covered), (1, 1), "{rules}");

    let only_warned = "warn domain:a.example\n block domain:x.y.a.example";
    let (rules, report) = full(Format::Adblock, &snapshot(only_warned), &FeedOptions::default());
    assert!(rules.contains("\n||x.y.a.example^\n"), "{rules}");
    assert_eq!((report.entries, report.covered), (1, 0));
}

#[test]
fn the_zone_holds_a_host_below_a_listed_one_as_a_transfer_does() {
    let covered = "block domain:a.example\n block domain:x.y.a.example";
    let (zone, report) = full(Format::Rpz, &snapshot(covered), &FeedOptions::default());
    assert_eq!((zone.matches("a.example CNAME").count(), report.covered), (4, 0), "{zone}");
}

#[test]
fn every_format_shows_the_serial_of_the_list() {
    let list = snapshot(EVERY_KIND);
    for format in Format::ALL {
        let (body, _) = full(*format, &list, &FeedOptions::default());
        let head: Vec<&str> = body.lines().take(6).collect();
        assert!(head.iter().any(|line| line.contains('9')), "{format:?}: {head:?}");
        let (empty, _) = full(*format, &Snapshot::default(), &FeedOptions::default());
        assert!(empty.lines().take(6).any(|line| line.contains('0')), "{format:?}: {empty}");
    }
}

#[test]
fn json_reads_back_to_the_same_list() {
    let list = snapshot("block domain:a.example\n warn phone:+84900000001\n block url:b.example/c?d=1");
    let (body, _) = full(Format::Json, &list, &FeedOptions::default());
    let value: serde_json::Value = serde_json::from_str(&body).unwrap();
    let listings = serde_json::from_value(value["listings"].clone()).unwrap();
    assert_eq!(Snapshot::new(Serial(value["serial"].as_u64().unwrap()), listings), list);
    assert_eq!(value["count"], list.len());
}

#[test]
fn no_cell_of_the_table_starts_a_formula() {
    let lines = "warn phone:+84900000001\n warn raw sms_sender:=1+1\n warn raw file:@x\n warn raw email:\"a,b\"@c.example";
    let (body, _) = full(Format::Csv, &snapshot(lines), &FeedOptions::default());
    let mut rows = csv::Reader::from_reader(body.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 5);
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
    assert!(rows.iter().any(|row| &row[1] == "email:\"a,b\"@c.example"), "{body}");
}

#[test]
fn a_rule_is_only_written_when_it_means_the_link_and_nothing_else() {
    let lines = "
        block raw url:lua.example/a$b
        block raw url:lua.example/a*
        block raw url:lua.example/x|y
        block raw url:lua.example/tot";
    let (body, report) = full(Format::Adblock, &snapshot(lines), &FeedOptions::default());
    assert!(body.ends_with("||lua.example/tot|\n||lua.example/tot?\n"), "{body}");
    assert_eq!(report.unrepresentable.len(), 3);
}

#[test]
fn a_format_without_changes_says_so_and_a_failing_receiver_is_an_error() {
    let list = snapshot(EVERY_KIND);
    let delta = Delta::new(Serial(0), &[], &list);
    for format in Format::ALL.iter().filter(|format| !format.has_delta()) {
        let error = feed::write_delta(*format, &delta, &mut Vec::new()).unwrap_err();
        assert!(matches!(error, FeedError::NoDelta(_)), "{error}");
    }
    for format in Format::ALL {
        let mut full_disk = [0u8; 10];
        let written = feed::write_full(*format, &list, &FeedOptions::default(), &mut &mut full_disk[..]);
        assert!(matches!(written, Err(FeedError::Write { .. })), "{format:?}");
    }
}
