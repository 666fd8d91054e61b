//! Sketches: what leaves them alone, what moves them a little, what moves them far.

use detect::sketch::{Sketch, WORDS_MIN};
use proptest::prelude::*;

const SCAM: &str = "Ngân hàng thông báo: tài khoản của quý khách đã bị trừ 2.300.000 VND phí dịch vụ tài chính toàn cầu. \
    Nếu không phải quý khách thực hiện, vui lòng truy cập mau-mot.example để hủy hoặc đổi mật khẩu trong 24 giờ";
const HONEST: &str = "Mai lớp mình họp phụ huynh lúc bảy giờ tối tại phòng hội trường tầng hai, các bác nhớ mang theo sổ liên \
    lạc và đến sớm mười phút để cô giáo điểm danh trước khi bắt đầu nhé ạ";

fn sketch(text: &str) -> Sketch {
    Sketch::of(text).expect("the text is long enough")
}

#[track_caller]
fn check(text: &str, other: &str, distance: std::ops::RangeInclusive<u32>) {
    let found = sketch(text).distance(sketch(other));
    assert!(distance.contains(&found), "{found} bits: {other}");
}

#[test]
fn writing_does_not_move_a_sketch() {
    check(SCAM, SCAM, 0..=0);
    check(SCAM, &SCAM.to_uppercase(), 0..=0);
    check(SCAM, &SCAM.replace("2.300.000", "4.500.000").replace("24 giờ", "48 giờ"), 0..=0);
    check(SCAM, &SCAM.replace("ngân", "ngan").replace("khoản", "khoan").replace("ế", "e"), 0..=0);
    check(SCAM, &SCAM.replace(' ', "  \n"), 0..=0);
    check(SCAM, &SCAM.replace("tài", "t\u{200b}ài"), 0..=0);
}

#[test]
fn another_link_or_a_few_words_move_it_little() {
    check(SCAM, &SCAM.replace("mau-mot.example", "xac-minh.invalid"), 1..=12);
    check(SCAM, &format!("Kính gửi anh. {SCAM}"), 1..=12);
}

#[test]
fn another_message_moves_it_far() {
    check(SCAM, HONEST, 17..=64);
    assert!(!sketch(SCAM).is_near(sketch(HONEST)));
}

#[test]
fn a_short_text_has_none() {
    assert_eq!(Sketch::of(""), None);
    assert_eq!(Sketch::of("một hai ba bốn năm sáu bảy"), None);
    assert!(Sketch::of("một hai ba bốn năm sáu bảy tám").is_some());
    assert_eq!(Sketch::of(&"?".repeat(100_000)), None);
}

#[test]
fn a_text_is_read_up_to_a_bound() {
    let word = |number: usize| -> String {
        (0..4).map(|place| char::from(b'a' + (number >> (place * 3)) as u8 % 8)).collect()
    };
    let long: String = (0..4096).map(|number| word(number) + " ").collect();
    assert_eq!(sketch(&long), sketch(&format!("{long}{HONEST}")));
}

/// Stored sketches are compared with new ones: the same text must keep its sketch in every version.
#[test]
fn a_sketch_stays_what_it_was() {
    assert_eq!(sketch("một hai ba bốn năm sáu bảy tám chín mười").to_string(), "88c6280200a85000");
}

#[test]
fn a_sketch_is_read_as_it_is_written() {
    for text in ["", "0", "00000000000000000", "000000000000000g", "+00000000000000f"] {
        assert!(text.parse::<Sketch>().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_gets_the_same_answer_twice(text in any::<String>()) {
        prop_assert_eq!(Sketch::of(&text), Sketch::of(&text));
    }

    #[test]
    fn words_are_counted(words in prop::collection::vec("[a-z]{1,9}", 0..30)) {
        prop_assert_eq!(Sketch::of(&words.join(" ")).is_some(), words.len() >= WORDS_MIN);
    }

    #[test]
    fn bits_and_text_come_back(bits in any::<u64>()) {
        let sketch = Sketch::from_bits(bits);
        prop_assert_eq!(sketch.bits(), bits);
        prop_assert_eq!(sketch.to_string().parse::<Sketch>(), Ok(sketch));
    }

    #[test]
    fn distance_is_a_distance(a in any::<u64>(), b in any::<u64>(), c in any::<u64>()) {
        let (a, b, c) = (Sketch::from_bits(a), Sketch::from_bits(b), Sketch::from_bits(c));
        prop_assert_eq!(a.distance(a), 0);
        prop_assert_eq!(a.distance(b), b.distance(a));
        prop_assert!(a.distance(c) <= a.distance(b) + b.distance(c));
    }

    #[test]
    fn marks_case_and_punctuation_never_matter(words in prop::collection::vec("[a-z]{2,7}", 8..40)) {
        let plain = words.join(" ");
        let marked = words.join(", ").to_uppercase().replace('A', "Ầ").replace('O', "ở").replace('D', "Đ");
        prop_assert_eq!(Sketch::of(&plain), Sketch::of(&marked));
    }

    #[test]
    fn one_changed_word_in_forty_is_near(
        words in prop::collection::vec("[a-z]{2,7}", 40..80), at in 0usize..40, other in "[a-z]{2,7}",
    ) {
        let mut changed = words.clone();
        changed[at] = other;
        let distance = sketch(&words.join(" ")).distance(sketch(&changed.join(" ")));
        prop_assert!(distance <= 20, "{}", distance);
    }
}
