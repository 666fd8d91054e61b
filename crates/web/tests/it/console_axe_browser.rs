//! Every page that the console can show, in a real Chromium with axe-core: the lines of the matrix of rights,
//! which a test compares with the routes, so that a page cannot be forgotten. Pages with an address are opened
//! narrow and light, and with `KHIEN_TEST_AXE=all` wide and dark too; what a form answers is shown once, and
//! with `all` every page that a form leads to again.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use desk::{Role, UnitKind};
use testkit::browser::{Seen, Visit, drive};
use testkit::{Answer, TestApp, TestDatabase};

use crate::officer::{Officer, create};
use crate::rights::{Fields, Made, TABLE, make, make_unit};

/// A consumer with a key and a push, so that its page has something to show.
const CONSUMER: Fields = &[
    ("name", "isp.example"),
    ("kind", "isp"),
    ("contact", "trực mạng, 0900 000 111"),
    ("requests_per_day", "1000"),
    ("networks", "127.0.0.0/8"),
    ("formats", "json"),
];

async fn fill(officer: &Officer<'_>) -> String {
    let page = officer.done("/console/don-vi-nhan/moi", CONSUMER).await;
    let start = page.text().find("/console/don-vi-nhan/0").expect("a consumer is there");
    let path = page.text()[start..start + "/console/don-vi-nhan/".len() + 36].to_owned();
    assert_eq!(officer.post(&format!("{path}/khoa-api"), &[]).await.status, StatusCode::OK);
    officer.done(&format!("{path}/day"), &[("address", "https://isp.example/nhan")]).await;
    path.rsplit('/').next().unwrap().to_owned()
}

/// Whether the long round is asked for.
fn wants_all() -> bool {
    std::env::var("KHIEN_TEST_AXE").is_ok_and(|rounds| rounds == "all")
}

fn is_page(answer: &Answer) -> bool {
    answer.header("content-type").starts_with("text/html")
}

/// What was shown and where it came from.
struct Shown {
    line: String,
    width: u32,
    visit: Visit,
    /// Whether it is the answer to a form, so that something must be said and have the focus.
    is_answer: bool,
}

struct Rounds<'a> {
    app: &'a TestApp,
    officer: Officer<'a>,
    made: Made,
    consumer: String,
    shown: Vec<Shown>,
}

impl Rounds<'_> {
    fn path(&self, path: &str) -> String {
        let path = path.replace("{consumer}", &self.consumer);
        self.made.fill(&format!("/console{}", if path == "/" { "" } else { &path }))
    }

    fn visit(&self, path: &str, width: u32) -> Visit {
        let (name, value) = self.officer.cookie.split_once('=').unwrap();
        Visit::new(&self.app.url(path), width).cookie(name, value).axe()
    }

    /// Pages with an address.
    async fn open_all(&mut self) {
        for (method, path, ..) in TABLE.iter().filter(|(method, ..)| *method == Method::GET) {
            let line = format!("{method} {path}");
            let path = self.path(path);
            if !is_page(&self.officer.get(&path).await) {
                continue;
            }
            let narrow = self.visit(&path, 320);
            self.shown.push(Shown { line: line.clone(), width: 320, visit: narrow, is_answer: false });
            if wants_all() {
                let visit = self.visit(&path, 1280).dark();
                self.shown.push(Shown { line, width: 1280, visit, is_answer: false });
            }
        }
    }

    /// What forms answer: the page they lead to, or the page they are.
    async fn send_all(&mut self) {
        let mut led_to = BTreeSet::new();
        for (method, path, _, fields) in TABLE.iter().filter(|(method, ..)| *method == Method::POST) {
            if *path == "/dang-xuat" {
                continue;
            }
            let line = format!("{method} {path}");
            let fields: Vec<(&str, String)> =
                fields.iter().map(|(name, value)| (*name, self.made.fill(value))).collect();
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = self.officer.post(&self.path(path), &fields).await;
            assert!(!answer.status.is_server_error(), "{line}: {}", answer.text());
            let visit = if answer.status == StatusCode::SEE_OTHER {
                let to = answer.header("location");
                if !led_to.insert(to.split('?').next().unwrap().to_owned()) && !wants_all() {
                    continue;
                }
                self.visit(to, 320)
            } else if is_page(&answer) {
                self.visit("/console/lenh", 320).write(answer.text())
            } else {
                continue;
            };
            self.shown.push(Shown { line, width: 320, visit, is_answer: true });
        }
    }
}

fn problems(shown: &Shown, seen: &Seen) -> Vec<String> {
    let mut found: Vec<String> = seen.violations.iter().map(|rule| format!("axe-core: {rule}")).collect();
    // That a page says "not found" is no complaint about the page.
    let complaints =
        seen.complaints.iter().filter(|text| !text.contains("the server responded with a status"));
    found.extend(complaints.map(|text| format!("the browser: {text}")));
    if seen.scroll_width > shown.width {
        found.push(format!("{} pixels wide", seen.scroll_width));
    }
    let says = seen.text.contains("role=\"alert\"") || seen.text.contains("role=\"status\" tabindex");
    if shown.is_answer && says && seen.focused == "BODY" {
        found.push("nothing has the focus".to_owned());
    }
    found.into_iter().map(|problem| format!("{} at {}: {problem}", shown.line, shown.width)).collect()
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "the figure is the point")]
async fn every_page_of_every_route_is_accessible_and_fits() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    make_unit(&app, "da-nang", UnitKind::Province, "ministry", "48").await;
    let root = create(&app, "goc", &[Role::DutyOfficer, Role::Analyst]).await;
    let officer = Officer::sign_in(&app, "lan", Role::ALL).await;
    let (made, consumer) = (make(&app, root).await, fill(&officer).await);
    app.follow_log().await;
    let mut rounds = Rounds { app: &app, officer, made, consumer, shown: Vec::new() };
    let mut wrong = Vec::new();
    let mut pages = 0;
    // First what has an address, then what forms make of it.
    for is_sending in [false, true] {
        rounds.shown.clear();
        if is_sending {
            rounds.send_all().await;
        } else {
            rounds.open_all().await;
        }
        let visits: Vec<Visit> = rounds.shown.iter().map(|shown| shown.visit.clone()).collect();
        let Some(all) = drive(&visits).await else { return };
        pages += all.len();
        for (shown, seen) in rounds.shown.iter().zip(&all) {
            wrong.extend(problems(shown, seen));
        }
    }
    println!("{pages} pages, {} wrong", wrong.len());
    assert!(pages > 40, "{pages}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
