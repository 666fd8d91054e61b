//! What holds for every kind and every input.

use model::indicator::{Problem, host};
use model::publication::zone_name;
use model::{Indicator, IndicatorKind};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Pieces that parsers look for, so that random joins of them reach deep.
const PIECES: &[&str] = &[
    "http://",
    "hxxps[:]//",
    "www.",
    "vay",
    "ngân-hàng",
    ".",
    "..",
    "[.]",
    " dot ",
    "example",
    "com.vn",
    "xn--",
    "xn--ngn-hng-dwao",
    "/",
    "//",
    "\\",
    "..",
    "/../",
    "?",
    "#",
    "%",
    "%25",
    "%2e",
    "%3F",
    "%5b.%5d",
    "%C4%83",
    "@",
    ":",
    ":8080",
    "[",
    "]",
    "[::1]",
    "::ffff:",
    "0x7f",
    "0177",
    "192.0.2.7",
    "3279880203",
    "+84",
    "84:",
    "0084",
    "(0)",
    "0",
    "090",
    "0000001",
    "069",
    "1900",
    "113",
    " ",
    "-",
    "(",
    ")",
    "ext ",
    "970436:",
    "VCB",
    "mb bank",
    "0123456789",
    "stk",
    "facebook:",
    "facebook.com/",
    "profile.php?id=",
    "groups/",
    "group/",
    "zalo.me/",
    "zalo ",
    "t.me/",
    "+",
    "joinchat/",
    "tg://resolve?domain=",
    "viber://chat?number=",
    "tiktok.com/@",
    "youtube.com/",
    "channel/UC",
    "nguyen.mau",
    "100000000000001",
    "btc:",
    "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
    "bc1q",
    "T",
    "usdt ",
    "com.mau.vneid",
    "#",
    "id1000000001",
    "sha256:",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "\u{200b}",
    "\u{200d}",
    "\u{202e}",
    "\u{ad}",
    "\u{301}",
    "۷",
    "７",
    "ß",
    "İ",
    "\u{430}",
    "\0",
    "\n",
    "\u{3002}",
    "<",
    ">",
    "mailto:",
    "=",
    "&",
    "_",
    "*",
];

fn input() -> impl Strategy<Value = String> {
    let joined = prop::collection::vec(prop::sample::select(PIECES), 0..9).prop_map(|pieces| pieces.concat());
    prop_oneof![joined, ".{0,40}", "[ -~]{0,60}", "[0-9+() .-]{0,24}"]
}

/// A canonical value reads back as itself, in each of the ways it is written down.
fn check(kind: IndicatorKind, input: &str) {
    let Ok(indicator) = Indicator::parse(kind, input) else { return };
    assert_eq!(Indicator::parse(kind, indicator.value()).as_ref(), Ok(&indicator), "{input:?}");
    assert_eq!(indicator.to_string().parse().as_ref(), Ok(&indicator), "{input:?}");
    assert_eq!(Indicator::from_canonical(kind, indicator.value()).as_ref(), Ok(&indicator), "{input:?}");
    let lookups = indicator.lookups();
    assert_eq!(lookups.first(), Some(&indicator), "{input:?}");
    for lookup in &lookups {
        assert_eq!(lookup.to_string().parse().as_ref(), Ok(lookup), "{input:?}");
    }
    if let Some(host) = indicator.host() {
        assert_eq!(Indicator::parse(IndicatorKind::Domain, host).unwrap().value(), host, "{input:?}");
        assert!(host.is_ascii() && host::to_unicode(host).chars().count() <= host.len(), "{input:?}");
        if let Ok(owner) = zone_name::owner_name(host, 20) {
            assert_eq!(owner, host);
        }
    }
}

proptest! {
    // The seed is fixed, so that a run fails for what changed; `fuzz/` looks for what is new.
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(84),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_canonical_value_reads_back_as_itself(input in input()) {
        for kind in IndicatorKind::ALL {
            check(*kind, &input);
        }
        let _ = input.parse::<Indicator>();
    }

    #[test]
    fn a_refusal_has_a_known_code_and_repeats_little(input in input()) {
        for kind in IndicatorKind::ALL {
            if let Err(refused) = Indicator::parse(*kind, &input) {
                prop_assert!(Problem::ALL.iter().any(|problem| problem.code() == refused.code));
                prop_assert!(refused.input.chars().count() <= 80);
                prop_assert_eq!(refused.kind, Some(*kind));
            }
        }
    }

    #[test]
    fn what_enters_a_zone_fits_into_it(host in "[a-z0-9_*.-]{0,260}", zone in 1usize..200) {
        if let Ok(owner) = zone_name::owner_name(&host, zone) {
            prop_assert!(owner.len() + 3 + zone <= 255);
            prop_assert!(owner.split('.').all(|label| (1..=63).contains(&label.len()) && label != "*"));
        }
    }
}

#[test]
fn endless_input_is_refused_by_every_kind() {
    for piece in [".", "%25", "0", "a.", "[.]", "\u{200b}a", "(", "+84", "facebook:", "ă"] {
        let input = piece.repeat(8_192 / piece.len());
        for kind in IndicatorKind::ALL {
            check(*kind, &input);
        }
        let longer = input.clone() + &input;
        for kind in IndicatorKind::ALL {
            assert_eq!(Indicator::parse(*kind, &longer).unwrap_err().code, "too-long", "{piece}");
        }
    }
}

#[test]
fn a_stored_value_is_only_looked_at_for_damage() {
    let stored = |value: &str| Indicator::from_canonical(IndicatorKind::Domain, value).map_err(|e| e.code);
    assert_eq!(stored("vay.example").unwrap().value(), "vay.example");
    assert_eq!(stored(""), Err("empty"));
    assert_eq!(stored("vay\n.example"), Err("control-character"));
    assert_eq!(stored(&"a".repeat(9_000)), Err("too-long"));
}
