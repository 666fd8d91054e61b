//! Reports that the console names beside another: each by its code and its method, so that no two read alike.

use desk::{Role, Sight};
use model::TrackingCode;
use testkit::{TestApp, TestDatabase};

use crate::officer::{Officer, report};

const ACCOUNT: &str = "bank_account:970436:0123456789";

async fn code(app: &TestApp, path: &str) -> TrackingCode {
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    app.app.store.report(id, &Sight::All).await.unwrap().tracking_code
}

#[tokio::test]
async fn reports_of_one_method_are_told_apart_by_their_codes() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
    let first = report(&app, "Chuyển nhầm vào tài khoản lạ", &[ACCOUNT]).await;
    let mut links = Vec::new();
    let mut fields =
        vec![("which", "chosen"), ("kind", "open-case"), ("ground", "Nhóm mẫu"), ("from", "queue")];
    let others =
        [report(&app, "Mất tiền, chưa rõ ai", &[ACCOUNT]).await, report(&app, "Bị lừa", &[ACCOUNT]).await];
    for other in &others {
        let code = code(&app, other).await;
        lan.done(&format!("{other}/phuong-thuc"), &[("version", "1"), ("method", "job-task")]).await;
        let known = format!("href=\"{other}\">{code} · Cộng tác viên");
        let merge = [("version", "1"), ("code", &*code.to_string()), ("ground", "cùng vụ")];
        let page = lan.done(&format!("{first}/gop"), &merge).await;
        // Once for the account that they share, once for the event.
        assert_eq!(page.text().matches(&known).count(), 2, "{known}: {}", page.text());
        links.push(known);
        fields.push(("report", other.rsplit('/').next().unwrap()));
    }
    assert_ne!(links[0].rsplit('"').next(), links[1].rsplit('"').next());
    let preview = lan.done("/console/hang-loat", &fields).await;
    for page in [
        lan.get(&format!("{first}/chien-dich")).await,
        lan.get(&format!("/console/muc/{ACCOUNT}")).await,
        preview,
    ] {
        for link in &links {
            assert!(page.text().contains(link), "{link}: {}", page.text());
        }
    }
    let unknown = format!("{} · chưa rõ phương thức</a>", code(&app, &first).await);
    let page = lan.get(&others[0]).await;
    assert!(page.text().contains(&unknown), "{unknown}: {}", page.text());
}
