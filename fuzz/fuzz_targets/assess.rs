#![no_main]
//! `assess` and its relatives: any text, sender and channel, any conversation, any number that rang get an answer
//! whose places lie in the text.

use std::sync::LazyLock;

use detect::{Engine, Message, NoList, Submission, Thread};
use libfuzzer_sys::fuzz_target;
use model::{Assessment, Reference};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Reference::embedded()));

fn check(text: &str, assessment: &Assessment) {
    let spans = assessment.indicators.iter().map(|found| Some(found.span));
    for span in spans.chain(assessment.reasons.iter().map(|reason| reason.span)).flatten() {
        assert!(text.get(span.start..span.end).is_some(), "{span:?}");
    }
    assert!((0.0..=1.0).contains(&assessment.score));
    assert!(assessment.indicators.len() <= Assessment::INDICATORS_MAX);
}

fuzz_target!(|input: (&str, Option<&str>, Option<&str>, bool)| {
    let (text, sender, channel, is_own) = input;
    let assessment = ENGINE.assess(&Submission { text, sender, channel }, &NoList);
    check(text, &assessment);
    for found in &assessment.indicators {
        ENGINE.imitated(&found.indicator);
    }
    let messages = text.split('\n').enumerate().map(|(at, text)| Message { text, is_own: is_own && at % 2 == 0 });
    let thread = Thread::new(messages);
    let assessment = ENGINE.assess_thread(&thread, sender, channel, &NoList);
    check(thread.text(), &assessment);
    for span in assessment.reasons.iter().filter_map(|reason| reason.span) {
        if let Some((index, _)) = thread.place(span) {
            assert!(index < thread.len());
        }
    }
    ENGINE.check_caller(Reference::embedded(), sender.unwrap_or(text), channel, &NoList);
});
