//! Which reports of one block hold a word: ascending numbers of 16 bits, little endian.

use crate::StoreError;

/// Reads the numbers.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<u16>, StoreError> {
    if !bytes.len().is_multiple_of(2) {
        return Err(StoreError::Corrupt("unreadable postings".to_owned()));
    }
    Ok(bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect())
}

/// Writes the numbers.
pub(super) fn write(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// Adds numbers to those that are there, in order and once.
pub(super) fn add(numbers: &mut Vec<u16>, more: &[u16]) {
    let in_order = numbers.last().zip(more.first()).is_none_or(|(last, first)| last < first);
    numbers.extend_from_slice(more);
    if !in_order || !more.is_sorted() {
        numbers.sort_unstable();
        numbers.dedup();
    }
}

/// Those of `all` that also stand in `other`; both ascending.
pub(super) fn keep_common(all: &mut Vec<u16>, other: &[u16]) {
    let mut rest = other.iter().peekable();
    all.retain(|number| {
        while rest.next_if(|next| **next < *number).is_some() {}
        rest.peek().is_some_and(|next| **next == *number)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_in_order_and_once() {
        let mut numbers = vec![3, 9];
        add(&mut numbers, &[12]);
        add(&mut numbers, &[1, 9]);
        assert_eq!(numbers, [1, 3, 9, 12]);
        assert_eq!(read(&write(&numbers)).unwrap(), numbers);
        assert!(read(&[1]).is_err());
        keep_common(&mut numbers, &[0, 3, 4, 12, 13]);
        assert_eq!(numbers, [3, 12]);
        keep_common(&mut numbers, &[]);
        assert!(numbers.is_empty());
    }
}
