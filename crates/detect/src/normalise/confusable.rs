//! Letters of other alphabets, and rare Latin ones, that a reader takes for ASCII letters.
//!
//! Chosen by eye from the Unicode code charts for the alphabets seen in disguised Vietnamese messages and
//! host names: Cyrillic, Greek, Armenian, phonetic extensions. Compatibility forms (full width,
//! mathematical, enclosed) are not here: they fold by NFKD.

/// The ASCII letter this character is drawn like; `None` when it is like none.
pub(crate) fn ascii_like(character: char) -> Option<char> {
    let place = TABLE.binary_search_by(|(from, _)| from.cmp(&character)).ok()?;
    Some(TABLE[place].1)
}

/// Lower case only, in the order of code points: callers lower the case first.
const TABLE: &[(char, char)] = &[
    ('\u{0131}', 'i'),
    ('\u{0142}', 'l'),
    ('\u{0180}', 'b'),
    ('\u{0199}', 'k'),
    ('\u{019a}', 'l'),
    ('\u{019e}', 'n'),
    ('\u{01bf}', 'p'),
    ('\u{0237}', 'j'),
    ('\u{0251}', 'a'),
    ('\u{0253}', 'b'),
    ('\u{0256}', 'd'),
    ('\u{0257}', 'd'),
    ('\u{0261}', 'g'),
    ('\u{0262}', 'g'),
    ('\u{0266}', 'h'),
    ('\u{0268}', 'i'),
    ('\u{0269}', 'i'),
    ('\u{026a}', 'i'),
    ('\u{026b}', 'l'),
    ('\u{026f}', 'w'),
    ('\u{0271}', 'm'),
    ('\u{0272}', 'n'),
    ('\u{0274}', 'n'),
    ('\u{0280}', 'r'),
    ('\u{028b}', 'v'),
    ('\u{028f}', 'y'),
    ('\u{0290}', 'z'),
    ('\u{0299}', 'b'),
    ('\u{029c}', 'h'),
    ('\u{029f}', 'l'),
    ('\u{03b1}', 'a'),
    ('\u{03b2}', 'b'),
    ('\u{03b3}', 'y'),
    ('\u{03b5}', 'e'),
    ('\u{03b6}', 'z'),
    ('\u{03b7}', 'n'),
    ('\u{03b9}', 'i'),
    ('\u{03ba}', 'k'),
    ('\u{03bc}', 'm'),
    ('\u{03bd}', 'v'),
    ('\u{03bf}', 'o'),
    ('\u{03c1}', 'p'),
    ('\u{03c3}', 'o'),
    ('\u{03c4}', 't'),
    ('\u{03c5}', 'u'),
    ('\u{03c7}', 'x'),
    ('\u{03c9}', 'w'),
    ('\u{03f2}', 'c'),
    ('\u{03f3}', 'j'),
    ('\u{0430}', 'a'),
    ('\u{0432}', 'b'),
    ('\u{0433}', 'r'),
    ('\u{0435}', 'e'),
    ('\u{043a}', 'k'),
    ('\u{043c}', 'm'),
    ('\u{043d}', 'h'),
    ('\u{043e}', 'o'),
    ('\u{043f}', 'n'),
    ('\u{0440}', 'p'),
    ('\u{0441}', 'c'),
    ('\u{0442}', 't'),
    ('\u{0443}', 'y'),
    ('\u{0445}', 'x'),
    ('\u{044a}', 'b'),
    ('\u{044c}', 'b'),
    ('\u{0455}', 's'),
    ('\u{0456}', 'i'),
    ('\u{0458}', 'j'),
    ('\u{0461}', 'w'),
    ('\u{0475}', 'v'),
    ('\u{04ab}', 'c'),
    ('\u{04af}', 'y'),
    ('\u{04bb}', 'h'),
    ('\u{04cf}', 'l'),
    ('\u{0501}', 'd'),
    ('\u{051b}', 'q'),
    ('\u{051d}', 'w'),
    ('\u{0561}', 'w'),
    ('\u{0563}', 'q'),
    ('\u{0570}', 'h'),
    ('\u{0578}', 'n'),
    ('\u{057d}', 'u'),
    ('\u{0581}', 'g'),
    ('\u{0584}', 'p'),
    ('\u{0585}', 'o'),
    ('\u{1d00}', 'a'),
    ('\u{1d04}', 'c'),
    ('\u{1d05}', 'd'),
    ('\u{1d07}', 'e'),
    ('\u{1d0a}', 'j'),
    ('\u{1d0b}', 'k'),
    ('\u{1d0d}', 'm'),
    ('\u{1d0f}', 'o'),
    ('\u{1d18}', 'p'),
    ('\u{1d1b}', 't'),
    ('\u{1d1c}', 'u'),
    ('\u{1d20}', 'v'),
    ('\u{1d21}', 'w'),
    ('\u{1d22}', 'z'),
    ('\u{a731}', 's'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_lower_case() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (from, to) in TABLE {
            assert!(to.is_ascii_lowercase());
            assert_eq!(from.to_lowercase().collect::<String>(), from.to_string(), "{from:?}");
        }
    }
}
