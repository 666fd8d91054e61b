#![no_main]
//! `app`.

use libfuzzer_sys::fuzz_target;
use model::IndicatorKind::App;

fuzz_target!(|input: &str| khien_fuzz::check(App, input));
