//! Objects, streams and the table of where they stand (ISO 32000-1, 7.5).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use super::page::Page;
use crate::font::{self, Font, Style};
use crate::layout::{PAPER_HEIGHT_MM, PAPER_WIDTH_MM, points};

/// Numbers of the objects that are always there: catalogue, tree of pages, what the document is called.
const CATALOGUE: usize = 1;
const TREE: usize = 2;
const INFO: usize = 3;
/// Objects of one font: the font, its descendant, its descriptor, its file, its way back to letters.
const PER_FONT: usize = 5;
const FIRST_FONT: usize = 4;
const FIRST_PAGE: usize = FIRST_FONT + 4 * PER_FONT;

/// Writes pages to a file.
pub(super) fn write(pages: &[Page], title: &str) -> Vec<u8> {
    let mut file = File { bytes: b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(), offsets: Vec::new() };
    file.object(&format!(
        "<< /Type /Catalog /Pages {TREE} 0 R /Lang (vi-VN) /ViewerPreferences << /DisplayDocTitle true >> >>"
    ));
    let kids: Vec<String> = (0..pages.len()).map(|index| format!("{} 0 R", FIRST_PAGE + index * 2)).collect();
    file.object(&format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()));
    file.object(&format!("<< /Title <FEFF{}> /Producer (Khien) >>", utf16_hex(title)));
    for (index, font) in font::all().iter().enumerate() {
        file.font(FIRST_FONT + index * PER_FONT, font, &letters_of(pages, font.style));
    }
    let fonts: Vec<String> =
        (0..4).map(|index| format!("/F{index} {} 0 R", FIRST_FONT + index * PER_FONT)).collect();
    for (index, page) in pages.iter().enumerate() {
        file.object(&format!(
            "<< /Type /Page /Parent {TREE} 0 R /MediaBox [0 0 {:.2} {:.2}] /Contents {} 0 R /Resources << /Font << {} >> >> >>",
            points(PAPER_WIDTH_MM),
            points(PAPER_HEIGHT_MM),
            FIRST_PAGE + index * 2 + 1,
            fonts.join(" ")
        ));
        file.stream("", page.orders.as_bytes());
    }
    file.finish()
}

/// Which letter each glyph of this face stands for, of those that are drawn.
fn letters_of(pages: &[Page], style: Style) -> BTreeMap<u16, char> {
    let used = pages.iter().flat_map(|page| &page.used).filter(|(of, ..)| *of == style);
    used.map(|(_, glyph, letter)| (*glyph, *letter)).collect()
}

struct File {
    bytes: Vec<u8>,
    offsets: Vec<usize>,
}

impl File {
    /// Objects are numbered in the order of writing, from 1.
    fn begin(&mut self) {
        self.offsets.push(self.bytes.len());
        let number = self.offsets.len();
        self.bytes.extend(format!("{number} 0 obj\n").into_bytes());
    }

    fn object(&mut self, text: &str) {
        self.begin();
        self.bytes.extend(text.as_bytes());
        self.bytes.extend(b"\nendobj\n");
    }

    fn stream(&mut self, keys: &str, content: &[u8]) {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(content).expect("writing to memory cannot fail");
        let packed = packer.finish().expect("writing to memory cannot fail");
        self.begin();
        let length = packed.len();
        self.bytes
            .extend(format!("<< /Length {length} /Filter /FlateDecode {keys} >>\nstream\n").into_bytes());
        self.bytes.extend(packed);
        self.bytes.extend(b"\nendstream\nendobj\n");
    }

    /// A face as a font of two bytes a glyph (9.7): the glyph's own number, so that every letter can be drawn.
    fn font(&mut self, first: usize, font: &Font, letters: &BTreeMap<u16, char>) {
        let name = font.name;
        let scale = |units: i16| f32::from(units) * 1000.0 / f32::from(font.face.units_per_em());
        self.object(&format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{} 0 R] /ToUnicode {} 0 R >>",
            first + 1,
            first + 4
        ));
        let widths: Vec<String> =
            (0..font.face.number_of_glyphs()).map(|glyph| format!("{:.0}", font.advance(glyph))).collect();
        self.object(&format!(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {} 0 R /CIDToGIDMap /Identity /DW 0 /W [0 [{}]] >>",
            first + 2,
            widths.join(" ")
        ));
        let area = font.face.global_bounding_box();
        let angle = if matches!(font.style, Style::Italic | Style::BoldItalic) { -16 } else { 0 };
        // Flags 2 and 6: has serifs, is not one of the old letter sets of 256 (9.8.2).
        self.object(&format!(
            "<< /Type /FontDescriptor /FontName /{name} /Flags 6 /FontBBox [{:.0} {:.0} {:.0} {:.0}] /ItalicAngle {angle} /Ascent {:.0} /Descent {:.0} /CapHeight 662 /StemV 80 /FontFile2 {} 0 R >>",
            scale(area.x_min),
            scale(area.y_min),
            scale(area.x_max),
            scale(area.y_max),
            scale(font.face.ascender()),
            scale(font.face.descender()),
            first + 3
        ));
        self.stream(&format!("/Length1 {}", font.bytes.len()), font.bytes);
        self.stream("", to_unicode(letters).as_bytes());
    }

    fn finish(mut self) -> Vec<u8> {
        let start = self.bytes.len();
        let count = self.offsets.len() + 1;
        let mut table = format!("xref\n0 {count}\n0000000000 65535 f \n");
        for offset in &self.offsets {
            writeln!(table, "{offset:010} 00000 n ").expect("writing to a String cannot fail");
        }
        write!(
            table,
            "trailer\n<< /Size {count} /Root {CATALOGUE} 0 R /Info {INFO} 0 R >>\nstartxref\n{start}\n%%EOF\n"
        )
        .expect("writing to a String cannot fail");
        self.bytes.extend(table.into_bytes());
        self.bytes
    }
}

/// The way from glyphs back to letters (9.10.3), so that words can be searched and copied.
fn to_unicode(letters: &BTreeMap<u16, char>) -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let entries: Vec<(&u16, &char)> = letters.iter().collect();
    // At most a hundred entries in one go.
    for chunk in entries.chunks(100) {
        writeln!(map, "{} beginbfchar", chunk.len()).expect("writing to a String cannot fail");
        for (glyph, letter) in chunk {
            writeln!(map, "<{glyph:04X}> <{}>", utf16_hex(&letter.to_string()))
                .expect("writing to a String cannot fail");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}

fn utf16_hex(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("{unit:04X}")).collect()
}
