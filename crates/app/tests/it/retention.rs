//! `khien retention`: counts at any day, erases nothing early unless told to.

use crate::command::Khien;

#[test]
fn a_day_to_come_is_counted_and_erased_only_when_told() {
    let khien = Khien::new();
    khien.ok(&["officer", "add"]);
    assert!(khien.ok(&["retention", "--at", "2030-12-31", "--dry-run"]).contains("0 identities"));
    let ran = khien.run(&["retention", "--at", "2090-01-01"], "");
    assert_ne!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.contains("retention-ahead"), "{}", ran.err);
    assert!(khien.ok(&["retention", "--at", "2090-01-01", "--ahead"]).contains("Erased 0 identities"));
    assert!(khien.ok(&["retention"]).contains("Erased 0 identities"));
    for day in ["2090-1-1", "yesterday", "2090-02-30"] {
        let ran = khien.run(&["retention", "--at", day], "");
        assert!(ran.code != Some(0) && ran.err.contains("retention-day"), "{day}: {}", ran.err);
    }
}
