//! The rules of the layout, each a number with its source.
//!
//! Source of all: Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục I (paper) and II (parts), with the table of
//! mục V, read whole in a copy of the annex on 2026-11-22; each line names its khoản of mục II. The decree gives
//! ranges; what we take is inside them. `docs/formats/documents.md` lists rule by rule what to look at.

/// Width of the paper in millimetres: A4, upright.
pub const PAPER_WIDTH_MM: f32 = 210.0;
/// Height of the paper in millimetres.
pub const PAPER_HEIGHT_MM: f32 = 297.0;
/// Margin at the top in millimetres; the rule says 20 to 25.
pub const MARGIN_TOP_MM: f32 = 20.0;
/// Margin at the bottom in millimetres; the rule says 20 to 25.
pub const MARGIN_BOTTOM_MM: f32 = 20.0;
/// Margin at the left in millimetres; the rule says 30 to 35.
pub const MARGIN_LEFT_MM: f32 = 30.0;
/// Margin at the right in millimetres; the rule says 15 to 20.
pub const MARGIN_RIGHT_MM: f32 = 15.0;

/// Name of the country, capitals, bold; the rule says 12 to 13 points.
pub const COUNTRY_PT: f32 = 12.0;
/// The words under it, bold; the rule says 13 to 14.
pub const MOTTO_PT: f32 = 13.0;
/// Names of the offices, capitals, the own one bold; 12 to 13. Khoản 2 điểm b.
pub const AGENCY_PT: f32 = 12.0;
/// Number and symbol; 13. Khoản 3 điểm c.
pub const NUMBER_PT: f32 = 13.0;
/// Place and date, italic, on one line with the number; 13 to 14. Khoản 4 điểm c.
pub const DATE_PT: f32 = 13.0;
/// Kind of document, capitals, bold, and what it is about, bold; 13 to 14. Khoản 5 điểm b.
pub const TITLE_PT: f32 = 14.0;
/// What a letter without a kind is about, under its number; 12 to 13. Khoản 5 điểm b.
pub const ABOUT_PT: f32 = 12.0;
/// The words themselves, on both edges; 13 to 14. Khoản 6 điểm e.
pub const BODY_PT: f32 = 14.0;
/// Title and name of who signs, bold, the title in capitals; 13 to 14. Khoản 7 điểm đ.
pub const SIGN_PT: f32 = 14.0;
/// The words "Nơi nhận:", bold italic; 12. Khoản 9 điểm d.
pub const COPIES_TITLE_PT: f32 = 12.0;
/// The list under them; 11. Khoản 9 điểm d.
pub const COPIES_PT: f32 = 11.0;
/// Page numbers, in the middle of the top margin, none on the first page; 13 to 14.
pub const PAGE_NUMBER_PT: f32 = 13.0;

/// First line of a paragraph, set in by millimetres; 10 or 12.7. Khoản 6 điểm e.
pub const INDENT_MM: f32 = 12.7;
/// Room after a paragraph in points; at least 6. Khoản 6 điểm e.
pub const PARAGRAPH_GAP_PT: f32 = 6.0;
/// Height of a line as a multiple of the size of the letters; single (about 1.15) to 1.5 lines. Khoản 6
/// điểm e.
pub const LINE_HEIGHT: f32 = 1.25;

/// Room in points between the number and what a plain letter is about. Khoản 5 điểm b.
pub const ABOUT_GAP_PT: f32 = 6.0;
/// Length of the line under the office and under what a letter is about, as a share of the words over it;
/// a third to a half. Khoản 2 điểm b, khoản 5 điểm b.
pub const RULE_SHARE: f32 = 0.4;

/// The name of the country.
pub const COUNTRY: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
/// The words under it: dashes with spaces between, capitals at the start of each part.
pub const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
/// What says that this is not signed yet. Nobody may take a draft for a document.
pub const DRAFT: &str = "DỰ THẢO";
/// The font that the rule names. A reader who has it sees it; the PDF carries one of the same widths.
pub const FONT_NAME: &str = "Times New Roman";

/// Share of the width of the text that the left column of the head takes. Ours.
pub const HEAD_LEFT: f32 = 0.40;
/// Room for a hand-written name and a stamp, in points. Ours.
pub const SIGN_ROOM_PT: f32 = 60.0;

/// Width of the words between the margins in millimetres.
pub const TEXT_WIDTH_MM: f32 = PAPER_WIDTH_MM - MARGIN_LEFT_MM - MARGIN_RIGHT_MM;

/// Points of 1/72 inch in millimetres.
pub fn millimetres(points: f32) -> f32 {
    points * 25.4 / 72.0
}

/// Millimetres in points of 1/72 inch.
pub fn points(mm: f32) -> f32 {
    mm * 72.0 / 25.4
}

/// Millimetres in twentieths of a point, the unit of DOCX.
pub fn twips(mm: f32) -> u32 {
    // Paper is small and never negative.
    (points(mm) * 20.0).round() as u32
}
