//! Canonical form of `file`.

use super::Problem;

pub(super) fn canonicalise(input: &str) -> Result<String, Problem> {
    let value = input.trim().to_lowercase();
    if value.is_empty() { Err(Problem::Empty) } else { Ok(value) }
}
