//! One-time codes. The value told is how many digits the code has, never the code.

use model::StatedKind;

use super::{Said, Text};

/// Words between the words that announce a code and the code.
const AHEAD_MAX: usize = 6;
/// Words between a code and the words that announce it, when they follow it.
const BEHIND_MAX: usize = 3;

/// The code that this word announces.
pub(super) fn read(text: &Text<'_>, index: usize, said: &mut Said) {
    let announced = match text.word(index) {
        b"ma" => matches!(
            (text.word(index + 1), text.word(index + 2)),
            (b"xac", b"thuc" | b"nhan" | b"minh")
                | (b"bao", b"mat")
                | (b"kich", b"hoat")
                | (b"dang", b"nhap")
                | (b"otp", _)
        ),
        _ => true,
    };
    if !announced {
        return;
    }
    let behind = index.saturating_sub(BEHIND_MAX)..index;
    let mut places = (index + 1..=index + AHEAD_MAX).chain(behind.rev());
    if let Some(at) = places.find(|at| is_code(text, *at)) {
        said.add(StatedKind::Code, text.raw(at).len().to_string(), text.span(at, at));
    }
}

/// Four to eight digits that are no sum, year, number or account.
fn is_code(text: &Text<'_>, at: usize) -> bool {
    let raw = text.raw(at);
    let money = matches!(
        text.word(at + 1),
        b"d" | b"vnd" | b"dong" | b"k" | b"tr" | b"trieu" | b"ty" | b"nghin" | b"ngan"
    );
    let end = text.words.words.get(at).map_or(0, |word| word.end as usize);
    let dated = matches!(text.folded.text.get(end), Some(b'/'));
    (4..=8).contains(&raw.len())
        && raw.iter().all(u8::is_ascii_digit)
        && !money
        && !dated
        && !text.is_taken(at)
}
