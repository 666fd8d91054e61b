//! Who sent a report: apart, encrypted, opened with a reason, erased.

use desk::Role;
use model::{TrackingCode, Verdict};
use store::audit::{Deed, Who};
use store::{IdentityKey, Store, StoreError, StoreSettings};
use testkit::{TestDatabase, for_each_database};

use crate::fixture::{NOW, assessment, contact, insert, officer, report};

async fn insert_with_contact(database: &TestDatabase) -> model::ReportId {
    let mut new = report(1);
    new.contact = Some(contact());
    let assessed = assessment(Verdict::Suspicious, &[]);
    let code = TrackingCode::from_random(3);
    database.store.insert_report(&new, &assessed, code, NOW).await.unwrap().id
}

#[tokio::test]
async fn an_identity_is_opened_with_a_reason_and_the_reading_is_on_record() {
    for_each_database(async |database| {
        let store = &database.store;
        let id = insert_with_contact(database).await;
        let duty = officer(store, "lan", &[Role::DutyOfficer]).await;
        let analyst = officer(store, "an", &[Role::Analyst]).await;
        assert!(store.report(id, &desk::Sight::All).await.unwrap().has_identity);
        for (by, reason) in [(duty, "  "), (analyst, "tò mò")] {
            let refused = store.open_identity(id, by, reason, NOW).await;
            assert!(matches!(refused, Err(StoreError::NotAllowed(_))), "{refused:?}");
        }
        assert_eq!(store.open_identity(id, duty, "gọi lại để xác minh", NOW).await.unwrap(), contact());
        let lines = store.audit_lines_about(&format!("report:{id}"), 10).await.unwrap();
        let last = lines.last().unwrap();
        assert_eq!((last.what, last.who), (Deed::OpenIdentity, Who::Officer(duty)));
        assert_eq!(last.why, "gọi lại để xác minh");
        assert_eq!(lines.len(), 2, "a refusal opens nothing and writes nothing");
    })
    .await;
}

#[tokio::test]
async fn an_anonymous_report_has_none_and_an_erased_one_is_gone() {
    for_each_database(async |database| {
        let store = &database.store;
        let duty = officer(store, "lan", &[Role::DutyOfficer]).await;
        let anonymous = insert(store, 9, NOW).await.id;
        let none = store.open_identity(anonymous, duty, "gọi lại", NOW).await;
        assert!(matches!(none, Err(StoreError::NotFound("identity"))), "{none:?}");
        let id = insert_with_contact(database).await;
        let later = NOW.plus_days(30);
        assert!(store.identities_before(NOW, 10).await.unwrap().is_empty());
        assert_eq!(store.identities_before(later, 10).await.unwrap(), [id]);
        store.erase_identity(id, Who::System, "hết hạn lưu", later).await.unwrap();
        store.erase_identity(id, Who::System, "hết hạn lưu", later).await.unwrap();
        assert!(!store.report(id, &desk::Sight::All).await.unwrap().has_identity);
        assert_eq!(database.number("SELECT COUNT(*) FROM identities").await, 0);
        let lines = store.audit_lines_about(&format!("report:{id}"), 10).await.unwrap();
        assert_eq!(lines.iter().filter(|line| line.what == Deed::EraseIdentity).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_key_opens_nothing() {
    for_each_database(async |database| {
        insert_with_contact(database).await;
        let wrong = StoreSettings { identity_key: IdentityKey::new([1; 32]), ..database.settings.clone() };
        assert!(matches!(Store::open(&wrong).await.err(), Some(StoreError::WrongKey)));
    })
    .await;
}

#[tokio::test]
async fn an_identity_moved_to_another_report_does_not_open() {
    for_each_database(async |database| {
        let store = &database.store;
        let duty = officer(store, "lan", &[Role::DutyOfficer]).await;
        insert_with_contact(database).await;
        let other = insert(store, 9, NOW).await.id;
        database.execute(&format!("UPDATE identities SET report_id = '{other}'")).await;
        let refused = store.open_identity(other, duty, "gọi lại", NOW).await;
        assert!(matches!(refused, Err(StoreError::WrongKey)), "{refused:?}");
    })
    .await;
}

/// Whatever is added to the schema later: the backup holds every column of every table, so a name that is
/// nowhere in a backup is nowhere in the database in plain text.
#[tokio::test]
async fn no_table_holds_an_identity_or_a_second_factor_in_plain_text() {
    for_each_database(async |database| {
        let store = &database.store;
        insert_with_contact(database).await;
        officer(store, "lan", &[Role::DutyOfficer]).await;
        let target = database.folder().join("backup");
        store.backup(&target, NOW).await.unwrap();
        let seed = b"twenty bytes of seed";
        let hex = data_encoding::HEXLOWER.encode(seed);
        let mut secrets = vec![hex, String::from_utf8(seed.to_vec()).unwrap()];
        for plain in ["Nguyễn Văn Mẫu", "+84900000001", "mau@mail.example"] {
            secrets.extend([plain.to_owned(), data_encoding::HEXLOWER.encode(plain.as_bytes())]);
        }
        let mut read = 0;
        for entry in std::fs::read_dir(target.join("tables")).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            read += text.len();
            for secret in &secrets {
                assert!(!text.contains(secret), "{} holds {secret}", path.display());
            }
        }
        assert!(read > 2_000, "the tables were read");
    })
    .await;
}
