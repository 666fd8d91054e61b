//! The learned part beside the rules.

use detect::learned::{Head, Learned, MethodHead};
use detect::{Engine, NoList, Submission};
use model::{Assessment, Reference, Verdict};

/// What an engine says whose model finds every submission this much of a scam, and of something unwanted.
fn told(text: &str, scam: f32, unwanted: f32) -> Assessment {
    told_by(
        Learned {
            scam: head(scam),
            unwanted: head(unwanted),
            methods: MethodHead::silent(),
            alarm_from: 0.0,
            dangerous_from: 1.75,
        },
        text,
    )
}

fn head(bias: f32) -> Head {
    Head { bias, ..Head::silent() }
}

fn told_by(learned: Learned, text: &str) -> Assessment {
    let engine = Engine::rules_alone(Reference::embedded()).with_learned(learned);
    engine.assess(&Submission::text(text), &NoList)
}

fn check(text: &str, bias: (f32, f32), verdict: Verdict, code: Option<&str>) {
    let assessment = told(text, bias.0, bias.1);
    assert_eq!(assessment.verdict, verdict, "{text}: {:?}", assessment.reasons);
    let learned = |reason: &&model::Reason| reason.code.starts_with("like-");
    let reason = assessment.reasons.iter().find(learned).map(|reason| reason.code.as_str());
    assert_eq!(reason, code, "{text}");
}

const PLAIN: &str = "Chiều nay cả nhà mình ra vườn hái cam rồi về nấu chè";

#[test]
fn the_learned_part_alone_is_never_sure() {
    check(PLAIN, (90.0, -90.0), Verdict::Suspicious, Some("like-scam-words"));
    check(PLAIN, (-90.0, 90.0), Verdict::Spam, Some("like-spam-words"));
}

#[test]
fn wording_alone_is_never_sure_in_the_model_that_ships() {
    let learned = Learned::embedded();
    let most = told_by(Learned { scam: head(90.0), unwanted: head(90.0), ..learned }, PLAIN);
    assert_eq!(most.verdict, Verdict::Suspicious);
}

#[test]
fn it_speaks_against_a_scam_too_but_not_against_strong_evidence() {
    check(
        "Chị chuyển khoản trước cho em nhé",
        (-90.0, -90.0),
        Verdict::NoInformation,
        Some("like-honest-words"),
    );
    let scam = "Con chị đang cấp cứu, cần chuyển tiền gấp 20 triệu để mổ";
    check(scam, (-90.0, -90.0), Verdict::Suspicious, Some("like-honest-words"));
}

#[test]
fn lone_indicators_are_left_to_the_rules() {
    check("0900 000 123", (90.0, 90.0), Verdict::NoInformation, None);
}

#[test]
fn scores_are_of_both_questions_and_in_order() {
    let assessment = told(PLAIN, -1.0, 1.0);
    assert!(assessment.score_scam < 0.5 && assessment.score > 0.5);
    let assessment = told(PLAIN, 1.0, -1.0);
    assert!(assessment.score >= assessment.score_scam && assessment.score_scam > 0.5);
}

#[test]
fn the_model_that_ships_tells_what_no_rule_may_miss() {
    let engine = Engine::new(Reference::embedded());
    let verdict = |text: &str| engine.assess(&Submission::text(text), &NoList).verdict;
    assert_eq!(verdict("mai giỗ ông nội nhớ về sớm nghe con"), Verdict::NoInformation);
    assert_eq!(
        verdict("xQyThhưỏởnnggPhọọnnggBbaăoọTttámmNnghHìjjnN[qzkgwt.invalid]NhHậậnNggaayy"),
        Verdict::Spam
    );
    assert_eq!(
        verdict("[QC] Goi data 5GB/ngay chi 10K, soan ST10 gui 191. Tu choi QC, soan TC gui 199"),
        Verdict::NoInformation
    );
}

#[test]
fn what_a_citizen_tells_of_a_whole_story_stays_an_alarm() {
    let engine = Engine::new(Reference::embedded());
    for text in [
        "Có người gọi xưng công an, bảo chuyển tiền vào tài khoản an toàn.",
        "Cong an goi, yeu cau chuyen tien vao tai khoan an toan",
        "Mẹ tôi bị người xưng công an gọi, dọa bắt vì rửa tiền, bắt chuyển tiền vào tài khoản an toàn",
    ] {
        let verdict = engine.assess(&Submission::text(text), &NoList).verdict;
        assert!(matches!(verdict, Verdict::Suspicious | Verdict::Dangerous), "{text}: {verdict:?}");
    }
}
