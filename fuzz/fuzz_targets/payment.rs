#![no_main]
//! Payment codes: read within bounds, or not at all.

use detect::payment::PaymentCode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    if let Some(code) = PaymentCode::read(input) {
        assert!(input.is_char_boundary(code.len));
    }
});
