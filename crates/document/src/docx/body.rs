//! The words of the letter: head, title, paragraphs, signatures and copies.

use super::escape;
use super::parts::{NAMESPACES, XML, half_points};
use crate::font::Style;
use crate::layout::*;
use crate::letter::{Letter, ParagraphKind};
use crate::lines::longest;
use crate::recipients::Recipients;

/// Lines of a paragraph in 240ths of a single line. A single line of Times is about 1.15 of its size.
const LINE: u32 = (LINE_HEIGHT / 1.15 * 240.0) as u32;

/// How one paragraph looks.
#[derive(Clone, Copy)]
struct Look {
    size: f32,
    bold: bool,
    italic: bool,
    /// `left`, `center` or `both`.
    align: &'static str,
    indent_mm: f32,
    left_mm: f32,
    before_pt: f32,
    after_pt: f32,
    /// Stays on one page with what follows.
    keep_next: bool,
}

impl Look {
    const fn centred(size: f32) -> Look {
        Look {
            size,
            bold: false,
            italic: false,
            align: "center",
            indent_mm: 0.0,
            left_mm: 0.0,
            before_pt: 0.0,
            after_pt: 0.0,
            keep_next: false,
        }
    }

    const fn bold(self) -> Look {
        Look { bold: true, ..self }
    }

    const fn italic(self) -> Look {
        Look { italic: true, ..self }
    }

    const fn left(self) -> Look {
        Look { align: "left", ..self }
    }

    const fn left_at(self, left_mm: f32) -> Look {
        Look { align: "left", left_mm, ..self }
    }

    const fn before(self, before_pt: f32) -> Look {
        Look { before_pt, ..self }
    }

    const fn after(self, after_pt: f32) -> Look {
        Look { after_pt, ..self }
    }
}

pub(super) fn document(letter: &Letter) -> String {
    let mut out = format!("{XML}<w:document {NAMESPACES}><w:body>");
    head(&mut out, letter);
    title(&mut out, letter);
    recipients(&mut out, letter);
    for (index, each) in letter.body.iter().enumerate() {
        let body = Look {
            align: "both",
            indent_mm: INDENT_MM,
            after_pt: PARAGRAPH_GAP_PT,
            ..Look::centred(BODY_PT)
        };
        // The last words go with the signature: a page with nothing else on it could be put under another.
        let body = Look { keep_next: index + 1 == letter.body.len(), ..body };
        let (look, text) = match each.kind {
            ParagraphKind::Body => (body, each.text.clone()),
            ParagraphKind::Heading => (Look { keep_next: true, ..body.bold() }, each.text.clone()),
            ParagraphKind::Item => (body, format!("- {}", each.text)),
            ParagraphKind::Centred => (Look::centred(BODY_PT).after(PARAGRAPH_GAP_PT), each.text.clone()),
        };
        out.push_str(&paragraph(&text, look));
    }
    foot(&mut out, letter);
    out.push_str(&format!(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/>\
         <w:pgSz w:w=\"{}\" w:h=\"{}\"/><w:pgMar w:top=\"{}\" w:right=\"{}\" w:bottom=\"{}\" w:left=\"{}\" \
         w:header=\"{}\" w:footer=\"0\" w:gutter=\"0\"/><w:titlePg/></w:sectPr></w:body></w:document>",
        twips(PAPER_WIDTH_MM),
        twips(PAPER_HEIGHT_MM),
        twips(MARGIN_TOP_MM),
        twips(MARGIN_RIGHT_MM),
        twips(MARGIN_BOTTOM_MM),
        twips(MARGIN_LEFT_MM),
        twips(MARGIN_TOP_MM / 2.0),
    ));
    out
}

/// Two columns and two rows: offices and country, then number and date on one line.
fn head(out: &mut String, letter: &Letter) {
    let (left_mm, right_mm) = (TEXT_WIDTH_MM * HEAD_LEFT, TEXT_WIDTH_MM * (1.0 - HEAD_LEFT));
    let mut left = String::new();
    if !letter.superior.is_empty() {
        left.push_str(&paragraph(&letter.superior.to_uppercase(), Look::centred(AGENCY_PT)));
    }
    let agency = letter.agency.to_uppercase();
    left.push_str(&paragraph(&agency, Look::centred(AGENCY_PT).bold()));
    left.push_str(&rule_below(left_mm, share_of(&agency, AGENCY_PT, left_mm)));
    let mut right = paragraph(COUNTRY, Look::centred(COUNTRY_PT).bold());
    right.push_str(&paragraph(MOTTO, Look::centred(MOTTO_PT).bold()));
    right.push_str(&rule_below(right_mm, millimetres(Style::Bold.font().width(MOTTO, MOTTO_PT))));
    let mut number = paragraph(&letter.number_line(), Look::centred(NUMBER_PT));
    if letter.kind.is_empty() {
        let about = Look::centred(ABOUT_PT).before(ABOUT_GAP_PT);
        number.push_str(&paragraph(&format!("V/v {}", letter.about), about));
    }
    number.push_str(&paragraph(DRAFT, Look::centred(NUMBER_PT).bold()));
    let date = paragraph(&letter.date_line(), Look::centred(DATE_PT).italic());
    let widths = [left_mm, right_mm];
    table(out, &widths, &[&[left, right], &[number, date]]);
    out.push_str(&paragraph("", Look::centred(AGENCY_PT)));
}

/// Kind and what it is about. A plain letter has neither here: it says so under its number.
fn title(out: &mut String, letter: &Letter) {
    if letter.kind.is_empty() {
        return;
    }
    out.push_str(&paragraph(&letter.kind.to_uppercase(), Look::centred(TITLE_PT).bold()));
    out.push_str(&paragraph(&letter.about, Look::centred(TITLE_PT).bold()));
    out.push_str(&rule_below(TEXT_WIDTH_MM, share_of(&letter.about, TITLE_PT, TEXT_WIDTH_MM)));
    out.push_str(&paragraph("", Look::centred(PARAGRAPH_GAP_PT)));
}

/// Length in millimetres of the line under bold words in a column.
fn share_of(text: &str, size: f32, column_mm: f32) -> f32 {
    millimetres(longest(text, Style::Bold, size, points(column_mm))) * RULE_SHARE
}

/// To whom: one on a line in the middle; several under each other, their dashes under the colon.
fn recipients(out: &mut String, letter: &Letter) {
    match Recipients::of(letter, points(TEXT_WIDTH_MM)) {
        Recipients::None => {}
        Recipients::One(line) => {
            out.push_str(&paragraph(&line, Look::centred(BODY_PT).after(PARAGRAPH_GAP_PT)));
        }
        Recipients::Several { head, head_pt, items, items_pt } => {
            out.push_str(&paragraph(&head, Look::centred(BODY_PT).left_at(millimetres(head_pt))));
            for item in items {
                out.push_str(&paragraph(&item, Look::centred(BODY_PT).left_at(millimetres(items_pt))));
            }
            out.push_str(&paragraph("", Look::centred(PARAGRAPH_GAP_PT)));
        }
    }
}

/// Copies at the left, one signature at the right; two signatures stand side by side over the copies.
fn foot(out: &mut String, letter: &Letter) {
    let half = TEXT_WIDTH_MM / 2.0;
    let sign = |title: &String| {
        let room = Look::centred(SIGN_PT).after(SIGN_ROOM_PT);
        let name = "…………………………";
        let named = paragraph(name, Look::centred(SIGN_PT).bold());
        format!(
            "{}{}{named}",
            paragraph(&title.to_uppercase(), Look::centred(SIGN_PT).bold()),
            paragraph("", room)
        )
    };
    match letter.signs.as_slice() {
        [one, two, ..] => {
            table(out, &[half, half], &[&[sign(one), sign(two)]]);
            out.push_str(&paragraph("", Look::centred(COPIES_PT)));
            out.push_str(&copies(letter));
        }
        [one] => table(out, &[half, half], &[&[copies(letter), sign(one)]]),
        [] => out.push_str(&copies(letter)),
    }
}

/// "Nơi nhận:" and the list under it; one empty paragraph when there is nobody, as a cell needs one.
fn copies(letter: &Letter) -> String {
    if letter.copies.is_empty() {
        return paragraph("", Look::centred(COPIES_PT));
    }
    let title = Look::centred(COPIES_TITLE_PT).bold().italic().left();
    let mut text = paragraph("Nơi nhận:", title);
    for (index, copy) in letter.copies.iter().enumerate() {
        let end = if index + 1 == letter.copies.len() { '.' } else { ';' };
        text.push_str(&paragraph(&format!("- {copy}{end}"), Look::centred(COPIES_PT).left()));
    }
    text
}

fn table(out: &mut String, widths: &[f32], rows: &[&[String]]) {
    out.push_str("<w:tbl><w:tblPr><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>");
    for width in widths {
        out.push_str(&format!("<w:gridCol w:w=\"{}\"/>", twips(*width)));
    }
    out.push_str("</w:tblGrid>");
    for row in rows {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (width, inner) in widths.iter().zip(*row) {
            out.push_str(&format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/></w:tcPr>{inner}</w:tc>",
                twips(*width)
            ));
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}

/// A thin line in the middle of a column, `line_mm` long.
fn rule_below(column_mm: f32, line_mm: f32) -> String {
    let side = twips(((column_mm - line_mm) / 2.0).max(0.0));
    format!(
        "<w:p><w:pPr><w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>\
         <w:spacing w:before=\"60\" w:line=\"120\" w:lineRule=\"exact\"/><w:ind w:left=\"{side}\" w:right=\"{side}\"/></w:pPr></w:p>"
    )
}

fn paragraph(text: &str, look: Look) -> String {
    let keep = if look.keep_next { "<w:keepNext/>" } else { "" };
    let mut out =
        format!("<w:p><w:pPr>{keep}<w:spacing w:after=\"{}\"", (look.after_pt * 20.0).round() as u32);
    if look.before_pt > 0.0 {
        out.push_str(&format!(" w:before=\"{}\"", (look.before_pt * 20.0).round() as u32));
    }
    if look.align == "both" {
        out.push_str(&format!(" w:line=\"{LINE}\" w:lineRule=\"auto\""));
    }
    out.push_str("/>");
    if look.left_mm > 0.0 {
        out.push_str(&format!("<w:ind w:left=\"{}\"/>", twips(look.left_mm)));
    }
    if look.indent_mm > 0.0 {
        out.push_str(&format!("<w:ind w:firstLine=\"{}\"/>", twips(look.indent_mm)));
    }
    out.push_str(&format!("<w:jc w:val=\"{}\"/></w:pPr>", look.align));
    if !text.is_empty() {
        let size = half_points(look.size);
        let bold = if look.bold { "<w:b/>" } else { "" };
        let italic = if look.italic { "<w:i/>" } else { "" };
        out.push_str(&format!(
            "<w:r><w:rPr>{bold}{italic}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
            escape(text)
        ));
    }
    out.push_str("</w:p>");
    out
}
