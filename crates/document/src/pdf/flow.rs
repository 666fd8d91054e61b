//! From a letter to pages: lines are broken and set on both edges, parts that belong together stay together.

use super::page::Page;
use crate::font::Style;
use crate::layout::*;
use crate::letter::{Letter, ParagraphKind};
use crate::lines::{broken, longest};
use crate::recipients::Recipients;

/// Lays the letter on pages.
pub(super) fn pages(letter: &Letter) -> Vec<Page> {
    let mut flow = Flow::new();
    flow.head(letter);
    flow.title(letter);
    flow.recipients(letter);
    for (index, each) in letter.body.iter().enumerate() {
        if index + 1 == letter.body.len() {
            // The last words go with the signature: a page with nothing else on it could be put under another.
            let lines = broken(&each.text, Style::Regular, BODY_PT, points(INDENT_MM), whole().width).len();
            flow.need(
                lines.min(LAST_LINES_MAX) as f32 * BODY_PT * LINE_HEIGHT
                    + PARAGRAPH_GAP_PT
                    + foot_height(letter),
            );
        }
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
    Column { x: points(MARGIN_LEFT_MM), width: points(TEXT_WIDTH_MM) }
}

/// Lines of a last paragraph that are kept with the signature; one longer than a third of a page is not.
const LAST_LINES_MAX: usize = 12;

/// Room in points that signatures and copies need.
fn foot_height(letter: &Letter) -> f32 {
    let copies = 20.0 + letter.copies.len() as f32 * COPIES_PT * 1.3;
    let signs = SIGN_ROOM_PT + SIGN_PT * 4.0;
    PARAGRAPH_GAP_PT
        + match letter.signs.len() {
            0 => 0.0,
            1 => copies.max(signs),
            _ => copies + signs,
        }
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
        let x = points(MARGIN_LEFT_MM + TEXT_WIDTH_MM / 2.0) - width / 2.0;
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
        let agency = letter.agency.to_uppercase();
        top = self.block(&agency, Style::Bold, AGENCY_PT, left, top);
        let below = longest(&agency, Style::Bold, AGENCY_PT, left.width) * RULE_SHARE;
        self.rule_in(left, top, below);
        let left_end = top - 9.0;
        top = self.line(COUNTRY, Style::Bold, COUNTRY_PT, right, start);
        top = self.line(MOTTO, Style::Bold, MOTTO_PT, right, top);
        self.rule_in(right, top, Style::Bold.font().width(MOTTO, MOTTO_PT));
        // Number and date stand on one line.
        let same = left_end.min(top - 9.0);
        top = self.block(&letter.number_line(), Style::Regular, NUMBER_PT, left, same);
        if letter.kind.is_empty() {
            let about = format!("V/v {}", letter.about);
            top = self.block(&about, Style::Regular, ABOUT_PT, left, top - ABOUT_GAP_PT);
        }
        let left_end = self.block(DRAFT, Style::Bold, NUMBER_PT, left, top);
        let right_end = self.block(&letter.date_line(), Style::Italic, DATE_PT, right, same);
        self.y = left_end.min(right_end) - 12.0;
    }

    /// A thin line under words that end at `top`, in the middle of a column.
    fn rule_in(&mut self, column: Column, top: f32, width: f32) {
        self.page().rule(column.x + (column.width - width) / 2.0, top - 3.0, width);
    }

    /// To whom: one on a line in the middle; several under each other, their dashes under the colon.
    fn recipients(&mut self, letter: &Letter) {
        let all = whole();
        match Recipients::of(letter, all.width) {
            Recipients::None => {}
            Recipients::One(line) => {
                self.centred(&line, Style::Regular, BODY_PT);
                self.y -= PARAGRAPH_GAP_PT;
            }
            Recipients::Several { head, head_pt, items, items_pt } => {
                self.need(BODY_PT * LINE_HEIGHT * (items.len() + 1) as f32);
                self.left_line(&head, all.x + head_pt);
                for item in items {
                    for line in broken(&item, Style::Regular, BODY_PT, 0.0, all.width - items_pt) {
                        self.left_line(&line, all.x + items_pt);
                    }
                }
                self.y -= PARAGRAPH_GAP_PT;
            }
        }
    }

    /// One line of words that begins at `x`.
    fn left_line(&mut self, text: &str, x: f32) {
        self.need(BODY_PT * LINE_HEIGHT);
        let y = self.y - BODY_PT * ASCENT;
        self.page().words(text, Style::Regular, BODY_PT, (x, y), 0.0);
        self.y -= BODY_PT * LINE_HEIGHT;
    }

    fn title(&mut self, letter: &Letter) {
        if letter.kind.is_empty() {
            return;
        }
        let all = whole();
        self.y = self.block(&letter.kind.to_uppercase(), Style::Bold, TITLE_PT, all, self.y);
        self.y = self.block(&letter.about, Style::Bold, TITLE_PT, all, self.y);
        let below = longest(&letter.about, Style::Bold, TITLE_PT, all.width) * RULE_SHARE;
        self.rule_in(all, self.y, below);
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
        self.need(foot_height(letter));
        self.y -= PARAGRAPH_GAP_PT;
        match letter.signs.as_slice() {
            [one, two, ..] => {
                let top = self.y;
                let ends = [self.sign(one, left, top), self.sign(two, right, top)];
                self.y = ends[0].min(ends[1]) - 12.0;
                self.copies(letter);
            }
            [one] => {
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
