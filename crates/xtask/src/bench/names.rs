//! A list of made-up names, the same every time.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::Result;

/// Syllables of names such as fraudsters register.
const WORDS: [&str; 8] =
    ["xac-minh", "nhan-qua", "vay-nhanh", "dich-vu", "ho-tro", "giao-hang", "viec-lam", "dau-tu"];

/// The name with this number: a host, or one in four times a link on one. All under `.example`, which
/// nobody can own (RFC 2606).
pub(super) fn name(number: u64) -> String {
    let word = WORDS[(number % 8) as usize];
    // A multiplicative hash, so that neighbours in number are not neighbours in order.
    let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let host = format!("{word}-{:012x}.lua-dao-{}.example", mixed >> 16, mixed % 997);
    if number % 4 == 3 { format!("{host}/dang-nhap/{number}") } else { host }
}

/// Writes `count` names, one a line.
pub(super) fn write(path: &Path, count: u64) -> Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for number in 0..count {
        writeln!(file, "{}", name(number))?;
    }
    Ok(file.flush()?)
}
