//! PDF: paper, fonts inside, page numbers, and the words as a reader copies them, from the bytes.

use std::collections::HashMap;
use std::io::Read as _;

use document::template::BUILTINS;
use document::{Letter, Paragraph, ParagraphKind};

use crate::letter;

/// One object: its dictionary, and its stream unpacked.
struct Object {
    keys: String,
    stream: Vec<u8>,
}

/// Reads objects by the table at the end, as a reader does.
fn objects(bytes: &[u8]) -> Vec<Object> {
    let text = |from: usize| String::from_utf8_lossy(&bytes[from..]).into_owned();
    let tail = text(bytes.len() - 64);
    let start: usize = tail.split("startxref\n").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
    let table = text(start);
    let offsets = table.lines().skip(3).take_while(|line| line.ends_with(" n "));
    let offsets: Vec<usize> = offsets.map(|line| line[..10].parse().unwrap()).collect();
    offsets.iter().enumerate().map(|(index, offset)| object(bytes, index, *offset)).collect()
}

fn object(bytes: &[u8], index: usize, offset: usize) -> Object {
    let here = &bytes[offset..];
    let find = |what: &[u8]| here.windows(what.len()).position(|window| window == what);
    let head = String::from_utf8_lossy(&here[..20]).into_owned();
    assert!(head.starts_with(&format!("{} 0 obj\n", index + 1)), "{head}");
    let end = find(b"endobj").unwrap();
    match find(b"stream\n").filter(|at| *at < end) {
        None => Object { keys: String::from_utf8_lossy(&here[..end]).into_owned(), stream: Vec::new() },
        Some(at) => {
            let keys = String::from_utf8_lossy(&here[..at]).into_owned();
            let length = keys.split("/Length ").nth(1).unwrap().split(' ').next().unwrap();
            let packed = &here[at + 7..at + 7 + length.parse::<usize>().unwrap()];
            let mut stream = Vec::new();
            flate2::read::ZlibDecoder::new(packed).read_to_end(&mut stream).unwrap();
            Object { keys, stream }
        }
    }
}

/// The words of each page, one line for each line drawn, by the fonts' own ways back to letters.
fn pages(bytes: &[u8]) -> Vec<String> {
    let objects = objects(bytes);
    let mut letters: HashMap<(usize, String), char> = HashMap::new();
    for (face, object) in objects.iter().filter(|object| object.stream.starts_with(b"/CIDInit")).enumerate() {
        let map = String::from_utf8_lossy(&object.stream).into_owned();
        for line in map.lines().filter(|line| line.starts_with('<') && line.matches('<').count() == 2) {
            let unit = u16::from_str_radix(&line[8..12], 16);
            if let Ok(unit) = unit
                && line.len() == 13
            {
                letters.insert((face, line[1..5].to_owned()), char::from_u32(unit.into()).unwrap());
            }
        }
    }
    let drawn = objects.iter().filter(|object| object.stream.starts_with(b"BT"));
    drawn.map(|object| words(&String::from_utf8_lossy(&object.stream), &letters)).collect()
}

fn words(orders: &str, letters: &HashMap<(usize, String), char>) -> String {
    let mut said = String::new();
    for line in orders.lines().filter(|line| line.starts_with("BT")) {
        let face: usize = line[5..6].parse().unwrap();
        let shown = line.split('[').nth(1).unwrap();
        for piece in shown.split('<').skip(1) {
            let glyphs = piece.split('>').next().unwrap();
            for at in (0..glyphs.len()).step_by(4) {
                said.push(letters[&(face, glyphs[at..at + 4].to_owned())]);
            }
        }
        said.push('\n');
    }
    said
}

#[test]
fn the_paper_is_a4_and_every_font_is_inside() {
    for builtin in BUILTINS {
        let bytes = document::pdf::write(&letter(builtin.code));
        let objects = objects(&bytes);
        let sheets = objects.iter().filter(|object| object.keys.contains("/MediaBox"));
        for sheet in sheets {
            assert!(sheet.keys.contains("/MediaBox [0 0 595.28 841.89]"), "{}", sheet.keys);
        }
        assert_eq!(objects.iter().filter(|object| object.keys.contains("/FontFile2")).count(), 4);
        for forbidden in ["/JavaScript", "/URI", "/AcroForm", "/EmbeddedFile", "/Launch"] {
            assert!(!objects.iter().any(|object| object.keys.contains(forbidden)), "{forbidden}");
        }
    }
}

#[test]
fn words_can_be_copied_in_their_order() {
    let said = pages(&document::pdf::write(&letter("result"))).join("\n");
    let mut at = 0;
    for text in [
        "CÔNG AN THÀNH PHỐ ĐÀ NẴNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: ….../TB-PA05",
        "DỰ THẢO",
        "Đà Nẵng, ngày ….. tháng ….. năm 2026",
        "THÔNG BÁO",
        "Kết quả giải quyết nguồn tin về tội phạm",
        "Kính gửi: Nguyễn Văn Mẫu",
        "Nếu không đồng ý",
        "THỦ TRƯỞNG ĐƠN VỊ",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT, hồ sơ.",
    ] {
        at += said[at..].find(text).unwrap_or_else(|| panic!("{text} after {at} in {said}"));
    }
}

#[test]
fn pages_after_the_first_have_a_number_and_nothing_leaves_the_margins() {
    let mut long = letter("result");
    let text = format!("{} {}", "một hai ba bốn năm sáu bảy tám ".repeat(60), "x".repeat(400));
    long.body = vec![Paragraph { kind: ParagraphKind::Body, text }; 4];
    let bytes = document::pdf::write(&long);
    let pages = pages(&bytes);
    assert!(pages.len() > 2, "{}", pages.len());
    assert!(!pages[0].starts_with("1\n"));
    for (index, page) in pages.iter().enumerate().skip(1) {
        assert!(page.starts_with(&format!("{}\n", index + 1)), "{page}");
    }
    for object in objects(&bytes).iter().filter(|object| object.stream.starts_with(b"BT")) {
        let orders = String::from_utf8_lossy(&object.stream).into_owned();
        for line in orders.lines().filter(|line| line.starts_with("BT")) {
            let parts: Vec<&str> = line.split(' ').collect();
            let (x, y): (f32, f32) = (parts[4].parse().unwrap(), parts[5].parse().unwrap());
            // 30 mm at the left, 20 mm at the foot, half of 20 mm at the top for the number.
            assert!((85.0..=553.0).contains(&x) && (56.6..=820.0).contains(&y), "{line}");
        }
    }
}

#[test]
fn a_letter_of_nothing_and_letters_that_no_font_has_are_written() {
    assert_eq!(pages(&document::pdf::write(&Letter::default())).len(), 1);
    let mut strange = letter("result");
    strange.body = vec![Paragraph { kind: ParagraphKind::Body, text: "漢字 😀 \u{200b}".to_owned() }];
    assert!(document::pdf::write(&strange).len() > 1_000);
}

/// Where lines of words begin: the number of the font, the size, x and y; and the rules: x, y and width.
type Drawn = (Vec<(usize, f32, f32, f32)>, Vec<(f32, f32, f32)>);

fn drawn(letter: &Letter) -> Drawn {
    let objects = objects(&document::pdf::write(letter));
    let first = objects.iter().find(|object| object.stream.starts_with(b"BT")).unwrap();
    let orders = String::from_utf8_lossy(&first.stream).into_owned();
    let mut drawn = Drawn::default();
    for line in orders.lines() {
        let parts: Vec<&str> = line.split(' ').collect();
        let number = |at: usize| parts[at].parse::<f32>().unwrap();
        if line.starts_with("BT") {
            drawn.0.push((line[5..6].parse().unwrap(), number(2), number(4), number(5)));
        } else {
            drawn.1.push((number(2), number(3), number(5) - number(2)));
        }
    }
    drawn
}

#[test]
fn number_and_day_stand_on_one_line_and_rules_are_a_third_to_half_of_the_words() {
    for (code, rules) in [("result", 3), ("request", 2)] {
        let (words, drawn) = drawn(&letter(code));
        assert_eq!(drawn.len(), rules, "{code}");
        let date = words.iter().find(|(font, ..)| *font == 2).unwrap();
        let number =
            words.iter().find(|(font, size, x, _)| *font == 0 && *size == 13.0 && *x < 250.0).unwrap();
        assert_eq!(date.3, number.3, "{code}");
        // Under the office and under what it is about; that under the words of the country is as long as they.
        for (rule, size) in [(drawn[0], 12.0), (drawn[rules - 1], 14.0)] {
            if rules == 2 && size == 14.0 {
                continue;
            }
            let (x, y, width) = rule;
            let middle = x + width / 2.0;
            let over = words.iter().filter(|(font, points, left, top)| {
                *font == 1 && *points == size && *top > y && *left < middle && *top < y + 60.0
            });
            let longest = over.map(|(_, _, left, _)| (middle - left) * 2.0).fold(0.0, f32::max);
            let share = width / longest;
            assert!((1.0 / 3.0..=0.5).contains(&share), "{code}: {width} under {longest}");
        }
    }
}

#[test]
fn a_signature_never_stands_alone_on_a_page() {
    let mut request = letter("request");
    let last = request.body.last().unwrap().text.clone();
    for more in 0..40 {
        let said = pages(&document::pdf::write(&request));
        let signed = said.iter().find(|page| page.contains("THỦ TRƯỞNG ĐƠN VỊ")).unwrap();
        assert!(signed.contains(&last), "{more} more lines: {signed}");
        request.body.insert(0, Paragraph { kind: ParagraphKind::Body, text: "Một dòng.".to_owned() });
    }
}
