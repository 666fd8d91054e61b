//! Past the free share a form is asked for a little work or a short wait, with what was typed kept; nobody is refused.

use axum::http::StatusCode;
use model::Time;
use sha2::{Digest as _, Sha256};
use testkit::browser::{Visit, drive};
use testkit::{Answer, TestApp, TestDatabase, for_each_database};

/// The seconds that the page names.
const WAIT_S: i64 = 20;

async fn one_a_minute(database: &TestDatabase) -> TestApp {
    TestApp::start_with(database, |settings| settings.rates.create_report = 1).await
}

/// Sends a form as it was fetched, with `work`.
async fn send(app: &TestApp, form: &Answer, text: &str, work: &str) -> Answer {
    let (submission, mark) = (form.field("submission"), form.field("mark"));
    let fields = [("submission", &*submission), ("mark", &mark), ("work", work), ("text", text)];
    app.post_multipart("/bao-tin", &fields, &[]).await
}

fn later(app: &TestApp, seconds: i64) -> Time {
    Time::from_millis(app.now().millis() + seconds * 1_000)
}

/// What the script of the page finds.
fn work_for(mark: &str) -> String {
    let is_done = |work: &String| {
        let digest = Sha256::digest(format!("{mark}:{work}").as_bytes());
        digest[..2] == [0, 0]
    };
    (0u64..).map(|number| number.to_string()).find(is_done).unwrap()
}

#[tokio::test]
async fn work_or_a_wait_is_asked_beyond_the_free_share_and_what_was_typed_is_kept() {
    for_each_database(async |database| {
        let app = one_a_minute(database).await;
        let free = send(&app, &app.get("/bao-tin").await, "Lần một", "").await;
        assert_eq!(free.status, StatusCode::CREATED, "{}", free.text());

        let asked = send(&app, &app.get("/bao-tin").await, "Lần hai, kể dài", "").await;
        assert_eq!(asked.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(
            asked.text().contains("Lần hai, kể dài") && asked.text().contains("20 giây"),
            "{}",
            asked.text()
        );

        let worked = send(&app, &asked, "Lần hai, kể dài", &work_for(&asked.field("mark"))).await;
        assert_eq!(worked.status, StatusCode::CREATED, "{}", worked.text());
        let again = send(&app, &asked, "Lần hai, kể dài", &work_for(&asked.field("mark"))).await;
        assert_eq!(again.status, StatusCode::CREATED, "used again, it is the same report");
        assert_eq!(database.number("SELECT COUNT(*) FROM reports").await, 2);

        let asked = send(&app, &app.get("/bao-tin").await, "Lần ba", "7").await;
        assert_eq!(asked.status, StatusCode::TOO_MANY_REQUESTS, "7 is no work");
        app.set_now(later(&app, WAIT_S - 1));
        let early = send(&app, &asked, "Lần ba", "").await;
        assert!(early.text().contains("1 giây"), "the wait goes on: {}", early.text());
        assert_eq!(early.field("mark"), asked.field("mark"));
    })
    .await;
}

#[tokio::test]
async fn whoever_types_for_a_while_has_waited_already_but_only_as_often_as_the_free_share() {
    let database = TestDatabase::sqlite().await;
    let app = one_a_minute(&database).await;
    let mut forms = Vec::new();
    for _ in 0..3 {
        forms.push(app.get("/bao-tin").await);
    }
    app.set_now(later(&app, WAIT_S));
    let mut statuses = Vec::new();
    for form in &forms {
        statuses.push(send(&app, form, "Kể lại", "").await.status.as_u16());
    }
    assert_eq!(statuses, [201, 201, 429], "one free, one waited, one asked for work");
    let mut last = StatusCode::OK;
    for _ in 0..6 {
        last = send(&app, &forms[2], "Kể lại", "").await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "far beyond it nothing is read");
}

#[tokio::test]
async fn the_script_does_the_work_and_the_form_without_it_waits() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start_with(&database, |settings| settings.rates.create_report = 2).await;
    for _ in 0..2 {
        assert_eq!(send(&app, &app.get("/bao-tin").await, "Mẫu", "").await.status, StatusCode::CREATED);
    }
    let asked =
        Visit::new(&app.url("/bao-tin"), 320).fill("#text", "Có người gọi").click("form .main-action");
    let worked = asked
        .clone()
        .axe_with_enhanced_contrast()
        .wait_for("input[name=work]:not([value=\"\"])")
        .click("form .main-action");
    let Some(seen) = drive(&[asked.without_javascript(), worked]).await else { return };
    assert_eq!(seen[0].status, 429);
    assert!(seen[0].text.contains("20 giây") && seen[0].text.contains("Có người gọi"), "{}", seen[0].text);
    assert_eq!(seen[1].status, 201, "{}", seen[1].text);
    assert_eq!(seen[1].violations, Vec::<String>::new());
    let foreign =
        seen[1].requests.iter().find(|url| !url.starts_with(&app.url("/")) && !url.starts_with("data:"));
    assert_eq!(foreign, None, "no third party is asked");
}
