//! From a letter to pages: lines are broken and set on both edges, parts that belong together stay together.

use super::page::Page;
use crate::font::Style;
use crate::layout::*;
use crate::letter::{Letter, ParagraphKind};

/// Lays the letter on pages.
pub(super) fn pages(letter: &Letter) -> Vec<Page> {
    let mut flow = Flow::new();
    flow.head(letter);
    flow.title(letter);
    for line in &letter.to {
        flow.centred(line, Style::Regular, BODY_PT);
        flow.y -= PARAGRAPH_GAP_PT;
    }
    for each in &letter.body {
        match each.kind {
            ParagraphKind::Body => flow.justified(&each.text, Style::Regular),
            ParagraphKind::Heading => {
                // A heading never stands alone at the foot of a page.
                flow.need(BODY_PT * LINE_HEIGHT * 3.0);
                flow.justified(&each.text, Style::Bold);
            }
            ParagraphKind::Item => flow.justified(&format!("- {}", each.text), Style::Regular),
            ParagraphKind::Centred => {
                flow.centred(&each.text, Style::Regular, BODY_PT);
                flow.y -= PARAGRAPH_GAP_PT;
            }
        }
    }
    flow.foot(letter);
    flow.pages
}

struct Flow {
    pages: Vec<Page>,
    /// Top of what comes next, in points above the foot of the paper.
    y: f32,
}

/// A column: its left end and its width in points.
#[derive(Clone, Copy)]
struct Column {
    x: f32,
    width: f32,
}

fn whole() -> Column {
    Column { x: points(MARGIN_LEFT_MM), width: points(PAPER_WIDTH_MM - MARGIN_LEFT_MM - MARGIN_RIGHT_MM) }
}

/// From the top of a line to its base line, as a share of the size: the ascent of the font.
const ASCENT: f32 = 0.9;

impl Flow {
    fn new() -> Flow {
        Flow { pages: vec![Page::default()], y: points(PAPER_HEIGHT_MM - MARGIN_TOP_MM) }
    }

    fn page(&mut self) -> &mut Page {
        self.pages.last_mut().expect("there is always a page")
    }

    /// Goes on on a new page if there are not `height` points left.
    fn need(&mut self, height: f32) {
        if self.y - height >= points(MARGIN_BOTTOM_MM) {
            return;
        }
        self.pages.push(Page::default());
        self.y = points(PAPER_HEIGHT_MM - MARGIN_TOP_MM);
        let number = self.pages.len().to_string();
        let width = Style::Regular.font().width(&number, PAGE_NUMBER_PT);
        let x = points(PAPER_WIDTH_MM) / 2.0 - width / 2.0;
        let y = points(PAPER_HEIGHT_MM - MARGIN_TOP_MM / 2.0) - PAGE_NUMBER_PT;
        self.page().words(&number, Style::Regular, PAGE_NUMBER_PT, (x, y), 0.0);
    }

    /// One line in the middle of a column, whose top is at `top`; answers the top of the next.
    fn line(&mut self, text: &str, style: Style, size: f32, column: Column, top: f32) -> f32 {
        let width = style.font().width(text, size);
        let x = column.x + (column.width - width) / 2.0;
        self.page().words(text, style, size, (x, top - size * ASCENT), 0.0);
        top - size * 1.15
    }

    /// Words in the middle of a column, on as many lines as they need.
    fn block(&mut self, text: &str, style: Style, size: f32, column: Column, mut top: f32) -> f32 {
        for line in broken(text, style, size, 0.0, column.width) {
            top = self.line(&line, style, size, column, top);
        }
        top
    }

    fn centred(&mut self, text: &str, style: Style, size: f32) {
        for line in broken(text, style, size, 0.0, whole().width) {
            self.need(size * LINE_HEIGHT);
            self.y = self.line(&line, style, size, whole(), self.y);
        }
    }

    /// Two columns: offices and number at the left, country and date at the right.
    fn head(&mut self, letter: &Letter) {
        let all = whole();
        let left = Column { x: all.x, width: all.width * HEAD_LEFT };
        let right = Column { x: all.x + left.width, width: all.width - left.width };
        let start = self.y;
        let mut top = start;
        if !letter.superior.is_empty() {
            top = self.block(&letter.superior.to_uppercase(), Style::Regular, AGENCY_PT, left, top);
        }
        top = self.block(&letter.agency.to_uppercase(), Style::Bold, AGENCY_PT, left, top);
        self.page().rule(left.x + left.width * 0.3, top - 3.0, left.width * 0.4);
        top = self.block(&letter.number_line(), Style::Regular, NUMBER_PT, left, top - 9.0);
        if letter.kind.is_empty() {
            top = self.block(&format!("V/v {}", letter.about), Style::Regular, ABOUT_PT, left, top);
        }
        let left_end = self.block(DRAFT, Style::Bold, NUMBER_PT, left, top);
        top = self.line(COUNTRY, Style::Bold, COUNTRY_PT, right, start);
        top = self.line(MOTTO, Style::Bold, MOTTO_PT, right, top);
        let motto = Style::Bold.font().width(MOTTO, MOTTO_PT);
        self.page().rule(right.x + (right.width - motto) / 2.0, top - 3.0, motto);
        let right_end = self.block(&letter.date_line(), Style::Italic, DATE_PT, right, top - 9.0);
        self.y = left_end.min(right_end) - 12.0;
    }

    fn title(&mut self, letter: &Letter) {
        if letter.kind.is_empty() {
            return;
        }
        let all = whole();
        self.y = self.block(&letter.kind.to_uppercase(), Style::Bold, TITLE_PT, all, self.y);
        self.y = self.block(&letter.about, Style::Bold, TITLE_PT, all, self.y);
        let y = self.y - 3.0;
        self.page().rule(all.x + all.width * 0.4, y, all.width * 0.2);
        self.y -= 14.0;
    }

    /// A paragraph on both edges, its first line set in; the last line stays as it falls.
    fn justified(&mut self, text: &str, style: Style) {
        let (all, indent) = (whole(), points(INDENT_MM));
        let lines = broken(text, style, BODY_PT, indent, all.width);
        let last = lines.len().saturating_sub(1);
        for (index, line) in lines.iter().enumerate() {
            self.need(BODY_PT * LINE_HEIGHT);
            let set_in = if index == 0 { indent } else { 0.0 };
            let spaces = line.matches(' ').count();
            let left_over = all.width - set_in - style.font().width(line, BODY_PT);
            let space = if index == last || spaces == 0 { 0.0 } else { left_over / spaces as f32 };
            let at = (all.x + set_in, self.y - BODY_PT * ASCENT);
            self.page().words(line, style, BODY_PT, at, space);
            self.y -= BODY_PT * LINE_HEIGHT;
        }
        self.y -= PARAGRAPH_GAP_PT;
    }

    /// Signatures and copies, on one page together.
    fn foot(&mut self, letter: &Letter) {
        let all = whole();
        let half = all.width / 2.0;
        let left = Column { x: all.x, width: half };
        let right = Column { x: all.x + half, width: half };
        let copies = 20.0 + letter.copies.len() as f32 * COPIES_PT * 1.3;
        let signs = SIGN_ROOM_PT + SIGN_PT * 4.0;
        self.y -= PARAGRAPH_GAP_PT;
        match letter.signs.as_slice() {
            [one, two, ..] => {
                self.need(copies + signs);
                let top = self.y;
                let ends = [self.sign(one, left, top), self.sign(two, right, top)];
                self.y = ends[0].min(ends[1]) - 12.0;
                self.copies(letter);
            }
            [one] => {
                self.need(copies.max(signs));
                let top = self.y;
                self.sign(one, right, top);
                self.copies(letter);
            }
            [] => self.copies(letter),
        }
    }

    fn sign(&mut self, title: &str, column: Column, top: f32) -> f32 {
        let top = self.block(&title.to_uppercase(), Style::Bold, SIGN_PT, column, top);
        self.line("…………………………", Style::Bold, SIGN_PT, column, top - SIGN_ROOM_PT)
    }

    fn copies(&mut self, letter: &Letter) {
        if letter.copies.is_empty() {
            return;
        }
        let x = whole().x;
        let width = whole().width / 2.0 - 10.0;
        let y = self.y - COPIES_TITLE_PT * ASCENT;
        self.page().words("Nơi nhận:", Style::BoldItalic, COPIES_TITLE_PT, (x, y), 0.0);
        self.y -= COPIES_TITLE_PT * 1.2;
        for (index, copy) in letter.copies.iter().enumerate() {
            let end = if index + 1 == letter.copies.len() { '.' } else { ';' };
            for line in broken(&format!("- {copy}{end}"), Style::Regular, COPIES_PT, 0.0, width) {
                self.need(COPIES_PT * 1.2);
                let y = self.y - COPIES_PT * ASCENT;
                self.page().words(&line, Style::Regular, COPIES_PT, (x, y), 0.0);
                self.y -= COPIES_PT * 1.2;
            }
        }
    }
}

/// Breaks words into lines; a word longer than a line (an address, an account) is cut.
fn broken(text: &str, style: Style, size: f32, indent: f32, width: f32) -> Vec<String> {
    let font = style.font();
    let mut lines: Vec<String> = vec![String::new()];
    let mut used = indent;
    let space = font.width(" ", size);
    for word in text.split_whitespace() {
        let mut rest = word;
        loop {
            let line = lines.last_mut().expect("there is always a line");
            let gap = if line.is_empty() { 0.0 } else { space };
            let length = font.width(rest, size);
            if used + gap + length <= width {
                if gap > 0.0 {
                    line.push(' ');
                }
                line.push_str(rest);
                used += gap + length;
                break;
            }
            if line.is_empty() {
                let room = width - used;
                let cut = fitting(rest, style, size, room);
                line.push_str(&rest[..cut]);
                rest = &rest[cut..];
            }
            lines.push(String::new());
            used = 0.0;
            if rest.is_empty() {
                break;
            }
        }
    }
    // The line begun after a cut that ended exactly with the word.
    if lines.len() > 1 && lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// How many bytes of a word fit; at least one letter.
fn fitting(word: &str, style: Style, size: f32, room: f32) -> usize {
    let font = style.font();
    let mut used = 0.0;
    for (index, letter) in word.char_indices() {
        used += font.advance(font.glyph(letter)) * size / 1000.0;
        if used > room && index > 0 {
            return index;
        }
    }
    word.len()
}
