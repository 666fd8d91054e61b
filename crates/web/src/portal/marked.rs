//! A message with the words marked that the reasons rest on.

use model::Span;

/// A stretch of the message, marked or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch<'a> {
    /// Its words.
    pub(super) text: &'a str,
    /// Whether a reason rests on them.
    pub(super) is_marked: bool,
    /// Whether they are a payment code, which nobody can read.
    pub(super) is_code: bool,
}

/// Cuts `text` where marking begins or ends. Spans may overlap, touch, repeat and come in any order; one
/// that does not fit the text is left out. A stretch within one of `codes` is a payment code.
pub(super) fn stretches<'a>(
    text: &'a str,
    spans: impl IntoIterator<Item = Span>,
    codes: &[Span],
) -> Vec<Stretch<'a>> {
    let is_code = |start: usize, end: usize| codes.iter().any(|code| code.start <= start && end <= code.end);
    let fits = |span: &Span| {
        span.start < span.end && text.is_char_boundary(span.start) && text.is_char_boundary(span.end)
    };
    let mut spans: Vec<Span> = spans.into_iter().filter(fits).collect();
    spans.sort();
    let mut marked: Vec<(Span, bool)> = Vec::new();
    for span in spans {
        let at = marked.last().map_or(0, |(last, _)| last.end);
        let (start, is_code) = (span.start.max(at), is_code(span.start, span.end));
        match marked.last_mut() {
            // What touches is one stretch.
            Some((last, was_code)) if last.end == start && *was_code == is_code => {
                last.end = last.end.max(span.end);
            }
            _ if start < span.end => marked.push((Span { start, end: span.end }, is_code)),
            _ => {}
        }
    }
    let mut cut = Vec::new();
    let mut at = 0;
    for (span, is_code) in marked {
        push(&mut cut, &text[at..span.start], false, false);
        push(&mut cut, &text[span.start..span.end], true, is_code);
        at = span.end;
    }
    push(&mut cut, &text[at..], false, false);
    cut
}

fn push<'a>(cut: &mut Vec<Stretch<'a>>, text: &'a str, is_marked: bool, is_code: bool) {
    if !text.is_empty() {
        cut.push(Stretch { text, is_marked, is_code });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, spans: &[(usize, usize)], expected: &str) {
        let spans = spans.iter().map(|&(start, end)| Span { start, end });
        let shown: String = stretches(text, spans, &[])
            .iter()
            .map(|s| if s.is_marked { format!("[{}]", s.text) } else { s.text.to_owned() })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn words_are_marked_once_whatever_the_spans_do() {
        check("gửi mã OTP", &[], "gửi mã OTP");
        check("abcdef", &[(1, 3)], "a[bc]def");
        check("abcdef", &[(2, 5), (0, 3)], "[abcde]f");
        check("abcdef", &[(1, 5), (2, 3), (1, 5)], "a[bcde]f");
        check("abcdef", &[(0, 6)], "[abcdef]");
        check("abcdef", &[(0, 2), (2, 4), (5, 6)], "[abcd]e[f]");
    }

    #[test]
    fn a_payment_code_is_known_as_one() {
        let text = "trả 000201 gấp";
        let code = Span { start: 6, end: 12 };
        let cut = stretches(text, [code, Span { start: 13, end: 18 }], &[code]);
        let codes: Vec<&str> =
            cut.iter().filter(|stretch| stretch.is_code).map(|stretch| stretch.text).collect();
        assert_eq!((cut.len(), codes), (4, vec!["000201"]));
    }

    #[test]
    fn a_span_that_does_not_fit_is_left_out() {
        check("mã", &[(0, 2), (0, 99), (2, 1)], "mã");
        check("", &[(0, 1)], "");
    }
}
