//! The campaign around a report, as a picture and as tables, without JavaScript.

use axum::http::StatusCode;
use desk::Role;
use testkit::{TestApp, TestDatabase, for_each_database};

use crate::officer::{Officer, later, report};

const ACCOUNT: &str = "bank_account:970436:0123456789";

#[tokio::test]
async fn the_picture_and_the_tables_say_who_what_when_and_why() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
    let first = report(&app, "Sàn vàng", &[ACCOUNT, "domain:san-mot.example"]).await;
    later(&app, 60 * 24 * 3);
    let second = report(&app, "Sàn khác, cùng tài khoản", &[ACCOUNT, "domain:san-hai.example"]).await;
    later(&app, 60 * 24 * 4);
    let third = report(&app, "Trang thứ hai", &["domain:san-hai.example"]).await;
    let lan = {
        drop(lan);
        Officer::sign_in(&app, "mai", &[Role::DutyOfficer]).await
    };
    let page = lan.get(&first).await;
    assert!(page.text().contains(&format!("{first}/chien-dich")), "the report leads to its campaign");
    let path = format!("{first}/chien-dich");
    let campaign = lan.get(&path).await;
    let text = campaign.text();
    assert_eq!(campaign.status, StatusCode::OK, "{text}");
    assert!(text.contains("3 phản ánh, 2 dấu vết chung"), "{text}");
    assert!(text.contains("<svg class=\"campaign\"") && text.contains("role=\"img\""), "{text}");
    // Two reports on the line of the account, two on that of the second name, and one shape for each of two methods.
    assert_eq!(text.matches("<circle cx").count() + text.matches("<polygon points").count(), 6, "{text}");
    assert!(text.contains("(bước 1)") && text.contains("(bước 2)"), "{text}");
    assert!(!text.contains("<script>") && !text.contains(" style="), "no script, no inline style");
    for other in [&second, &third] {
        assert!(text.contains(other.as_str()), "{other} {text}");
    }

    let fields = [("indicator", ACCOUNT), ("report", first.rsplit('/').next().unwrap()), ("ground", "")];
    let silent = lan.post("/console/chien-dich/loai-tru", &fields).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [fields[0], fields[1], ("ground", "ví trung gian")];
    let smaller = lan.done("/console/chien-dich/loai-tru", &fields).await;
    assert!(smaller.text().contains("1 phản ánh, 0 dấu vết chung"), "{}", smaller.text());
    assert!(smaller.text().contains("Cán bộ đã bỏ: 2 phản ánh"), "{}", smaller.text());
    let whole = lan.done("/console/chien-dich/dua-lai", &fields[..2]).await;
    assert!(whole.text().contains("3 phản ánh, 2 dấu vết chung"), "{}", whole.text());
    let english = lan.get(&format!("/en{path}")).await;
    assert!(english.text().contains("A line for each value"), "{}", english.text());
    let bad = lan.post("/console/chien-dich/loai-tru", &[("indicator", "gì đó"), fields[1], fields[2]]).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
}

/// Preview, act and undo of a whole campaign, both ways.
#[tokio::test]
async fn a_campaign_becomes_a_case_or_one_event_in_one_step_and_back() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
        let first = report(&app, "Sàn vàng", &[ACCOUNT, "domain:san-mot.example"]).await;
        report(&app, "Sàn khác, cùng tài khoản", &[ACCOUNT, "domain:san-hai.example"]).await;
        report(&app, "Trang thứ hai", &["domain:san-hai.example"]).await;
        let page = lan.get(&format!("{first}/chien-dich")).await;
        assert!(page.text().contains("Làm với cả chiến dịch"), "{}", page.text());
        let (query, code) = (page.field("query"), page.field("code"));
        let linked = "SELECT COUNT(*) FROM case_reports";
        let joined = "SELECT COUNT(*) FROM reports WHERE event_id IS NOT NULL";
        for (kind, what, sql) in
            [("open-case", "Lập hồ sơ: Nhóm sàn vàng", linked), ("fold", "Gộp vào vụ của phản ánh", joined)]
        {
            let fields = [
                ("kind", kind),
                ("from", "campaign"),
                ("query", query.as_str()),
                ("code", code.as_str()),
                ("ground", "Nhóm sàn vàng"),
            ];
            let sent = lan.post("/console/hang-loat", &fields).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
            let batch = sent.header("location").to_owned();
            let preview = lan.get(&batch).await;
            assert!(preview.text().contains(what), "{}", preview.text());
            assert_eq!(database.number(sql).await, 0, "{kind}: a preview does nothing");
            let done = lan.done(&format!("{batch}/lam"), &[]).await;
            assert!(done.text().contains("trong 3 phản ánh"), "{}", done.text());
            assert!(database.number(sql).await >= 2, "{kind}: all but the one it began with");
            let undone = lan.done(&format!("{batch}/hoan-tac"), &[("ground", "nhầm")]).await;
            assert!(undone.text().contains("Đã hoàn tác"), "{}", undone.text());
            assert_eq!(database.number(sql).await, 0, "{kind}: undone");
        }
        let fields =
            [("kind", "open-case"), ("from", "campaign"), ("query", query.as_str()), ("ground", " ")];
        assert_eq!(lan.post("/console/hang-loat", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields = [("kind", "open-case"), ("from", "campaign"), ("query", "x"), ("ground", "y")];
        assert_eq!(lan.post("/console/hang-loat", &fields).await.status, StatusCode::BAD_REQUEST);
    })
    .await;
}
