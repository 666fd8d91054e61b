//! `khien backup`, `restore` and `verify`: nothing is lost, and a change by hand shows.

use std::fs;

use crate::command::Khien;

fn listed() -> Khien {
    let khien = Khien::new();
    let ran = khien.run(
        &["import", "--kind", "domain", "--evidence", "a partner of ours told us so", "-"],
        "a.example\nb.example\nc.example\n",
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    khien
}

#[test]
fn an_edited_row_is_named() {
    let khien = listed();
    assert!(khien.ok(&["verify"]).contains("Unbroken: 3 acts"));
    let file = khien.path("khien-data/khien.db");
    let mut bytes = fs::read(&file).unwrap();
    let told = b"a partner of ours told us so";
    let at =
        bytes.windows(told.len()).position(|window| window == told).expect("the evidence is in the file");
    bytes[at] = b'A';
    fs::write(&file, bytes).unwrap();
    let ran = khien.run(&["verify"], "");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("publication log: line") && ran.out.contains("BROKEN"), "{}", ran.out);
}

#[test]
fn a_backup_restores_while_the_server_runs() {
    let khien = listed();
    let served = khien.serve();
    khien.ok(&["backup", "copy"]);
    assert!(served.get("/readyz").contains("ready at serial 3"));
    let key = khien.read("khien-data/identity.key");
    let holds_key = walk(&khien.path("copy")).iter().any(|file| {
        let bytes = fs::read(file).unwrap();
        bytes.windows(64).any(|window| window == key.trim().as_bytes())
    });
    assert!(!holds_key, "the identity key is in the backup");

    let without = khien.run(&["restore", "copy", "--data-dir", "new"], "");
    assert_eq!(without.code, Some(2));
    assert!(without.err.contains("[restore-key]"), "{}", without.err);
    fs::create_dir(khien.path("new")).unwrap();
    khien.write("new/identity.key", &key);
    khien.ok(&["restore", "copy", "--data-dir", "new"]);
    assert!(khien.ok(&["verify", "--data-dir", "new"]).contains("Unbroken: 3 acts"));
    let export = |dir| khien.ok(&["export", "--format", "json", "--data-dir", dir]);
    assert_eq!(export("new"), export("khien-data"));
    let twice = khien.run(&["restore", "copy", "--data-dir", "new"], "");
    assert!(twice.err.contains("[restore-not-empty]"), "{}", twice.err);
}

#[test]
fn the_key_is_not_remade_beside_a_database() {
    let khien = listed();
    fs::remove_file(khien.path("khien-data/identity.key")).unwrap();
    let ran = khien.run(&["verify"], "");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("[identity-key]"), "{}", ran.err);
    khien.write("khien-data/identity.key", "0".repeat(64));
    let ran = khien.run(&["verify"], "");
    assert!(ran.err.contains("identity key given"), "{}", ran.err);
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}
