//! DOCX: paper, margins, sizes and order of the words, from the bytes.

use crate::letter;

/// One file of the archive: names and lengths read from the directory at its end.
fn part(bytes: &[u8], name: &str) -> String {
    let u16_at = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let u32_at = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let end = bytes.len() - 22;
    assert_eq!(u32_at(end), 0x0605_4b50);
    let mut at = u32_at(end + 16);
    for _ in 0..u16_at(end + 10) {
        let (length, name_len, offset) = (u32_at(at + 24), u16_at(at + 28), u32_at(at + 42));
        if &bytes[at + 46..at + 46 + name_len] == name.as_bytes() {
            let start = offset + 30 + name_len;
            let content = &bytes[start..start + length];
            assert_eq!(crc32(content), u32_at(at + 16), "{name}");
            return String::from_utf8(content.to_vec()).unwrap();
        }
        at += 46 + name_len;
    }
    panic!("no part {name}");
}

/// CRC-32 as ZIP has it, bit by bit.
fn crc32(bytes: &[u8]) -> usize {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc as usize
}

/// The words in their order, one line a paragraph.
fn words(xml: &str) -> String {
    let paragraphs = xml.split("</w:p>").map(|paragraph| {
        let texts = paragraph.split("<w:t xml:space=\"preserve\">").skip(1);
        texts.filter_map(|text| text.split("</w:t>").next()).collect::<String>()
    });
    paragraphs.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn paper_margins_and_first_page_are_as_the_decree_says() {
    let bytes = document::docx::write(&letter("result"));
    let xml = part(&bytes, "word/document.xml");
    // 210 x 297 mm, 20 mm over and under, 30 left, 15 right, in twentieths of a point.
    assert!(xml.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"), "{xml}");
    assert!(xml.contains("w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1701\""), "{xml}");
    assert!(xml.contains("<w:titlePg/>"), "no page number on the first page");
    assert!(!xml.contains("w:type=\"first\""));
    let header = part(&bytes, "word/header1.xml");
    assert!(header.contains("<w:jc w:val=\"center\"/>") && header.contains(" PAGE "), "{header}");
    assert!(part(&bytes, "word/styles.xml").contains("w:ascii=\"Times New Roman\""));
}

/// The size (half points), weight and slant with which a text is written.
fn look_of(xml: &str, text: &str) -> String {
    let before = xml.split(&format!("<w:t xml:space=\"preserve\">{text}")).next().unwrap();
    assert!(before.len() < xml.len(), "{text}");
    let run = before.rsplit("<w:rPr>").next().unwrap();
    run.split("<w:szCs").next().unwrap().to_owned()
}

#[test]
fn each_part_has_its_size_and_weight() {
    let xml = part(&document::docx::write(&letter("result")), "word/document.xml");
    for (text, look) in [
        ("CÔNG AN THÀNH PHỐ ĐÀ NẴNG", "<w:sz w:val=\"24\"/>"),
        ("PHÒNG AN NINH MẠNG", "<w:b/><w:sz w:val=\"24\"/>"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "<w:b/><w:sz w:val=\"24\"/>"),
        ("Độc lập - Tự do - Hạnh phúc", "<w:b/><w:sz w:val=\"26\"/>"),
        ("Số:", "<w:sz w:val=\"26\"/>"),
        ("Đà Nẵng, ngày", "<w:i/><w:sz w:val=\"26\"/>"),
        ("THÔNG BÁO", "<w:b/><w:sz w:val=\"28\"/>"),
        ("Kết quả giải quyết", "<w:b/><w:sz w:val=\"28\"/>"),
        ("Nếu không đồng ý", "<w:sz w:val=\"28\"/>"),
        ("THỦ TRƯỞNG ĐƠN VỊ", "<w:b/><w:sz w:val=\"28\"/>"),
        ("Nơi nhận:", "<w:b/><w:i/><w:sz w:val=\"24\"/>"),
        ("- Như trên;", "<w:sz w:val=\"22\"/>"),
    ] {
        assert_eq!(look_of(&xml, text), look, "{text}");
    }
}

#[test]
fn words_stand_in_their_order_and_no_value_becomes_markup() {
    let xml = part(&document::docx::write(&letter("reception")), "word/document.xml");
    let said = words(&xml);
    let mut at = 0;
    for text in [
        "CÔNG AN THÀNH PHỐ ĐÀ NẴNG",
        "CỘNG HÒA",
        "DỰ THẢO",
        "BIÊN BẢN",
        "Tiếp nhận nguồn tin về tội phạm",
        "Họ tên: Nguyễn Văn Mẫu.",
        "Có người gọi điện",
        "&lt;b&gt;chứng minh trong sạch&lt;/b&gt; &amp; tránh",
        "- 0900 000 123",
        "sổ số 17/2026",
        "NGƯỜI CUNG CẤP NGUỒN TIN",
        "CÁN BỘ TIẾP NHẬN",
        "Nơi nhận:",
        "- Lưu: VT, hồ sơ.",
    ] {
        at += said[at..].find(text).unwrap_or_else(|| panic!("{text} after {at} in {said}"));
    }
    for tag in ["<b>", "w:hyperlink", "w:instrText", "w:object", "macro"] {
        assert!(!xml.contains(tag), "{tag}");
    }
}

#[test]
fn a_plain_letter_says_under_its_number_what_it_is_about() {
    let said = words(&part(&document::docx::write(&letter("request")), "word/document.xml"));
    let (number, about, to) = (said.find("Số:"), said.find("V/v đề nghị"), said.find("Kính gửi: Ngân hàng"));
    assert!(number.is_some() && number < about && about < to, "{said}");
}

#[test]
fn number_and_day_stand_in_one_row_under_the_offices() {
    let xml = part(&document::docx::write(&letter("request")), "word/document.xml");
    let rows: Vec<&str> =
        xml.split("<w:tr>").skip(1).map(|row| row.split("</w:tr>").next().unwrap()).collect();
    assert!(rows[0].contains("CỘNG HÒA") && !rows[0].contains("Số:"), "{}", rows[0]);
    assert!(rows[1].contains("Số:") && rows[1].contains("Đà Nẵng, ngày"), "{}", rows[1]);
    // 6 points between the number and what the letter is about.
    let about = rows[1].split("V/v").next().unwrap().rsplit("<w:p>").next().unwrap();
    assert!(about.contains("w:before=\"120\""), "{about}");
}

#[test]
fn one_recipient_stands_on_the_line_and_several_under_its_colon() {
    let mut several = letter("request");
    let one = words(&part(&document::docx::write(&several), "word/document.xml"));
    assert!(one.contains("\nKính gửi: Ngân hàng TMCP Ngoại thương Việt Nam\n"), "{one}");
    several.to.push("Ngân hàng Mẫu".to_owned());
    let xml = part(&document::docx::write(&several), "word/document.xml");
    let said = words(&xml);
    let wanted = "\nKính gửi:\n- Ngân hàng TMCP Ngoại thương Việt Nam;\n- Ngân hàng Mẫu.\n";
    assert!(said.contains(wanted), "{said}");
    let left = |text: &str| -> u32 {
        let before = xml.split(&format!(">{text}<")).next().unwrap();
        let left = before.rsplit("<w:ind w:left=\"").next().unwrap();
        left.split('"').next().unwrap().parse().unwrap()
    };
    assert!(left("- Ngân hàng Mẫu.") > left("Kính gửi:"));
    assert_eq!(left("- Ngân hàng Mẫu."), left("- Ngân hàng TMCP Ngoại thương Việt Nam;"));
}

#[test]
fn the_last_words_stay_with_the_signature() {
    let xml = part(&document::docx::write(&letter("request")), "word/document.xml");
    let last = xml.split("Rất mong nhận").next().unwrap().rsplit("<w:p>").next().unwrap();
    assert!(last.contains("<w:keepNext/>"), "{last}");
}
