//! The zones against real programs: `dig` as a client, BIND as a secondary that refuses names.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod primary;
mod secondary;

mod bind;
mod dig;

/// Whether `named` and `dig` are here; their absence is said, and is a failure where `KHIEN_TEST_REQUIRE`
/// lists `bind`.
fn bind_is_present() -> bool {
    let is_here = |program| std::process::Command::new(program).arg("-v").output().is_ok();
    let present = is_here("named") && is_here("dig");
    let required =
        std::env::var("KHIEN_TEST_REQUIRE").is_ok_and(|list| list.split(',').any(|name| name == "bind"));
    assert!(present || !required, "run the tests with bind: `named` and `dig` are not installed");
    if !present {
        eprintln!("not run: bind");
    }
    present
}
