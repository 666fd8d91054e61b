//! Templates: what is read, what is refused and where.

use super::*;

const HEAD: &str = "title: Thử\nkind: THÔNG BÁO\nsymbol: TB-{agency.symbol}\nabout: Về {report.code}\nsign: TRƯỞNG PHÒNG\n---\n";

/// Reads head and body; answers the paragraphs with `A & B` as the code, or the error.
fn check(body: &str, expected: &str) {
    let mut fields = Fields::default();
    fields.set("report.code", "A & {year} <b>");
    fields.set("report.text", "một\nhai\u{1}");
    let said = match Template::parse(&format!("{HEAD}{body}")).and_then(|template| template.fill(&fields)) {
        Ok(letter) => {
            let one = |paragraph: &crate::Paragraph| format!("{:?} {}", paragraph.kind, paragraph.text);
            letter.body.iter().map(one).collect::<Vec<_>>().join("\n")
        }
        Err(error) => error.to_string(),
    };
    assert_eq!(said, expected, "{body}");
}

#[test]
fn fields_are_put_in_and_never_read_again() {
    check("Mã {report.code}.", "Body Mã A & {year} <b>.");
    check("Mã { report.code }", "Body Mã A & {year} <b>");
    check("{{report.code}}", "Body {report.code}");
    check("Tên {reporter.name}", "Body Tên …………………………");
}

#[test]
fn each_mark_makes_its_paragraph() {
    check("= Một\n- hai\n| ba\n# bỏ\n\nbốn", "Heading Một\nItem hai\nCentred ba\nBody bốn");
    check("- {report.text}", "Item một\nItem hai");
    check("? report.code: Có {report.code}\n? reporter.name: Tên {reporter.name}", "Body Có A & {year} <b>");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let at =
        |line, column, problem: &str| format!("read a template: line {line}, column {column}: {problem}");
    check("x\nTên {reporter.nam}", &at(8, 5, "there is no field `reporter.nam`"));
    let brace = "a brace without its other one; a brace itself is written twice";
    check("x {report.code", &at(7, 3, brace));
    check("x } y", &at(7, 3, brace));
    check("? reporter.nam: x", &at(7, 3, "there is no field `reporter.nam`"));
    check("? report.code: x {nothing}", &at(7, 18, "there is no field `nothing`"));
    check("", &at(0, 0, "words are missing after a line `---`"));
    check("MẬT\nx", &at(0, 0, "a marking of a state secret"));
    check("x\u{7}", &at(0, 0, "the text is too long or holds a control character"));
    check(&"x".repeat(CHARS_MAX), &at(0, 0, "the text is too long or holds a control character"));
    for (head, problem) in [
        ("title: a\nsymbol: b\nabout: c\n---\nx", Problem::Signs),
        ("title: a\nsymbol: b\nabout: c\nsign: d\nsign: d\nsign: d\n---\nx", Problem::Signs),
        ("symbol: b\nabout: c\nsign: d\n---\nx", Problem::MissingKey("title")),
        ("title: a\nabout: c\nsign: d\n---\nx", Problem::MissingKey("symbol")),
        ("title: a\ntitle: c\n---\nx", Problem::RepeatedKey("title".to_owned())),
        ("run: rm\n---\nx", Problem::UnknownKey("run".to_owned())),
        ("words\n---\nx", Problem::NotAKey),
    ] {
        assert_eq!(Template::parse(head).unwrap_err().problem, problem, "{head}");
    }
}

#[test]
fn a_value_with_a_secret_marking_makes_no_letter() {
    let template = Template::parse(&format!("{HEAD}{{report.text}}")).unwrap();
    let mut fields = Fields::default();
    for marking in ["TỐI MẬT", "Độ mật: Tuyệt mật", "x\nMẬT\ny"] {
        fields.set("report.text", marking);
        assert_eq!(template.fill(&fields).unwrap_err().problem, Problem::SecretMarking, "{marking}");
    }
    fields.set("report.text", "tôi giữ bí mật, đừng nói với ai");
    assert!(template.fill(&fields).is_ok());
}
