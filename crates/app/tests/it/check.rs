//! `khien check`: words for a person, an object for a machine, a line for a line.

use serde_json::Value;

use crate::command::Khien;

const SCAM: &str = "Cong an thong bao ban co lenh bat, chuyen 50 trieu vao tai khoan an toan de xac minh";

/// One line in, what comes out reduced to its shape: keys, or the code of the error.
fn check_lines(input: &[u8], code: i32, expected: &[&str]) {
    let khien = Khien::new();
    let ran = khien.run(&["check", "--jsonl"], input);
    let shapes: Vec<String> = ran.out.lines().map(shape).collect();
    assert_eq!(
        (ran.code, shapes),
        (Some(code), expected.iter().map(|line| (*line).to_owned()).collect()),
        "{}",
        ran.err
    );
    assert!(!khien.path("khien-data").exists(), "a check makes nothing");
}

fn shape(line: &str) -> String {
    let value: Value = serde_json::from_str(line).unwrap();
    let id = value.get("id").map(|id| format!("{id} ")).unwrap_or_default();
    match value.get("error") {
        Some(error) => format!("{id}line {} {}", error["line"], error["code"].as_str().unwrap()),
        None => {
            let score = value["score"].as_f64().unwrap();
            assert!(
                (0.0..=1.0).contains(&score) && value["indicators"].is_array() && value["reasons"].is_array()
            );
            format!("{id}{} {}", value["verdict"].as_str().unwrap(), value["method"])
        }
    }
}

#[test]
fn each_line_is_answered_under_its_id() {
    let input = format!(
        "{{\"id\":\"a\",\"text\":\"{SCAM}\",\"label\":\"scam\"}}\n{{\"text\":\"\"}}\n{{\"id\":7,\"text\":\"hẹn 5 giờ nhé\",\"sender\":null}}"
    );
    check_lines(
        input.as_bytes(),
        0,
        &["\"a\" dangerous \"gov-judicial\"", "no_information null", "7 no_information null"],
    );
}

#[test]
fn a_bad_line_is_answered_and_costs_no_other() {
    let mut input = b"{\"id\":1,\"text\":\"a\"}\n\nnope\n{\"id\":2}\n{\"id\":3,\"text\":5}\n{\"id\":4,\"text\":\"\\ud800\"}\n".to_vec();
    input.extend(b"\xff\xfe\n[]\n{\"id\":[5],\"text\":\"nul \\u0000\"}\r\n");
    check_lines(
        &input,
        1,
        &[
            "1 no_information null",
            "line 2 not-json",
            "line 3 not-json",
            "2 line 4 wrong-shape",
            "3 line 5 wrong-shape",
            "line 6 not-json",
            "line 7 broken-utf8",
            "line 8 wrong-shape",
            "[5] no_information null",
        ],
    );
}

#[test]
fn an_endless_line_is_refused_and_the_next_is_read() {
    let mut input = vec![b'x'; 5 << 20];
    input.extend(b"\n{\"id\":1,\"text\":\"a\"}\n");
    check_lines(&input, 1, &["line 1 too-long", "1 no_information null"]);
}

#[test]
fn no_input_is_no_answer() {
    check_lines(b"", 0, &[]);
}

#[test]
fn a_person_reads_verdict_advice_and_grounds() {
    let khien = Khien::new();
    let out = khien.ok(&["check", "--lang", "vi", SCAM]);
    let first = out.lines().next().unwrap();
    assert_eq!(first, "Nguy hiểm: nhiều dấu hiệu lừa đảo");
    for heading in ["Làm ngay:", "Vì sao:", "Thủ đoạn:"] {
        assert!(out.contains(heading), "{out}");
    }
    let english = khien.ok(&["check", SCAM]);
    assert!(english.contains("Do now:") && !english.contains("Làm ngay"), "{english}");
}

#[test]
fn standard_input_is_the_text_when_none_is_given() {
    let khien = Khien::new();
    for arguments in [&["check", "--json", "-"][..], &["check", "--json"][..]] {
        let ran = khien.run(arguments, SCAM);
        assert_eq!(shape(ran.out.trim()), "dangerous \"gov-judicial\"");
    }
    assert_eq!(shape(khien.run(&["check", "--json"], b"\xff\xfe").out.trim()), "no_information null");
}

#[test]
fn the_list_of_a_data_folder_is_asked() {
    let khien = Khien::new();
    khien.write("names", "lua-dao.example\n");
    khien.ok(&["import", "--kind", "domain", "--method", "org-bank-phish", "names"]);
    let out = khien.ok(&["check", "--json", "https://a.lua-dao.example/x"]);
    assert_eq!(shape(out.trim()), "listed \"org-bank-phish\"");
}

#[test]
fn wrong_calls_end_with_2() {
    let khien = Khien::new();
    for arguments in [&["check", "--json", "--jsonl"][..], &["check", "--nope"], &["nope"]] {
        assert_eq!(khien.run(arguments, "").code, Some(2), "{arguments:?}");
    }
}
