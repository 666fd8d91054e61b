//! A letter as its parts, before it is laid out.

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphKind {
    /// Words on both edges, first line set in.
    Body,
    /// A heading, bold.
    Heading,
    /// One point of a list, with its own dash.
    Item,
    /// A line in the middle, as "Kính gửi" has it.
    Centred,
}

/// One paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// What it is.
    pub kind: ParagraphKind,
    /// Its words: one line, no control characters, NFC.
    pub text: String,
}

/// A letter: a draft for a person to number, date and sign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// The office above ours; may be empty.
    pub superior: String,
    /// The office that sends the letter.
    pub agency: String,
    /// What follows the number, e.g. `TB-PA05`.
    pub symbol: String,
    /// Where it is signed, e.g. `Đà Nẵng`; the day is left open.
    pub place: String,
    /// Year in which it is drafted; empty: left open.
    pub year: String,
    /// Kind of document in capitals, e.g. `THÔNG BÁO`; empty for a plain letter (công văn).
    pub kind: String,
    /// What it is about.
    pub about: String,
    /// To whom; empty for a record.
    pub to: Vec<String>,
    /// The words.
    pub body: Vec<Paragraph>,
    /// Titles of those who sign, from left to right; one or two.
    pub signs: Vec<String>,
    /// Who gets copies.
    pub copies: Vec<String>,
}

impl Letter {
    /// `Số: ….../TB-PA05`: the number is given by hand.
    pub fn number_line(&self) -> String {
        format!("Số: ….../{}", self.symbol)
    }

    /// `Đà Nẵng, ngày      tháng      năm 2026`: the day is written by hand.
    pub fn date_line(&self) -> String {
        let place = if self.place.is_empty() { "……………" } else { &self.place };
        let year = if self.year.is_empty() { "……" } else { &self.year };
        format!("{place}, ngày ….. tháng ….. năm {year}")
    }
}
