#![no_main]
//! Rule files: read, or refused with a place that lies in the file.

use detect::Engine;
use libfuzzer_sys::fuzz_target;
use model::Reference;

fuzz_target!(|input: &str| {
    if let Err(error) = Engine::with_rules(&[("fuzz.toml", input)], Reference::embedded()) {
        assert!(error.line >= 1 && error.line <= input.split('\n').count());
        assert!(error.column >= 1 && !error.problem.is_empty() && error.marked.contains('^'));
    }
});
