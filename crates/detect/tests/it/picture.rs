//! Pictures: codes in them, and what hostile ones may cost.

#![expect(clippy::unwrap_used, reason = "pictures made here are whole")]

use std::io::{Cursor, Write as _};
use std::sync::LazyLock;
use std::time::Instant;

use detect::picture::{Picture, PictureError, codes};
use detect::{Engine, NoList, PictureText, Submission};
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use model::{Reference, Verdict};
use proptest::prelude::*;
use qrcode::{Color, QrCode};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Reference::embedded()));

const VIETQR: &str =
    "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA53037045802VN630459B0";

/// A code as a picture, `unit` pixels a square, with the margin that the standard wants.
fn code(text: &str, unit: usize) -> GrayImage {
    let code = QrCode::new(text).unwrap();
    let (width, colors) = (code.width(), code.to_colors());
    let side = u32::try_from((width + 8) * unit).unwrap();
    GrayImage::from_fn(side, side, |x, y| {
        let at = |pixel: u32| (pixel as usize / unit).checked_sub(4).filter(|at| *at < width);
        match (at(x), at(y)) {
            (Some(x), Some(y)) if colors[y * width + x] == Color::Dark => Luma([0]),
            _ => Luma([255]),
        }
    })
}

fn file(picture: GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(picture).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn read(bytes: &[u8]) -> Vec<String> {
    codes::read(&Picture::read(bytes).unwrap())
}

#[test]
fn a_code_is_read_from_every_format_and_size() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        assert_eq!(read(&file(code(VIETQR, 6), format)), [VIETQR], "{format:?}");
    }
    for unit in [3, 10, 40] {
        assert_eq!(read(&file(code(VIETQR, unit), ImageFormat::Png)), [VIETQR], "{unit} pixels a square");
    }
    let mut dark = code(VIETQR, 6);
    image::imageops::invert(&mut dark);
    assert_eq!(read(&file(dark, ImageFormat::Png)), [VIETQR], "white on black");
}

#[test]
fn two_codes_in_one_picture_are_both_read() {
    let (one, other) = (code("https://mot.example", 6), code("https://hai.example", 6));
    let mut both = GrayImage::from_pixel(one.width() + other.width() + 40, 400, Luma([255]));
    image::imageops::overlay(&mut both, &one, 0, 20);
    image::imageops::overlay(&mut both, &other, i64::from(one.width()) + 40, 60);
    assert_eq!(read(&file(both, ImageFormat::Png)), ["https://hai.example", "https://mot.example"]);
}

#[test]
fn a_code_is_assessed_as_its_text_is() {
    let text = PictureText::new(&[VIETQR.to_owned()], None);
    let assessment = ENGINE.assess_picture(&text, &NoList);
    assert_eq!(assessment.indicators[0].indicator.to_string(), "bank_account:970436:0123456789");
    assert_eq!(assessment.reasons[0].code, "payment-code-account");
    assert!(assessment.reasons.iter().all(|reason| reason.code != "read-from-picture"));
}

#[test]
fn writing_that_was_read_off_counts_less_and_is_told() {
    const SCAM: &str = "Toi la cong an, tai khoan cua anh lien quan duong day rua tien. Chuyen tien vao tai khoan \
        an toan 0900 000 123 trong 30 phut, khong noi voi ai.";
    let pasted = ENGINE.assess(&Submission::text(SCAM), &NoList);
    let seen = ENGINE.assess_picture(&PictureText::new(&[], Some(SCAM)), &NoList);
    assert_eq!((pasted.verdict, seen.verdict), (Verdict::Dangerous, Verdict::Suspicious));
    assert!(seen.score < pasted.score, "{} against {}", seen.score, pasted.score);
    assert!(seen.reasons.iter().any(|reason| reason.code == "read-from-picture"));
}

#[test]
fn writing_that_was_read_off_never_makes_anything_official() {
    let pasted = ENGINE.assess(&Submission::text("https://vneid.gov.vn"), &NoList);
    assert_eq!(pasted.verdict, Verdict::Official);
    let seen = ENGINE.assess_picture(&PictureText::new(&[], Some("https://vneid.gov.vn")), &NoList);
    assert_eq!(seen.verdict, Verdict::NoInformation);
}

#[test]
fn what_is_no_picture_is_refused() {
    let check = |bytes: &[u8], expected: PictureError| assert_eq!(Picture::read(bytes).err(), Some(expected));
    check(b"", PictureError::NotAPicture);
    check(b"GIF89a and more", PictureError::NotAPicture);
    check(b"\x89PNG\r\n\x1a\nbroken", PictureError::Broken);
    let whole = file(code(VIETQR, 6), ImageFormat::Jpeg);
    check(&whole[..100], PictureError::Broken);
}

/// Its last colour has one byte of three: the decoder panics, and its reader must not.
#[test]
fn a_palette_cut_short_is_a_broken_picture() {
    let mut pixels = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    pixels.write_all(&[0; 5]).unwrap();
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    // Eight pixels by one, four bits each, by palette. Source: PNG specification, 11.2.
    chunk(&mut bytes, b"IHDR", &[0, 0, 0, 8, 0, 0, 0, 1, 4, 3, 0, 0, 0]);
    chunk(&mut bytes, b"PLTE", &[0x77; 49]);
    chunk(&mut bytes, b"IDAT", &pixels.finish().unwrap());
    chunk(&mut bytes, b"IEND", &[]);
    assert_eq!(Picture::read(&bytes).err(), Some(PictureError::Broken));
}

/// Adds a chunk with its length and sum.
fn chunk(bytes: &mut Vec<u8>, kind: &[u8; 4], content: &[u8]) {
    bytes.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
    let start = bytes.len();
    bytes.extend_from_slice(kind);
    bytes.extend_from_slice(content);
    let mut sum = flate2::Crc::new();
    sum.update(&bytes[start..]);
    bytes.extend(sum.sum().to_be_bytes());
}

/// A picture of a few bytes that says to be huge: refused by what it says, before anything is allocated.
#[test]
fn a_huge_picture_is_refused_by_its_head() {
    for (width, height) in [(60_000_u32, 60_000_u32), (16_000, 16_000), (1, 40_000)] {
        let mut bytes = file(GrayImage::new(1, 1), ImageFormat::Png);
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let mut sum = flate2::Crc::new();
        sum.update(&bytes[12..29]);
        let sum = sum.sum().to_be_bytes();
        bytes[29..33].copy_from_slice(&sum);
        assert_eq!(Picture::read(&bytes).err(), Some(PictureError::TooLarge), "{width} × {height}");
    }
}

/// Thousands of corner marks: the search compares each with each and would take hours.
#[test]
fn a_picture_full_of_marks_is_not_searched() {
    let mark = |x: u32, y: u32| {
        let (x, y) = (x % 9, y % 9);
        let ring = |from: u32, to: u32| (from..=to).contains(&x) && (from..=to).contains(&y);
        ring(0, 6) && !ring(1, 5) || ring(2, 4)
    };
    let full = GrayImage::from_fn(1_000, 1_000, |x, y| Luma([if mark(x, y) { 0 } else { 255 }]));
    let started = Instant::now();
    assert!(read(&file(full, ImageFormat::Png)).is_empty());
    // Seconds, not hours: far above what any machine needs for the bounded work.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn a_greymap_is_no_larger_than_asked() {
    let picture = Picture::read(&file(GrayImage::new(900, 400), ImageFormat::Png)).unwrap();
    assert!(picture.greymap(1_000_000).starts_with(b"P5\n900 400\n255\n"));
    assert!(picture.greymap(90_000).starts_with(b"P5\n450 200\n255\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_byte_of_a_picture_may_be_any_other(place in 0..1_000_usize, to in any::<u8>(), format in 0..3_usize) {
        let format = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP][format];
        let mut bytes = file(code("https://mot.example", 3), format);
        let place = place % bytes.len();
        bytes[place] = to;
        if let Ok(picture) = Picture::read(&bytes) {
            codes::read(&picture);
        }
    }
}
