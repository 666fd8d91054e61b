//! Measures the reading of payment codes on files that are no part of the project.
//!
//! `cargo run -p detect --example payments -- CODES.jsonl VIETQR.json`: the first holds lines with `payload` and
//! `crc_ok`, the second a list with `qr`, `bankID`, `accountNo`, `amount`, `description`. Prints what was read of
//! each and how many agree.

#![allow(clippy::print_stdout, reason = "a command for developers")]

use detect::payment::{CheckSum, PaymentCode};
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let [codes, accounts] = files.as_slice() else { return Err("wanted: CODES.jsonl VIETQR.json".into()) };
    let (mut all, mut agree, mut read) = (0, 0, 0);
    for line in std::fs::read_to_string(codes)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let payload = row["payload"].as_str().unwrap_or_default();
        let code = PaymentCode::read(payload);
        let right = code.as_ref().is_some_and(|code| code.check_sum == CheckSum::Right);
        all += 1;
        read += usize::from(code.is_some());
        agree += usize::from(Some(right) == row["crc_ok"].as_bool());
        println!("{payload}\n    {code:?}");
    }
    println!("codes: {all}, read {read}, check sum as told {agree}");
    let rows: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(accounts)?)?;
    let agreeing = rows.iter().filter(|row| agrees(row)).count();
    println!("VietQR: {}, every field as told {agreeing}", rows.len());
    Ok(())
}

/// Whether bank, account, amount and purpose are those that the row tells.
fn agrees(row: &Value) -> bool {
    let text = |name: &str| row[name].as_str().unwrap_or_default();
    let Some(code) = PaymentCode::read(text("qr")) else { return false };
    let Some(payee) = code.payee else { return false };
    let amount = code.amount.as_deref().map_or(Ok(0), str::parse::<u64>);
    payee.bin == text("bankID")
        && payee.number == text("accountNo")
        && amount.ok() == row["amount"].as_u64()
        && code.purpose.as_deref().unwrap_or_default() == text("description")
        && code.check_sum == CheckSum::Right
}
