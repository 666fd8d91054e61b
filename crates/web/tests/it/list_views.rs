//! Columns, order, kept views, and lists as files, in a browser without JavaScript.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader as _, Xlsx};
use desk::Role;
use testkit::{TestApp, TestDatabase};

use crate::officer::{Officer, report};

#[tokio::test]
async fn columns_and_order_are_chosen_and_kept() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
    let mai = Officer::sign_in(&app, "mai", &[Role::Analyst]).await;
    report(&app, "Phản ánh cũ", &["domain:cu.example"]).await;
    app.set_now(model::Time::from_millis(app.now().millis() + 60_000));
    report(&app, "Phản ánh mới", &["domain:moi.example"]).await;
    let usual = lan.get("/console/hang-doi").await;
    assert!(usual.text().contains("data-label=\"Thiệt hại\"") && !usual.text().contains("data-label=\"Mã\""));
    let fields = [
        ("from", "queue"),
        ("query", "state=received&after=1,x"),
        ("column", "code"),
        ("column", "province"),
        ("sort", "newest"),
        ("do", "save"),
        ("name", "Mới nhận"),
        ("shared", "on"),
    ];
    let shown = lan.done("/console/bo-loc", &fields).await;
    assert!(!shown.text().contains("data-label=\"Thiệt hại\"") && shown.text().contains("data-label=\"Mã\""));
    let place = |text: &str, what: &str| text.find(what).unwrap_or_else(|| panic!("no {what} in {text}"));
    assert!(place(shown.text(), "Phản ánh mới") < place(shown.text(), "Phản ánh cũ"));
    // The unit sees it and goes there; only who kept it forgets it.
    let page = mai.get("/console/hang-doi").await;
    let href = "/console/hang-doi?state=received&#38;columns=code%2Cprovince&#38;sort=newest";
    assert!(page.text().contains(href) && page.text().contains("Mới nhận"), "{}", page.text());
    assert!(!page.text().contains("Xoá bộ lọc"), "{}", page.text());
    let again = lan.get("/console/hang-doi").await;
    let start = place(again.text(), "/console/bo-loc/");
    let delete = again.text()[start..].split('"').next().unwrap().to_owned();
    assert_eq!(mai.post(&delete, &[]).await.status, StatusCode::NOT_FOUND);
    let gone = lan.done(&delete, &[]).await;
    assert!(!gone.text().contains("Mới nhận</a>"), "{}", gone.text());
    for bad in ["columns=tien", "sort=oldest"] {
        let answer = lan.get(&format!("/console/hang-doi?{bad}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{bad}");
    }
    for bad in [[("from", "x"), ("column", "age")], [("from", "queue"), ("column", "tien")]] {
        assert_eq!(lan.post("/console/bo-loc", &bad).await.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn a_file_says_where_it_comes_from_runs_nothing_and_names_no_reporter() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
    for text in ["=HYPERLINK(\"http://x.example\",\"bấm\") đặt cọc", "+84 gọi đòi đặt cọc", "@SUM(1) đặt cọc"]
    {
        let path = report(&app, text, &[]).await;
        app.app.store.index_report(path.rsplit('/').next().unwrap().parse().unwrap()).await.unwrap();
    }
    let fields = |form: &'static str, reason: &'static str| {
        [("from", "search"), ("query", "q=dat+coc"), ("form", form), ("reason", reason), ("text", "on")]
    };
    let silent = lan.post("/console/xuat", &fields("csv", "")).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text().contains("cần lý do"), "{}", silent.text());

    let file = lan.post("/console/xuat", &fields("xlsx", "họp giao ban")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.header("content-disposition").contains(".xlsx"));
    assert_eq!(file.header("cache-control"), "no-store");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.body.to_vec())).unwrap();
    let rows = book.worksheet_range("Phản ánh").unwrap();
    assert_eq!(rows.height(), 4, "{rows:?}");
    let cell = |row: u32, column: usize| rows.get_value((row, u32::try_from(column).unwrap())).cloned();
    let column = |name: &str| rows.headers().unwrap().iter().position(|one| one == name).unwrap();
    let texts: Vec<Option<Data>> = (1..4).map(|row| cell(row, column("Nội dung"))).collect();
    assert!(texts.iter().all(|text| matches!(text, Some(Data::String(_)))), "{texts:?}");
    assert_eq!(cell(1, column("Thiệt hại (đồng)")), Some(Data::Float(30_000_000.0)));
    let Some(Data::String(mark)) = cell(3, 0) else { panic!("{rows:?}") };
    assert!(mark.starts_with('x') && mark.ends_with("-3"), "{mark}");
    assert_eq!(book.worksheet_formula("Phản ánh").unwrap().used_cells().count(), 0);
    let notes = format!("{:?}", book.worksheet_range("Nguồn gốc tệp").unwrap());
    for part in ["Cán bộ lan", "họp giao ban", "q=dat coc", mark.split('-').next().unwrap()] {
        assert!(notes.contains(part), "{part}: {notes}");
    }

    let csv = lan.post("/console/xuat", &fields("csv", "họp giao ban")).await;
    assert!(csv.text().contains("\"'=HYPERLINK") && csv.text().contains("\"'+84 gọi"), "{}", csv.text());
    assert!(!csv.text().contains(",\"=") && !csv.text().contains(",="), "{}", csv.text());
    for secret in ["Người Mẫu", "0900000456", "0900 000 456", "900000456"] {
        assert!(!csv.text().contains(secret), "{secret} is the reporter's");
        assert!(!format!("{rows:?}").contains(secret), "{secret} is the reporter's");
    }

    let auditor = Officer::sign_in(&app, "kiem", &[Role::Auditor]).await;
    assert_eq!(auditor.post("/console/xuat", &fields("csv", "xem")).await.status, StatusCode::FORBIDDEN);
    let trail = auditor.get("/console/kiem-toan?deed=export-reports").await;
    assert_eq!(trail.text().matches("data-row").count(), 2, "{}", trail.text());
    assert!(trail.text().contains("họp giao ban") && trail.text().contains("sha256:"), "{}", trail.text());
    assert!(!trail.text().contains("dat coc"), "the words of a question may name somebody");
}
