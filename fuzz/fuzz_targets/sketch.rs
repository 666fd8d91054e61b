#![no_main]
//! Sketches: the same text has the same one.

use detect::sketch::Sketch;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    if let Some(sketch) = Sketch::of(input) {
        assert_eq!(Sketch::of(input).map(|again| again.distance(sketch)), Some(0));
        assert_eq!(Sketch::from_bits(sketch.bits()).bits(), sketch.bits());
    }
});
