#![no_main]
//! Rule files, words of hosts and services: read, or refused with a place that lies in the file.

use detect::Engine;
use libfuzzer_sys::fuzz_target;
use model::Reference;
use model::reference::{HostWords, ReferenceError, Services};

/// The shipped words of hosts: the input takes the place of the first, so that it is read as a word.
const WORDS: &str = include_str!("../../data/host_words.toml");

/// A table that is refused names itself and says what is wrong.
fn check<T>(read: Result<T, ReferenceError>, table: &str) {
    if let Err(error) = read {
        assert!(error.table == table && !error.problem.is_empty());
    }
}

fuzz_target!(|input: &str| {
    if let Err(error) = Engine::with_rules(&[("fuzz.toml", input)], Reference::embedded()) {
        assert!(error.line >= 1 && error.line <= input.split('\n').count());
        assert!(error.column >= 1 && !error.problem.is_empty() && error.marked.contains('^'));
    }
    check(HostWords::parse(input), HostWords::FILE);
    check(HostWords::parse(&WORDS.replacen("\"0dong\"", input, 1)), HostWords::FILE);
    check(Services::parse(input), Services::FILE);
});
