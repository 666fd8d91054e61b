//! TAXII over HTTP: calls, filters, media types, and walks while the list changes.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use model::{Action, Level};
use serde_json::Value;
use testkit::{Answer, TestApp, TestDatabase, for_each_database};

use crate::list_script::{self, Script};

const ACCEPT: (&str, &str) = ("accept", "application/taxii+json;version=2.1");

async fn get(app: &TestApp, path: &str) -> Answer {
    app.get_with(&format!("/taxii2/{path}"), &[ACCEPT]).await
}

async fn objects(app: &TestApp, query: &str) -> Value {
    let answer = get(app, &format!("list/collections/all/objects/{query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

fn names(envelope: &Value) -> Vec<&str> {
    let objects = envelope["objects"].as_array().map(Vec::as_slice).unwrap_or_default();
    objects.iter().filter_map(|object| object["external_references"][0]["external_id"].as_str()).collect()
}

#[tokio::test]
async fn a_client_finds_its_way_from_the_start() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let mut script = Script::new(&app).await;
        script.list("domain:vay.example", Level::Block).await;
        let discovery = get(&app, "").await;
        assert_eq!(discovery.header("content-type"), "application/taxii+json;version=2.1");
        let root = discovery.json()["default"].as_str().unwrap().to_owned();
        assert_eq!(root, app.url("/taxii2/list/"));
        let collections = get(&app, "list/collections/").await.json();
        let all = collections["collections"].as_array().unwrap();
        assert_eq!(
            all.len(),
            1 + 10 + 34 + 1 + 1,
            "everything, kinds, methods, one pair that has entries, intake"
        );
        for collection in all.iter().filter(|collection| collection["can_read"] == true) {
            let id = collection["id"].as_str().unwrap();
            assert_eq!(get(&app, &format!("list/collections/{id}/")).await.json(), *collection);
            let page =
                get(&app, &format!("list/collections/{id}/objects/?match[type]=indicator")).await.json();
            let alias = collection["alias"].as_str().unwrap();
            let holds = ["all", "domain", "gov-service-app", "domain.gov-service-app"].contains(&alias);
            assert_eq!(names(&page), if holds { vec!["domain:vay.example"] } else { vec![] }, "{alias}");
        }
    })
    .await;
}

#[tokio::test]
async fn versions_follow_an_entry_to_its_end() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let mut script = Script::new(&app).await;
        script.list("domain:vay.example", Level::Block).await;
        script.list("phone:+84900000001", Level::Warn).await;
        script.revise("domain:vay.example", Level::Warn).await;
        let page = objects(&app, "?match[type]=indicator").await;
        assert_eq!(names(&page), ["phone:+84900000001", "domain:vay.example"], "in the order of the log");
        let id = page["objects"][1]["id"].as_str().unwrap().to_owned();
        script.delist("domain:vay.example").await;
        let gone = objects(&app, &format!("?match[id]={id}")).await;
        assert_eq!(gone["objects"][0]["revoked"], true);
        let all = get(&app, &format!("list/collections/all/objects/{id}/versions/")).await.json();
        let versions: Vec<&str> =
            all["versions"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(versions.len(), 3);
        for (version, level) in versions.iter().zip(["block", "warn", "warn"]) {
            let one = objects(&app, &format!("?match[id]={id}&match[version]={version}")).await;
            let object = &one["objects"][0];
            assert_eq!(
                (object["modified"].as_str(), object["labels"][1].as_str()),
                (Some(*version), Some(level))
            );
            assert_eq!(object["created"].as_str(), Some(versions[0]));
        }
        let first = objects(&app, "?match[type]=indicator&match[version]=first").await;
        assert_eq!(names(&first), ["domain:vay.example", "phone:+84900000001"]);
        script.list("domain:vay.example", Level::Block).await;
        let again = objects(&app, "?match[type]=indicator").await;
        let ids: BTreeSet<&str> =
            again["objects"].as_array().unwrap().iter().filter_map(|object| object["id"].as_str()).collect();
        assert_eq!(ids.len(), 3, "what is listed again is another object; the revoked one stays");
        let manifest = get(&app, "list/collections/all/manifest/?match[type]=indicator").await.json();
        let rows = manifest["objects"].as_array().unwrap();
        assert_eq!(rows.len(), 3);
        for (row, object) in rows.iter().zip(again["objects"].as_array().unwrap()) {
            assert_eq!((&row["id"], &row["version"]), (&object["id"], &object["modified"]));
        }
        let missing = "indicator--00000000-0063-4fff-bfff-ffffffffffff";
        let answer = get(&app, &format!("list/collections/all/objects/{missing}/")).await;
        assert_eq!(
            (answer.status, answer.json()["error_code"].as_str()),
            (StatusCode::NOT_FOUND, Some("not-found"))
        );
    })
    .await;
}

#[tokio::test]
async fn refusals_speak_taxii() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    for (path, accept, status, code) in [
        ("", "application/json", 406, "not-acceptable"),
        ("list/collections/", "application/taxii+json;version=2.0", 406, "not-acceptable"),
        ("list/collections/all/objects/?limit=x", ACCEPT.1, 400, "bad-query"),
        ("list/collections/all/objects/?next=x", ACCEPT.1, 400, "bad-query"),
        ("list/collections/all/objects/?added_after=now", ACCEPT.1, 400, "bad-query"),
        ("list/collections/none/objects/", ACCEPT.1, 404, "not-found"),
        ("nowhere/", ACCEPT.1, 404, "not-found"),
    ] {
        let answer = app.get_with(&format!("/taxii2/{path}"), &[("accept", accept)]).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (status, "application/taxii+json;version=2.1")
        );
        let message = answer.json();
        assert_eq!(message["error_code"], code, "{path}");
        assert_eq!(message["http_status"], status.to_string());
    }
}

/// Walks with `next`, or with the date of the last object, one page after each call of `between`.
struct Walk {
    by_date: bool,
    limit: usize,
    query: String,
    seen: Vec<(String, String)>,
    done: bool,
}

impl Walk {
    fn new(by_date: bool, limit: usize) -> Walk {
        Walk { by_date, limit, query: String::new(), seen: Vec::new(), done: false }
    }

    async fn page(&mut self, app: &TestApp) {
        let query = format!("?limit={}{}", self.limit, self.query);
        let answer = get(app, &format!("list/collections/all/objects/{query}")).await;
        let page = answer.json();
        for object in page["objects"].as_array().map(Vec::as_slice).unwrap_or_default() {
            let version = object["modified"].as_str().or(object["created"].as_str()).unwrap();
            self.seen.push((object["id"].as_str().unwrap().to_owned(), version.to_owned()));
        }
        self.done = page["more"] != true;
        let last = answer.header("x-taxii-date-added-last");
        match page["next"].as_str().filter(|_| !self.by_date) {
            Some(next) => self.query = format!("&next={next}"),
            // The end, or a client that never looks at `next`: from the date of the last object.
            None if !last.is_empty() => self.query = format!("&added_after={last}"),
            None => {}
        }
    }

    /// What the walker has in the end: the newest version of each object it saw.
    fn newest(&self) -> BTreeMap<&str, &str> {
        let mut newest = BTreeMap::new();
        for (id, version) in &self.seen {
            newest.insert(id.as_str(), version.as_str());
        }
        newest
    }
}

/// Loses and doubles nothing while acts of every sort come in between, all in the same millisecond.
#[tokio::test]
async fn a_walk_loses_and_doubles_nothing_while_the_list_changes() {
    let seeds = std::env::var("KHIEN_TEST_WALKS").ok().and_then(|text| text.parse().ok()).unwrap_or(3u64);
    let database = TestDatabase::sqlite().await;
    for seed in 1..=seeds {
        let app = TestApp::start(&database).await;
        let mut script = Script::new(&app).await;
        let mut dice = list_script::Dice(seed);
        script.bulk(seed, 40).await;
        for by_date in [false, true] {
            let mut walk = Walk::new(by_date, 1 + dice.below(9));
            // Bounded, because a list may well grow faster than somebody reads it in twos.
            for _ in 0..20 {
                walk.page(&app).await;
                for _ in 0..dice.below(4) {
                    script.random_act(&mut dice).await;
                }
            }
            // What came in after the last page: one more walk from where it stood.
            walk.done = false;
            while !walk.done {
                walk.page(&app).await;
            }
            let seen: BTreeSet<&(String, String)> = walk.seen.iter().collect();
            assert_eq!(seen.len(), walk.seen.len(), "seed {seed}: a version came twice");
            let mut whole = Walk::new(false, 5_000);
            while !whole.done {
                whole.page(&app).await;
            }
            assert_eq!(walk.newest(), whole.newest(), "seed {seed}: the walker has what the server has");
        }
        // The last version of every entry says what the list says.
        let page = objects(&app, "?match[type]=indicator&limit=5000").await;
        let on_list: BTreeSet<&str> = page["objects"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|object| object["revoked"] != true)
            .map(|object| object["name"].as_str().unwrap())
            .collect();
        let snapshot = app.app.snapshot.load();
        let expected: BTreeSet<String> =
            snapshot.iter().map(|listing| listing.indicator.to_string()).collect();
        assert_eq!(on_list, expected.iter().map(String::as_str).collect());
        let acts = app.app.store.acts_after(model::Serial(0), 10_000).await.unwrap();
        assert!(acts.iter().any(|act| act.action == Action::Revise));
        assert!(acts.iter().any(|act| act.action == Action::Delist));
    }
}
