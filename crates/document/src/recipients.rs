//! To whom a letter goes, as the rule has it: one on the line of "Kính gửi:", several each on a line below.
//!
//! Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II, khoản 9 điểm d.

use crate::font::Style;
use crate::layout::BODY_PT;
use crate::letter::Letter;

/// The lines and where they begin, in points right of the left margin.
pub(crate) enum Recipients {
    /// A record goes to nobody.
    None,
    /// One, in the middle.
    One(String),
    /// Several: the words before the colon, then each with a dash under the colon, parted by semicolons.
    Several {
        /// `Kính gửi:`
        head: String,
        /// Where the head begins.
        head_pt: f32,
        /// `- Bộ Mẫu;`
        items: Vec<String>,
        /// Where the dashes stand.
        items_pt: f32,
    },
}

impl Recipients {
    /// The recipients of `letter` in a text `width` points wide.
    pub(crate) fn of(letter: &Letter, width: f32) -> Recipients {
        let [first, more @ ..] = letter.to.as_slice() else { return Recipients::None };
        if more.is_empty() {
            return Recipients::One(first.clone());
        }
        let (head, first) = first.split_once(':').unwrap_or(("Kính gửi", first));
        let names: Vec<&str> = [first].into_iter().chain(more.iter().map(String::as_str)).collect();
        let last = names.len() - 1;
        let item = |(index, name): (usize, &&str)| {
            let name = name.trim().trim_end_matches([';', '.']).trim_start_matches("- ");
            format!("- {name}{}", if index == last { '.' } else { ';' })
        };
        let items: Vec<String> = names.iter().enumerate().map(item).collect();
        let font = Style::Regular.font();
        let widest = items.iter().map(|item| font.width(item, BODY_PT)).fold(0.0, f32::max);
        let before_colon = font.width(head, BODY_PT);
        let items_pt = ((width - before_colon - widest) / 2.0).max(0.0) + before_colon;
        Recipients::Several { head: format!("{head}:"), head_pt: items_pt - before_colon, items, items_pt }
    }
}
