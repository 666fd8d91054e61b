#![no_main]
//! A model file: read and written back as it was, or refused.

use detect::learned::Learned;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Ok(learned) = Learned::from_bytes(input) {
        assert_eq!(learned.to_bytes(), input);
    }
});
