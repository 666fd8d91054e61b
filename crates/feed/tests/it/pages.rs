//! The samples on the pages `docs/formats/<format>.md` are what the code writes.
//!
//! A page shows them in blocks opened by ```` ```text full ```` and ```` ```text delta ````; `UPDATE_GOLDEN=1`
//! writes them anew.

use std::fs;
use std::path::Path;

use feed::{FeedOptions, Format};

use crate::support::{delta, full, snapshot};

const SAMPLE: &str = "
    block domain:vietcornbank.example
    warn domain:giai-thuong.example
    block url:sites.google.com/view/nhan-qua-tet
    warn phone:+84900000001
    block bank_account:970436:9999000001
    delist domain:giai-thuong.example";

fn check_block(format: Format, block: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/formats")
        .join(format!("{}.md", format.slug()));
    let page = fs::read_to_string(&path).unwrap();
    let open = format!("```text {block}\n");
    let (before, rest) = page.split_once(&open).unwrap_or_else(|| panic!("no block `{block}` in {path:?}"));
    let (shown, after) = rest.split_once("```\n").unwrap();
    let actual = actual.replace("\r\n", "\n");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, format!("{before}{open}{actual}```\n{after}")).unwrap();
    } else {
        assert_eq!(shown, actual, "{path:?}, block `{block}`");
    }
}

#[test]
fn the_samples_are_what_the_code_writes() {
    for format in Format::ALL {
        check_block(*format, "full", &full(*format, &snapshot(SAMPLE), &FeedOptions::default()).0);
        if format.has_delta() {
            check_block(*format, "delta", &delta(*format, SAMPLE, 4));
        }
    }
}
