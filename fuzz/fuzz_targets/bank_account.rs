#![no_main]
//! `bank_account`.

use libfuzzer_sys::fuzz_target;
use model::IndicatorKind::BankAccount;

fuzz_target!(|input: &str| khien_fuzz::check(BankAccount, input));
