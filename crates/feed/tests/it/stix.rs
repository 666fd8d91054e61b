//! Objects of STIX: one of every kind, versions, and what partners send.

use feed::stix::{self, Stix, read::Refused};
use feed::{LogIndex, Moment};
use model::publication::{ActHash, Beginning, Edition, LogLine};
use model::{Act, Action, Indicator, Reference, Serial};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{acts, check_block};

/// Of every kind there is, with signs that patterns and JSON give another meaning.
pub(crate) const ONE_OF_EACH: &str = r"
    block domain:vietcornbank.example
    block domain:192.0.2.7
    block domain:[2001:db8::7]
    block url:sites.google.com/view/nhan-qua-tet?a='b'
    warn phone:+84900000001
    warn raw sms_sender:MAU'NGAN\HANG
    block email:qua-tang@vay.example
    warn raw social_account:facebook:100000000000001
    block bank_account:970436:9999000001
    block raw crypto_wallet:eth:0x52908400098527886E0F7030069857D2E4169EE7
    block raw app:com.example.vneid#aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    block raw app:com.example.khac
    block file:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
    delist domain:192.0.2.7";

/// The log of these acts as an index and as editions, as the store gives them.
pub(crate) fn log(acts: &[Act]) -> (LogIndex, Vec<Edition>) {
    let mut index = LogIndex::default();
    let mut editions: Vec<Edition> = Vec::new();
    let mut hash = ActHash::ZERO;
    for act in acts {
        hash = act.hash(hash);
        let before = editions.iter().rev().find(|edition| edition.indicator == act.indicator);
        let before = before.filter(|_| act.action != Action::List);
        let own = Beginning { serial: act.serial, at: act.at, hash };
        let beginning = before.map_or(own, |edition| edition.beginning);
        index
            .push(&LogLine {
                serial: act.serial,
                at: act.at,
                action: act.action,
                kind: act.indicator.kind(),
                method: act.method,
                previous: before.map(|edition| edition.serial),
                beginning: beginning.serial,
            })
            .unwrap();
        editions.push(Edition {
            serial: act.serial,
            at: act.at,
            action: act.action,
            indicator: act.indicator.clone(),
            method: act.method,
            level: act.level,
            reason: act.reason,
            expires_at: act.expires_at,
            beginning,
        });
    }
    (index, editions)
}

fn writer() -> Stix {
    Stix::new(Reference::embedded(), "https://khien.example", "Đơn vị mẫu")
}

fn object(stix: &Stix, index: &LogIndex, edition: &Edition) -> Value {
    let mut out = Vec::new();
    stix.write(edition, index.moment(edition.beginning.serial), index.moment(edition.serial), &mut out);
    serde_json::from_slice(&out).unwrap()
}

#[test]
fn what_a_pattern_says_is_what_is_listed() {
    let (index, editions) = log(&acts(ONE_OF_EACH));
    let stix = writer();
    for edition in editions.iter().filter(|edition| edition.action != Action::Delist) {
        let mut object = object(&stix, &index, edition);
        let ours = &object["extensions"][stix::EXTENSION_ID];
        let said = format!("{}:{}", ours["kind"].as_str().unwrap(), ours["value"].as_str().unwrap());
        assert_eq!(said, edition.indicator.to_string());
        // Without the extension the pattern alone must lead back. A name with a backslash is no name that
        // is accepted today; it only proves the escapes.
        object.as_object_mut().unwrap().remove("extensions");
        match stix::read::read(&object) {
            Ok(inbound) => assert_eq!(inbound.indicators, std::slice::from_ref(&edition.indicator)),
            Err(error) => assert_eq!(edition.indicator.value(), "MAU'NGAN\\HANG", "{error}"),
        }
        assert_eq!(stix::entry_serial(object["id"].as_str().unwrap()), Some(edition.serial));
    }
}

#[test]
fn a_delist_is_a_newer_version_of_the_same_object() {
    let (index, editions) = log(&acts(ONE_OF_EACH));
    let (first, last) = (&editions[1], editions.last().unwrap());
    let (before, after) = (object(&writer(), &index, first), object(&writer(), &index, last));
    assert_eq!((&before["id"], &before["created"]), (&after["id"], &after["created"]));
    assert!(after["modified"].as_str() > before["modified"].as_str());
    assert_eq!((&before["revoked"], &after["revoked"]), (&Value::Null, &json!(true)));
    assert!(index.is_last(last.serial) && !index.is_last(first.serial));
}

#[test]
fn what_partners_send_is_read_or_refused_with_a_reason() {
    let id = "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";
    let read = |pattern: &str| {
        let object =
            json!({"type": "indicator", "id": id, "spec_version": "2.1", "pattern": pattern, "name": "x"});
        match stix::read::read(&object) {
            Ok(inbound) => inbound.indicators.iter().map(Indicator::to_string).collect::<Vec<_>>().join(" "),
            Err(error) => error.to_string(),
        }
    };
    for (pattern, expected) in [
        ("[domain-name:value = 'Vay.EXAMPLE']", "domain:vay.example"),
        ("[url:value='https://a.example/b' OR url:value = 'http://a.example/b']", "url:a.example/b"),
        ("[domain-name:value IN ('a.example', 'b.example')]", "domain:a.example domain:b.example"),
        (
            "[domain-name:value = 'a.example'] OR [email-addr:value = 'x@b.example']",
            "domain:a.example email:x@b.example",
        ),
        (
            "[file:hashes.'SHA-256' = 'BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB']",
            "file:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        ),
        (
            "[x-khien-bank-account:number = '9999000001' AND x-khien-bank-account:bin = '970436']",
            "bank_account:970436:9999000001",
        ),
        (
            "[domain-name:value LIKE '%.example']",
            "read the pattern: `LIKE` is not understood, only `=`, IN, AND and OR",
        ),
        (
            "[domain-name:value != 'a.example']",
            "read the pattern: `!=` is not understood, only `=`, IN, AND and OR",
        ),
        ("[process:name = 'a']", "report `process:name`: no kind of thing that can be listed"),
        ("[domain-name:value = 'a.example'", "read the pattern: it ends early or holds a sign out of place"),
        ("[domain-name:value = 'a", "read the pattern: it ends early or holds a sign out of place"),
        ("", "read the pattern: it ends early or holds a sign out of place"),
        ("[file:hashes.'SHA-256' = 'zz']", "read the value: not-a-hash"),
    ] {
        assert_eq!(read(pattern), expected, "{pattern}");
    }
    let deep = format!("[{}domain-name:value = 'a.example'", "(".repeat(50_000));
    assert!(read(&deep).contains("not understood"));
    assert!(read(&"[".repeat(200_000)).contains("100000 bytes"));
    let refused = |object: Value| stix::read::read(&object).unwrap_err();
    assert_eq!(refused(json!([])), Refused::NotAnObject);
    assert_eq!(refused(json!({"type": "indicator", "id": "malware--1"})), Refused::NotAnObject);
    let relationship =
        json!({"type": "relationship", "id": "relationship--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"});
    assert_eq!(refused(relationship), Refused::OtherType("relationship".to_owned()));
    let observable = json!({"type": "url", "id": "url--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "value": "http://a.example/b"});
    assert_eq!(stix::read::read(&observable).unwrap().indicators[0].to_string(), "url:a.example/b");
}

#[test]
fn acts_of_one_millisecond_have_moments_of_their_own() {
    let mut all =
        acts(&"block domain:a.example\nblock domain:b.example\nwarn phone:+84900000001\n".repeat(1_000));
    let at = all[0].at;
    for (number, act) in all.iter_mut().enumerate() {
        act.indicator = format!("domain:n{number}.example").parse().unwrap();
        act.at = if number < 2_000 { at } else { at.plus_hours(1) };
    }
    // A clock that was set back must not take anything back.
    all[2_500].at = at;
    let (index, _) = log(&all);
    for pair in all.windows(2) {
        assert!(index.moment(pair[0].serial) < index.moment(pair[1].serial));
    }
    for act in &all {
        let moment = index.moment(act.serial);
        assert_eq!(index.last_until(moment), act.serial);
        assert_eq!(index.last_until(Moment(moment.0 - 1)), Serial(act.serial.0 - 1));
    }
}

proptest! {
    /// Nothing that is sent can make the reader panic.
    #[test]
    fn any_pattern_is_read_or_refused(pattern in "[\\[\\]()='a-zA-Z:\\\\. ,!<>-]{0,60}") {
        let object = json!({"type": "indicator", "id": "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "pattern": pattern});
        let _ = stix::read::read(&object);
    }
}

#[test]
fn the_page_shows_what_is_written() {
    let (index, editions) = log(&acts(ONE_OF_EACH));
    let stix = writer();
    let shown =
        |place: usize| serde_json::to_string_pretty(&object(&stix, &index, &editions[place])).unwrap() + "\n";
    check_block("stix", "entry", &shown(8));
    check_block("stix", "revoked", &shown(editions.len() - 1));
    let fixed = stix.fixed().map(|fixed| fixed.json).join("\n") + "\n";
    check_block("stix", "fixed", &fixed);
}
