//! Events of MISP, written and read.

use feed::LogIndex;
use feed::index::Month;
use feed::misp::{self, Misp};
use model::publication::AllowList;
use model::publication::Edition;
use model::{Action, Method, Reference, Serial};
use serde_json::Value;

use crate::stix::{ONE_OF_EACH, log};
use crate::support::{acts, check_block};

fn writer() -> Misp<'static> {
    Misp::new(Reference::embedded(), "https://khien.example", "Đơn vị mẫu")
}

/// The event of a method and month, put together as the server does, from the last edition of each entry.
fn event(index: &LogIndex, editions: &[Edition], key: (Method, Month)) -> String {
    let misp = writer();
    let mut out = Vec::new();
    misp.write_start(key.0, key.1, index.event(key.0, key.1).unwrap(), &mut out).unwrap();
    for objects in [false, true] {
        let mut is_first = true;
        for beginning in index.beginnings(key, misp::kinds(objects), Serial(0), 1_000) {
            let of_entry = editions.iter().rfind(|edition| edition.beginning.serial == beginning).unwrap();
            misp.write_entry(of_entry, is_first, &mut out).unwrap();
            is_first = false;
        }
        if !objects {
            misp.write_middle(&mut out).unwrap();
        }
    }
    misp.write_end(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn only_key(index: &LogIndex) -> (Method, Month) {
    let keys: Vec<_> = index.events().map(|(method, month, _)| (method, month)).collect();
    assert_eq!(keys.len(), 1);
    keys[0]
}

#[test]
fn what_is_written_reads_back_as_what_is_listed() {
    let (index, editions) = log(&acts(ONE_OF_EACH));
    let text = event(&index, &editions, only_key(&index));
    let read = misp::read::read(text.as_bytes()).unwrap().remove(0);
    let live =
        editions.iter().filter(|edition| index.is_last(edition.serial) && edition.action != Action::Delist);
    let mut expected: Vec<String> = live.map(|edition| edition.indicator.to_string()).collect();
    // A sender name is text without a type of its own, so it is written and not read.
    expected.retain(|indicator| !indicator.starts_with("sms_sender:"));
    expected.sort();
    let mut taken: Vec<String> = read.taken.iter().map(ToString::to_string).collect();
    taken.sort();
    assert_eq!(taken, expected);
    assert_eq!((read.refused, read.passed_over), (vec![], 2), "the sender name and the deleted address");
}

#[test]
fn only_a_block_is_for_detection_and_a_delist_is_deleted() {
    let (index, editions) = log(&acts(ONE_OF_EACH));
    let event: Value = serde_json::from_str(&event(&index, &editions, only_key(&index))).unwrap();
    let of_value = |value: &str| {
        let all = event["Event"]["Attribute"].as_array().unwrap();
        all.iter().find(|attribute| attribute["value"] == value).unwrap()
    };
    assert_eq!(of_value("vietcornbank.example")["to_ids"], true);
    assert_eq!(of_value("+84900000001")["to_ids"], false, "a warning");
    let deleted = of_value("192.0.2.7");
    assert_eq!((&deleted["deleted"], &deleted["to_ids"]), (&Value::Bool(true), &Value::Bool(false)));
    let account = &event["Event"]["Object"][1];
    assert_eq!(
        (&account["name"], &account["Attribute"][1]["to_ids"]),
        (&"bank-account".into(), &Value::Bool(false))
    );
}

#[test]
fn a_change_always_has_a_later_second() {
    let (index, _) = log(&acts("block domain:a.example\ndelist domain:a.example"));
    let key = only_key(&index);
    assert!(index.event(key.0, key.1).unwrap().stamp > 0);
    let mut quick = acts("block domain:a.example\nblock domain:b.example\ndelist domain:a.example");
    let at = quick[0].at;
    for (number, act) in quick.iter_mut().enumerate() {
        act.at = model::Time::from_millis(at.millis() + i64::try_from(number).unwrap());
    }
    let stamps: Vec<i64> = (1..=3)
        .map(|count| {
            let (index, _) = log(&quick[..count]);
            index.event(key.0, key.1).unwrap().stamp
        })
        .collect();
    assert!(stamps[0] < stamps[1] && stamps[1] < stamps[2], "{stamps:?}");
}

#[test]
fn the_month_is_that_of_viet_nam() {
    let mut late = acts("block domain:a.example");
    late[0].at = "2026-11-30T17:00:00Z".parse().unwrap();
    let (index, _) = log(&late);
    assert_eq!(only_key(&index).1.to_string(), "2026-12");
}

#[test]
fn hostile_events_are_refused_with_a_reason() {
    let read = |text: &str| misp::read::read(text.as_bytes());
    let wrong = read(
        r#"{"Event":{"uuid":"u","Attribute":[{"uuid":"a1","type":"sha256","value":"abc"},{"type":"filename|sha256","value":"x|zz"},{"type":"domain","value":"a.example"},{"type":"md5","value":"x"}]}}"#,
    );
    let wrong = wrong.unwrap().remove(0);
    assert_eq!(wrong.taken.len(), 1);
    let refused: Vec<_> =
        wrong.refused.iter().map(|one| (one.uuid.as_str(), one.kind.as_str(), one.code)).collect();
    assert_eq!(refused, [("a1", "sha256", "not-a-hash"), ("", "filename|sha256", "not-a-hash")]);
    assert_eq!(wrong.passed_over, 1);
    let nested =
        format!(r#"{{"Event":{{"uuid":"u","Galaxy":{}{}}}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    assert!(read(&nested).is_err(), "nested 10,000 deep");
    for text in ["", "[]x", "{}", r#"{"Event":{}}"#, r#"{"Event":[]}"#, "null"] {
        assert!(read(text).is_err(), "{text}");
    }
    assert!(matches!(
        misp::read::read(&vec![b' '; misp::read::BYTES_MAX + 1]),
        Err(misp::read::ReadError::TooLarge(_))
    ));
    assert_eq!(read(r#"{"response":[]}"#).unwrap(), []);
}

#[test]
fn the_page_shows_what_is_written() {
    let (index, editions) = log(&acts(
        "
        block domain:vietcornbank.example
        warn phone:+84900000001
        block bank_account:970436:9999000001
        delist domain:vietcornbank.example",
    ));
    let pretty = |text: &str| {
        let value: Value = serde_json::from_str(text).unwrap();
        serde_json::to_string_pretty(&value).unwrap() + "\n"
    };
    check_block("misp", "event", &pretty(&event(&index, &editions, only_key(&index))));
    let mut manifest = Vec::new();
    writer().write_manifest(&index, &mut manifest).unwrap();
    check_block("misp", "manifest", &pretty(std::str::from_utf8(&manifest).unwrap()));
    let mut hashes = Vec::new();
    for edition in
        editions.iter().filter(|edition| index.is_last(edition.serial) && edition.action != Action::Delist)
    {
        let key = index.event_of(edition.beginning.serial).unwrap();
        writer().write_hashes(edition, &writer().event_id(key.0, key.1), &mut hashes).unwrap();
    }
    check_block("misp", "hashes", std::str::from_utf8(&hashes).unwrap());
}

#[test]
fn the_warninglist_names_official_and_shared_hosts() {
    let list: Value =
        serde_json::from_str(&misp::warninglist::warninglist(Reference::embedded(), &AllowList::default()))
            .unwrap();
    let names = list["list"].as_array().unwrap();
    for name in ["vietcombank.com.vn", "facebook.com", "github.io"] {
        assert!(names.iter().any(|one| one == name), "{name}");
    }
    assert!(list["version"].as_u64() > Some(20_260_000));
}
