//! Files as found in the world.

use std::fmt::Write as _;

use desk::import::{ImportOptions, ImportSummary, Outcome, rows};
use model::{IndicatorKind, Level, ListingReason, Method, Reference, Time};

/// 2026-11-22T00:00:00Z.
const NOW: Time = Time::from_millis(1_795_305_600_000);

fn options() -> ImportOptions {
    ImportOptions {
        kind: IndicatorKind::Domain,
        method: Method::Other,
        level: Level::Block,
        reason: ListingReason::PartnerList,
        expires_at: NOW.plus_days(365),
        evidence: "Danh sách mẫu".to_owned(),
    }
}

fn check(file: &[u8], expected: &str) {
    let mut actual = String::new();
    for row in rows(file, &options(), Reference::embedded(), NOW) {
        match row.outcome {
            Outcome::Taken(cleared) => writeln!(actual, "{} {}", row.line, cleared.listing().indicator),
            Outcome::Repeated { line } => writeln!(actual, "{} = {line}", row.line),
            Outcome::Refused(refused) => {
                writeln!(actual, "{} ! {} {}", row.line, refused.ground.key(), refused.value)
            }
        }
        .unwrap();
    }
    let expected: String = expected.lines().map(str::trim).filter(|line| !line.is_empty()).fold(
        String::new(),
        |mut text, line| {
            text.push_str(line);
            text.push('\n');
            text
        },
    );
    assert_eq!(actual, expected);
}

#[test]
fn plain_lines() {
    check(
        b"# comment\na.example\n\n  B.example  \n*.c.example\nd.example # why\n",
        "2 domain:a.example
         4 domain:b.example
         5 domain:c.example
         6 domain:d.example",
    );
}

#[test]
fn any_end_of_line_a_byte_order_mark_and_no_last_line_end() {
    check(
        b"\xef\xbb\xbfa.example\r\nb.example\rc.example\nd.example",
        "1 domain:a.example
         2 domain:b.example
         3 domain:c.example
         4 domain:d.example",
    );
}

#[test]
fn a_host_with_a_path_becomes_the_link() {
    check(
        b"a.example/dang-nhap\nhttps://b.example/x?y=1\nhttps://c.example/\nhttp://d.example\n",
        "1 url:a.example/dang-nhap
         2 url:b.example/x?y=1
         3 domain:c.example
         4 domain:d.example",
    );
}

#[test]
fn a_repetition_names_the_line_it_repeats() {
    check(
        b"a.example\nA.EXAMPLE\n*.a.example\nhttp://a.example/\n",
        "1 domain:a.example
         2 = 1
         3 = 1
         4 = 1",
    );
}

#[test]
fn what_may_not_be_listed_is_refused_with_its_rule() {
    check(
        b"facebook.com\nbocongan.gov.vn\ncom.vn\nsites.google.com/view/x\nfacebook.com/\n",
        "1 ! refusal-shared-host facebook.com
         2 ! refusal-state-host bocongan.gov.vn
         3 ! refusal-public-suffix com.vn
         4 url:sites.google.com/view/x
         5 ! refusal-shared-host facebook.com/",
    );
}

#[test]
fn a_table_with_a_header_in_any_order_and_quotes() {
    check(
        b"Category,Value,note\nmixed,a.example,\"two\nlines\"\nmixed,\"b.example\",x\nshort\nmixed,,empty\nmixed,c.example\n",
        "2 domain:a.example
         4 domain:b.example
         7 domain:c.example",
    );
    check(b"id;domain\r\n1;a.example\r\n", "2 domain:a.example");
    check(b"domain\na.example\n", "2 domain:a.example");
}

#[test]
fn our_own_table_reads_back() {
    let file = b"action,indicator,level,method,reason,listed_at,expires_at,serial\r\n\
                 full,,,,,,,2\r\n\
                 list,domain:a.example,block,other,partner-list,,,1\r\n\
                 list,url:b.example/c,block,other,partner-list,,,2\r\n";
    check(file, "3 domain:a.example\n4 url:b.example/c");
}

#[test]
fn hosts_files_and_blocker_rules() {
    check(
        b"! title\n[Adblock Plus 2.0]\n0.0.0.0 a.example\n127.0.0.1\tb.example\n||c.example^\n",
        "3 domain:a.example
         4 domain:b.example
         5 domain:c.example",
    );
}

#[test]
fn rubbish_is_refused_line_by_line_and_costs_no_other() {
    let mut file = b"a.example\n\xff\xfe.example\nb\0.example\n".to_vec();
    file.extend(b"..\n-\nkh\xc3\xb4ng ph\xe1\xba\xa3i t\xc3\xaan\n");
    file.extend([b'x'; 9000]);
    file.extend(b"\nz.example\n");
    let rows: Vec<_> = rows(&file, &options(), Reference::embedded(), NOW).collect();
    let taken: Vec<u64> =
        rows.iter().filter(|row| matches!(row.outcome, Outcome::Taken(_))).map(|row| row.line).collect();
    assert_eq!((taken, rows.len()), (vec![1, 8], 8));
    assert_eq!(rows.last().unwrap().bytes_read, file.len() as u64);
}

#[test]
fn an_empty_file_has_no_rows() {
    for file in [&b""[..], b"\xef\xbb\xbf", b"\n\r\n# x\n", b"value\n"] {
        check(file, "");
    }
}

#[test]
fn the_summary_adds_up() {
    let mut summary = ImportSummary::default();
    let file = b"a.example\na.example\nb.example/c\nfacebook.com\n\xff\n";
    for row in rows(file, &options(), Reference::embedded(), NOW) {
        summary.add(&row);
    }
    let counts = (summary.rows, summary.taken_count(), summary.repeated, summary.refused_count());
    assert_eq!(counts, (5, 2, 1, 2));
    let grounds: Vec<String> = summary.refused.keys().map(|ground| ground.key()).collect();
    assert_eq!(grounds, ["import-broken-utf8", "refusal-shared-host"]);
}
