//! `khien import-misp`: events become reports, the same event the same reports, and nothing is listed.

use crate::command::Khien;

const EVENT: &str = r#"{"Event":{"uuid":"6f7a1d0e-0c9b-4a55-9a0e-2f1f2a3b4c5d","info":"Trang giả ngân hàng","timestamp":"1795305600",
    "Attribute":[
        {"uuid":"11111111-1111-4111-8111-111111111111","type":"domain","value":"ngan-hang-gia.example"},
        {"uuid":"22222222-2222-4222-8222-222222222222","type":"sha256","value":"khong-phai-ma-bam"},
        {"uuid":"33333333-3333-4333-8333-333333333333","type":"domain","value":"da-go.example","deleted":true}],
    "Object":[{"name":"bank-account","Attribute":[
        {"type":"bank-account-nr","object_relation":"account","value":"9999000001"},
        {"type":"text","object_relation":"institution-code","value":"970436"}]}]}}"#;

#[test]
fn an_event_becomes_a_report_once_and_wrong_hashes_are_named() {
    let khien = Khien::new();
    khien.write("event.json", EVENT);
    let dry = khien.run(&["import-misp", "--dry-run", "event.json"], "");
    assert!(dry.out.contains("1 events: 2 things named, 0 new reports"), "{dry:?}");
    let ran = khien.run(&["import-misp", "event.json"], "");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("1 new reports to the desk; 1 attributes refused, 1 of no kind"), "{}", ran.out);
    assert!(ran.err.contains("22222222-2222-4222-8222-222222222222 sha256"), "{}", ran.err);
    let again = khien.run(&["import-misp", "event.json"], "");
    assert!(again.out.contains("0 new reports"), "{}", again.out);
    assert!(!khien.ok(&["export", "--format", "json"]).contains("ngan-hang-gia"), "nothing is listed");
}

#[test]
fn a_hostile_file_is_refused() {
    let khien = Khien::new();
    khien.write(
        "deep.json",
        format!(r#"{{"Event":{{"uuid":"u","X":{}{}}}}}"#, "[".repeat(10_000), "]".repeat(10_000)),
    );
    khien.write("none.json", "[1]");
    for file in ["deep.json", "none.json"] {
        let ran = khien.run(&["import-misp", file], "");
        assert_eq!(ran.code, Some(2), "{file}: {ran:?}");
        assert!(ran.err.contains("[misp]"), "{}", ran.err);
    }
    let large = std::fs::File::create(khien.path("large.json")).unwrap();
    large.set_len(100 * 1024 * 1024).unwrap();
    let ran = khien.run(&["import-misp", "large.json"], "");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("[misp-too-large]"), "{}", ran.err);
}
