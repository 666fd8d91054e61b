#![no_main]
//! Transfers as the mirror takes them: messages, each behind two octets of length, whole and then incremental.

use libfuzzer_sys::fuzz_target;
use zone::mirror::Copy;

fuzz_target!(|input: &[u8]| {
    let (mut messages, mut rest) = (Vec::new(), input);
    while let Some((length, after)) = rest.split_first_chunk::<2>() {
        let length = usize::from(u16::from_be_bytes(*length)).min(after.len());
        messages.push(after[..length].to_vec());
        rest = &after[length..];
    }
    let mut copy = Copy::new("rpz.khien.invalid", 2);
    for _ in 0..2 {
        let before = (copy.serial(), copy.len());
        if copy.replay(&messages).is_err() {
            assert_eq!((copy.serial(), copy.len()), before);
        }
    }
});
