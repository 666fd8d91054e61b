#![no_main]
//! `sms_sender`.

use libfuzzer_sys::fuzz_target;
use model::IndicatorKind::SmsSender;

fuzz_target!(|input: &str| khien_fuzz::check(SmsSender, input));
