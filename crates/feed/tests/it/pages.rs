//! The samples on the pages `docs/formats/<format>.md` are what the code writes.
//!
//! A page shows them in blocks opened by ```` ```text full ```` and ```` ```text delta ````; `UPDATE_GOLDEN=1`
//! writes them anew.

use feed::{FeedOptions, Format};

use crate::support::{check_block, delta, full, snapshot};

const SAMPLE: &str = "
    block domain:vietcornbank.example
    warn domain:giai-thuong.example
    block url:sites.google.com/view/nhan-qua-tet
    warn phone:+84900000001
    block bank_account:970436:9999000001
    delist domain:giai-thuong.example";

#[test]
fn the_samples_are_what_the_code_writes() {
    for format in Format::ALL {
        check_block(format.slug(), "full", &full(*format, &snapshot(SAMPLE), &FeedOptions::default()).0);
        if format.has_delta() {
            check_block(format.slug(), "delta", &delta(*format, SAMPLE, 4));
        }
    }
}
