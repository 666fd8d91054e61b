//! Drawing on one page: words at a place, thin lines.

use std::fmt::Write as _;

use crate::font::Style;

/// The drawing orders of one page, and which glyphs they use.
#[derive(Default)]
pub(super) struct Page {
    pub(super) orders: String,
    pub(super) used: Vec<(Style, u16, char)>,
}

impl Page {
    /// Draws one line of words with its left end at `x`, on the base line `y` points above the foot of the
    /// paper. `space` is added to each space between words.
    pub(super) fn words(&mut self, text: &str, style: Style, size: f32, at: (f32, f32), space: f32) {
        let font = style.font();
        let (x, y) = at;
        write!(self.orders, "BT /F{} {size} Tf {x:.2} {y:.2} Td [<", style as usize)
            .expect("writing to a String cannot fail");
        for letter in text.chars() {
            let glyph = font.glyph(letter);
            self.used.push((style, glyph, letter));
            write!(self.orders, "{glyph:04X}").expect("writing to a String cannot fail");
            if letter == ' ' && space != 0.0 {
                // In thousandths of the size, to the left (ISO 32000-1, 9.4.3).
                write!(self.orders, "> {:.1} <", -space * 1000.0 / size)
                    .expect("writing to a String cannot fail");
            }
        }
        self.orders.push_str(">] TJ ET\n");
    }

    /// Draws a thin line.
    pub(super) fn rule(&mut self, x: f32, y: f32, width: f32) {
        writeln!(self.orders, "0.75 w {x:.2} {y:.2} m {:.2} {y:.2} l S", x + width)
            .expect("writing to a String cannot fail");
    }
}
