#![no_main]
//! Questions of the guided check: read, with every way ending in time, or refused with a place in the file.


use detect::Engine;
use libfuzzer_sys::fuzz_target;
use model::Reference;

fuzz_target!(|input: &str| {
    match Engine::with_rules(&[], Reference::embedded()).expect("no rules are no mistake").with_guide("fuzz.toml", input) {
        Ok(engine) => assert!(engine.guide().walk(&[]).is_some()),
        Err(error) => assert!(error.line >= 1 && error.line <= input.split('\n').count() && error.marked.contains('^')),
    }
});
