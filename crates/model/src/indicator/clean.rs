//! What every kind does to its input first: letters that cannot be seen, letters of other widths, marks.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters that take no room and are put in to deceive: zero-width spaces and joiners, direction
/// marks and overrides, soft hyphens, byte order marks, variation selectors. Source: Unicode 16, general
/// category Cf and the property Default_Ignorable_Code_Point.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// The text without spaces and invisible characters at its ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// The text without invisible characters, with letters and digits of other widths and styles as plain
/// ones (NFKC), and digits of other scripts as ASCII digits.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfkc().filter(|c| !is_invisible(*c)).map(|c| digit(c).unwrap_or(c)).collect())
}

/// Plain, lower case, without Vietnamese or other marks; runs of spaces are one space.
pub(super) fn folded(text: &str) -> String {
    let plain = plain(text).to_lowercase();
    let bare: String =
        plain.nfd().filter(|c| !is_combining_mark(*c)).map(|c| if c == 'đ' { 'd' } else { c }).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A decimal digit of another script as an ASCII digit. Source: Unicode 16, the blocks with Nd used in
/// and around Viet Nam, and those of calculators' keyboards.
fn digit(c: char) -> Option<char> {
    const ZEROS: [u32; 14] = [
        0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0xaa50, 0xff10,
    ];
    let code = u32::from(c);
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_letters_of_other_widths_are_plain_ones() {
        assert_eq!(plain("\u{200b}０９１２ ٣٤٥ ៦៧𝟖²"), "0912 345 6782");
        assert_eq!(folded("  Ngân\u{a0}hàng  QUÂN ĐỘI "), "ngan hang quan doi");
    }

    #[test]
    fn invisible_letters_do_not_hold_a_text_together() {
        assert_eq!(trim("\u{feff}\u{202e} a\u{200b}b \u{2069}\n"), "a\u{200b}b");
    }
}
