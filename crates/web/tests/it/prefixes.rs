//! The list as hash prefixes over HTTP, and the reference client on it.

use axum::http::StatusCode;
use feed::prefix::{Answer, PrefixList};
use model::{Indicator, IndicatorKind, Level, ListingReason, Method, Reference};
use testkit::{TestApp, TestDatabase, for_each_database};

const KINDS: [&str; 10] = [
    "domain:vay.example",
    "url:mang.example/nhom/",
    "phone:+84900000001",
    "sms_sender:VIETC0MBANK",
    "email:a@vay.example",
    "social_account:facebook:vay.nhanh.mau",
    "bank_account:970436:9999000001",
    "crypto_wallet:eth:0x00000000000000000000000000000000deadbeef",
    "app:com.example.gia",
    "file:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

async fn list(app: &TestApp, texts: &[&str]) {
    let listings = texts.iter().map(|text| {
        let listing = desk::guard::NewListing {
            indicator: text.parse().unwrap(),
            method: Method::GovServiceApp,
            level: Level::Block,
            reason: ListingReason::Impersonation,
            expires_at: app.now().plus_days(90),
            evidence: "mẫu".to_owned(),
        };
        desk::guard::clear(listing, Reference::embedded(), app.now()).unwrap()
    });
    app.app.store.bulk_list(&listings.collect::<Vec<_>>(), "mẫu", app.now()).await.unwrap();
    app.follow_log().await;
}

/// Fetches what the client asks for, as a phone would.
async fn check(app: &TestApp, client: &mut PrefixList, indicator: &str) -> Answer {
    let indicator: Indicator = indicator.parse().unwrap();
    let Answer::Ask(prefixes) = client.check(&indicator, 0) else { return client.check(&indicator, 0) };
    for prefix in prefixes {
        let answer = app.get(&format!("/api/v1/hashes/{prefix:08x}")).await;
        assert_eq!(answer.header("cache-control"), "max-age=60");
        let body = answer.json();
        let hash = |hash: &serde_json::Value| {
            let hash = data_encoding::HEXLOWER.decode(hash["hash"].as_str().unwrap().as_bytes()).unwrap();
            hash.try_into().unwrap()
        };
        let hashes = body["hashes"].as_array().unwrap().iter().map(hash).collect();
        client.learn(prefix, hashes, body["cache_seconds"].as_u64().unwrap(), 0);
    }
    client.check(&indicator, 0)
}

async fn update(app: &TestApp, client: &mut PrefixList) -> usize {
    let since = client.serial().map(|serial| format!("?since={serial}")).unwrap_or_default();
    let answer = app.get(&format!("/api/v1/prefixes{since}")).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (StatusCode::OK, "application/vnd.khien.prefixes")
    );
    assert_eq!(client.apply(&answer.body), Ok(60));
    answer.body.len()
}

#[tokio::test]
async fn a_client_follows_the_list_and_checks_every_kind() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let mut client = PrefixList::default();
        list(&app, &KINDS[..6]).await;
        update(&app, &mut client).await;
        list(&app, &KINDS[6..]).await;
        assert_eq!(check(&app, &mut client, KINDS[7]).await, Answer::NotListed, "not before the update");
        let octets = update(&app, &mut client).await;
        assert!(octets < 130, "a delta of four entries: {octets} octets");
        assert_eq!(client.len(), IndicatorKind::ALL.len());
        for text in KINDS {
            let hash = text.parse::<Indicator>().unwrap().full_hash();
            assert_eq!(check(&app, &mut client, text).await, Answer::Listed(hash), "{text}");
        }
        let host = "domain:vay.example".parse::<Indicator>().unwrap().full_hash();
        assert_eq!(check(&app, &mut client, "url:www.vay.example/a?b").await, Answer::Listed(host));
        assert_eq!(check(&app, &mut client, "url:mang.example/").await, Answer::NotListed);

        app.app.store.delist_expired(app.now().plus_days(91), 100).await.unwrap();
        app.follow_log().await;
        assert_eq!(update(&app, &mut client).await, 60 + 2 * 13 + 3, "places of all that went");
        assert!(client.is_empty());
        assert_eq!(check(&app, &mut client, KINDS[0]).await, Answer::NotListed);
    })
    .await;
}

#[tokio::test]
async fn a_shorter_prefix_hides_among_more_and_wrong_ones_are_refused() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    list(&app, &KINDS).await;
    let hash = data_encoding::HEXLOWER.encode(&KINDS[2].parse::<Indicator>().unwrap().full_hash());
    for digits in [4, 6, 8] {
        let body = app.get(&format!("/api/v1/hashes/{}", &hash[..digits])).await.json();
        let found = body["hashes"].as_array().unwrap().iter().any(|one| one["hash"] == hash.as_str());
        assert!(found, "{digits}: {body}");
        assert_eq!(body["numbers_per_prefix"].as_f64().unwrap() > 1.0, digits < 8, "{body}");
        assert!(!body.to_string().contains("90000000"), "no number in the answer: {body}");
    }
    for (path, code) in [
        ("hashes/a1", "bad-prefix"),
        ("hashes/a1b2c", "bad-prefix"),
        ("hashes/a1b2c3d4e5", "bad-prefix"),
        ("hashes/zzzzzzzz", "bad-prefix"),
        ("hashes/a1b2c3d4?since=1", "bad-query"),
        ("prefixes?since=11", "serial-ahead"),
        ("prefixes?since=x", "bad-query"),
    ] {
        let answer = app.get(&format!("/api/v1/{path}")).await;
        assert_eq!(
            (answer.status, answer.json()["code"].as_str()),
            (StatusCode::BAD_REQUEST, Some(code)),
            "{path}"
        );
    }
}
