#![no_main]
//! `phone`.

use libfuzzer_sys::fuzz_target;
use model::IndicatorKind::Phone;

fuzz_target!(|input: &str| khien_fuzz::check(Phone, input));
