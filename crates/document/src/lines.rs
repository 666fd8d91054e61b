//! Words broken into lines of a given width; what both writers measure by.

use crate::font::Style;

/// Width in points of the longest line, when the text is broken to `width` points.
pub(crate) fn longest(text: &str, style: Style, size: f32, width: f32) -> f32 {
    let lines = broken(text, style, size, 0.0, width);
    lines.iter().map(|line| style.font().width(line, size)).fold(0.0, f32::max)
}

/// Breaks words into lines; a word longer than a line (an address, an account) is cut.
pub(crate) fn broken(text: &str, style: Style, size: f32, indent: f32, width: f32) -> Vec<String> {
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
