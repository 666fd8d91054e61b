#![no_main]
//! `social_account`.

use libfuzzer_sys::fuzz_target;
use model::IndicatorKind::SocialAccount;

fuzz_target!(|input: &str| khien_fuzz::check(SocialAccount, input));
