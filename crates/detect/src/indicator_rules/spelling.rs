//! How one spelling is told from another: a letter wrong, doubled, or one that the eye takes for another.

/// A word with every run of one letter written once.
pub(super) fn without_doubles(word: &str) -> String {
    let mut single = String::with_capacity(word.len());
    for letter in word.chars() {
        if !single.ends_with(letter) {
            single.push(letter);
        }
    }
    single
}

/// Whether a letter stands twice in a row.
pub(super) fn has_double(word: &str) -> bool {
    word.as_bytes().windows(2).any(|pair| pair[0] == pair[1])
}

/// A text as the eye takes its letters: `l` for `i` and `1`, `o` for `0`, `m` for `rn`, `w` for `vv`.
pub(super) fn as_seen(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'n' if seen.ends_with('r') => {
                seen.pop();
                seen.push('m');
            }
            'v' if seen.ends_with('v') => {
                seen.pop();
                seen.push('w');
            }
            '0' => seen.push('o'),
            '1' | 'i' => seen.push('l'),
            other => seen.push(other),
        }
    }
    seen
}

/// The word with each of its letters left out once.
pub(super) fn one_left_out(word: &[u8]) -> impl Iterator<Item = Box<[u8]>> {
    (0..word.len()).map(move |at| [&word[..at], &word[at + 1..]].concat().into_boxed_slice())
}

/// Whether one insertion, deletion, substitution or swap of neighbours turns one into the other.
pub(super) fn one_edit_apart(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let same_start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    match long.len() - short.len() {
        0 if a == b => false,
        0 => {
            let (x, y) = (&short[same_start..], &long[same_start..]);
            x[1..] == y[1..] || (x.len() > 1 && x[0] == y[1] && x[1] == y[0] && x[2..] == y[2..])
        }
        1 => short[same_start..] == long[same_start + 1..],
        _ => false,
    }
}

/// Whether the two differ by two neighbours swapped, and by nothing else.
pub(super) fn neighbours_swapped(a: &[u8], b: &[u8]) -> bool {
    let same_start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    match (&a[same_start..], &b[same_start..]) {
        ([x, y, rest @ ..], [second, first, other @ ..]) => x == first && y == second && rest == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_edit_is_told_from_none_and_two() {
        let apart = |a: &str, b: &str| one_edit_apart(a.as_bytes(), b.as_bytes());
        assert!(apart("vietinbank", "vietinbamk"));
        assert!(apart("vietinbank", "vietinban"));
        assert!(apart("vietinbank", "vietiinbank"));
        assert!(apart("vietinbank", "vietibnank"));
        assert!(!apart("vietinbank", "vietinbank"));
        assert!(!apart("vietinbank", "vitinbamk"));
    }

    #[test]
    fn the_eye_reads_the_same() {
        assert_eq!(as_seen("v1etcornbank"), as_seen("vietcombank"));
        assert_eq!(without_doubles("shoppee"), without_doubles("shopee"));
        assert_ne!(as_seen("tiki"), as_seen("taki"));
    }
}
