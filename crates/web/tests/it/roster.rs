//! The roster, handover, reminders and the calendar as officers meet them in a browser without JavaScript.

use axum::http::StatusCode;
use desk::Role;
use testkit::{TestApp, TestDatabase};

use crate::officer::{Officer, create, later, report};

/// An officer's own id.
async fn id_of(app: &TestApp, name: &str) -> String {
    let officers = app.app.store.officers().await.unwrap();
    officers.iter().find(|officer| officer.name == name).unwrap().id.to_string()
}

/// Plans a shift on 22 November 2026, the day of the test's clock.
async fn plan(lead: &Officer<'_>, from: &str, to: &str, officer: &str) -> testkit::Answer {
    let fields = [
        ("unit", "ministry"),
        ("month", "2026-11"),
        ("day", "2026-11-22"),
        ("from", from),
        ("to", to),
        ("supervisor", &id_of(lead.app, "truong-ca").await),
        ("officers", &id_of(lead.app, officer).await),
    ];
    lead.post("/console/lich-truc/moi", &fields).await
}

#[tokio::test]
async fn a_shift_is_planned_ends_and_its_note_is_read_by_the_next() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let lead = Officer::sign_in(&app, "truong-ca", &[Role::Approver]).await;
    let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
    create(&app, "minh", &[Role::DutyOfficer]).await;
    assert_eq!(plan(&lead, "06:00", "10:20", "lan").await.status, StatusCode::SEE_OTHER);
    assert_eq!(plan(&lead, "10:20", "22:00", "minh").await.status, StatusCode::SEE_OTHER);
    let twice = plan(&lead, "09:00", "11:00", "lan").await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text().contains("đã trực ở một ca khác") && twice.text().contains("value=\"09:00\""));
    let month = lead.get("/console/lich-truc").await;
    assert!(month.text().contains("06:00–10:20") && month.text().contains("Cán bộ minh"), "{}", month.text());
    assert!(month.text().contains("Đang trực: Cán bộ lan"));
    let english = lead.get("/en/console/lich-truc?month=2027-02").await;
    assert!(english.text().contains("Roster 02/2027"));
    for wrong in ["month=2026-13", "unit=%20", "x=1"] {
        assert_eq!(lead.get(&format!("/console/lich-truc?{wrong}")).await.status, StatusCode::BAD_REQUEST);
    }

    let path = report(&app, "Có người gọi tự xưng công an", &[]).await;
    lan.done(&format!("{path}/nhan"), &[("version", "1")]).await;
    let form = lan.get("/console/ban-giao").await;
    let shift = form.text().split("<option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let written = lan
        .done("/console/ban-giao", &[("shift", &shift), ("text", "Việc <b>12</b>/2026 chờ ngân hàng")])
        .await;
    assert!(
        written.text().contains("Việc &#60;b&#62;12&#60;/b&#62;/2026")
            && written.text().contains("Chưa ai xác nhận")
    );

    later(&app, 30);
    assert_eq!(app.app.store.end_shifts(app.now()).await.unwrap(), 1);
    let minh = {
        let answer = crate::officer::try_sign_in(
            &app,
            "minh",
            crate::officer::PASSWORD,
            &crate::officer::secret().code_at(app.now()),
        )
        .await;
        Officer::from_answer(&app, &answer).await
    };
    let opened = minh.get(&path).await;
    assert!(opened.text().contains("Chuyển người giữ khi hết ca"), "{}", opened.text());
    assert!(opened.text().contains("1 ghi chú bàn giao bạn chưa đọc"));
    let told = minh.get("/console/nhac-viec").await;
    assert!(told.text().contains("bạn nhận 1 phản ánh đang xử lý"));
    let put_away = minh.done("/console/nhac-viec/da-xem", &[("until", &told.field("until"))]).await;
    assert!(!put_away.text().contains("<strong>mới</strong>"));
    let note = minh.get("/console/ban-giao").await.field("note");
    let read = minh.done("/console/ban-giao/da-doc", &[("note", &note)]).await;
    assert!(!read.text().contains("bạn chưa đọc") && read.text().contains("Đã đọc: Cán bộ minh"));
    let unowned = minh.get("/console/viec-chua-ai-giu").await;
    assert!(unowned.text().contains("Việc chưa ai giữ"));
}

#[tokio::test]
async fn a_calendar_is_read_by_its_secret_address_alone() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
    let path = report(&app, "Họ xưng là công an, bảo chuyển 30 triệu", &[]).await;
    lan.done(&format!("{path}/nhan"), &[("version", "1")]).await;
    lan.done(&format!("{path}/ghi-so"), &[("version", "2"), ("kind", "denunciation")]).await;
    let made = lan.post("/console/tai-khoan/lich", &[("scope", "mine")]).await;
    let link = made.text().split("<code>").nth(1).unwrap().split("</code>").next().unwrap().to_owned();
    let calendar = app.get(&link).await;
    assert_eq!(
        (calendar.status, calendar.header("content-type")),
        (StatusCode::OK, "text/calendar; charset=utf-8")
    );
    assert_eq!(calendar.header("cache-control"), "private, no-store");
    // Classification is due 24 hours after 10:00 in Viet Nam; it stands in the last minute of its time.
    assert!(calendar.text().contains("DTSTART:20261123T025900Z"), "{}", calendar.text());
    assert!(calendar.text().contains("SUMMARY:1/2026: "));
    assert!(!calendar.text().contains("công an\\, bảo"), "nothing of what was reported");
    read_by_a_program(&app, &lan, &link).await;
    let again = lan.get("/console/tai-khoan").await;
    assert!(!again.text().contains("/console/lich/") && again.text().contains("Có địa chỉ lịch từ"));
    assert_eq!(app.get("/console/lich/abc.ics").await.status, StatusCode::NOT_FOUND);
    lan.done("/console/tai-khoan/lich", &[("scope", "none")]).await;
    assert_eq!(app.get(&link).await.status, StatusCode::NOT_FOUND, "it has ended");

    let bad = lan.post("/console/tai-khoan/thu", &[("address", "lan@")]).await;
    assert!(bad.status == StatusCode::UNPROCESSABLE_ENTITY && bad.text().contains("Địa chỉ thư chưa đúng"));
    let kept = lan.done("/console/tai-khoan/thu", &[("address", "lan@khien.example")]).await;
    assert_eq!(kept.field("address"), "lan@khien.example");
}

/// What a calendar program that is not ours reads under the address: the deadline, and a night shift over the end of
/// the month.
async fn read_by_a_program(app: &TestApp, officer: &Officer<'_>, link: &str) {
    let lead = Officer::sign_in(app, "truong-ca", &[Role::Approver]).await;
    let (me, boss) = (id_of(app, "lan").await, id_of(app, "truong-ca").await);
    let fields = [
        ("unit", "ministry"),
        ("month", "2026-11"),
        ("day", "2026-11-30"),
        ("from", "22:00"),
        ("to", "06:00"),
        ("supervisor", &*boss),
        ("officers", &*me),
    ];
    assert_eq!(lead.post("/console/lich-truc/moi", &fields).await.status, StatusCode::SEE_OTHER);
    let Some(python) = testkit::python::interpreter() else { return };
    let linked = app.get(link).await.text().to_owned();
    let downloaded = officer.get("/console/thoi-han.ics").await.text().to_owned();
    for text in [linked, downloaded] {
        let request = serde_json::json!({"reader": "calendar", "text": text});
        let read = testkit::python::read(&python, &request).await;
        assert_eq!(read["problems"], serde_json::json!([]));
        let events = read["events"].as_array().unwrap();
        assert_eq!(events.len(), 2, "{events:?}");
        assert!(events[0]["summary"].as_str().unwrap().starts_with("1/2026: "), "{events:?}");
        assert_eq!(
            (events[0]["start"].as_str(), &events[0]["alarms"]),
            (Some("2026-11-23T02:59:00+00:00"), &1.into())
        );
        assert_eq!(events[1]["summary"], "Trực ban: Cán bộ lan, Cán bộ truong-ca");
        let hours = [&events[1]["start"], &events[1]["end"]].map(|at| at.as_str().unwrap().to_owned());
        assert_eq!(hours, ["2026-11-30T15:00:00+00:00", "2026-11-30T23:00:00+00:00"]);
    }
}
