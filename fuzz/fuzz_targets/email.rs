#![no_main]
//! `email`.

use libfuzzer_sys::fuzz_target;
use model::IndicatorKind::Email;

fuzz_target!(|input: &str| khien_fuzz::check(Email, input));
