#![no_main]
//! A picture and the codes in it.

use std::sync::Once;

use detect::picture::{Picture, codes};
use libfuzzer_sys::fuzz_target;

static QUIET: Once = Once::new();

fuzz_target!(|input: &[u8]| {
    // The fuzzer's own hook ends the process at the panic, also where our reader catches it. A panic that nobody
    // catches still ends the process.
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| ())));
    if let Ok(picture) = Picture::read(input) {
        // The search is bounded too, but not quick enough for a fuzzer at full size.
        if picture.width() <= 400 && picture.height() <= 400 {
            codes::read(&picture);
        }
    }
});
