//! By when: `trong vòng 24 giờ`, `trước 17h`, `trước ngày 30/11`, `ngay hôm nay`, `within 24 hours`.

use model::StatedKind;

use super::{Said, Text};

/// Words between `trong` or `trước` and the number, at most.
const BETWEEN_MAX: usize = 3;

/// The deadline that this word begins, or ends for `hôm nay`.
pub(super) fn read(text: &Text<'_>, index: usize, said: &mut Said) {
    let found = match text.word(index) {
        b"nay" => today(text, index),
        b"trong" if text.word(index + 1) == b"ngay" && !matches!(text.word(index + 2), b"mai" | b"hom") => {
            Some(("today".to_owned(), index, index + 1))
        }
        b"trong" | b"within" => after(text, index, period),
        b"truoc" | b"han" | b"before" => {
            after(text, index, |text, at| date(text, at).or_else(|| hour(text, at)))
        }
        _ => after(text, index, date),
    };
    if let Some((value, first, last)) = found {
        said.add(StatedKind::Deadline, value, text.span(first, last));
    }
}

/// The value behind up to [`BETWEEN_MAX`] words that only join.
fn after(
    text: &Text<'_>,
    index: usize,
    value: impl Fn(&Text<'_>, usize) -> Option<(String, usize)>,
) -> Option<(String, usize, usize)> {
    for at in index + 1..=index + 1 + BETWEEN_MAX {
        if text.raw(at).first()?.is_ascii_digit() {
            let (value, last) = value(text, at)?;
            return Some((value, index, last));
        }
        let joins = matches!(
            text.word(at),
            b"vong"
                | b"thoi"
                | b"gian"
                | b"khoang"
                | b"the"
                | b"next"
                | b"ngay"
                | b"het"
                | b"luc"
                | b"chot"
                | b"cuoi"
                | b"la"
                | b"cung"
                | b"nop"
                | b"thanh"
                | b"toan"
                | b"vao"
                | b"dung"
                | b"hang"
        );
        if !joins {
            return None;
        }
    }
    None
}

/// `24 gio`, `24h`, `3 ngay`: as a duration of ISO 8601.
fn period(text: &Text<'_>, at: usize) -> Option<(String, usize)> {
    let raw = text.raw(at);
    let digits = raw.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits > 4 {
        return None;
    }
    let number: u32 = std::str::from_utf8(&raw[..digits]).ok()?.parse().ok()?;
    let (unit, last) = if digits == raw.len() { (text.word(at + 1), at + 1) } else { (&raw[digits..], at) };
    let value = match unit {
        b"h" | b"gio" | b"tieng" | b"hour" | b"hours" | b"hrs" => format!("PT{number}H"),
        b"p" | b"phut" | b"minute" | b"minutes" | b"mins" => format!("PT{number}M"),
        b"ngay" | b"day" | b"days" => format!("P{number}D"),
        b"tuan" | b"week" | b"weeks" => format!("P{number}W"),
        _ => return None,
    };
    Some((value, last))
}

/// `30/11`, `30-11-2026`: as a date of ISO 8601, without its year where none is written.
fn date(text: &Text<'_>, at: usize) -> Option<(String, usize)> {
    let start = text.words.words.get(at)?.start as usize;
    let rest = &text.folded.text[start..];
    let len =
        rest.iter().take(10).take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b'-' | b'.'));
    let written = std::str::from_utf8(&rest[..len.count()]).ok()?.trim_end_matches(['/', '-', '.']);
    let mut parts = written.split(['/', '-', '.']);
    let (day, month) = (number(parts.next()?, 31)?, number(parts.next()?, 12)?);
    let value = match parts.next() {
        None => format!("--{month:02}-{day:02}"),
        Some(year) if year.len() == 4 => format!("{year}-{month:02}-{day:02}"),
        Some(_) => return None,
    };
    let end = start + written.len();
    let last = text.words.words[at..].iter().take_while(|word| (word.start as usize) < end).count();
    Some((value, at + last - 1))
}

/// `17h`, `17h30`, `17:00`, `17 gio`.
fn hour(text: &Text<'_>, at: usize) -> Option<(String, usize)> {
    let word = text.words.words.get(at)?;
    let rest = &text.folded.text[word.start as usize..];
    let hours_len = rest.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
    let hours =
        std::str::from_utf8(&rest[..hours_len]).ok()?.parse::<u32>().ok().filter(|hours| *hours < 25)?;
    match rest.get(hours_len) {
        Some(b'h' | b':') => {
            let minutes = &rest[hours_len + 1..];
            let len = minutes.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
            let minutes = match len {
                2 => std::str::from_utf8(&minutes[..2]).ok()?.parse().ok().filter(|minutes| *minutes < 60)?,
                0 if rest[hours_len] == b'h' => 0,
                _ => return None,
            };
            let last = if rest[hours_len] == b':' { at + 1 } else { at };
            Some((format!("{hours:02}:{minutes:02}"), last))
        }
        _ if text.word(at + 1) == b"gio" => Some((format!("{hours:02}:00"), at + 1)),
        _ => None,
    }
}

/// `trong hôm nay`, `hết hôm nay`, `ngay hôm nay`.
fn today(text: &Text<'_>, index: usize) -> Option<(String, usize, usize)> {
    let (first, hom) = (index.checked_sub(2)?, index - 1);
    let urges = matches!(text.word(first), b"trong" | b"het" | b"ngay" | b"truoc" | b"noi");
    (urges && text.word(hom) == b"hom").then(|| ("today".to_owned(), first, index))
}

fn number(text: &str, max: u32) -> Option<u32> {
    text.parse().ok().filter(|number| (1..=max).contains(number) && text.len() <= 2)
}
