//! Payment codes: fields, check sums, what the answer says of them. The codes are made up.

use std::sync::LazyLock;

use detect::payment::PaymentCode;
use detect::{Engine, NoList, Submission};
use model::{Reference, Verdict};
use proptest::prelude::*;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Reference::embedded()));

const PLAIN: &str =
    "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA53037045802VN630459B0";
const BY_BYTES: &str = "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA530370454065000005802VN62170813mua sách cũ63045B11";
const BY_CHARACTERS: &str = "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA530370454065000005802VN62150811mua sách cũ630470E2";
const CARD: &str =
    "00020101021238600010A00000072701300006970436011697040000000000180208QRIBFTTC53037045802VN630454FB";
const SHOP: &str =
    "00020101021126260010A0000007750108000000015204599953037045802VN5912CUA HANG MAU6006HA NOI63049296";
const WALLET: &str =
    "00020103069084010411VNPayWallet071009000001230809Người Mẫu09051000010037041108tien com630495E0";
const AIRPAY: &str = "00020101021126240013vn.airpay.www0103mau53037045908QUAN MAU5802VN6304AB62";
const MOMO: &str =
    "00020101021238620010A000000727013200069710250118PSP0000000000000010208QRIBFTTA53037045802VN63041288";

const MOMO_WALLET: &str = "2|99|0900000123|Người Mẫu||0|0|50000|tien com|transfer_myqr";
const ZALOPAY: &str =
    "00020101021138620010A00000072701320006970454011899ZP000000000000020208QRIBFTTA53037045802VN6304";

/// Every field in one line.
fn told(code: &PaymentCode) -> String {
    let payee = code.payee.as_ref().map(|payee| {
        let card = if payee.is_card { " card" } else { "" };
        format!("{}:{}{card}", payee.bin, payee.number)
    });
    let fields = [&payee, &code.phone, &code.name, &code.amount, &code.purpose];
    let fields: Vec<&str> = fields.into_iter().map(|field| field.as_deref().unwrap_or("-")).collect();
    format!("{:?} {} {:?}", code.network, fields.join("|"), code.check_sum)
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let code = PaymentCode::read(text);
    assert_eq!(code.as_ref().map_or("none".to_owned(), told), expected, "{text}");
}

#[test]
fn codes_are_read_field_by_field() {
    check(PLAIN, "Napas 970436:0123456789|-|-|-|- Right");
    check(BY_BYTES, "Napas 970436:0123456789|-|-|500000|mua sách cũ Right");
    check(BY_CHARACTERS, "Napas 970436:0123456789|-|-|500000|mua sách cũ Right");
    check(CARD, "Napas 970436:9704000000000018 card|-|-|-|- Right");
    check(SHOP, "VnPay -|-|CUA HANG MAU|-|- Right");
    check(WALLET, "VnPay -|0900000123|Người Mẫu|10000|tien com Right");
    check(AIRPAY, "AirPay -|-|QUAN MAU|-|- Right");
    check(MOMO, "Napas 971025:PSP000000000000001|-|-|-|- Right");
}

#[test]
fn codes_and_links_of_momo_pay_a_number() {
    check(MOMO_WALLET, "MoMo -|0900000123|Người Mẫu|50000|tien com NotUsed");
    check("2|99|0900000123|||0|0|0||transfer_myqr rồi nhắn em", "MoMo -|0900000123|-|-|- NotUsed");
    check("2|99|0900000123", "MoMo -|0900000123|-|-|- NotUsed");
    check("2|99|abc|||0|0|0||transfer_myqr", "none");
    check("nhantien.momo.vn/0900000123/50000", "MoMo -|0900000123|-|50000|- NotUsed");
    check("nhantien.momo.vn/8QQlOd8EYZ1", "none");
    assert_eq!(
        answer(MOMO_WALLET),
        "phone:+84900000123\npayment-code-shop: Người Mẫu (MoMo), 50.000 đ, “tien com”"
    );
    // The host is MoMo's own; whom it pays is not.
    let verdict = ENGINE.assess(&Submission::text("https://nhantien.momo.vn/0900000123"), &NoList).verdict;
    assert_eq!(verdict, Verdict::NoInformation);
    assert!(answer("https://nhantien.momo.vn/0900000123").contains("phone:+84900000123"));
}

#[test]
fn a_code_of_zalopay_is_told_by_its_name() {
    assert!(
        answer(ZALOPAY).contains("payment-code-account: ZaloPay 99ZP00000000000002"),
        "{}",
        answer(ZALOPAY)
    );
}

#[test]
fn a_code_that_pays_another_account_than_the_words_is_told() {
    let other = format!("Chuyển vào STK 9876543210 Techcombank theo mã này nhé: {PLAIN}");
    assert!(answer(&other).contains("payment-code-mismatch: Vietcombank 0123456789"), "{}", answer(&other));
    let same = format!("Chuyển vào STK 0123456789 Vietcombank theo mã này nhé: {PLAIN}");
    assert!(!answer(&same).contains("payment-code-mismatch"), "{}", answer(&same));
}

#[test]
fn a_changed_or_cut_code_is_told_from_a_whole_one() {
    check(&PLAIN.replace("0123456789", "0123456780"), "Napas 970436:0123456780|-|-|-|- Wrong");
    check(&PLAIN[..PLAIN.len() - 8], "Napas 970436:0123456789|-|-|-|- Missing");
    check(&PLAIN[..40], "none");
    check("000201", "none");
    check("0002010102115802VN6304ABCD", "none");
    check(&PLAIN.to_lowercase(), "Napas 970436:0123456789|-|-|-|- Wrong");
    check(&format!("{PLAIN} rồi gọi lại"), "Napas 970436:0123456789|-|-|-|- Right");
}

/// What the engine finds and says, one line each.
fn answer(text: &str) -> String {
    let assessment = ENGINE.assess(&Submission::text(text), &NoList);
    let mut lines: Vec<String> =
        assessment.indicators.iter().map(|found| found.indicator.to_string()).collect();
    for reason in &assessment.reasons {
        let subject = reason.subject.as_deref().unwrap_or("-");
        lines.push(format!("{}: {subject}", reason.code));
    }
    lines.join("\n")
}

#[test]
fn the_answer_says_whom_a_code_pays() {
    assert_eq!(
        answer(BY_BYTES),
        "bank_account:970436:0123456789\n\
         payment-code-account: Vietcombank 0123456789, 500.000 đ, “mua sách cũ”"
    );
    assert_eq!(answer(SHOP), "payment-code-shop: CUA HANG MAU (VNPAY)");
    assert_eq!(
        answer(WALLET),
        "phone:+84900000123\npayment-code-shop: Người Mẫu (VNPAY), 10.000 đ, “tien com”"
    );
    assert_eq!(answer(AIRPAY), "payment-code-shop: QUAN MAU (ShopeePay)");
}

#[test]
fn a_code_that_was_changed_is_told() {
    let changed = PLAIN.replace("0123456789", "0123456780");
    assert!(answer(&changed).contains("payment-code-broken"));
    assert!(!answer(PLAIN).contains("payment-code-broken"));
}

#[test]
fn a_code_alone_is_no_alarm() {
    for code in [PLAIN, BY_BYTES, SHOP, WALLET, MOMO] {
        let verdict = ENGINE.assess(&Submission::text(code), &NoList).verdict;
        assert_eq!(verdict, Verdict::NoInformation, "{code}");
    }
}

#[test]
fn a_code_that_takes_money_for_an_office_is_an_alarm() {
    let text = format!("Điện lực yêu cầu thanh toán trong hôm nay theo mã: {PLAIN} Cảm ơn quý khách");
    let answer = answer(&text);
    assert!(answer.contains("bank_account:970436:0123456789"), "{answer}");
    assert!(answer.contains("personal-account-for-office"), "{answer}");
}

#[test]
fn the_purpose_of_a_code_is_read_as_words() {
    let code = "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA5802VN62200816doc ma OTP cho em";
    let codes = ENGINE.codes_held(&Submission::text(code));
    assert!(codes.iter().any(|code| code == "asks-otp"), "{codes:?}");
}

#[test]
fn a_span_covers_the_whole_code() {
    let text = format!("mã đây {BY_BYTES} nhé");
    let assessment = ENGINE.assess(&Submission::text(&text), &NoList);
    let span = assessment.indicators[0].span;
    assert_eq!(&text[span.start..span.end], BY_BYTES);
}

proptest! {
    #[test]
    fn a_code_with_one_character_changed_never_passes(place in 0..PLAIN.len(), to in "[0-9A-Z]") {
        let mut changed = PLAIN.to_owned();
        changed.replace_range(place..=place, &to);
        prop_assume!(changed != PLAIN);
        if let Some(code) = PaymentCode::read(&changed) {
            prop_assert_ne!(code.check_sum, detect::payment::CheckSum::Right);
        }
    }

    #[test]
    fn anything_after_a_beginning_is_read(rest in any::<String>(), cut in 0..PLAIN.len()) {
        let text = format!("{}{rest}", &PLAIN[..cut]);
        if let Some(code) = PaymentCode::read(&text) {
            prop_assert!(text.is_char_boundary(code.len));
        }
        ENGINE.assess(&Submission::text(&format!("000201{text}{text}")), &NoList);
    }
}
