//! `khien reference icon`: a row out of a picture or an app, which then makes copies of it known.

use crate::command::Khien;

/// The picture of a mark of our own: 64 by 64 points, a bright square on the left of a dark ground, as plain PNG.
fn picture() -> Vec<u8> {
    let mut raw = Vec::new();
    for y in 0..64 {
        raw.push(0);
        for x in 0..64 {
            let is_bright = (14..34).contains(&x) && (20..50).contains(&y);
            raw.extend(if is_bright { [240, 240, 240] } else { [20, 90, 60] });
        }
    }
    png(64, &raw)
}

/// Source of the format: PNG specification, "Structure"; the data is stored, not packed (RFC 1951, 3.2.4).
fn png(side: u32, raw: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], content: &[u8]| {
        bytes.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        let sealed = [kind, content].concat();
        bytes.extend(&sealed);
        bytes.extend(crc(&sealed).to_be_bytes());
    };
    let sides = [side.to_be_bytes(), side.to_be_bytes()].concat();
    chunk(b"IHDR", &[&sides[..], &[8, 2, 0, 0, 0]].concat());
    let mut data = vec![0x78, 0x01, 1];
    let len = u16::try_from(raw.len()).unwrap();
    data.extend(len.to_le_bytes());
    data.extend((!len).to_le_bytes());
    data.extend(raw);
    data.extend(adler(raw).to_be_bytes());
    chunk(b"IDAT", &data);
    chunk(b"IEND", b"");
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

fn adler(bytes: &[u8]) -> u32 {
    let (low, high) = bytes.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    high << 16 | low
}

#[test]
fn a_row_is_made_and_taken() {
    let khien = Khien::new();
    khien.write("icon.png", picture());
    let ran = khien
        .run(&["reference", "icon", "icon.png", "--owner", "bidv", "--source", "drawn, for this test"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let rows: Vec<&str> = ran.out.lines().collect();
    assert_eq!((rows.len(), rows[0]), (2, "owner,look,on,source"), "{ran:?}");
    assert!(rows[1].starts_with("bidv,") && rows[1].ends_with(",drawn  for this test"), "{rows:?}");
    std::fs::create_dir_all(khien.path("khien-data/reference")).unwrap();
    khien.write("khien-data/reference/app_icons.csv", &ran.out);
    let again = khien.run(&["reference", "icon", "icon.png", "--owner", "agribank"], "");
    assert!(again.code == Some(0) && again.err.contains("BIDV"), "an icon like another's is told: {again:?}");
    assert!(again.out.starts_with("agribank,"), "a table that is there needs no second header: {again:?}");
}

#[test]
fn what_gives_no_row_says_why() {
    let khien = Khien::new();
    khien.write("icon.png", picture());
    khien.write("words.txt", "no picture");
    khien.write("plain.png", png(8, &[0_u8; 8 * 25]));
    for (file, owner, code) in [
        ("icon.png", "nobody", "[reference-owner]"),
        ("words.txt", "bidv", "[read-file]"),
        ("gone.apk", "bidv", "[read-file]"),
        ("plain.png", "bidv", "[reference-no-icon]"),
    ] {
        let ran = khien.run(&["reference", "icon", file, "--owner", owner], "");
        assert!(
            ran.code != Some(0) && ran.err.contains(code) && ran.out.is_empty(),
            "{file} {owner}: {ran:?}"
        );
    }
}
