use model::Reference;

use crate::{Engine, NoList, Submission};

/// What is read of a text without a sender, as `kind value`.
fn stated(text: &str) -> Vec<String> {
    let engine = Engine::rules_alone(Reference::embedded());
    let assessment = engine.assess(&Submission::text(text), &NoList);
    for stated in &assessment.stated {
        assert!(stated.span.is_some_and(|span| text.get(span.start..span.end).is_some()), "{stated:?}");
    }
    assessment.stated.iter().map(|stated| format!("{} {}", stated.kind.slug(), stated.value)).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(stated(text), expected, "{text}");
}

#[test]
fn sums_are_read_in_every_writing() {
    for (text, dong) in [
        ("nộp 500.000đ nhé", "500000"),
        ("GD: +2,000,000VND", "2000000"),
        ("chuyển 20 triệu", "20000000"),
        ("cho vay 2tr5", "2500000"),
        ("thưởng 1,5 tỷ", "1500000000"),
        ("phí 300k", "300000"),
        ("phí VND 450000", "450000"),
        ("lãi 1.5 triệu", "1500000"),
        ("mượn 5 củ", "5000000"),
        ("phạt 3 trieu dong", "3000000"),
    ] {
        check(text, &[&format!("amount {dong}")]);
    }
}

#[test]
fn what_is_no_sum_is_not_read_as_one() {
    for text in [
        "gọi 0900 000 123",
        "nhà số 20 Trần Mẫu",
        "giá 5đ",
        "ngày 20/11",
        "xe 5 cũ",
        "mở vidu.example/500k",
        "mã 12345",
    ] {
        assert!(
            !stated(text).iter().any(|stated| stated.starts_with("amount")),
            "{text}: {:?}",
            stated(text)
        );
    }
}

#[test]
fn deadlines_are_read() {
    for (text, value) in [
        ("trong vòng 24 giờ", "PT24H"),
        ("trong 24h tới", "PT24H"),
        ("trong 3 ngày", "P3D"),
        ("within the next 2 hours", "PT2H"),
        ("trước 17h30", "17:30"),
        ("trước 17:00", "17:00"),
        ("trước ngày 30/11/2026", "2026-11-30"),
        ("hạn cuối là 5/12", "--12-05"),
        ("đến hết ngày 31-12", "--12-31"),
        ("nộp ngay hôm nay", "today"),
        ("trong ngày", "today"),
    ] {
        check(text, &[&format!("deadline {value}")]);
    }
    for text in ["trong nhà có 3 người", "trước 3 người", "hôm nay trời đẹp", "từ 3 đến 5", "trước 45/13"]
    {
        check(text, &[]);
    }
}

#[test]
fn a_code_is_told_by_its_length_alone() {
    check("Ma OTP cua quy khach la 482913. Khong cung cap", &["code 6"]);
    check("4829 la ma xac thuc", &["code 4"]);
    check("Your code is 771203", &["code 6"]);
    check("mã đơn 482913", &[]);
    check("OTP miễn phí 50000 đ", &["amount 50000"]);
    assert!(!stated("Ma OTP 482913").iter().any(|stated| stated.contains("482913")));
}

#[test]
fn who_is_named_and_who_speaks_are_told_apart() {
    check("[VCB] Tai khoan cua ban", &["speaks-for Vietcombank"]);
    check("BIDV thong bao lich nghi", &["speaks-for BIDV"]);
    check("Công an phường Mẫu thông báo mời bác", &["speaks-for Công an"]);
    check("Em là Lan bên ngân hàng ACB ạ", &["speaks-for ACB"]);
    check("Mai đi ngân hàng ACB với mình nhé", &["names ACB"]);
    check("MoMo: Ban vua nhan tien tu Vietcombank", &["speaks-for MoMo", "names Vietcombank"]);
    check("mẹ nấu công ăn rồi", &[]);
}

#[test]
fn holders_stand_beside_their_account() {
    check("STK 0123456789 MB, chủ tài khoản: Nguyễn Văn Mẫu", &["names MB Bank", "holder Nguyễn Văn Mẫu"]);
    check("TRAN THI MAU 0123456789 VPBank", &["holder TRAN THI MAU", "names VPBank"]);
    check("STK 0123456789 VPBank CTK CONG TY TNHH MAU", &["names VPBank", "holder CONG TY TNHH MAU"]);
    check("Nguyễn Văn Mẫu mời cả nhà", &[]);
}

#[test]
fn a_short_form_of_several_words_stands_in_one_place() {
    check("STK 0123456789 VPBank TK Mẫu", &["names VPBank"]);
}
