//! Values the tests start from.

use std::path::Path;

use desk::Role;
use desk::guard::{self, ClearedListing, NewListing};
use model::reference::Retention;
use model::report::{Contact, NewReport, ReportChannel};
use model::{
    Assessment, Found, Indicator, Level, ListingReason, Method, OfficerId, Reference, Span, Time,
    TrackingCode, Verdict,
};
use store::Store;
use store::audit::Who;
use store::officer::NewOfficer;
use store::report::Inserted;
use uuid::Uuid;

/// 2026-11-22T00:00:00Z.
pub(crate) const NOW: Time = Time::from_millis(1_795_305_600_000);

/// The rules that are compiled in.
pub(crate) fn retention() -> &'static Retention {
    &Reference::embedded().retention
}

pub(crate) fn indicator(text: &str) -> Indicator {
    text.parse().unwrap()
}

pub(crate) fn report(number: u64) -> NewReport {
    NewReport {
        submission: Uuid::from_u64_pair(number, 1),
        channel: ReportChannel::Web,
        text: "Có người gọi tự xưng công an, bảo chuyển tiền".to_owned(),
        happened_at: Some(NOW.plus_hours(-2)),
        province: Some("48".to_owned()),
        place: "phường Hải Châu".to_owned(),
        money_lost: Some(2_500_000),
        method: Some(Method::GovJudicial),
        indicators: vec![indicator("domain:xacminh.example")],
        contact: None,
        attachments: Vec::new(),
    }
}

pub(crate) fn contact() -> Contact {
    Contact {
        name: "Nguyễn Văn Mẫu".to_owned(),
        phone: Some("+84900000001".to_owned()),
        email: Some("mau@mail.example".to_owned()),
        sms: false,
    }
}

pub(crate) fn assessment(verdict: Verdict, found: &[&str]) -> Assessment {
    let found = found.iter().map(|text| Found {
        indicator: indicator(text),
        span: Span { start: 0, end: 1 },
        listed: None,
        official_owner: None,
    });
    Assessment { verdict, score: 0.1, indicators: found.collect(), ..Assessment::no_information() }
}

/// Stores report `number`, received at `at`.
pub(crate) async fn insert(store: &Store, number: u64, at: Time) -> Inserted {
    let code = TrackingCode::from_random(number * 7919);
    store.insert_report(&report(number), &assessment(Verdict::NoInformation, &[]), code, at).await.unwrap()
}

pub(crate) async fn officer(store: &Store, name: &str, roles: &[Role]) -> OfficerId {
    store.create_officer(&new_officer(name, roles), Who::Command, NOW).await.unwrap()
}

pub(crate) fn new_officer(name: &str, roles: &[Role]) -> NewOfficer {
    NewOfficer {
        name: name.to_owned(),
        display_name: format!("Cán bộ {name}"),
        password_hash: "$argon2id$sample".to_owned(),
        totp_secret: b"twenty bytes of seed".to_vec(),
        totp_step: 0,
        roles: roles.to_vec(),
    }
}

pub(crate) fn listing(text: &str, level: Level) -> NewListing {
    NewListing {
        indicator: indicator(text),
        method: Method::GovJudicial,
        level,
        reason: ListingReason::Impersonation,
        expires_at: NOW.plus_days(90),
        evidence: "giả trang xác minh".to_owned(),
    }
}

pub(crate) fn cleared(text: &str, level: Level) -> ClearedListing {
    guard::clear(listing(text, level), Reference::embedded(), NOW).unwrap()
}

/// Which of these words stand in which files of the folder, read as bytes.
pub(crate) fn words_in(folder: &Path, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(words_in(&path, words));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let holds = |word: &&&str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
        found.extend(words.iter().filter(holds).map(|word| format!("{word} in {}", path.display())));
    }
    found
}

/// A tracking code for each `n` up to 89,999, in SQL of both engines: zeros, five digits and the character that checks
/// them.
pub(crate) const CODE_OF_N: &str = "'000000' || CAST(10000 + n AS TEXT)
    || SUBSTR('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (8 * ((10000 + n) / 10000) + 9 * (n / 1000 % 10)
        + 10 * (n / 100 % 10) + 11 * (n / 10 % 10) + 12 * (n % 10)) % 31, 1)";
