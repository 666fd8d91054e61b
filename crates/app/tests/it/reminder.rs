//! An officer who left an address is told of a deadline by mail, once: the real binary, and a mail server that is not
//! ours (aiosmtpd).

use std::time::{Duration, Instant};

use desk::Role;
use model::report::{NewReport, ReportChannel, SourceKind};
use model::{Assessment, Reference, ReportId, Time, TrackingCode};
use store::audit::Who;
use store::officer::NewOfficer;
use store::{IdentityKey, Store, StoreSettings, Version};

use crate::command::Khien;
use crate::smtp::Sink;

/// The database of the binary's folder, opened as another process would.
pub(crate) async fn store_of(khien: &Khien) -> Store {
    let key = khien.read("khien-data/identity.key");
    let key = (0..32).map(|at| u8::from_str_radix(&key[2 * at..2 * at + 2], 16).unwrap()).collect::<Vec<_>>();
    let settings = StoreSettings {
        database_url: format!("sqlite://{}", khien.path("khien-data/khien.db").display()),
        identity_key: IdentityKey::new(key.try_into().unwrap()),
        evidence_dir: khien.path("khien-data/evidence"),
    };
    Store::open(&settings).await.unwrap()
}

/// Now, by the clock on the wall, which the binary looks at too.
pub(crate) fn real_now() -> Time {
    let millis = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis();
    Time::from_millis(i64::try_from(millis).unwrap())
}

/// A source that Lan recorded 20 hours ago: four are left to classify it.
async fn source(store: &Store, now: Time) -> ReportId {
    let officer = NewOfficer {
        name: "lan".to_owned(),
        display_name: "Cán bộ Lan".to_owned(),
        password_hash: "$argon2id$sample".to_owned(),
        totp_secret: b"twenty bytes of seed".to_vec(),
        totp_step: 0,
        roles: vec![Role::DutyOfficer],
    };
    let lan = store.create_officer(&officer, Who::Command, now).await.unwrap();
    store.set_officer_address(lan, "lan@khien.example", now).await.unwrap();
    let report = NewReport {
        submission: "01957d3e-0000-7000-8000-000000000001".parse().unwrap(),
        channel: ReportChannel::Web,
        text: "Có người gọi từ 0900 000 123 tự xưng công an".to_owned(),
        happened_at: None,
        province: None,
        place: String::new(),
        money_lost: None,
        method: None,
        indicators: Vec::new(),
        contact: None,
        attachments: Vec::new(),
    };
    let (code, before) = (TrackingCode::from_random(7), now.plus_hours(-20));
    let id = store.insert_report(&report, &Assessment::no_information(), code, before).await.unwrap().id;
    store.assign_report(id, Version(1), Some(lan), lan, before).await.unwrap();
    let law = &Reference::embedded().law;
    store.record_source(id, Version(2), SourceKind::Denunciation, law, lan, before).await.unwrap();
    id
}

#[tokio::test]
async fn an_officer_is_told_of_a_deadline_by_mail_once() {
    let Some(mut server) = Sink::start() else { return };
    let khien = Khien::new();
    khien.ok(&["officer", "add"]);
    let store = store_of(&khien).await;
    let now = real_now();
    source(&store, now).await;
    let _served = khien.serve_with(|command| server.settings(command));
    let (letter, start) = (server.letter(), Instant::now());
    assert!(letter.contains("lan@khien.example") && letter.contains("reminder-"), "{letter}");
    assert!(!letter.contains("0900 000 123") && !letter.contains("C=C3=B3 ng=C6=B0=E1=BB=9Di"), "{letter}");
    let officers = store.officers().await.unwrap();
    let lan = officers.iter().find(|officer| officer.name == "lan").unwrap().id;
    // Taken by the server: noted as such, and there is nothing left to send.
    while store.reminders(lan, 10).await.unwrap()[0].mailed_at.is_none() {
        assert!(start.elapsed() < Duration::from_secs(60), "the mailing is noted");
        tokio::task::yield_now().await;
    }
    let told = store.reminders(lan, 10).await.unwrap();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(store.reminder_letter(&told[0].id).await.unwrap(), None);
}
