#![no_main]
//! MISP events as partners send them; what is taken is canonical.

use feed::misp::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    for event in read::read(input).into_iter().flatten() {
        for indicator in &event.taken {
            assert_eq!(indicator.to_string().parse().as_ref(), Ok(indicator));
        }
        read::submission(&event, 0);
    }
});
