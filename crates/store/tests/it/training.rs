//! Decisions as training data: only what officers decided, never an identity, always with an audit line.

use desk::Role;
use model::report::{ReportState, SourceKind};
use model::{Method, Reference};
use store::Version;
use store::audit::{Deed, Who};
use testkit::for_each_database;

use crate::fixture::{NOW, insert, officer};

#[tokio::test]
async fn only_decisions_are_exported_and_the_trail_says_so() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "truc", &[Role::DutyOfficer]).await;
        // Decided with an officer's method; recorded without one; dismissed; only received.
        let decided = insert(store, 1, NOW).await.id;
        let version = store.set_method(decided, Version(1), Method::CoerceKidnap, by, NOW).await.unwrap();
        let law = &Reference::embedded().law;
        store.record_source(decided, version, SourceKind::Denunciation, law, by, NOW).await.unwrap();
        let unsaid = insert(store, 2, NOW).await.id;
        store.record_source(unsaid, Version(1), SourceKind::Denunciation, law, by, NOW).await.unwrap();
        let dismissed = insert(store, 3, NOW).await.id;
        store
            .set_report_state(dismissed, Version(1), ReportState::Dismissed, "mẫu", law, by, NOW)
            .await
            .unwrap();
        insert(store, 4, NOW).await;

        let rows = store.export_training(false, "huấn luyện quý IV", NOW).await.unwrap();
        let methods: Vec<_> = rows.iter().map(|row| row.method).collect();
        assert_eq!(methods, [Some(Method::CoerceKidnap)]);
        assert!(rows[0].text.contains("xưng công an"));
        let rows = store.export_training(true, "huấn luyện quý IV", NOW).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.method.is_none()).count(), 1);

        let lines = store.audit_lines(None, 2).await.unwrap();
        for (line, count) in lines.iter().zip([2, 1]) {
            assert_eq!((line.who, line.what), (Who::Command, Deed::ExportTraining));
            assert!(format!("{line:?}").contains(&format!("{count} reports: huấn luyện quý IV")), "{line:?}");
        }
    })
    .await;
}
