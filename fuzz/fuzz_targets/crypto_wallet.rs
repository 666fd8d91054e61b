#![no_main]
//! `crypto_wallet`.

use libfuzzer_sys::fuzz_target;
use model::IndicatorKind::CryptoWallet;

fuzz_target!(|input: &str| khien_fuzz::check(CryptoWallet, input));
