#![no_main]
//! Mails to the desk's mailbox: a letter with its files, or the reason why it is none.

use intake::mail::letter::read;
use libfuzzer_sys::fuzz_target;
use model::report::NewReport;

fuzz_target!(|input: &[u8]| {
    if let Ok(letter) = read(input) {
        assert!(letter.text.chars().count() <= NewReport::TEXT_CHARS_MAX);
        assert!(!letter.text.is_empty() || !letter.attachments.is_empty());
    }
});
