//! Real readers of threat data see exactly the list: first all of it, then what was taken back and revised.
//!
//! A tenth of the figures by default; `KHIEN_TEST_INTEROP=1000` lists 1,000, takes 500 back and revises 200.

use std::collections::BTreeMap;
use std::path::Path;

use model::{Indicator, IndicatorKind, Level, Method};
use serde_json::{Value, json};
use testkit::{TestApp, TestDatabase, python};

use crate::list_script::Script;

fn size() -> usize {
    std::env::var("KHIEN_TEST_INTEROP").ok().and_then(|text| text.parse().ok()).unwrap_or(100)
}

/// Entry `number`, of every kind in turn.
fn indicator(number: usize) -> String {
    let ten = format!("{number:010}");
    match IndicatorKind::ALL[number % IndicatorKind::ALL.len()] {
        IndicatorKind::Domain => format!("domain:d{number}.vay-nhanh.example"),
        IndicatorKind::Url => format!("url:l{number}.example/nhan-qua?ma={number}&x='"),
        IndicatorKind::Phone => format!("phone:+84900{number:06}"),
        IndicatorKind::SmsSender => format!("sms_sender:MAU{number}"),
        IndicatorKind::Email => format!("email:qua{number}@thu.example"),
        IndicatorKind::SocialAccount => format!("social_account:facebook:1{ten}0000"),
        IndicatorKind::BankAccount => format!("bank_account:970436:{ten}"),
        IndicatorKind::CryptoWallet => wallet(number),
        IndicatorKind::App => format!("app:com.example.a{number}#{number:064x}"),
        IndicatorKind::File => format!("file:{number:064x}"),
    }
}

/// An address whose digits have no letters needs no capitals to be canonical.
fn wallet(number: usize) -> String {
    format!("crypto_wallet:eth:0x{number:040}")
}

/// What a reader must have of each entry of the list.
fn expected(app: &TestApp) -> BTreeMap<String, String> {
    let snapshot = app.app.snapshot.load();
    let line = |listing: model::Listing| {
        let state = format!("{} {} {}", listing.level.slug(), listing.method, listing.expires_at);
        (listing.indicator.to_string(), state)
    };
    snapshot.iter().map(line).collect()
}

/// Lists `count` and gives their names.
async fn fill(script: &mut Script<'_>, count: usize) -> Vec<String> {
    let names: Vec<String> = (0..count).map(indicator).collect();
    script.bulk_of(&names, Level::Block).await;
    names
}

/// Half taken back, a fifth revised.
async fn change(script: &mut Script<'_>, names: &[String]) {
    for name in &names[..names.len() / 2] {
        script.delist(name).await;
    }
    for name in &names[names.len() / 2..names.len() * 7 / 10] {
        script.put(name, Level::Warn, Method::GovJudicial).await;
    }
}

async fn pull(interpreter: &Path, app: &TestApp, added_after: &Value) -> Value {
    let request = json!({
        "reader": "taxii", "url": app.url("/taxii2/"), "title": "Toàn bộ danh sách / The whole list",
        "per_request": 37, "added_after": added_after,
    });
    python::read(interpreter, &request).await
}

/// The state that a reader keeps, by name.
fn apply(state: &mut BTreeMap<String, String>, pulled: &Value) {
    for object in pulled["objects"].as_array().unwrap().iter().filter(|object| object["type"] == "indicator")
    {
        let name = object["external_references"][0]["external_id"].as_str().unwrap().to_owned();
        if object["revoked"] == true {
            state.remove(&name);
        } else {
            let until: model::Time = object["valid_until"].as_str().unwrap().parse().unwrap();
            let labels = &object["labels"];
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            state.insert(name, format!("{} {} {until}", text(&labels[1]), text(&labels[0])));
        }
    }
}

#[tokio::test]
async fn taxii2_client_and_stix2_have_the_list_and_the_validator_has_no_complaint() {
    let Some(interpreter) = python::interpreter() else { return };
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let mut script = Script::new(&app).await;
    let names = fill(&mut script, size()).await;
    let mut state = BTreeMap::new();
    let first = pull(&interpreter, &app, &Value::Null).await;
    assert_eq!(first["manifest_agrees"], true);
    apply(&mut state, &first);
    assert_eq!(state, expected(&app));
    change(&mut script, &names).await;
    let second = pull(&interpreter, &app, &first["last"]).await;
    assert_eq!(second["objects"].as_array().unwrap().len(), size() / 2 + size() / 5, "only what has changed");
    apply(&mut state, &second);
    assert_eq!(state, expected(&app), "after deletions and revisions");
    assert_eq!(state.len(), size() / 2);

    // One of every kind in each state, and the fixed objects; all of them when the full figure is asked for.
    let of = |pulled: &Value, count: usize| -> Vec<Value> {
        let all = pulled["objects"].as_array().unwrap();
        let count = if size() >= 1_000 { all.len() } else { count.min(all.len()) };
        all[..count].to_vec()
    };
    let objects =
        [of(&first, 14), of(&second, 10), second["objects"].as_array().unwrap()[size() / 2..][..5].to_vec()];
    let objects = objects.concat();
    let told = python::read(&interpreter, &json!({"reader": "validate", "objects": objects})).await;
    assert_eq!(told, json!([]), "stix2-validator, strict");
    let patterns: Vec<&Value> =
        objects.iter().map(|object| &object["pattern"]).filter(|pattern| pattern.is_string()).collect();
    let told = python::read(&interpreter, &json!({"reader": "stix_pattern", "patterns": patterns})).await;
    assert_eq!(told, json!([]), "stix2-patterns");
}

#[tokio::test]
async fn pymisp_and_misp_stix_have_the_list() {
    let Some(interpreter) = python::interpreter() else { return };
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let mut script = Script::new(&app).await;
    let names = fill(&mut script, size()).await;
    for round in 0..2 {
        if round == 1 {
            change(&mut script, &names).await;
        }
        let request = json!({"reader": "misp", "url": app.url("/feeds/misp/")});
        let read = python::read(&interpreter, &request).await;
        assert_eq!(read["problems"], json!([]));
        assert!(read["stix_objects"].as_u64() >= Some(size() as u64));
        let mut detecting = BTreeMap::new();
        let mut live = 0;
        for value in read["values"].as_array().unwrap() {
            let [_, text, to_ids, deleted] = value.as_array().unwrap().as_slice() else { panic!("{value}") };
            if *deleted == false {
                live += 1;
            }
            if *to_ids == true {
                detecting.insert(text.as_str().unwrap().to_owned(), ());
            }
        }
        let snapshot = app.app.snapshot.load();
        let blocked = snapshot.iter().filter(|listing| listing.level == Level::Block);
        let expected: BTreeMap<String, ()> =
            blocked.map(|listing| (main_value(&listing.indicator), ())).collect();
        assert_eq!(detecting, expected, "exactly what is blocked is for detection");
        let parts = |listing: model::Listing| match listing.indicator.kind() {
            IndicatorKind::App => 3,
            kind => 1 + usize::from(feed::misp::is_object(kind)),
        };
        assert_eq!(live, snapshot.iter().map(parts).sum::<usize>());
    }
}

/// The value that detection uses.
fn main_value(indicator: &Indicator) -> String {
    let value = indicator.value();
    match indicator.kind() {
        IndicatorKind::Url => format!("http://{value}"),
        IndicatorKind::App => value.split_once('#').unwrap().1.to_owned(),
        IndicatorKind::BankAccount | IndicatorKind::CryptoWallet | IndicatorKind::SocialAccount => {
            value.split_once(':').unwrap().1.to_owned()
        }
        _ => value.to_owned(),
    }
}

#[tokio::test]
async fn the_adblock_engine_refuses_exactly_what_is_blocked() {
    let Some(interpreter) = python::interpreter() else { return };
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let mut script = Script::new(&app).await;
    let names: Vec<String> = (0..size()).map(|number| format!("domain:d{number}.example")).collect();
    script.bulk_of(&names, Level::Block).await;
    change(&mut script, &names).await;
    let hosts: Vec<&str> = names.iter().map(|name| name.strip_prefix("domain:").unwrap()).collect();
    let urls: Vec<String> = hosts.iter().map(|host| format!("https://www.{host}/a")).collect();
    let request = json!({"reader": "adblock", "url": app.url("/feeds/adblock"), "urls": urls});
    let refused = python::read(&interpreter, &request).await;
    let snapshot = app.app.snapshot.load();
    let blocked = |name: &String| {
        let listing = snapshot.get(&name.parse().unwrap());
        listing.is_some_and(|listing| listing.level == Level::Block)
    };
    assert_eq!(refused, json!(names.iter().map(blocked).collect::<Vec<bool>>()));
}
