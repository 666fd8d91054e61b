#![no_main]
//! Labelled messages of `cargo xtask train` and `evaluate`: read, or refused with a reason.

#[allow(dead_code, reason = "the command uses the rest")]
#[path = "../../crates/xtask/src/corpus.rs"]
mod corpus;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    for ending in ["csv", "tsv", "jsonl"] {
        if let Err(error) = corpus::parse(input, ending) {
            assert!(!error.to_string().is_empty());
        }
    }
});
