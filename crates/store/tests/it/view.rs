//! Views that officers keep, the queue by arrival, and lists that leave as files.

use std::collections::BTreeSet;

use desk::{NewUnit, NotAllowed, Role, Sight, UnitKind};
use model::{Reference, ReportId};
use store::audit::Deed;
use store::oversight::AuditFilter;
use store::report::QueueFilter;
use store::{StoreError, Version};
use testkit::for_each_database;

use crate::fixture::{NOW, insert, officer};

#[tokio::test]
async fn a_view_is_seen_by_its_officer_and_by_the_unit_it_was_kept_for() {
    for_each_database(async |database| {
        let store = &database.store;
        let unit = NewUnit {
            id: "da-nang".parse().unwrap(),
            kind: UnitKind::Province,
            parent: Some("ministry".parse().unwrap()),
            name: "Đà Nẵng".to_owned(),
            province: Some("48".to_owned()),
            commune: None,
            methods: Vec::new(),
        };
        store.create_unit(&unit, Reference::embedded(), None, NOW).await.unwrap();
        let lan = officer(store, "lan", &[Role::DutyOfficer]).await;
        let mai = officer(store, "mai", &[Role::Analyst]).await;
        let hoa = officer(store, "hoa", &[Role::Analyst]).await;
        store.set_officer_unit(hoa, Version(1), &unit.id, None, NOW).await.unwrap();
        let own = store.save_view("queue", "của tôi", "state=received", false, lan, NOW).await.unwrap();
        let shared = store.save_view("queue", "của đơn vị", "columns=money", true, lan, NOW).await.unwrap();
        store.save_view("search", "tìm", "q=coc", true, lan, NOW).await.unwrap();
        let names = async |officer| {
            let views = store.views("queue", officer).await.unwrap();
            views.into_iter().map(|view| view.name).collect::<Vec<_>>()
        };
        assert_eq!(names(lan).await, ["của tôi", "của đơn vị"]);
        assert_eq!(names(mai).await, ["của đơn vị"]);
        assert!(names(hoa).await.is_empty(), "another unit");
        let refused = store.delete_view(shared, mai).await;
        assert!(matches!(refused, Err(StoreError::NotFound(_))), "only who kept it: {refused:?}");
        store.delete_view(own, lan).await.unwrap();
        assert_eq!(names(lan).await, ["của đơn vị"]);
        assert!(store.save_view("queue", " ", "", false, lan, NOW).await.is_err());
        for number in 0..48 {
            store.save_view("queue", &format!("b{number}"), "", false, lan, NOW).await.unwrap();
        }
        let full = store.save_view("queue", "nữa", "", false, lan, NOW).await;
        assert!(matches!(full, Err(StoreError::Conflict(_))), "{full:?}");
    })
    .await;
}

#[tokio::test]
async fn the_queue_by_arrival_shows_every_report_once() {
    for_each_database(async |database| {
        let store = &database.store;
        let mut ids = Vec::new();
        for number in 0..23 {
            ids.push(insert(store, number, NOW.plus_hours(number as i64)).await.id);
        }
        ids.reverse();
        let filter = QueueFilter { is_newest_first: true, ..QueueFilter::default() };
        let (mut seen, mut after): (Vec<ReportId>, _) = (Vec::new(), None);
        loop {
            let page = store.queue(&filter, &Sight::All, after, 5).await.unwrap();
            seen.extend(page.lines.iter().map(|line| line.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, ids);
        let codes: BTreeSet<String> = store
            .queue(&filter, &Sight::All, None, 50)
            .await
            .unwrap()
            .lines
            .iter()
            .map(|line| line.tracking_code.to_string())
            .collect();
        assert_eq!(codes.len(), 23);
    })
    .await;
}

#[tokio::test]
async fn a_file_leaves_a_line_in_the_trail_before_it_leaves() {
    for_each_database(async |database| {
        let store = &database.store;
        let lan = officer(store, "lan", &[Role::DutyOfficer]).await;
        let auditor = officer(store, "kiem", &[Role::Auditor]).await;
        let silent = store.note_export("x1", "csv 3 queue", " ", lan, NOW).await;
        assert!(matches!(silent, Err(StoreError::NotAllowed(NotAllowed::GroundMissing))), "{silent:?}");
        assert!(store.note_export("x1", "csv 3 queue", "họp", auditor, NOW).await.is_err());
        store.note_export("x1", "csv 3 queue", "họp giao ban", lan, NOW).await.unwrap();
        let filter = AuditFilter { what: Some(Deed::ExportReports), ..AuditFilter::default() };
        let lines = store.audit_search(&filter, &Sight::All, None, 10).await.unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!(
            (lines[0].target.as_str(), lines[0].why.as_str()),
            ("export:x1", "csv 3 queue: họp giao ban")
        );
    })
    .await;
}
