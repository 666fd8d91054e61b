#![no_main]
//! `url`.

use libfuzzer_sys::fuzz_target;
use model::IndicatorKind::Url;

fuzz_target!(|input: &str| khien_fuzz::check(Url, input));
