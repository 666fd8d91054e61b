//! Golden files: `golden/<case>.<format>`, rewritten by `UPDATE_GOLDEN=1 cargo test -p feed`.

use std::fs;
use std::path::Path;

use feed::{FeedOptions, Format};

use crate::support::{delta, full, snapshot};

/// One of everything.
pub(crate) const EVERY_KIND: &str = "
    block domain:vietcornbank.example
    block domain:login.vietcornbank.example
    warn domain:giai-thuong.example
    block url:sites.google.com/view/nhan-qua-tet
    block url:tra-cuu.example/phat-nguoi/?bien=48A
    warn phone:+84900000001
    warn raw sms_sender:MAU-NGANHANG
    block bank_account:970436:9999000001
    block app:com.example.vneid#aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// The same, with a change, an entry gone, and one that came and went.
const CHANGES: &str = "
    block domain:vietcornbank.example
    warn domain:giai-thuong.example
    block domain:cho-nham.example
    block domain:giai-thuong.example
    delist domain:cho-nham.example
    warn domain:thoang-qua.example
    delist domain:thoang-qua.example";

fn check(case: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(case);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_else(|_| panic!("no golden file {case}"));
    assert!(expected == actual, "{case} differs; expected:\n{expected}\nactual:\n{actual}");
}

fn check_full(case: &str, lines: &str, change: impl Fn(&mut FeedOptions<'_>)) {
    let mut options = FeedOptions::default();
    change(&mut options);
    for format in Format::ALL {
        let (body, _) = full(*format, &snapshot(lines), &options);
        check(&format!("{case}.{}", format.slug()), &body);
    }
}

#[test]
fn the_empty_list() {
    check_full("empty", "", |_| {});
}

#[test]
fn every_kind() {
    check_full("every-kind", EVERY_KIND, |_| {});
}

#[test]
fn with_warnings() {
    check_full("with-warnings", EVERY_KIND, |options| options.include_warn = true);
}

#[test]
fn another_zone_name() {
    let options = FeedOptions { zone: "chan.pa05.example".to_owned(), ..FeedOptions::default() };
    let (body, _) = full(Format::Rpz, &snapshot("block domain:a.example"), &options);
    check("another-zone-name.rpz", &body);
}

#[test]
fn changes() {
    for format in Format::ALL.iter().filter(|format| format.has_delta()) {
        check(&format!("changes-since-2.{}", format.slug()), &delta(*format, CHANGES, 2));
        check(&format!("changes-since-7.{}", format.slug()), &delta(*format, CHANGES, 7));
    }
}
