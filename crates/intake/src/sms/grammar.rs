//! The public grammar of the short codes 5656 and 156, which people here know by heart.
//!
//! `S (source) (content)` tells of a spam message, `V (source) (content)` of a spam call, `LD (number) (content)`
//! of a scam call; the brackets may be left out. `TCTM name` asks who owns a domain name and is VNNIC's.
//! Source: notices of the Authority of Information Security on 5656 and 156 (24h.com.vn c55a1410682, plo.vn).

use model::text::fold;
use model::{Indicator, IndicatorKind};

/// Characters of the source of a message.
const SOURCE_CHARS_MAX: usize = 100;

/// What is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `S`: a spam message.
    SpamMessage,
    /// `V`: a spam call.
    SpamCall,
    /// `LD`: a scam call.
    ScamCall,
}

/// A message that tells of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortReport {
    /// Of what.
    pub kind: Kind,
    /// Who called or wrote, as the sender writes it; may be empty.
    pub source: String,
    /// What was said or written; may be empty.
    pub content: String,
}

/// The message tells of nothing that we take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GrammarError {
    /// A service of the short code that is not ours.
    #[error("answer a question that another office answers")]
    Elsewhere,
    /// None of the letters, or nothing after them.
    #[error("read a short message")]
    NotUnderstood,
}

impl ShortReport {
    /// The report's text: the content, or the source when there is no content.
    pub fn text(&self) -> String {
        if self.content.is_empty() { self.source.clone() } else { self.content.clone() }
    }

    /// The source as an indicator: a number, or for messages the name that stood above it.
    pub fn source_indicator(&self) -> Option<Indicator> {
        let number = Indicator::parse(IndicatorKind::Phone, &self.source).ok();
        let name = || match self.kind {
            Kind::SpamMessage => Indicator::parse(IndicatorKind::SmsSender, &self.source).ok(),
            Kind::SpamCall | Kind::ScamCall => None,
        };
        number.or_else(name)
    }
}

/// Reads a message.
///
/// # Errors
/// [`GrammarError`].
pub fn parse(text: &str) -> Result<ShortReport, GrammarError> {
    let text = text.trim();
    let end = text.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let kind = match fold(word).as_str() {
        "s" => Kind::SpamMessage,
        "v" => Kind::SpamCall,
        "ld" => Kind::ScamCall,
        "tctm" => return Err(GrammarError::Elsewhere),
        _ => return Err(GrammarError::NotUnderstood),
    };
    let (source, content) = source_and_content(rest.trim());
    if source.is_empty() && content.is_empty() {
        return Err(GrammarError::NotUnderstood);
    }
    Ok(ShortReport { kind, source, content })
}

/// Brackets around each, or around neither: then the source is the first word, or the words that make a number.
fn source_and_content(rest: &str) -> (String, String) {
    if let Some((source, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        let after = after.trim();
        let content = after.strip_prefix('(').map_or(after, |inner| inner.strip_suffix(')').unwrap_or(inner));
        return (short(source), content.trim().to_owned());
    }
    let digits = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '+' | '.' | '-' | ' ')));
    let number = rest[..digits.unwrap_or(rest.len())].trim_end();
    // `0900 000 123 da goi`: the blanks stand inside the number; a lone digit belongs to the text.
    if number.bytes().filter(u8::is_ascii_digit).count() >= 3
        && rest[number.len()..].starts_with(|c: char| c.is_whitespace())
        || number.len() == rest.len()
    {
        return (short(number), rest[number.len()..].trim().to_owned());
    }
    let (source, content) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    (short(source), content.trim().to_owned())
}

fn short(source: &str) -> String {
    source.trim().chars().take(SOURCE_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, kind: Kind, source: &str, content: &str) {
        let read = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(
            (read.kind, read.source.as_str(), read.content.as_str()),
            (kind, source, content),
            "{text}"
        );
    }

    #[test]
    fn messages_are_read_as_people_write_them() {
        check("S (VAYNHANH) (Vay 50 trieu)", Kind::SpamMessage, "VAYNHANH", "Vay 50 trieu");
        check("s vaynhanh Vay 50 trieu", Kind::SpamMessage, "vaynhanh", "Vay 50 trieu");
        check("V(0900000123)(quang cao dat)", Kind::SpamCall, "0900000123", "quang cao dat");
        check("LD 0900 000 123 gia cong an", Kind::ScamCall, "0900 000 123", "gia cong an");
        check("LĐ 0900.000.123\ngiả công an", Kind::ScamCall, "0900.000.123", "giả công an");
        check("  ld   +84900000123", Kind::ScamCall, "+84900000123", "");
        check("LD (0900000123", Kind::ScamCall, "(0900000123", "");
    }

    #[test]
    fn the_source_is_an_indicator_where_it_is_one() {
        let source = |text: &str| parse(text).unwrap().source_indicator().map(|found| found.to_string());
        assert_eq!(source("LD (0900000123) (x)").as_deref(), Some("phone:+84900000123"));
        assert_eq!(source("S (VAYNHANH) (x)").as_deref(), Some("sms_sender:VAYNHANH"));
        assert_eq!(source("V (khong ro) (x)"), None);
    }

    #[test]
    fn what_is_none_of_ours_is_told_apart() {
        assert_eq!(parse("TCTM gia.example"), Err(GrammarError::Elsewhere));
        for text in ["", "LD", "s  ", "xin chao", "SL 0900000123", "()"] {
            assert_eq!(parse(text), Err(GrammarError::NotUnderstood), "{text}");
        }
    }
}
