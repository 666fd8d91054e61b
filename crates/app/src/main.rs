//! The one binary, `khien`.
fn main() {}
