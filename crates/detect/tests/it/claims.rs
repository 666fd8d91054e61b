//! Claims beside what is known: the sender, the account, the name in a payment code. Each rule with what it is for,
//! what comes near it, and an honest message that looks like it.

use detect::{Engine, NoList, Submission};
use model::{Assessment, Reference, Verdict};

fn assess(sender: Option<&str>, text: &str) -> Assessment {
    let engine = Engine::new(Reference::embedded());
    engine.assess(&Submission { text, sender, channel: Some("sms") }, &NoList)
}

fn holds(code: &str, sender: Option<&str>, text: &str) -> bool {
    let engine = Engine::rules_alone(Reference::embedded());
    engine.codes_held(&Submission { text, sender, channel: Some("sms") }).iter().any(|held| held == code)
}

/// A rule over sender and text: holds for the first, for none of the others.
fn check(code: &str, hits: &[(&str, &str)], others: &[(&str, &str)]) {
    for (sender, text) in hits {
        assert!(holds(code, Some(sender), text), "{code} misses {sender}: {text}");
    }
    for (sender, text) in others {
        assert!(!holds(code, Some(sender), text), "{code} holds for {sender}: {text}");
        let verdict = assess(Some(sender), text).verdict;
        assert!(!matches!(verdict, Verdict::Dangerous | Verdict::Suspicious), "{verdict:?} {sender}: {text}");
    }
}

#[test]
fn an_office_or_bank_does_not_write_from_a_mobile_number() {
    check(
        "sender-not-office",
        &[
            ("0900 000 123", "Vietcombank thong bao: tai khoan cua quy khach tam khoa"),
            ("+84900000123", "Tôi là cán bộ công an phường Mẫu, mời anh bổ sung hồ sơ"),
        ],
        &[
            // Near: the claim, from the registered name.
            ("Vietcombank", "Vietcombank thong bao lich nghi le 2/9"),
            // Alike: a friend who names a bank, a customer who tells of one.
            ("0900000123", "Mai đi ngân hàng Vietcombank với mình nhé"),
            ("0900000123", "Con rút tiền ở BIDV rồi mẹ ạ"),
        ],
    );
}

#[test]
fn one_does_not_speak_under_the_name_of_another() {
    check(
        "sender-of-another",
        &[
            ("Viettel", "BIDV thong bao: tai khoan cua quy khach tam khoa"),
            ("MoMo", "[Vietcombank] Xac thuc tai khoan"),
        ],
        &[
            // Near: two names of the same bank; two offices of the state.
            ("VCB", "Vietcombank thong bao lich nghi le"),
            ("BHXHVN", "VNeID thong bao: da tich hop the bao hiem y te"),
            // Alike: a wallet that names the bank the money came from.
            ("MoMo", "MoMo: Ban vua nhan 50.000d tu Vietcombank"),
        ],
    );
}

#[test]
fn an_office_has_no_account_in_the_name_of_a_person() {
    let sms = |text| [("0900000123", text)];
    check(
        "account-personal",
        &sms(
            "Công an phường Mẫu yêu cầu nộp phạt 2.000.000đ vào STK 0123456789 MB, chủ tài khoản NGUYEN VAN MAU",
        ),
        &[
            // Alike: friends share a bill.
            ("0900000123", "Tiền ăn trưa 120k nhé, STK 0123456789 MB Nguyễn Văn Mẫu"),
        ],
    );
    // Near: the treasury as payee, a firm that is paid as itself.
    assert!(!holds(
        "account-personal",
        Some("CSGT"),
        "Công an thông báo: nộp phạt vào tài khoản 0123456789 BIDV chủ tài khoản KHO BAC NHA NUOC"
    ));
    assert!(!holds(
        "account-personal",
        None,
        "EVN thông báo: đóng tiền điện vào STK 0123456789 BIDV, chủ tài khoản CONG TY DIEN LUC MAU"
    ));
}

/// A VietQR to account 0123456789 at 970422 for this name, with its check sum.
fn vietqr(name: &str) -> String {
    let field = |id: &str, value: &str| format!("{id}{:02}{value}", value.len());
    let account = field("00", "A000000727")
        + &field("01", &(field("00", "970422") + &field("01", "0123456789")))
        + &field("02", "QRIBFTTA");
    let head = field("00", "01") + &field("01", "12") + &field("38", &account) + &field("53", "704");
    let body = head + &field("54", "200000") + &field("58", "VN") + &field("59", name) + "6304";
    let mut crc = 0xFFFF_u16;
    for byte in body.bytes() {
        crc ^= u16::from(byte) << 8;
        for _ in 0..8 {
            crc = if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 };
        }
    }
    format!("{body}{crc:04X}")
}

#[test]
fn a_payment_code_for_somebody_else_is_told() {
    let code = vietqr("TRAN THI KHAC");
    let told = |words: &str, code: &str| holds("payment-code-other-name", None, &format!("{words}\n{code}"));
    assert!(told("Chủ tài khoản: Nguyễn Văn Mẫu, quét mã dưới đây", &code));
    // Near: the same name, written with marks and cut off as codes do it.
    assert!(!told("Chủ tài khoản: Trần Thị Khác", &code));
    assert!(!told("Chủ tài khoản: Nguyễn Văn Mẫu Rất Dài", &vietqr("NGUYEN VAN MAU RAT")));
    // Alike: a code that somebody sends with no name beside it.
    assert!(!told("Quét mã này giúp mình nhé", &code));
    // An office that is paid as a person.
    assert!(holds("account-personal", None, &format!("Công an thông báo nộp phạt theo mã\n{code}")));
}

#[test]
fn disguised_writing_has_a_number_with_its_reasons() {
    let of = |text: &str| assess(None, text).obfuscation;
    let plain = of("MoMo: Bạn vừa nhận 50.000đ từ NGUYEN VAN MAU. Xem trong ứng dụng VNeID");
    assert!(plain.score < 0.05 && plain.ways.is_empty(), "{plain:?}");
    let dots = of("Tr.úng th.ưởng l.ớn, inb0x Z@lo ng4y");
    let letters = of("Nһậп quà tгі ân kháсһ һàпg");
    let scrambled = of("xQyThhưỏởnnggPhọọnnggBbaăoọTttámmNnghHìjjnN");
    for (disguised, way) in [(letters, "lookalikes"), (scrambled, "mixed-case")] {
        assert!(disguised.score > 0.4 && disguised.score <= 1.0, "{disguised:?}");
        assert!(disguised.ways.iter().any(|(met, _)| met.slug() == way), "{disguised:?}");
    }
    assert!(dots.score > plain.score, "{dots:?}");
}

#[test]
fn what_is_stated_is_bounded_and_starts_with_the_sender() {
    let text = "nộp 10.000đ 20.000đ 30.000đ trước 17h ".repeat(1_000);
    let many: String = (0..1_000).map(|n| format!("{}000d ", n + 1)).collect();
    for text in [text, many] {
        let stated = assess(Some("VIDU"), &text).stated;
        assert_eq!((stated[0].kind.slug(), stated[0].value.as_str()), ("sender", "VIDU"));
        assert!(stated.len() <= model::Stated::MAX);
    }
}
