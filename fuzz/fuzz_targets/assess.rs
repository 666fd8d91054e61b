#![no_main]
//! `assess`: any text, sender and channel get an answer whose places lie in the text.

use std::sync::LazyLock;

use detect::{Engine, NoList, Submission};
use libfuzzer_sys::fuzz_target;
use model::{Assessment, Reference};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Reference::embedded()));

fuzz_target!(|input: (&str, Option<&str>, Option<&str>)| {
    let (text, sender, channel) = input;
    let assessment = ENGINE.assess(&Submission { text, sender, channel }, &NoList);
    let spans = assessment.indicators.iter().map(|found| Some(found.span));
    for span in spans.chain(assessment.reasons.iter().map(|reason| reason.span)).flatten() {
        assert!(text.get(span.start..span.end).is_some(), "{span:?}");
    }
    assert!((0.0..=1.0).contains(&assessment.score));
    assert!(assessment.indicators.len() <= Assessment::INDICATORS_MAX);
});
