//! Bank accounts. The account numbers are made up.

use model::IndicatorKind::BankAccount;

use super::check;

#[test]
fn as_people_write_them() {
    check(
        BankAccount,
        &[
            ("970436:0123456789", "970436:0123456789"),
            ("970436: 0123 456 789", "970436:0123456789"),
            ("970436 0123456789", "970436:0123456789"),
            ("Vietcombank 0123456789", "970436:0123456789"),
            ("0123456789 VCB", "970436:0123456789"),
            ("0123456789-VCB", "970436:0123456789"),
            ("STK: 0123 456 789 – Vietcombank", "970436:0123456789"),
            ("stk 0123.456.789 mb bank", "970422:0123456789"),
            ("MBBank: 0123456789", "970422:0123456789"),
            ("Ngân hàng Quân Đội, số tài khoản 0123456789", "970422:0123456789"),
            ("Ngân hàng TMCP Ngoại thương Việt Nam 0123456789", "970436:0123456789"),
            ("tk 0123456789 ngân hàng nông nghiệp", "970405:0123456789"),
            ("0123456789 BIDV NGUYEN VAN MAU", "970418:0123456789"),
            ("0123456789 (Techcombank) CTK: TRAN THI AN BINH", "970407:0123456789"),
            ("VCB ０１２３４５６７８９", "970436:0123456789"),
            ("970422:NGUYENVANMAU", "970422:NGUYENVANMAU"),
            ("970422:nguyenvanmau", "970422:NGUYENVANMAU"),
            ("BIDV 96247MAU0001", "970418:96247MAU0001"),
        ],
    );
}

#[test]
fn what_cannot_be_an_account() {
    check(
        BankAccount,
        &[
            ("0123456789", "<unknown-bank>"),
            ("0123456789 ngân hàng sao hỏa", "<unknown-bank>"),
            ("000000:0123456789", "<unknown-bank>"),
            ("0123456789 VCB BIDV", "<ambiguous-bank>"),
            ("Vietcombank hoặc Techcombank 0123456789", "<ambiguous-bank>"),
            ("Vietcombank", "<no-account>"),
            ("970436:", "<no-account>"),
            ("VCB 12345", "<no-account>"),
            ("970436:12345", "<too-short>"),
            ("VCB 01234567890123456789", "<too-long>"),
            ("VCB 0123456789 tên NGUYEN VAN MAU", "970436:0123456789"),
            ("VCB 0123456789 và 9876543210", "<several-accounts>"),
            ("970436:0123$56789", "<bad-character>"),
            ("", "<empty>"),
        ],
    );
}
