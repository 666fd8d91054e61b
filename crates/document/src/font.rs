//! The four faces of the font that the PDF carries: widths and glyph numbers.
//!
//! Tinos has the widths of Times New Roman and is free (OFL 1.1); ours are cut down to the letters of
//! Vietnamese. Text is in NFC, so that each letter with its marks is one glyph and nothing has to be shaped.

use std::sync::LazyLock;

use ttf_parser::Face;

/// One of the four faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Style {
    Regular,
    Bold,
    Italic,
    BoldItalic,
}

/// One face, parsed.
pub(crate) struct Font {
    pub(crate) style: Style,
    /// Name in the PDF.
    pub(crate) name: &'static str,
    pub(crate) bytes: &'static [u8],
    pub(crate) face: Face<'static>,
}

macro_rules! font {
    ($style:ident, $name:literal, $file:literal) => {{
        let bytes: &'static [u8] = include_bytes!(concat!("../assets/", $file));
        let face = Face::parse(bytes, 0).expect("a test draws with every face");
        Font { style: Style::$style, name: $name, bytes, face }
    }};
}

static FONTS: LazyLock<[Font; 4]> = LazyLock::new(|| {
    [
        font!(Regular, "Tinos", "tinos-regular.ttf"),
        font!(Bold, "Tinos-Bold", "tinos-bold.ttf"),
        font!(Italic, "Tinos-Italic", "tinos-italic.ttf"),
        font!(BoldItalic, "Tinos-BoldItalic", "tinos-bold-italic.ttf"),
    ]
});

/// Every face, in the order of [`Style`].
pub(crate) fn all() -> &'static [Font] {
    FONTS.as_slice()
}

impl Style {
    pub(crate) fn font(self) -> &'static Font {
        &FONTS[self as usize]
    }
}

impl Font {
    /// The glyph of a letter; that of `?` for one we have no glyph for, so that it is seen that something
    /// stood there.
    pub(crate) fn glyph(&self, letter: char) -> u16 {
        let found = self.face.glyph_index(letter).or_else(|| self.face.glyph_index('?'));
        found.map_or(0, |glyph| glyph.0)
    }

    /// Width of a glyph in thousandths of the size.
    pub(crate) fn advance(&self, glyph: u16) -> f32 {
        let units = self.face.glyph_hor_advance(ttf_parser::GlyphId(glyph)).unwrap_or(0);
        f32::from(units) * 1000.0 / f32::from(self.face.units_per_em())
    }

    /// Width of a text in points.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.advance(self.glyph(letter))).sum::<f32>() * size / 1000.0
    }
}
