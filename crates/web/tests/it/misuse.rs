//! Ten misuses, planted over HTTP among honest work, and found by an auditor on one page.

use axum::http::StatusCode;
use desk::{NewUnit, Role, UnitKind};
use store::Version;
use testkit::{Answer, TestApp, for_each_database};

use crate::officer::{Officer, create, later, report};

async fn make_unit(app: &TestApp, id: &str, province: &str) {
    let unit = NewUnit {
        id: id.parse().unwrap(),
        kind: UnitKind::Province,
        parent: Some("ministry".parse().unwrap()),
        name: format!("Bàn trực {id}"),
        province: Some(province.to_owned()),
        commune: None,
        methods: Vec::new(),
    };
    app.app.store.create_unit(&unit, &app.app.reference, None, app.now()).await.unwrap();
}

/// Lines that the auditor's page shows for this query.
async fn lines(auditor: &Officer<'_>, query: &str) -> Vec<String> {
    let page: Answer = auditor.get(&format!("/console/kiem-toan?{query}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    page.text()
        .split("<tr data-row>")
        .skip(1)
        .map(|row| row.split("</tr>").next().unwrap().to_owned())
        .collect()
}

/// Exactly one line fits the query, and it says all of these.
async fn finds(auditor: &Officer<'_>, query: &str, words: &[&str]) {
    let lines = lines(auditor, query).await;
    assert_eq!(lines.len(), 1, "{query}: {lines:#?}");
    for word in words {
        assert!(lines[0].contains(word), "{query}: no `{word}` in {}", lines[0]);
    }
}

#[tokio::test]
async fn an_auditor_finds_each_of_ten_planted_misuses() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        make_unit(&app, "da-nang", "48").await;
        make_unit(&app, "ha-noi", "01").await;
        let root = create(&app, "goc", &[Role::DutyOfficer]).await;
        let mut paths = Vec::new();
        for number in 0..4 {
            let path =
                report(&app, &format!("Bị gọi lừa lần {number}"), &[&format!("domain:so-{number}.example")])
                    .await;
            let id = path.rsplit('/').next().unwrap().parse().unwrap();
            let unit = if number == 3 { "ha-noi" } else { "da-nang" };
            app.app
                .store
                .move_report(id, Version(1), &unit.parse().unwrap(), "đúng địa bàn", root, app.now())
                .await
                .unwrap();
            paths.push(path);
        }
        let id = |index: usize| paths[index].rsplit('/').next().unwrap().to_owned();
        let lan = Officer::sign_in_of(&app, "lan", &[Role::DutyOfficer], "da-nang").await;
        let binh = Officer::sign_in_of(&app, "binh", &[Role::Analyst], "da-nang").await;
        let admin = Officer::sign_in_of(&app, "quan-tri", &[Role::Administrator], "da-nang").await;
        // Honest work.
        lan.get(&paths[0]).await;
        lan.done(&format!("{}/nhan", paths[0]), &[("version", "2")]).await;

        // 1: tries another unit's report. 2: breaks the glass for curiosity. 3: and reads it.
        assert_eq!(lan.get(&paths[3]).await.status, StatusCode::FORBIDDEN);
        lan.done("/console/khan-cap", &[("reason", "muốn xem vụ của người quen")]).await;
        let marked = lan.get(&paths[3]).await;
        assert!(marked.text().contains("muốn xem vụ của người quen"), "the reason stands on every page");
        lan.done("/console/khan-cap/het", &[]).await;
        // 4: a neighbour's identity.
        lan.post(&format!("{}/danh-tinh", paths[1]), &[("version", "2"), ("reason", "hàng xóm nhờ hỏi")])
            .await;
        // 5: reads what she does not work on.
        binh.get(&paths[2]).await;
        // 6: pushes work away before it is due. 7: makes a report disappear. 8: stops a clock.
        let fields = [("version", "2"), ("unit", "ha-noi"), ("ground", "không muốn làm")];
        lan.done(&format!("{}/chuyen", paths[2]), &fields).await;
        later(&app, 11);
        let fields = [("version", "3"), ("kind", "denunciation")];
        lan.done(&format!("{}/ghi-so", paths[0]), &fields).await;
        let fields = [("version", "4"), ("act", "classify"), ("ground", "")];
        lan.done(&format!("{}/thoi-han", paths[0]), &fields).await;
        let fields = [("version", "5"), ("act", "suspend"), ("ground", "chờ cho qua hạn")];
        lan.done(&format!("{}/thoi-han", paths[0]), &fields).await;
        let fields = [("version", "2"), ("state", "dismissed"), ("ground", "người quen nhờ bỏ")];
        lan.done(&format!("{}/trang-thai", paths[1]), &fields).await;
        // 9: an administrator lends a role for an hour.
        let accomplice = create(&app, "dong-loa", &[Role::Press]).await;
        let unit = "da-nang".parse().unwrap();
        app.app.store.set_officer_unit(accomplice, Version(1), &unit, None, app.now()).await.unwrap();
        let path = format!("/console/can-bo/{accomplice}/vai-tro");
        admin.done(&path, &[("version", "2"), ("roles", "approver")]).await;
        admin.done(&path, &[("version", "3"), ("roles", "press")]).await;

        let kiem = Officer::sign_in_of(&app, "kiem", &[Role::Auditor], "da-nang").await;
        finds(&kiem, "deed=refuse-report", &["Cán bộ lan", &id(3)]).await;
        finds(&kiem, "deed=break-glass", &["Cán bộ lan", "muốn xem vụ của người quen"]).await;
        let officers = app.app.store.officers().await.unwrap();
        let id_of = |name: &str| officers.iter().find(|one| one.name == name).unwrap().id;
        finds(&kiem, &format!("deed=read-report&about={}", id(3)), &["Cán bộ lan"]).await;
        finds(&kiem, "deed=open-identity", &["Cán bộ lan", "hàng xóm nhờ hỏi", &id(1)]).await;
        let by_binh = lines(&kiem, &format!("officer={}", id_of("binh"))).await;
        assert!(
            by_binh.len() == 2 && by_binh[0].contains(&id(2)),
            "signed in and read, nothing else: {by_binh:?}"
        );
        finds(&kiem, &format!("deed=move-report&officer={}", id_of("lan")), &[&id(2), "không muốn làm"])
            .await;
        finds(&kiem, &format!("deed=set-report-state&about={}", id(1)), &["người quen nhờ bỏ"]).await;
        let clocks = lines(&kiem, &format!("deed=set-clock&about={}", id(0))).await;
        assert!(clocks[0].contains("suspend: chờ cho qua hạn"), "{clocks:?}");
        let lent = lines(&kiem, "deed=set-roles&from=2026-11-22&to=2026-11-22").await;
        assert_eq!(lent.len(), 2, "{lent:?}");
        assert!(
            lent[1].contains("approver") && lent[1].contains("Cán bộ quan-tri") && lent[0].contains("press")
        );
        assert!(lines(&kiem, "deed=set-roles&from=2026-11-23").await.is_empty());

        // 10: somebody with the database takes the reason out of the trail.
        let whole = kiem.post("/console/kiem-toan/chuoi", &[]).await;
        assert!(whole.text().contains("notice green"), "{}", whole.text());
        let at = database.number("SELECT position FROM audit_lines WHERE what = 'open-identity'").await;
        database.execute(&format!("UPDATE audit_lines SET why = 'xác minh' WHERE position = {at}")).await;
        let broken = kiem.post("/console/kiem-toan/chuoi", &[]).await;
        assert!(broken.text().contains("notice red"), "{}", broken.text());
        assert!(broken.text().contains(&format!("audit log: line {at} was changed")), "{}", broken.text());
    })
    .await;
}
