//! Campaigns, on both databases: grown from what reports share, in bounded work, within the sight of who looks.

use std::time::Instant;

use desk::campaign::{Campaign, LeftOut, REPORTS_MAX};
use desk::{NewUnit, Role, Sight, UnitKind};
use model::report::NewReport;
use model::{Method, Reference, ReportId, TrackingCode, Verdict};
use store::{Store, StoreError, Version};
use testkit::for_each_database;

use crate::fixture::{CODE_OF_N, NOW, assessment, indicator, officer, report};

async fn insert(store: &Store, number: u64, method: Method, indicators: &[&str]) -> ReportId {
    let new = NewReport {
        indicators: indicators.iter().map(|text| indicator(text)).collect(),
        method: Some(method),
        ..report(number)
    };
    let code = TrackingCode::from_random(number * 7919);
    let at = NOW.plus_hours(number as i64);
    store.insert_report(&new, &assessment(Verdict::NoInformation, &[]), code, at).await.unwrap().id
}

async fn campaign(store: &Store, report: ReportId, sight: &Sight) -> Campaign {
    store.campaign_of(report, |value| value.value().ends_with("gov.vn"), sight).await.unwrap()
}

/// Places of the members in `ids`.
fn places(campaign: &Campaign, ids: &[ReportId]) -> Vec<usize> {
    let place = |id: ReportId| ids.iter().position(|one| *one == id).unwrap();
    let mut places: Vec<usize> = campaign.members.iter().map(|member| place(member.node.id)).collect();
    places.sort_unstable();
    places
}

#[tokio::test]
async fn it_grows_from_the_event_and_a_value_taken_out_joins_nothing() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let (judicial, task) = (Method::GovJudicial, Method::JobTask);
        let account = "bank_account:970436:0900000123";
        let ids = [
            insert(store, 0, judicial, &[account, "domain:vneid.gov.vn"]).await,
            insert(store, 1, judicial, &["phone:+84900000123"]).await,
            insert(store, 2, task, &[account, "domain:mot.example"]).await,
            insert(store, 3, task, &["domain:mot.example"]).await,
            insert(store, 4, judicial, &["phone:+84900000123"]).await,
            insert(store, 5, task, &["phone:+84900000123", "domain:vneid.gov.vn"]).await,
        ];
        // 0 and 1 are one event: its number leads to 4, not to 5, whose method is another.
        store.merge_events(ids[0], ids[1], "cùng vụ", by, NOW.plus_days(1)).await.unwrap();
        let grown = campaign(store, ids[1], &Sight::All).await;
        assert_eq!(places(&grown, &ids), [0, 1, 2, 3, 4]);
        assert_eq!(grown.members.iter().filter(|member| member.hop == 0).count(), 2);
        assert_eq!(grown.left, [(indicator("domain:vneid.gov.vn"), LeftOut::Official, 2)]);
        let silent = store.exclude_value(&indicator(account), " ", by, NOW).await;
        assert!(matches!(silent, Err(StoreError::NotAllowed(_))), "{silent:?}");
        store.exclude_value(&indicator(account), "ví trung gian của nhiều người", by, NOW).await.unwrap();
        let smaller = campaign(store, ids[1], &Sight::All).await;
        assert_eq!(places(&smaller, &ids), [0, 1, 4]);
        assert!(smaller.left.contains(&(indicator(account), LeftOut::Excluded, 2)));
        store.include_value(&indicator(account), by, NOW).await.unwrap();
        assert_eq!(campaign(store, ids[1], &Sight::All).await, grown);
        assert!(matches!(
            store.include_value(&indicator(account), by, NOW).await,
            Err(StoreError::NotFound(_))
        ));
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn only_what_is_in_sight_is_shown() {
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
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let mut ids = Vec::new();
        for number in 0..3 {
            ids.push(insert(store, number, Method::GovFine, &["domain:mot.example"]).await);
        }
        for id in &ids[..2] {
            store.move_report(*id, Version(1), &unit.id, "đúng nơi", by, NOW).await.unwrap();
        }
        let sight = Sight::Province("48".to_owned());
        assert_eq!(places(&campaign(store, ids[0], &sight).await, &ids), [0, 1]);
        assert_eq!(places(&campaign(store, ids[0], &Sight::All).await, &ids), [0, 1, 2]);
        assert!(store.campaign_of(ids[2], |_| false, &sight).await.is_err());
    })
    .await;
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "the figure is the point")]
async fn a_value_of_ten_thousand_reports_swallows_nothing_and_costs_little() {
    for_each_database(async |database| {
        let store = &database.store;
        let first = insert(store, 0, Method::GovFine, &["domain:chung.example", "domain:rieng.example"]).await;
        insert(store, 1, Method::GovFine, &["domain:rieng.example"]).await;
        database
            .execute(&format!(
                "INSERT INTO reports (id, submission, tracking_code, channel, state, is_open, place_in_queue, urgency,
                    received_at, updated_at, text, place, method, method_by_officer, verdict, assessment,
                    indicator_first, indicator_count, version)
                 WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 10000)
                 SELECT 'f0000000-0000-7000-8000-0000000' || CAST(10000 + n AS TEXT), 's' || CAST(n AS TEXT),
                    {CODE_OF_N}, 'web', 'received', 1, 0, 0, 0, 0, '', '', 'gov-fine', 0,
                    'no_information', '{{}}', '', 1, 1 FROM numbers",
            ))
            .await;
        for (value, of) in
            [("domain:chung.example", "id > 'f'"), ("bank_account:970436:0900000123", "id > 'f' AND id < 'f0000000-0000-7000-8000-000000010400'")]
        {
            let sql = format!(
                "INSERT INTO report_indicators (report_id, indicator, origin) SELECT id, '{value}', 'named' FROM reports WHERE {of}"
            );
            database.execute(&sql).await;
        }
        let start = Instant::now();
        let grown = campaign(store, first, &Sight::All).await;
        let small = start.elapsed();
        assert_eq!(grown.members.len(), 2);
        assert_eq!(grown.left[0].1, LeftOut::Common);
        let big: ReportId = "f0000000-0000-7000-8000-000000010001".parse().unwrap();
        let start = Instant::now();
        let grown = campaign(store, big, &Sight::All).await;
        println!("{:?}: 2 reports beside a common value {small:.1?}; {REPORTS_MAX} reports {:.1?}", database.engine(), start.elapsed());
        assert!(grown.is_cut && grown.members.len() == REPORTS_MAX);
    })
    .await;
}
