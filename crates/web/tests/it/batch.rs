//! One act on many reports, as an officer does it in a browser without JavaScript.

use axum::http::StatusCode;
use desk::{Role, Sight};
use model::report::ReportState;
use testkit::{TestApp, TestDatabase, for_each_database};

use crate::answer::by_code;
use crate::officer::{Officer, report};

/// The ids of reports made with these texts.
async fn reports(app: &TestApp, texts: &[&str]) -> Vec<String> {
    let mut ids = Vec::new();
    for text in texts {
        let path = report(app, text, &[]).await;
        ids.push(path.rsplit('/').next().unwrap().to_owned());
    }
    ids
}

async fn state(app: &TestApp, id: &str) -> ReportState {
    app.app.store.report(id.parse().unwrap(), &Sight::All).await.unwrap().state
}

#[tokio::test]
async fn chosen_lines_are_looked_at_then_done_then_undone() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
        let ids = reports(&app, &["mua hàng rẻ", "mua hàng rẻ hơn", "có người gọi xưng công an"]).await;
        lan.done(
            &format!("/console/phan-anh/{}/ghi-so", ids[2]),
            &[("version", "1"), ("kind", "denunciation")],
        )
        .await;
        let queue = lan.get("/console/hang-doi").await;
        assert_eq!(queue.text().matches("type=\"checkbox\" name=\"report\"").count(), 3, "{}", queue.text());
        let mut fields = vec![("which", "chosen"), ("kind", "dismiss"), ("reason", "spam"), ("ground", "")];
        fields.extend(ids.iter().map(|id| ("report", id.as_str())));
        let refused = lan.post("/console/hang-loat", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Việc này cần lý do"), "{}", refused.text());
        fields[3].1 = "quảng cáo hàng loạt";
        let sent = lan.post("/console/hang-loat", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let path = sent.header("location").to_owned();
        let preview = lan.get(&path).await;
        assert!(preview.text().contains("3 phản ánh: 2 làm được, 1 không làm được"), "{}", preview.text());
        assert!(preview.text().contains("1 phản ánh để yên vì đã ghi sổ nguồn tin"), "{}", preview.text());
        assert!(preview.text().contains("Đóng, không xử lý: Tin rác"));
        assert_eq!(state(&app, &ids[0]).await, ReportState::Received, "nothing is done yet");

        let after = lan.done(&format!("{path}/lam"), &[]).await;
        assert!(after.text().contains("Đã làm 2 trong 3 phản ánh"), "{}", after.text());
        assert_eq!(state(&app, &ids[0]).await, ReportState::Dismissed);
        assert_eq!(state(&app, &ids[2]).await, ReportState::Recorded);
        let timeline = lan.get(&format!("/console/phan-anh/{}", ids[0])).await;
        assert!(timeline.text().contains("quảng cáo hàng loạt"), "{}", timeline.text());
        lan.done(&format!("{path}/lam"), &[]).await;

        assert_eq!(lan.post(&format!("{path}/hoan-tac"), &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let back = lan.done(&format!("{path}/hoan-tac"), &[("ground", "chọn nhầm")]).await;
        assert!(back.text().contains("Đã hoàn tác 2 phản ánh"), "{}", back.text());
        assert!(back.text().contains("chọn nhầm"));
        assert_eq!(state(&app, &ids[0]).await, ReportState::Received);
        let list = lan.get("/console/hang-loat").await;
        assert!(list.text().contains("Đóng, không xử lý: Tin rác") && list.text().contains("Đã hoàn tác"));
        let english = lan.get(&format!("/en{path}")).await;
        assert!(english.text().contains("2 reports put back; 0 left as they are now"), "{}", english.text());
    })
    .await;
}

#[tokio::test]
async fn reporters_read_by_code_what_is_said_to_all_of_them_until_it_is_undone() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
        let ids = reports(&app, &["mua hàng rẻ", "mua hàng rẻ hơn"]).await;
        let mut codes = Vec::new();
        for id in &ids {
            let report = app.app.store.report(id.parse().unwrap(), &Sight::All).await.unwrap();
            codes.push(report.tracking_code.to_string());
        }
        let queue = lan.get("/console/hang-doi").await;
        assert!(queue.text().contains("ai có mã cũng đọc được"), "the hint stands beside the field");
        let send = async |kind: &str, answer: &str| {
            let mut fields = vec![("which", "chosen"), ("kind", kind), ("reason", "spam"), ("officer", "me")];
            fields.extend([("ground", "Nghi can Mẫu"), ("answer", answer)]);
            fields.extend(ids.iter().map(|id| ("report", id.as_str())));
            lan.post("/console/hang-loat", &fields).await
        };
        let long = format!("{} hết", "ă".repeat(600));
        for (kind, answer, said) in [
            ("dismiss", long.as_str(), "dài quá 600 ký tự"),
            ("dismiss", "Đã xem.\r\nTỐI MẬT", "mang dấu độ mật"),
            ("assign", "Đã xem xong.", "Chỉ gửi lý do cho người báo khi kết thúc"),
        ] {
            let refused = send(kind, answer).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            for kept in [said, "Nghi can Mẫu", answer.split("\r\n").last().unwrap()] {
                assert!(refused.text().contains(kept), "{kept}: {}", refused.text());
            }
        }

        let sent = send("dismiss", "Đây là <b>quảng cáo</b>.\r\nBạn cứ xoá đi.").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let path = sent.header("location").to_owned();
        let shown = "Đây là &#60;b&#62;quảng cáo&#60;/b&#62;.\nBạn cứ xoá đi.";
        let preview = lan.get(&path).await;
        assert!(preview.text().contains(shown), "{}", preview.text());
        assert!(preview.text().contains("ai có mã cũng đọc được"), "{}", preview.text());
        let (page, json) = by_code(&app, &codes[0]).await;
        assert!(!page.text().contains("Cán bộ trả lời") && json["state"] == "received", "{json}");

        lan.done(&format!("{path}/lam"), &[]).await;
        for code in &codes {
            let (page, json) = by_code(&app, code).await;
            assert!(
                page.text().contains("Cán bộ trả lời:") && page.text().contains(shown),
                "{}",
                page.text()
            );
            assert!(!page.text().contains("Nghi can Mẫu"), "the ground stays inside");
            assert_eq!(json["answer"], "Đây là <b>quảng cáo</b>.\nBạn cứ xoá đi.");
        }
        let history = lan.get(&format!("/console/phan-anh/{}", ids[0])).await;
        assert!(history.text().contains("(đã trả lời người báo)"), "{}", history.text());

        let undone = lan.done(&format!("{path}/hoan-tac"), &[("ground", "chọn nhầm")]).await;
        assert!(undone.text().contains("Người báo không còn đọc được"), "{}", undone.text());
        for code in &codes {
            let (page, json) = by_code(&app, code).await;
            assert!(!page.text().contains("Cán bộ trả lời") && json.get("answer").is_none(), "{json}");
        }
    })
    .await;
}

#[tokio::test]
async fn all_that_matches_is_taken_from_the_queue_and_from_a_search() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
    let ids = reports(&app, &["đặt cọc thuê nhà", "đặt cọc mua xe", "việc nhẹ lương cao"]).await;
    for id in &ids {
        app.app.store.index_report(id.parse().unwrap()).await.unwrap();
    }
    let plan = async |from: &str, query: &str, rest: &[(&str, &str)]| {
        let mut fields = vec![("which", "all"), ("from", from), ("query", query)];
        fields.extend_from_slice(rest);
        let sent = lan.post("/console/hang-loat", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        lan.get(sent.header("location")).await
    };
    let page = plan("queue", "state=received", &[("kind", "assign"), ("officer", "me")]).await;
    assert!(page.text().contains("3 phản ánh: 3 làm được, 0 không làm được"), "{}", page.text());
    assert!(page.text().contains("Giao cho Cán bộ lan"), "{}", page.text());
    let page = plan("search", "q=dat+coc", &[("kind", "set-method"), ("method", "shop-buyer")]).await;
    assert!(page.text().contains("2 phản ánh: 2 làm được"), "{}", page.text());
    let code = app.app.store.report(ids[2].parse().unwrap(), &Sight::All).await.unwrap().tracking_code;
    let fold = [("kind", "fold"), ("code", &*code.to_string()), ("ground", "cùng nhóm")];
    let page = plan("search", "q=coc", &fold).await;
    assert!(page.text().contains(&format!("Gộp vào vụ của phản ánh {code}")), "{}", page.text());

    for bad in [
        vec![("which", "chosen"), ("kind", "assign")],
        vec![("which", "chosen"), ("report", ids[0].as_str()), ("kind", "fold"), ("code", "0000")],
    ] {
        assert_eq!(lan.post("/console/hang-loat", &bad).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    for bad in [
        vec![("which", "all"), ("from", "nowhere"), ("query", ""), ("kind", "assign")],
        vec![("which", "all"), ("from", "queue"), ("query", "khong=co"), ("kind", "assign")],
        vec![("which", "chosen"), ("report", "x"), ("kind", "assign")],
        vec![("which", "chosen"), ("report", ids[0].as_str()), ("kind", "delete")],
        vec![("which", "chosen"), ("report", ids[0].as_str()), ("kind", "assign"), ("officer", "ai")],
    ] {
        assert_eq!(lan.post("/console/hang-loat", &bad).await.status, StatusCode::BAD_REQUEST, "{bad:?}");
    }
}
