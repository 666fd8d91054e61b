#![no_main]
//! `kind:value`, as it stands in addresses and JSON.

use libfuzzer_sys::fuzz_target;
use model::Indicator;

fuzz_target!(|input: &str| {
    if let Ok(indicator) = input.parse::<Indicator>() {
        khien_fuzz::check(indicator.kind(), indicator.value());
    }
});
