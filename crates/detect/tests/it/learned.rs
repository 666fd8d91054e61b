//! A model of words beside the rules.

use detect::learned::Learned;
use detect::learned::features::BITS;
use detect::{Engine, NoList, Submission};
use model::{Reference, Verdict};

/// What an engine says whose model finds every word suspicious.
fn check(text: &str, verdict: Verdict, is_told: bool) {
    let learned = Learned { scale: 1.0, bias: 0.0, weights: vec![127; 1 << BITS] };
    let engine = Engine::new(Reference::embedded()).with_learned(learned);
    let assessment = engine.assess(&Submission::text(text), &NoList);
    assert_eq!(assessment.verdict, verdict, "{text}: {:?}", assessment.reasons);
    let reason = assessment.reasons.iter().find(|reason| reason.code == "like-scam-words");
    assert_eq!(reason.is_some(), is_told, "{text}");
    if let Some(span) = reason.and_then(|reason| reason.span) {
        assert!(!text[span.start..span.end].trim().is_empty());
    }
}

#[test]
fn words_alone_make_an_answer_suspicious_and_never_dangerous() {
    check("Chiều nay cả nhà mình ra vườn hái cam rồi về nấu chè", Verdict::Suspicious, true);
}

#[test]
fn few_words_and_lone_indicators_are_left_to_the_rules() {
    check("Chiều nay hái cam nhé", Verdict::NoInformation, false);
    check("0900 000 123", Verdict::NoInformation, false);
}
