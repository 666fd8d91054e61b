//! `khien demo` on a real database.

use std::process::{Command, Output};

fn khien(folder: &tempfile::TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_khien"));
    command.args(arguments).args(["--lang", "en", "--data-dir"]).arg(folder.path().join("data"));
    command.current_dir(folder.path()).output().unwrap()
}

#[test]
fn the_sample_year_fills_an_empty_database_once() {
    let folder = tempfile::tempdir().unwrap();
    let small = ["demo", "--reports", "400", "--listings", "300"];

    let first = khien(&folder, &small);
    let said = String::from_utf8_lossy(&first.stdout);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    assert!(said.contains("400") && said.contains("300"), "{said}");
    assert!(said.contains("/console/dau-tien/"), "{said}");

    let again = khien(&folder, &small);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("[not-empty]"));

    let export = khien(&folder, &["export", "--format", "domains", "--include-warn"]);
    let text = String::from_utf8_lossy(&export.stdout);
    let names: Vec<&str> = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    assert!(names.len() > 50, "{text}");
    assert!(names.iter().all(|name| name.ends_with(".example")), "{text}");
}
