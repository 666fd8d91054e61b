//! A message with the words marked that the reasons rest on.

use model::Span;

/// A stretch of the message, marked or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch<'a> {
    /// Its words.
    pub(super) text: &'a str,
    /// Whether a reason rests on them.
    pub(super) is_marked: bool,
}

/// Cuts `text` where marking begins or ends. Spans may overlap, touch, repeat and come in any order; one
/// that does not fit the text is left out.
pub(super) fn stretches(text: &str, spans: impl IntoIterator<Item = Span>) -> Vec<Stretch<'_>> {
    let fits = |span: &Span| {
        span.start < span.end && text.is_char_boundary(span.start) && text.is_char_boundary(span.end)
    };
    let mut spans: Vec<Span> = spans.into_iter().filter(fits).collect();
    spans.sort();
    let mut cut = Vec::new();
    let mut at = 0;
    for span in spans {
        let start = span.start.max(at);
        if start >= span.end {
            continue;
        }
        push(&mut cut, &text[at..start], false);
        push(&mut cut, &text[start..span.end], true);
        at = span.end;
    }
    push(&mut cut, &text[at..], false);
    cut
}

/// Marked stretches that touch become one.
fn push<'a>(cut: &mut Vec<Stretch<'a>>, text: &'a str, is_marked: bool) {
    if !text.is_empty() {
        cut.push(Stretch { text, is_marked });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, spans: &[(usize, usize)], expected: &str) {
        let spans = spans.iter().map(|&(start, end)| Span { start, end });
        let shown: String = stretches(text, spans)
            .iter()
            .map(|s| if s.is_marked { format!("[{}]", s.text) } else { s.text.to_owned() })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn words_are_marked_once_whatever_the_spans_do() {
        check("gửi mã OTP", &[], "gửi mã OTP");
        check("abcdef", &[(1, 3)], "a[bc]def");
        check("abcdef", &[(2, 5), (0, 3)], "[abc][de]f");
        check("abcdef", &[(1, 5), (2, 3), (1, 5)], "a[bcde]f");
        check("abcdef", &[(0, 6)], "[abcdef]");
    }

    #[test]
    fn a_span_that_does_not_fit_is_left_out() {
        check("mã", &[(0, 2), (0, 99), (2, 1)], "mã");
        check("", &[(0, 1)], "");
    }
}
