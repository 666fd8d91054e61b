//! Calls: the guided check, its file, and the check of the number that rang.

use std::sync::LazyLock;

use detect::call::{Guide, Walk};
use detect::{Engine, NoList};
use model::{Reference, Verdict};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Reference::embedded()));

fn walk(taps: &str) -> Walk<'static> {
    let taps: Vec<&str> = taps.split('.').collect();
    let walk = ENGINE.guide().walk(&taps).unwrap_or_else(|| panic!("{taps:?} are answers"));
    assert!(walk.next.is_none(), "{taps:?} end in a verdict");
    walk
}

/// Verdict, method and heaviest reason of a call that was tapped.
#[track_caller]
fn check(taps: &str, expected: &str) {
    let assessment = ENGINE.assess_call(&walk(taps));
    let method = assessment.method.map_or("-", |guess| guess.method.slug());
    assert_eq!(format!("{} {method}", assessment.verdict.slug()), expected, "{taps}");
}

fn holds(taps: &str, code: &str) -> bool {
    ENGINE.assess_call(&walk(taps)).reasons.iter().any(|reason| reason.code == code)
}

/// A rule of calls: a call for which it holds, a close one and a harmless one for which it does not.
#[track_caller]
fn check_rule(code: &str, hit: &str, miss: &str, harmless: &str) {
    assert!(holds(hit, code), "{code} must hold: {hit}");
    assert!(!holds(miss, code), "{code} must not hold: {miss}");
    assert!(!holds(harmless, code), "{code} must not hold: {harmless}");
    let verdict = ENGINE.assess_call(&walk(harmless)).verdict;
    assert_eq!(verdict, Verdict::NoInformation, "{harmless}");
}

#[test]
fn every_way_ends_in_a_verdict_within_five_taps() {
    // An alarm is always explained by a rule of calls: the others speak of a message.
    let mut open = vec![Vec::new()];
    let (mut ends, mut longest) = (0, 0);
    while let Some(taps) = open.pop() {
        let walk = ENGINE.guide().walk(&taps).unwrap();
        match walk.next {
            Some(question) => open.extend(question.answers.iter().map(|answer| {
                let mut longer = taps.clone();
                longer.push(answer.code.as_str());
                longer
            })),
            None => {
                (ends, longest) = (ends + 1, longest.max(taps.len()));
                let assessment = ENGINE.assess_call(&walk);
                assert_ne!(assessment.verdict, Verdict::Official, "{taps:?}");
                let alarm = matches!(assessment.verdict, Verdict::Dangerous | Verdict::Suspicious);
                let explained = assessment.reasons.iter().any(|reason| reason.code.starts_with("call-"));
                assert!(!alarm || explained, "{taps:?}");
            }
        }
    }
    assert!(ends > 1000 && longest == Guide::TAPS_MAX, "{ends} ends, {longest} taps");
}

#[test]
fn what_callers_want_decides() {
    check("police.transfer.secret.mobile.nothing", "dangerous gov-judicial");
    check("police.video.arrest.app.nothing", "dangerous gov-judicial");
    check("state.app.none.mobile.app", "dangerous gov-service-app");
    check("bank.code.lock.landline.code", "dangerous org-bank-card");
    check("carrier.press-key.hurry.unknown.nothing", "dangerous org-telecom");
    check("utility.app.lock.mobile.nothing", "dangerous org-utility");
    check("delivery.no.membership.mobile.nothing", "dangerous org-delivery");
    check("relative.emergency.no.mobile.nothing", "dangerous rel-emergency");
    check("relative.borrow.denied.app.money", "dangerous acct-impersonate-contact");
    check("offer.job.fee.mobile.nothing", "dangerous job-task");
    check("threat.pictures.transfer.app.nothing", "dangerous coerce-extort");
    check("threat.hostage.secret.foreign.nothing", "dangerous coerce-kidnap");
}

#[test]
fn ordinary_calls_are_no_scams_and_never_safe() {
    check("police.come.none.landline.nothing", "no_information -");
    check("state.ask.none.landline.nothing", "no_information -");
    check("bank.ask.none.landline.nothing", "no_information -");
    check("carrier.come.none.unknown.nothing", "no_information -");
    check("delivery.yes.on-receipt.mobile.nothing", "no_information -");
    check("relative.borrow.true.unknown.nothing", "no_information -");
    check("offer.advert.nothing.mobile.nothing", "no_information -");
    check("other.silent.mobile.nothing", "no_information -");
}

#[test]
fn each_rule_of_calls_holds_and_stays_silent() {
    let quiet = "bank.ask.none.landline.nothing";
    check_rule("call-police-wants", "police.code.none.app.nothing", "police.ask.none.app.nothing", quiet);
    check_rule("call-state-wants", "state.zalo.none.app.nothing", "state.come.none.app.nothing", quiet);
    check_rule("call-bank-wants", "bank.app.none.app.nothing", "bank.come.none.app.nothing", quiet);
    check_rule("call-carrier-wants", "carrier.code.none.app.nothing", "carrier.come.none.app.nothing", quiet);
    check_rule("call-utility-wants", "utility.code.none.app.nothing", "carrier.code.none.app.nothing", quiet);
    check_rule(
        "call-delivery-wants",
        "delivery.no.transfer.mobile.nothing",
        "delivery.no.on-receipt.mobile.nothing",
        quiet,
    );
    check_rule(
        "call-offer-wants",
        "offer.prize.zalo.mobile.nothing",
        "offer.prize.nothing.mobile.nothing",
        quiet,
    );
    check_rule("call-hurries", "bank.ask.hurry.landline.nothing", "offer.job.fee.mobile.nothing", quiet);
    check_rule("call-offers", "offer.job.nothing.app.nothing", "offer.advert.zalo.app.nothing", quiet);
    check_rule("call-threatens", "threat.debt.nothing.app.nothing", "police.ask.arrest.app.nothing", quiet);
    check_rule(
        "call-relative-wants-money",
        "relative.borrow.no.app.nothing",
        "relative.ask.no.app.nothing",
        "relative.ask.true.app.nothing",
    );
    check_rule("call-wants", "other.friendly.transfer.app.nothing", "other.friendly.zalo.app.nothing", quiet);
    check_rule("call-number-cannot", "bank.ask.none.short.nothing", "bank.ask.none.mobile.nothing", quiet);
    check_rule(
        "call-from-abroad",
        "bank.ask.none.foreign.nothing",
        "offer.advert.nothing.foreign.nothing",
        quiet,
    );
    check_rule("call-number-hidden", "bank.ask.none.hidden.nothing", "bank.ask.none.app.nothing", quiet);
    check_rule(
        "call-recorded-voice",
        "other.robot.nothing.app.nothing",
        "other.ask.nothing.app.nothing",
        quiet,
    );
    check_rule(
        "call-was-denied",
        "relative.borrow.denied.app.nothing",
        "relative.borrow.no.app.nothing",
        quiet,
    );
    check_rule("call-was-confirmed", "relative.ask.true.app.nothing", "relative.ask.no.app.nothing", quiet);
    check_rule(
        "call-invites-to-office",
        "police.come.none.app.nothing",
        "police.ask.none.app.nothing",
        quiet,
    );
    check_rule(
        "call-was-expected",
        "delivery.yes.on-receipt.app.nothing",
        "delivery.no.on-receipt.app.nothing",
        quiet,
    );
}

#[test]
fn what_is_lost_already_is_urgent() {
    assert!(walk("bank.code.none.mobile.money").is_urgent());
    assert!(!walk("bank.code.none.mobile.nothing").is_urgent());
}

#[test]
fn no_answer_is_taken_for_one() {
    for taps in [&["nobody"][..], &["bank", "police"], &["bank", "code", "none", "mobile", "nothing", "more"]]
    {
        assert!(ENGINE.guide().walk(taps).is_none(), "{taps:?}");
    }
}

#[track_caller]
fn check_error(file: &str, expected: &str) {
    let engine = Engine::with_rules(&[], Reference::embedded()).expect("no rules are no mistake");
    let error = engine.with_guide("mau.toml", file).expect_err("the file has a mistake");
    assert_eq!(format!("{error}\n{}", error.marked), expected);
}

#[test]
fn mistakes_in_the_questions_are_placed() {
    check_error(
        "[[question]]\ncode = \"a\"\nanswers = [{ code = \"b\", nxt = \"c\" }]",
        "read rule file `mau.toml` at 3:26: R001: unknown field `nxt`, expected one of `code`, `tells`, `next`, `urgent`\n\
         answers = [{ code = \"b\", nxt = \"c\" }]\n                         ^^^",
    );
    check_error(
        "[[question]]\ncode = \"a\"\nanswers = [{ code = \"b\", next = \"c\" }]",
        "read rule file `mau.toml` at 3:33: R008: there is no question `c`\n\
         answers = [{ code = \"b\", next = \"c\" }]\n                                ^^^",
    );
    check_error(
        "[[question]]\ncode = \"a\"\nanswers = [{ code = \"b\", tells = [\"moon\"] }]",
        "read rule file `mau.toml` at 3:35: R006: `moon` is neither a fact nor a rule\n\
         answers = [{ code = \"b\", tells = [\"moon\"] }]\n                                  ^^^^^^",
    );
    check_error(
        "[[question]]\ncode = \"a\"\nanswers = [{ code = \"b\", next = \"a\" }]",
        "read rule file `mau.toml` at 2:8: R008: `a` is asked after 5 taps\ncode = \"a\"\n       ^^^",
    );
    check_error(
        "[[question]]\ncode = \"a\"\nanswers = [{ code = \"b\" }]\n[[question]]\ncode = \"c\"\nanswers = [{ code = \"b\" }]",
        "read rule file `mau.toml` at 5:8: R008: nothing leads to `c`\ncode = \"c\"\n       ^^^",
    );
    check_error(
        "[[question]]\ncode = \"a\"\nanswers = [{ code = \"b\" }, { code = \"b\" }]",
        "read rule file `mau.toml` at 3:37: R002: the code `b` is used already\n\
         answers = [{ code = \"b\" }, { code = \"b\" }]\n                                    ^^^",
    );
}

/// Kind of number, verdict, and whose number it is.
#[track_caller]
fn check_caller(number: &str, claim: &str, expected: &str) {
    let reference = Reference::embedded();
    let claim = Some(claim).filter(|claim| !claim.is_empty());
    let answer = ENGINE.check_caller(reference, number, claim, &NoList);
    let owner = answer.owner.map_or("-", |owner| owner.owner_slug.as_str());
    let told = format!("{} {} {owner}", answer.shape.kind, answer.assessment.verdict.slug());
    assert_eq!(told, expected, "{number} {claim:?}");
}

#[test]
fn a_number_tells_whether_the_office_can_call_from_it() {
    check_caller("113", "police", "short-code dangerous cong-an");
    check_caller("+84 069 234 8560", "police", "impossible dangerous -");
    check_caller("069 234 8560", "police", "state no_information bo-cong-an");
    check_caller("+882 1234 5678", "bank", "foreign dangerous -");
    check_caller("+63 917 000 0000", "bank", "foreign suspicious -");
    check_caller("+63 917 000 0000", "", "foreign no_information -");
    check_caller("0900 000 123", "police", "mobile no_information -");
    check_caller("1900 545413", "bank", "premium no_information vietcombank");
    check_caller("1900 545413", "police", "premium suspicious vietcombank");
    check_caller("", "bank", "hidden no_information -");
    check_caller("không hiện số", "bank", "hidden no_information -");
}

#[test]
fn every_owner_of_a_claim_is_in_the_tables() {
    let reference = Reference::embedded();
    for claim in &reference.callers.claims {
        for owner in &claim.owners {
            let known = reference.official.channels.iter().any(|channel| channel.owner_slug == *owner);
            assert!(known, "{} names {owner}", claim.code);
        }
        let rule = format!("claims-{}", claim.code);
        let told = ENGINE.check_caller(reference, "+63 917 000 0000", Some(&claim.code), &NoList);
        assert!(told.assessment.reasons.iter().any(|reason| reason.code == "call-from-abroad"), "{rule}");
    }
}
