//! One fraud that is told of on five roads is one event; and each road by itself.

use axum::body::Bytes;
use axum::http::{Method, StatusCode};
use desk::Role;
use detect::sketch::{self, Sketch};
use intake::mail::mailbox::read_once;
use model::ReportId;
use model::report::ReportChannel;
use serde_json::json;
use store::event::FoldInput;
use store::report::QueueFilter;
use testkit::dovecot::Dovecot;
use testkit::{Answer, TestApp, TestDatabase, for_each_database};

use crate::mailbox::{mail, settings};
use crate::officer::Officer;
use crate::partner::partner;

async fn send(app: &TestApp, path: &str, key: &str, kind: &str, body: impl Into<Bytes>) -> Answer {
    let bearer = format!("Bearer {key}");
    app.call(Method::POST, path, &[("content-type", kind), ("authorization", &bearer)], body.into()).await
}

async fn sms(app: &TestApp, key: &str, id: &str, text: &str) -> Answer {
    let body = json!({"id": id, "from": "0900000456", "text": text}).to_string();
    send(app, "/api/v1/sms", key, "application/json", body).await
}

/// Folds what came, as the job after each report does.
pub(crate) async fn fold(app: &TestApp) -> Vec<ReportId> {
    let store = &app.app.store;
    let mut ids: Vec<ReportId> = store
        .queue(&QueueFilter::default(), &desk::Sight::All, None, 100)
        .await
        .unwrap()
        .lines
        .iter()
        .map(|line| line.id)
        .collect();
    ids.sort_unstable();
    for id in &ids {
        let report = store.report(*id, &desk::Sight::All).await.unwrap();
        let input = FoldInput {
            plain_words: sketch::plain_words(&report.text),
            sketch: Sketch::of(&report.text).map(Sketch::bits),
            ignored: Vec::new(),
        };
        let is_near = |a, b| Sketch::from_bits(a).is_near(Sketch::from_bits(b));
        store.fold_report(*id, &input, is_near, app.now()).await.unwrap();
    }
    ids
}

#[tokio::test]
async fn one_fraud_told_on_five_roads_is_one_event() {
    let Some(server) = Dovecot::start().await else { return };
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let key = partner(&app, "ngan-hang.example").await;
    let officer = Officer::sign_in(&app, "truc", &[Role::DutyOfficer]).await;
    let account = "Vietcombank 9999000001";

    let web = app.get("/bao-tin").await.field("submission");
    let text = format!("Giả công an bắt chuyển tiền vào tài khoản {account}");
    let fields = [("submission", web.as_str()), ("text", &text), ("others", account)];
    assert_eq!(app.post_multipart("/bao-tin", &fields, &[]).await.status, StatusCode::CREATED);
    let api = json!({"text": "Bị lừa", "indicators": ["bank_account:970436:9999000001"]});
    assert_eq!(app.post_json("/api/v1/reports", &api).await.status, StatusCode::CREATED);
    let csv = "reference,text,bank,account\nBC-1,Khách báo bị lừa,VCB,9999000001\n";
    let bulk = send(&app, "/api/v1/reports/bulk", &key, "text/csv", csv).await;
    assert_eq!(bulk.json()["stored"], 1, "{}", bulk.text());
    let short = sms(&app, &key, "1", &format!("LD (0900000123) (doi chuyen tien vao {account})")).await;
    assert_eq!(short.json()["code"], "taken", "{}", short.text());
    server.deliver("one", &mail(1, &format!("\r\nHo bat chuyen vao {account}\r\n")));
    assert_eq!(read_once(&app.app, &settings(&server)).await.unwrap().reports, 1);
    let call = officer.get("/console/duong-day-nong").await;
    let fields = [
        ("submission", call.field("submission")),
        ("text", format!("Ba con gọi báo: {account}")),
        ("others", account.to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    officer.done("/console/duong-day-nong", &fields).await;

    let ids = fold(&app).await;
    let event = app.app.store.event_of(ids[0], &desk::Sight::All, 20).await.unwrap();
    assert_eq!(event.reports_count, 6, "six roads, one event");
    let mut roads = Vec::new();
    for id in ids {
        roads.push(app.app.store.report(id, &desk::Sight::All).await.unwrap().channel);
    }
    for road in [
        ReportChannel::Web,
        ReportChannel::Api,
        ReportChannel::Partner,
        ReportChannel::Sms,
        ReportChannel::Mail,
        ReportChannel::Hotline,
    ] {
        assert!(roads.contains(&road), "{road:?} among {roads:?}");
    }
}

#[tokio::test]
async fn a_short_message_is_answered_in_one_message() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let key = partner(&app, "nha-mang.example").await;
        let taken = sms(&app, &key, "a1", "LD (0900 000 123) (giả công an)").await;
        assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());
        let code = taken.json()["tracking_code"].as_str().unwrap().to_owned();
        let reply = taken.json()["reply"].as_str().unwrap().to_owned();
        assert!(reply.contains(&code) && reply.len() <= 160 && reply.is_ascii(), "{reply}");
        assert_eq!(
            sms(&app, &key, "a1", "LD (0900 000 123) (giả công an)").await.json()["tracking_code"],
            code
        );
        for (text, expected) in [
            ("xin chào", "help"),
            ("TCTM gia.example", "elsewhere"),
            ("LD", "help"),
            (&"LD x".repeat(500), "refused"),
        ] {
            assert_eq!(sms(&app, &key, "a2", text).await.json()["code"], expected, "{text:.20}");
        }
        let id = app.app.store.report_by_code(&code.parse().unwrap()).await.unwrap().unwrap();
        let report = app.app.store.report(id, &desk::Sight::All).await.unwrap();
        assert_eq!(report.indicators[0].indicator.to_string(), "phone:+84900000123");
        assert_eq!((report.channel, report.text.as_str()), (ReportChannel::Sms, "giả công an"));
        assert_eq!(app.post_json("/api/v1/sms", &json!({})).await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn a_call_is_kept_while_it_is_typed_and_looked_at() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let officer = Officer::sign_in(&app, "truc", &[Role::DutyOfficer]).await;
        let other = Officer::sign_in(&app, "khac", &[Role::DutyOfficer]).await;
        let report = json!({"text": "x", "indicators": ["phone:0900000456"]});
        app.post_json("/api/v1/reports", &report).await;
        let typed =
            [("contact_phone", "0900 000 456"), ("text", "Họ gọi từ 0900000123, bảo vào gia.example")];
        let looked = officer.post("/console/duong-day-nong/xem", &typed).await;
        assert_eq!(looked.status, StatusCode::OK, "{}", looked.text());
        let looked = looked.json();
        let known: Vec<&str> =
            looked["known"].as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap()).collect();
        assert!(known[0].starts_with("Người gọi:") && known.len() == 3, "{known:?}");
        assert!(looked["known"][0]["note"].as_str().unwrap().contains("1 phản ánh"));

        // The line dropped, the browser is gone: the draft is there, for this officer alone.
        let again = officer.get("/console/duong-day-nong").await;
        assert_eq!(again.field("contact_phone"), "0900 000 456");
        assert!(again.text().contains("bảo vào gia.example"));
        assert_eq!(other.get("/console/duong-day-nong").await.field("contact_phone"), "");

        let wrong = officer.post("/console/duong-day-nong", &[("money_lost", "nhiều")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains("Chưa phải là số tiền"));
        let submission = officer.get("/console/duong-day-nong").await.field("submission");
        let mut fields = typed.to_vec();
        fields.extend([
            ("submission", submission.as_str()),
            ("channel", "in-person"),
            ("contact_name", "Người Mẫu"),
        ]);
        let page = officer.done("/console/duong-day-nong", &fields).await;
        assert!(
            page.text().contains("Trực tiếp") && page.text().contains("Đã ghi phản ánh"),
            "{}",
            page.text()
        );
        assert_eq!(
            officer.get("/console/duong-day-nong").await.field("contact_phone"),
            "",
            "the draft is gone"
        );
        assert!(app.app.store.verify().await.unwrap().is_clean());
        let auditor = Officer::sign_in(&app, "kiem", &[Role::Auditor]).await;
        assert_eq!(auditor.get("/console/duong-day-nong").await.status, StatusCode::FORBIDDEN);
    })
    .await;
}
