#![no_main]
//! `domain`.

use libfuzzer_sys::fuzz_target;
use model::IndicatorKind::Domain;

fuzz_target!(|input: &str| khien_fuzz::check(Domain, input));
