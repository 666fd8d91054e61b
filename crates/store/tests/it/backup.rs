//! Backup and restore, on each engine and from one to the other.

use desk::Role;
use model::report::NewAttachment;
use model::{Level, ReportId, TrackingCode, Verdict};
use store::backup::BackupError;
use store::{IdentityKey, Store, StoreError, StoreSettings};
use testkit::{TestDatabase, databases, for_each_database};

use crate::fixture::{NOW, assessment, cleared, contact, insert, officer, report, retention};

/// Something in every table.
async fn fill(store: &Store) -> ReportId {
    let lan = officer(store, "lan", &[Role::DutyOfficer, Role::Approver]).await;
    let mut new = report(1);
    new.contact = Some(contact());
    new.attachments = vec![NewAttachment {
        name: "ảnh \"một\"\n.png".to_owned(),
        media_type: "image/png",
        bytes: vec![0, 159, 146, 150],
    }];
    let assessed = assessment(Verdict::Dangerous, &["phone:+84900000002"]);
    let id = store.insert_report(&new, &assessed, TrackingCode::from_random(3), NOW).await.unwrap().id;
    let law = &model::Reference::embedded().law;
    let kind = model::report::SourceKind::Denunciation;
    store.record_source(id, store::Version(1), kind, law, lan, NOW).await.unwrap();
    store.write_note(id, "ghi chú", lan, NOW).await.unwrap();
    store.propose(cleared("domain:a.example", Level::Block), lan, Some(id), NOW).await.unwrap();
    let many: Vec<_> = (0..2_100).map(|n| cleared(&format!("domain:n{n}.example"), Level::Warn)).collect();
    store.bulk_list(&many, "mẫu", NOW).await.unwrap();
    id
}

async fn assert_same(from: &TestDatabase, to: &TestDatabase, id: ReportId) {
    assert_eq!(
        to.store.report(id, &desk::Sight::All).await.unwrap(),
        from.store.report(id, &desk::Sight::All).await.unwrap()
    );
    assert_eq!(to.store.load_snapshot().await.unwrap(), from.store.load_snapshot().await.unwrap());
    assert_eq!(to.store.officers().await.unwrap(), from.store.officers().await.unwrap());
    let open = desk::ProposalState::Open;
    assert_eq!(to.store.proposals(open, 9).await.unwrap(), from.store.proposals(open, 9).await.unwrap());
    let lan = to.store.officers().await.unwrap()[0].id;
    let opened = to.store.open_identity(id, lan, "kiểm tra bản sao", NOW).await.unwrap();
    assert_eq!(opened, contact());
    let attachment = to.store.report(id, &desk::Sight::All).await.unwrap().attachments[0].id;
    assert_eq!(to.store.read_attachment(attachment, lan, NOW).await.unwrap().1, [0, 159, 146, 150]);
    let verified = to.store.verify().await.unwrap();
    assert!(verified.is_clean(), "{:?}", verified.problems);
}

#[tokio::test]
async fn a_backup_restores_on_every_engine() {
    for from in databases().await {
        let id = fill(&from.store).await;
        let target = from.folder().join("backup");
        let written = from.store.backup(&target, NOW).await.unwrap();
        for to in databases().await {
            let read = to.store.restore(&target, retention(), NOW).await.unwrap();
            assert_eq!(read, written);
            assert_same(&from, &to, id).await;
            // The next number of each log and register goes on where it was.
            let more = to.store.bulk_list(&[cleared("domain:z.example", Level::Warn)], "mẫu", NOW).await;
            assert_eq!(more.unwrap().serial.0, from.store.head_serial().await.unwrap().0 + 1);
        }
    }
}

#[tokio::test]
async fn a_backup_made_while_reports_stream_in_is_whole() {
    for_each_database(async |database| {
        let writer = database.store.clone();
        let stream = tokio::spawn(async move {
            for number in 0..60 {
                insert(&writer, number, NOW).await;
            }
        });
        let mut round = 0;
        while !stream.is_finished() {
            let target = database.folder().join(format!("backup {round}"));
            database.store.backup(&target, NOW).await.unwrap();
            let to = TestDatabase::sqlite().await;
            to.store.restore(&target, retention(), NOW).await.unwrap();
            let verified = to.store.verify().await.unwrap();
            assert!(verified.is_clean(), "{:?}", verified.problems);
            let reports = to.number("SELECT COUNT(*) FROM reports").await;
            assert_eq!(to.number("SELECT COUNT(*) FROM audit_lines").await, reports + 1);
            round += 1;
        }
        stream.await.unwrap();
        assert!(round > 0);
    })
    .await;
}

#[tokio::test]
async fn a_restore_takes_only_an_empty_database_and_the_right_key() {
    for_each_database(async |database| {
        fill(&database.store).await;
        let target = database.folder().join("backup");
        database.store.backup(&target, NOW).await.unwrap();
        assert!(matches!(database.store.backup(&target, NOW).await, Err(BackupError::Exists(_))));
        assert!(matches!(
            database.store.restore(&target, retention(), NOW).await,
            Err(BackupError::NotEmpty)
        ));
        let folder = tempfile::tempdir().unwrap();
        let other_key = StoreSettings {
            database_url: format!("sqlite://{}", folder.path().join("khien.db").display()),
            identity_key: IdentityKey::new([1; 32]),
            evidence_dir: folder.path().join("evidence"),
        };
        let store = Store::open(&other_key).await.unwrap();
        let refused = store.restore(&target, retention(), NOW).await;
        assert!(matches!(refused, Err(BackupError::Store(StoreError::WrongKey))), "{refused:?}");
        assert_eq!(store.count_officers().await.unwrap(), 0);
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn a_damaged_backup_is_refused_and_leaves_nothing() {
    for_each_database(async |database| {
        fill(&database.store).await;
        let evidence = std::fs::read_dir(&database.settings.evidence_dir).unwrap().next().unwrap().unwrap();
        let evidence = format!("evidence/{}", evidence.file_name().to_str().unwrap());
        for (round, file) in
            ["tables/acts.jsonl", "tables/reports.jsonl", "manifest.json", &evidence].into_iter().enumerate()
        {
            let target = database.folder().join(format!("backup {round}"));
            database.store.backup(&target, NOW).await.unwrap();
            let path = target.join(file);
            let mut bytes = std::fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            std::fs::write(&path, bytes).unwrap();
            let to = database.sibling().await;
            let refused = to.store.restore(&target, retention(), NOW).await;
            assert!(matches!(refused, Err(BackupError::Damaged { .. })), "{file}: {refused:?}");
            assert_eq!(to.number("SELECT COUNT(*) FROM reports").await, 0, "{file}");
            assert_eq!(to.store.head_serial().await.unwrap().0, 0, "{file}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_backup_without_its_last_table_lines_is_refused() {
    for_each_database(async |database| {
        fill(&database.store).await;
        let target = database.folder().join("backup");
        database.store.backup(&target, NOW).await.unwrap();
        let path = target.join("tables/listings.jsonl");
        let text = std::fs::read_to_string(&path).unwrap();
        let cut = text.trim_end().rfind('\n').unwrap();
        std::fs::write(&path, &text[..=cut]).unwrap();
        let refused = database.sibling().await.store.restore(&target, retention(), NOW).await;
        assert!(matches!(refused, Err(BackupError::Damaged { .. })), "{refused:?}");
    })
    .await;
}
