#![no_main]
//! `file`.

use libfuzzer_sys::fuzz_target;
use model::IndicatorKind::File;

fuzz_target!(|input: &str| khien_fuzz::check(File, input));
