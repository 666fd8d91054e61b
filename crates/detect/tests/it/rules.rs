//! Every rule: a hit, a near miss, a harmless look-alike, from `tests/rules/sentences.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use detect::{Engine, NoList, Submission};
use model::{Assessment, Reference, Verdict};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    hit: String,
    miss: String,
    harmless: String,
}

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Reference::embedded()));
static SENTENCES: LazyLock<BTreeMap<String, Sentences>> = LazyLock::new(|| {
    toml::from_str(include_str!("../rules/sentences.toml")).expect("the sentences are TOML")
});

fn assess(text: &str) -> Assessment {
    ENGINE.assess(&Submission::text(text), &NoList)
}

/// Whether the rule holds. Spam rules are silent in an answer about a scam, so they are asked for by code.
fn fires(code: &str, text: &str) -> bool {
    ENGINE.codes_held(&Submission::text(text)).iter().any(|held| held == code)
}

fn without_marks(text: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            other => other,
        })
        .collect()
}

fn collect_failures(check: impl Fn(&str, &Sentences) -> Option<String>) -> Vec<String> {
    SENTENCES.iter().filter_map(|(code, sentences)| check(code, sentences)).collect()
}

#[test]
fn every_hit_fires_with_marks_and_without() {
    let failures = collect_failures(|code, sentences| {
        let plain = without_marks(&sentences.hit);
        let missing: Vec<&str> =
            [sentences.hit.as_str(), plain.as_str()].into_iter().filter(|text| !fires(code, text)).collect();
        (!missing.is_empty()).then(|| format!("{code}: {missing:?}"))
    });
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn no_near_miss_fires() {
    let failures = collect_failures(|code, sentences| {
        fires(code, &sentences.miss).then(|| format!("{code}: {}", sentences.miss))
    });
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn no_harmless_sentence_fires_or_alarms() {
    let failures = collect_failures(|code, sentences| {
        let verdict = assess(&sentences.harmless).verdict;
        let alarming = matches!(verdict, Verdict::Dangerous | Verdict::Suspicious | Verdict::Spam);
        (alarming || fires(code, &sentences.harmless)).then(|| format!("{code}: {}", sentences.harmless))
    });
    assert!(failures.is_empty(), "{failures:#?}");
}

/// Rules over links, senders and sets of other rules whose stories stand in `stories.rs`,
/// `payment.rs`, `call.rs` and `learned.rs`.
const ELSEWHERE: &[&str] = &[
    "account-personal",
    "bank-from-person",
    "bank-with-strange-link",
    "brand-in-path",
    "call-bank-wants",
    "call-carrier-wants",
    "call-delivery-wants",
    "call-from-abroad",
    "call-hurries",
    "call-invites-to-office",
    "call-number-cannot",
    "call-offers",
    "call-relative-wants-money",
    "call-threatens",
    "call-wants",
    "call-number-hidden",
    "call-number-of-another",
    "call-offer-wants",
    "call-police-wants",
    "call-recorded-voice",
    "call-state-wants",
    "call-utility-wants",
    "call-was-confirmed",
    "call-was-denied",
    "call-was-expected",
    "disguised-advert",
    "disguised-writing",
    "fake-ending",
    "imitates-brand",
    "imitates-state",
    "free-hosting",
    "gambling-host",
    "hacked-site",
    "impossible-number",
    "ip-address",
    "like-honest-words",
    "like-scam-words",
    "like-spam-words",
    "link-in-disguise",
    "lure-on-cheap-name",
    "lure-words",
    "named-in-path",
    "office-from-person",
    "official-channel",
    "payment-code-account",
    "payment-code-broken",
    "payment-code-mismatch",
    "payment-code-other-name",
    "payment-code-shop",
    "personal-account-for-office",
    "scrambled-writing",
    "sender-foreign",
    "sender-not-office",
    "sender-of-another",
    "service-bait",
    "shortener",
    "site-kit",
    "state-app-or-link",
    "suspicious-ending",
];

#[test]
fn every_rule_has_sentences() {
    // What is said of files has its tests beside those of apps and pictures.
    let of_text = |code: &&str| !code.starts_with("apk-") && *code != "read-from-picture";
    let codes: BTreeSet<&str> = ENGINE.reason_codes().filter(of_text).collect();
    let told: BTreeSet<&str> =
        SENTENCES.keys().map(String::as_str).chain(ELSEWHERE.iter().copied()).collect();
    assert_eq!(codes, told);
}
