//! Nothing that anybody submits makes the engine fail, lose its place or work long.

use std::sync::LazyLock;

use detect::{Engine, NoList, Submission};
use model::{Assessment, Reference};
use proptest::prelude::*;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Reference::embedded()));

fn assess(text: &str) -> Assessment {
    let assessment = ENGINE.assess(&Submission { text, sender: Some(text), channel: Some(text) }, &NoList);
    let spans = assessment.indicators.iter().map(|found| Some(found.span));
    for span in spans.chain(assessment.reasons.iter().map(|reason| reason.span)).flatten() {
        assert!(span.start <= span.end && span.end <= text.len(), "{span:?}");
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?}");
    }
    assert!((0.0..=1.0).contains(&assessment.score));
    assert!(assessment.indicators.len() <= Assessment::INDICATORS_MAX);
    assessment
}

proptest! {
    #[test]
    fn any_text_gets_an_answer(text in any::<String>()) {
        assess(&text);
    }

    #[test]
    fn pieces_of_messages_in_any_order_get_an_answer(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "http://", "[.]", ".", " .", "com", "vn", "@", "*", "z*lo", "c.ô.n.g", "0900 000 123", "+84", "STK",
                "vcb", "0", "9", " ", "\u{200b}", "\u{202e}", "đ", "Ế", "ß", "𝚌", "xn--", "dot com", "'", "-", "/", "#",
                "không", "nếu", "mã otp", "tài khoản", "sẽ bị khóa", "\0", "\n", "字",
            ]),
            0..60,
        )
    ) {
        assess(&pieces.concat());
    }
}

#[test]
fn ten_thousand_indicators_are_counted_and_most_left_out() {
    let text: String = (0..10_000).map(|number| format!("trang{number}.example.com ")).collect();
    let assessment = assess(&text);
    assert_eq!(assessment.indicators.len(), Assessment::INDICATORS_MAX);
    assert_eq!(assessment.indicators_left_out, 10_000 - Assessment::INDICATORS_MAX);
}

#[test]
fn hostile_repetition_is_answered() {
    for piece in [
        ".",
        "a.",
        "http://",
        "0",
        "stk vcb 0123456789 ",
        "stk 0900000123 ",
        "zalo ",
        "c.",
        "[.]",
        "@a.",
        "z*",
        "\u{200b}",
        "công an ",
        "vayvayvayvayxmomomomomomomomomomomomomomoxvayvayvayvay.vayxmomomomox.com ",
        "00020101021238540010A000000727",
    ] {
        assess(&piece.repeat(100_000 / piece.len()));
    }
}
