#![no_main]
//! The manifest of an app: binary XML alone.

use detect::apk::Apk;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let _ = Apk::read_manifest(input);
});
