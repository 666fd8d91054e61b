//! Several messages as one submission: a conversation, with what the reader wrote set apart.
//!
//! What the reader wrote ("I will not send you a code") says nothing of the sender: it keeps its place for the
//! spans, but no rule reads it.

use model::Span;

/// One message of a conversation.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// As received.
    pub text: &'a str,
    /// The reader wrote it.
    pub is_own: bool,
}

/// A conversation as one text, in which every message keeps its place.
#[derive(Clone, Debug, Default)]
pub struct Thread {
    text: String,
    /// First and one past the last byte of each message.
    places: Vec<(usize, usize)>,
    own: Vec<(usize, usize)>,
}

impl Thread {
    /// Messages of one conversation that are read, at most; the rest is left out.
    pub const MESSAGES_MAX: usize = 500;

    /// Puts these messages together, in their order.
    pub fn new<'a>(messages: impl IntoIterator<Item = Message<'a>>) -> Thread {
        let mut thread = Thread::default();
        for message in messages.into_iter().take(Self::MESSAGES_MAX) {
            if !thread.text.is_empty() {
                // A full stop, so that a negation does not reach into the next message.
                thread.text.push_str(if thread.text.ends_with(['.', '!', '?', '\n']) {
                    "\n"
                } else {
                    " .\n"
                });
            }
            let start = thread.text.len();
            thread.text.push_str(message.text);
            let place = (start, thread.text.len());
            thread.places.push(place);
            if message.is_own {
                thread.own.push(place);
            }
        }
        thread
    }

    /// The whole, as it is assessed; spans of the assessment are bytes of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Messages in it.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The message a span lies in (from 0), and the bytes within it; `None` for a span over several.
    pub fn place(&self, span: Span) -> Option<(usize, Span)> {
        let index = self.places.partition_point(|(_, end)| *end < span.end);
        let (start, _) = *self.places.get(index)?;
        (span.start >= start).then(|| (index, Span { start: span.start - start, end: span.end - start }))
    }

    /// What the reader wrote.
    pub(crate) fn own(&self) -> &[(usize, usize)] {
        &self.own
    }
}

/// Names under which chats copy what the reader wrote. `Bạn:` is not among them: fraud addresses its reader so.
const OWN_NAMES: &[&str] = &["tôi", "mình", "toi", "me", "you"];

/// Lines of a pasted text that are looked at. Bounds the work.
const LINES_MAX: usize = 2000;

/// What the reader wrote in a pasted chat: lines behind `Tôi:`, up to the next line behind a name, in a text
/// where somebody else has a name too. Empty for everything else.
pub(crate) fn own_lines(text: &str) -> Vec<(usize, usize)> {
    let mut own: Vec<(usize, usize)> = Vec::new();
    if !text.contains('\n') {
        return own;
    }
    let (mut at, mut others, mut is_own) = (0, 0, false);
    for line in text.split_inclusive('\n').take(LINES_MAX) {
        if let Some(name) = speaker(line) {
            is_own = OWN_NAMES.contains(&name.to_lowercase().as_str());
            others += usize::from(!is_own);
        }
        let end = at + line.len();
        if is_own {
            match own.last_mut() {
                Some(last) if last.1 == at => last.1 = end,
                _ => own.push((at, end)),
            }
        }
        at = end;
    }
    if others == 0 { Vec::new() } else { own }
}

/// Who speaks in this line of a chat: `[10:32, 12/11/2026] Lan: …`, `12/11/26, 10:32 - Lan: …`, `Lan: …`.
fn speaker(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let rest = match line.strip_prefix('[') {
        Some(stamped) => stamped.split_once(']')?.1,
        None if line.starts_with(|c: char| c.is_ascii_digit()) => {
            let (stamp, rest) = line.split_once(" - ")?;
            let plain = stamp.len() <= 24 && stamp.contains(':') && !stamp.contains(char::is_alphabetic);
            if !plain {
                return None;
            }
            rest
        }
        None => line,
    };
    let (name, said) = rest.split_once(':')?;
    let name = name.trim();
    let named = (1..=30).contains(&name.chars().count())
        && name.split_whitespace().count() <= 4
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.') || c.is_whitespace());
    // `http://…` is no name.
    (named && said.starts_with([' ', '\n', '\t'])).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let own: Vec<&str> = own_lines(text).into_iter().map(|(start, end)| &text[start..end]).collect();
        assert_eq!(own, expected, "{text}");
    }

    #[test]
    fn own_lines_are_told_from_others() {
        check("Lan: cho mượn 5 triệu\nTôi: không\ncó\nLan: gấp", &["Tôi: không\ncó\n"]);
        check(
            "[10:32, 12/11/2026] Lan: alo\n[10:33, 12/11/2026] Me: ai đấy",
            &["[10:33, 12/11/2026] Me: ai đấy"],
        );
        check("12/11/26, 10:32 - Lan: alo\n12/11/26, 10:33 - You: hả", &["12/11/26, 10:33 - You: hả"]);
        check("Tôi: chỉ có mình tôi\nở đây", &[]);
        check("Ngân hàng: bạn bị khóa\nBạn: bấm vào đây", &[]);
        check("không có ai nói cả", &[]);
        check("http://a.example: x\nTôi: y", &[]);
    }

    #[test]
    fn spans_lead_back_to_their_message() {
        let message = |text| Message { text, is_own: false };
        let thread = Thread::new([message("một"), message("hai ba"), message("")]);
        let at = thread.text().find("ba").unwrap();
        assert_eq!(thread.place(Span { start: at, end: at + 2 }), Some((1, Span { start: 4, end: 6 })));
        assert_eq!(thread.place(Span { start: 0, end: at }), None);
        assert_eq!(thread.len(), 3);
    }
}
