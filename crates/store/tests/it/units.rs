//! Units, on both databases: who sees which report, in every query and every change.

use std::collections::BTreeSet;

use desk::event::EventActKind;
use desk::routing::RouteReason;
use desk::{ClockAct, NewUnit, NotAllowed, Role, Sight, UnitId, UnitKind};
use model::report::{ReportState, SourceKind};
use model::{Assessment, Method, OfficerId, Reference, ReportId, TrackingCode, Verdict};
use store::audit::{Deed, Who};
use store::oversight::AuditFilter;
use store::report::QueueFilter;
use store::{Store, StoreError, Version};

use crate::fixture::{NOW, assessment, contact, indicator, insert, officer, report};

fn id(text: &str) -> UnitId {
    text.parse().unwrap()
}

fn unit(name: &str, kind: UnitKind, parent: &str, province: &str, commune: Option<&str>) -> NewUnit {
    NewUnit {
        id: id(name),
        kind,
        parent: Some(id(parent)),
        name: format!("Đơn vị {name}"),
        province: Some(province.to_owned()),
        commune: commune.map(str::to_owned),
        methods: Vec::new(),
    }
}

/// Two provinces, one with a ward.
async fn make_units(store: &Store) {
    for new in [
        unit("da-nang", UnitKind::Province, "ministry", "48", None),
        unit("hai-chau", UnitKind::Commune, "da-nang", "48", Some("20242")),
        unit("ha-noi", UnitKind::Province, "ministry", "01", None),
    ] {
        store.create_unit(&new, Reference::embedded(), None, NOW).await.unwrap();
    }
}

async fn officer_of(store: &Store, name: &str, unit: &str, roles: &[Role]) -> OfficerId {
    let id_of = officer(store, name, roles).await;
    store.set_officer_unit(id_of, Version(1), &id(unit), None, NOW).await.unwrap();
    id_of
}

async fn sight(store: &Store, officer: OfficerId) -> Sight {
    store.officer(officer).await.unwrap().unit.sight()
}

fn is_other_unit<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> bool {
    match outcome {
        Err(StoreError::NotAllowed(NotAllowed::OtherUnit)) => true,
        other => panic!("not refused for the unit: {other:?}"),
    }
}

/// A report on the desk of `unit`, moved there by somebody of the root.
async fn report_at(store: &Store, root: OfficerId, number: u64, unit: &str) -> ReportId {
    let mut new = report(number);
    new.contact = Some(contact());
    let code = TrackingCode::from_random(number * 7919);
    let stored =
        store.insert_report(&new, &assessment(Verdict::NoInformation, &[]), code, NOW).await.unwrap();
    store.move_report(stored.id, Version(1), &id(unit), "đúng địa bàn", root, NOW).await.unwrap();
    stored.id
}

#[tokio::test]
async fn what_lies_on_another_desk_is_seen_by_no_query() {
    for database in testkit::databases().await {
        let store = &database.store;
        make_units(store).await;
        let root = officer(store, "goc", &[Role::DutyOfficer]).await;
        let mine = report_at(store, root, 1, "hai-chau").await;
        let theirs = report_at(store, root, 2, "ha-noi").await;
        let lan = officer_of(store, "lan", "da-nang", &[Role::DutyOfficer]).await;
        let sight = sight(store, lan).await;
        assert_eq!(sight, Sight::Province("48".to_owned()));

        for (filter, reports) in [
            (QueueFilter::default(), vec![mine]),
            (QueueFilter { unit: Some(id("hai-chau")), ..QueueFilter::default() }, vec![mine]),
            (QueueFilter { unit: Some(id("ha-noi")), ..QueueFilter::default() }, vec![]),
            (QueueFilter { unit: Some(UnitId::ministry()), ..QueueFilter::default() }, vec![]),
        ] {
            let page = store.queue(&filter, &sight, None, 10).await.unwrap();
            assert_eq!(page.lines.iter().map(|line| line.id).collect::<Vec<_>>(), reports, "{filter:?}");
        }
        assert_eq!(store.queue(&QueueFilter::default(), &Sight::All, None, 10).await.unwrap().lines.len(), 2);
        assert!(store.report(mine, &sight).await.is_ok());
        assert!(is_other_unit(store.report(theirs, &sight).await));
        let shared = indicator("domain:xacminh.example");
        let related = store.reports_with_indicator(&shared, &sight, 10).await.unwrap();
        assert_eq!(related.iter().map(|one| one.id).collect::<Vec<_>>(), [mine]);

        let kind = SourceKind::Denunciation;
        for one in [mine, theirs] {
            store.record_source(one, Version(2), kind, &Reference::embedded().law, root, NOW).await.unwrap();
        }
        let late = NOW.plus_days(30);
        let due = store.due_sources(late, &sight, None, 10).await.unwrap();
        assert_eq!(due.lines.iter().map(|line| line.id).collect::<Vec<_>>(), [mine]);
        assert_eq!(store.count_due(late, late.plus_days(1), &sight).await.unwrap().overdue, 1);
        assert_eq!(store.count_due(late, late.plus_days(1), &Sight::All).await.unwrap().overdue, 2);

        store.merge_events(mine, theirs, "cùng một vụ", root, NOW).await.unwrap();
        let event = store.event_of(mine, &sight, 10).await.unwrap();
        assert_eq!(event.reports_count, 2, "how large the event is stays known");
        assert_eq!(event.reports.iter().map(|one| one.id).collect::<Vec<_>>(), [mine]);
        assert_eq!(event.acts[0].kind, EventActKind::Merge);
    }
}

#[tokio::test]
async fn what_lies_on_another_desk_is_changed_by_nobody() {
    for database in testkit::databases().await {
        let store = &database.store;
        let law = &Reference::embedded().law;
        make_units(store).await;
        let root = officer(store, "goc", &[Role::DutyOfficer]).await;
        let mine = report_at(store, root, 1, "da-nang").await;
        let theirs = report_at(store, root, 2, "ha-noi").await;
        let lan = officer_of(store, "lan", "da-nang", &[Role::DutyOfficer]).await;
        let (v, kind) = (Version(2), SourceKind::Denunciation);
        let is = is_other_unit::<()>;
        let done = |outcome: Result<Version, StoreError>| is(outcome.map(|_| ()));
        assert!(done(store.assign_report(theirs, v, Some(lan), lan, NOW).await));
        assert!(done(store.set_method(theirs, v, Method::CoerceKidnap, lan, NOW).await));
        let dismissed = ReportState::Dismissed;
        assert!(done(store.set_report_state(theirs, v, dismissed, "rác", law, lan, NOW).await));
        assert!(done(store.act_on_clock(theirs, v, ClockAct::Classify, "", law, lan, NOW).await));
        assert!(done(store.move_report(theirs, v, &id("da-nang"), "lấy về", lan, NOW).await));
        assert!(is(store.write_note(theirs, "ghi", lan, NOW).await));
        assert!(is(store.record_source(theirs, v, kind, law, lan, NOW).await.map(|_| ())));
        assert!(is(store.open_identity(theirs, lan, "gọi lại cho người báo", NOW).await.map(|_| ())));
        assert!(is(store.merge_events(mine, theirs, "cùng vụ", lan, NOW).await.map(|_| ())));
        assert!(is(store.split_event(&BTreeSet::from([theirs]), "khác vụ", lan, NOW).await.map(|_| ())));
        let untouched = store.report(theirs, &Sight::All).await.unwrap();
        assert_eq!((untouched.version, untouched.state), (v, ReportState::Received));
        assert!(store.assign_report(mine, v, Some(lan), lan, NOW).await.is_ok());
    }
}

#[tokio::test]
async fn the_glass_opens_every_desk_for_a_while_and_says_why() {
    for database in testkit::databases().await {
        let store = &database.store;
        make_units(store).await;
        let root = officer(store, "goc", &[Role::DutyOfficer]).await;
        let theirs = report_at(store, root, 2, "ha-noi").await;
        let lan = officer_of(store, "lan", "da-nang", &[Role::DutyOfficer]).await;
        let analyst = officer_of(store, "binh", "da-nang", &[Role::Analyst]).await;
        assert!(is_other_unit(store.open_report(theirs, &sight(store, lan).await, lan, NOW).await));
        let why = "người bị hại đang bị giữ, Hà Nội chưa có người trực";
        assert!(store.break_glass(lan, "gấp", NOW).await.is_err(), "a reason must say something");
        assert!(store.break_glass(analyst, why, NOW).await.is_err(), "not for every role");
        let glass = store.break_glass(lan, why, NOW).await.unwrap();
        let minute = |minutes: i64| model::Time::from_millis(NOW.millis() + minutes * 60_000);
        assert_eq!(glass.ends_at, minute(30));
        store.write_note(theirs, "đã gọi 113", lan, minute(29)).await.unwrap();
        assert!(is_other_unit(store.write_note(theirs, "muộn", lan, minute(30)).await));

        store.break_glass(lan, why, minute(40)).await.unwrap();
        store.mend_glass(lan, minute(41)).await.unwrap();
        assert!(is_other_unit(store.write_note(theirs, "muộn", lan, minute(41)).await));
        let by_lan = AuditFilter { who: Some(lan), ..AuditFilter::default() };
        let lines = store.audit_search(&by_lan, &Sight::All, None, 10).await.unwrap();
        let deeds: Vec<Deed> = lines.iter().map(|line| line.what).collect();
        let expected =
            [Deed::MendGlass, Deed::BreakGlass, Deed::WriteNote, Deed::BreakGlass, Deed::RefuseReport];
        assert_eq!(deeds, expected);
        assert_eq!(lines[1].why, why);
    }
}

#[tokio::test]
async fn opening_a_report_leaves_one_trace_for_the_auditors_of_either_unit() {
    for database in testkit::databases().await {
        let store = &database.store;
        make_units(store).await;
        let root = officer(store, "goc", &[Role::DutyOfficer]).await;
        let theirs = report_at(store, root, 2, "ha-noi").await;
        let lan = officer_of(store, "lan", "da-nang", &[Role::DutyOfficer]).await;
        let minute = |minutes: i64| model::Time::from_millis(NOW.millis() + minutes * 60_000);
        for at in [0, 3, 9, 11] {
            store.open_report(theirs, &Sight::All, root, minute(at)).await.unwrap();
        }
        let _ = store.open_report(theirs, &sight(store, lan).await, lan, minute(12)).await;
        let about = AuditFilter { target: Some(format!("report:{theirs}")), ..AuditFilter::default() };
        let seen = async |sight: &Sight, filter: &AuditFilter| {
            let lines = store.audit_search(filter, sight, None, 20).await.unwrap();
            lines.into_iter().map(|line| (line.who, line.what)).collect::<Vec<_>>()
        };
        let ha_noi = Sight::Province("01".to_owned());
        let all = seen(&ha_noi, &about).await;
        let (by_root, by_lan) = (Who::Officer(root), Who::Officer(lan));
        let opened = (by_root, Deed::ReadReport);
        let first = [(by_lan, Deed::RefuseReport), opened, opened, (by_root, Deed::MoveReport)];
        assert_eq!(all[..4], first, "twice within ten minutes is one reading");
        let da_nang = Sight::Province("48".to_owned());
        assert_eq!(
            seen(&da_nang, &about).await,
            [(by_lan, Deed::RefuseReport)],
            "what one's own officers did"
        );
        let refused = AuditFilter { what: Some(Deed::RefuseReport), from: Some(minute(13)), ..about.clone() };
        assert!(seen(&Sight::All, &refused).await.is_empty());
        let to = AuditFilter { what: Some(Deed::ReadReport), to: Some(minute(5)), ..about };
        assert_eq!(seen(&Sight::All, &to).await, [opened]);
        let timeline = store.audit_lines_about(&format!("report:{theirs}"), 20).await.unwrap();
        assert!(timeline.iter().all(|line| line.what != Deed::ReadReport));
    }
}

#[tokio::test]
async fn nobodys_work_is_left_without_a_desk() {
    for database in testkit::databases().await {
        let store = &database.store;
        make_units(store).await;
        let root = officer(store, "goc", &[Role::DutyOfficer, Role::Administrator]).await;
        let lan = officer_of(store, "lan", "hai-chau", &[Role::DutyOfficer]).await;
        let mut held = Vec::new();
        for number in 1..=3 {
            let one = report_at(store, root, number, "hai-chau").await;
            store.assign_report(one, Version(2), Some(lan), lan, NOW).await.unwrap();
            held.push(one);
        }
        store.set_officer_enabled(lan, Version(2), false, root, NOW).await.unwrap();
        for one in &held {
            let report = store.report(*one, &Sight::All).await.unwrap();
            assert_eq!((report.assigned_to, report.unit), (None, id("hai-chau")));
            assert_eq!(report.version, Version(4), "who had it open must look again");
            let lines = store.audit_lines_about(&format!("report:{one}"), 20).await.unwrap();
            let last = lines.last().unwrap();
            assert_eq!(
                (last.what, last.who, last.why.as_str()),
                (Deed::AssignReport, Who::Officer(root), "")
            );
        }
        // The ward closes: what lies there goes to the province.
        store.set_unit_open(&id("hai-chau"), Version(1), false, root, NOW).await.unwrap();
        let da_nang = QueueFilter { unit: Some(id("da-nang")), ..QueueFilter::default() };
        assert_eq!(store.queue(&da_nang, &Sight::All, None, 10).await.unwrap().lines.len(), 3);
        let closed = store.move_report(held[0], Version(5), &id("hai-chau"), "về lại", root, NOW).await;
        assert!(matches!(closed, Err(StoreError::Conflict("unit"))), "{closed:?}");
        let blank = store.move_report(held[0], Version(5), &id("ha-noi"), " ", root, NOW).await;
        assert!(matches!(blank, Err(StoreError::NotAllowed(NotAllowed::GroundMissing))), "{blank:?}");
        assert!(store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test]
async fn an_administrator_manages_the_own_province_only() {
    for database in testkit::databases().await {
        let store = &database.store;
        make_units(store).await;
        let admin = officer_of(store, "quan-tri", "da-nang", &[Role::Administrator]).await;
        let near = officer_of(store, "gan", "hai-chau", &[Role::Analyst]).await;
        let far = officer_of(store, "xa", "ha-noi", &[Role::Analyst]).await;
        let v = Version(2);
        assert!(is_other_unit(store.set_officer_roles(far, v, &[Role::Press], admin, NOW).await));
        assert!(is_other_unit(store.set_officer_enabled(far, v, false, admin, NOW).await));
        assert!(is_other_unit(store.set_officer_unit(far, v, &id("da-nang"), Some(admin), NOW).await));
        assert!(is_other_unit(store.set_officer_unit(near, v, &id("ha-noi"), Some(admin), NOW).await));
        assert!(is_other_unit(store.set_officer_unit(admin, v, &UnitId::ministry(), Some(admin), NOW).await));
        assert!(is_other_unit(store.end_session(far, "x", admin, NOW).await));
        let end = NOW.plus_days(1);
        assert!(is_other_unit(store.invite_officer(&[Role::Press], &id("ha-noi"), admin, NOW, end).await));
        let new = unit("cau-giay", UnitKind::Commune, "ha-noi", "01", Some("00166"));
        assert!(is_other_unit(store.create_unit(&new, Reference::embedded(), Some(admin), NOW).await));
        store.set_officer_unit(near, v, &id("da-nang"), Some(admin), NOW).await.unwrap();
        let token = store.invite_officer(&[Role::Press], &id("hai-chau"), admin, NOW, end).await.unwrap();
        assert_eq!(store.invitation(&token, NOW).await.unwrap().unwrap().unit, id("hai-chau"));
    }
}

#[tokio::test]
async fn a_new_report_finds_its_desk_once() {
    for database in testkit::databases().await {
        let store = &database.store;
        let reference = Reference::embedded();
        make_units(store).await;
        let root = officer(store, "goc", &[Role::DutyOfficer]).await;
        let desk = async |id| {
            let report = store.report(id, &Sight::All).await.unwrap();
            format!("{} {}", report.unit, report.unit_reason.unwrap_or_default())
        };
        // A ward by its name, the sender's province chosen.
        let ward = insert(store, 1, NOW).await.id;
        assert_eq!(store.route_report(ward, reference).await.unwrap(), Some(RouteReason::Commune));
        assert_eq!(desk(ward).await, "hai-chau commune");
        assert_eq!(store.route_report(ward, reference).await.unwrap(), None, "twice is once");
        // An old province, and a place nobody has a desk for.
        for (number, province, place, expected) in [
            (2, None, "huyện Duy Xuyên, tỉnh Quảng Nam", "da-nang province"),
            (3, Some("79"), "", "ministry "),
        ] {
            let mut new = report(number);
            new.province = province.map(str::to_owned);
            new.place = place.to_owned();
            let code = TrackingCode::from_random(number * 7919);
            let none = Assessment::no_information();
            let id = store.insert_report(&new, &none, code, NOW).await.unwrap().id;
            store.route_report(id, reference).await.unwrap();
            assert_eq!(desk(id).await, expected);
        }
        // What an officer has moved stays there.
        let moved = report_at(store, root, 4, "ha-noi").await;
        assert_eq!(store.route_report(moved, reference).await.unwrap(), None);
        assert_eq!(desk(moved).await, "ha-noi officer");
    }
}

#[tokio::test]
async fn everybody_of_before_sees_everything() {
    for database in testkit::databases().await {
        let store = &database.store;
        let lan = officer(store, "lan", &[Role::DutyOfficer]).await;
        insert(store, 1, NOW).await;
        assert_eq!(sight(store, lan).await, Sight::All);
        let units = store.units().await.unwrap();
        assert_eq!(units.len(), 1);
        assert_eq!((units[0].unit.id.clone(), units[0].officers), (UnitId::ministry(), 1));
        assert_eq!(store.queue(&QueueFilter::default(), &Sight::All, None, 9).await.unwrap().lines.len(), 1);
    }
}
