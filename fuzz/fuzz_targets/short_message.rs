#![no_main]
//! What a message centre sends: messages of SMPP, their alphabets, and the public grammar of short codes. What reads is
//! written again so that it reads the same.

use intake::sms::alphabet::{decode, encode_default};
use intake::sms::pdu::{Body, Pdu, length};
use intake::sms::{one_message, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Ok(pdu) = Pdu::read(input) {
        if let Body::DeliverSm(message) | Body::SubmitSm(message) = &pdu.body {
            let (bytes, _) = message.text_and_segment();
            let text = decode(message.data_coding, bytes);
            if let Ok(short) = parse(&text) {
                let _ = (short.text(), short.source_indicator());
            }
        }
        let written = pdu.write();
        assert_eq!(length(written[..4].try_into().unwrap()).ok(), Some(written.len()));
        let again = Pdu::read(&written).expect("what we write is read");
        assert_eq!((again.status, again.sequence), (pdu.status, pdu.sequence));
    }
    let Some((coding, rest)) = input.split_first() else { return };
    let text = decode(*coding, rest);
    let short = one_message(&text);
    assert!(short.len() <= 160 && short.is_ascii());
    let _ = (parse(&text), encode_default(&short));
});
