//! The loop end to end, as the path table of the design draws it: from a paste box to a name that a
//! real resolver refuses, and back. On every engine, over HTTP, against the real binary.

use std::time::{Duration, Instant};

use feed::Format;
use testkit::bind::{ADDRESS, Answer, Bind};

use crate::browser::Browser;
use crate::officer::Officer;
use crate::server::{Place, Server};

const HOST: &str = "dinh-danh-muc-2.example";

const MESSAGE: &str = "Cong an phuong thong bao: ban chua dong bo du lieu dinh danh muc 2. \
    Truy cap http://dinh-danh-muc-2.example de cap nhat truoc 17h hom nay, neu khong se bi khoa tai khoan.";

pub(crate) fn on_every_engine(test: impl Fn(&Place)) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for database in runtime.block_on(testkit::databases()) {
        let place = Place::new(database);
        eprintln!("on {}", place.engine());
        test(&place);
    }
}

/// The serial that the server publishes, once it has reached `wanted`: the list follows the log at once,
/// but not before the answer to the officer.
fn serial(server: &Server, wanted: u64) -> u64 {
    let start = Instant::now();
    let mut browser = Browser::new(server.address);
    loop {
        let serial = browser.get("/api/v1/serial").expect(200).json()["serial"].as_u64().unwrap();
        if serial >= wanted || start.elapsed() > Duration::from_secs(30) {
            return serial;
        }
    }
}

/// The two officers of a desk: the first by the printed link, the second by one of the command.
pub(crate) fn officers(place: &Place, server: &Server) -> (Officer, Officer) {
    let first = Officer::enrol(server, &server.first_link(), "truc-ban");
    let output = place.run(&["officer", "add", "--role", "approver", "--role", "duty-officer"]);
    let said = String::from_utf8_lossy(&output.stdout);
    let at = said.find("/console/").unwrap_or_else(|| panic!("no link: {output:?}"));
    let link = said[at..].split_whitespace().next().unwrap().trim_end_matches('.').to_owned();
    (first, Officer::enrol(server, &link, "nguoi-duyet"))
}

/// Pastes the message, reads the answer, reports it; answers the tracking code.
fn check_and_report(server: &Server) -> String {
    let mut citizen = Browser::new(server.address);
    let form = citizen.get("/").expect(200).form("/kiem-tra").set("text", MESSAGE);
    let answer = citizen.submit(&form).expect(200);
    assert!(answer.text().contains(HOST), "{}", answer.text());
    let draft = citizen.submit(&answer.form("/bao-tin/soan")).expect(200);
    let form = draft.form("/bao-tin");
    assert!(form.get("text").contains(HOST), "the report starts with what was checked");
    assert_eq!(form.get("indicators"), format!("domain:{HOST}"));
    let ticket = citizen.submit(&form.set("money_lost", "2.500.000 đ"));
    tracking_code(&ticket.text()).unwrap_or_else(|| panic!("{}: {}", ticket.status, ticket.text()))
}

/// The first tracking code in a text.
pub(crate) fn tracking_code(text: &str) -> Option<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let mut codes = words.filter(|word| word.len() == 14 && word.parse::<model::TrackingCode>().is_ok());
    codes.next().map(str::to_owned)
}

fn zone(server: &Server) -> String {
    Browser::new(server.address).get("/feeds/rpz").expect(200).text()
}

#[test]
fn report_to_feed() {
    on_every_engine(|place| {
        let server = place.serve();
        let (mut first, mut second) = officers(place, &server);
        assert_eq!(serial(&server, 0), 0);
        let mut bind = Bind::start(&zone(&server));
        if let Some(bind) = &bind {
            bind.expect(HOST, Answer::Address(ADDRESS));
        }

        let code = check_and_report(&server);

        let queue = first.get("/console/hang-doi").text();
        let at = queue.find("/console/phan-anh/").expect("the report stands in the queue");
        let report = queue[at..].split('"').next().unwrap().to_owned();
        let page = first.get(&report);
        first.browser.submit(&page.form("/nhan")).expect(200);
        let form = first.get(&report).form("/de-xuat");
        let form = form
            .set("indicator", &format!("domain:{HOST}"))
            .set("level", "block")
            .set("listing_method", "gov-service-app")
            .set("days", "90")
            .set("evidence", "Trang giả dịch vụ định danh, ba phản ánh độc lập");
        first.browser.submit(&form).expect(200);
        assert_eq!(serial(&server, 0), 0, "a proposal to block publishes nothing");

        own_block_is_refused(&server, &mut first);

        let form = second.get("/console/de-xuat").form("/duyet");
        second.browser.submit(&form).expect(200);
        assert_eq!(serial(&server, 1), 1, "one act, one serial");
        every_format_carries_the_name(&server, 1, true);
        deltas_carry_the_name(&server);
        if let Some(bind) = &mut bind {
            bind.reload(&zone(&server));
            bind.expect(HOST, Answer::NoSuchName);
            bind.expect(&format!("www.{HOST}"), Answer::NoSuchName);
            bind.expect("hang-xom.example", Answer::Address(ADDRESS));
        }
        let answer = Browser::new(server.address).get(&format!("/api/v1/indicators/domain:{HOST}"));
        assert!(answer.expect(200).text().contains("gov-service-app"));

        let form = first.get(&format!("/console/muc/domain:{HOST}")).form("/muc-go");
        first.browser.submit(&form.set("ground", "Tên miền đã đổi chủ")).expect(200);
        assert_eq!(serial(&server, 2), 2);
        every_format_carries_the_name(&server, 2, false);
        if let Some(bind) = &mut bind {
            bind.reload(&zone(&server));
            bind.expect(HOST, Answer::Address(ADDRESS));
        }

        let mut citizen = Browser::new(server.address);
        let form = citizen.get("/tra-ma").expect(200).form("/tra-ma").set("ma", &code);
        citizen.submit(&form).expect(200);
        assert!(place.run(&["verify"]).status.success(), "the logs are unbroken");
        let log = server.log();
        assert!(!log.contains(HOST) && !log.contains("Cong an"), "the log holds what was checked: {log}");
    });
}

/// Must show 5: the page offers no button, and whoever makes one is refused with the reason.
fn own_block_is_refused(server: &Server, officer: &mut Officer) {
    let page = officer.get("/console/de-xuat");
    assert!(!page.text().contains("/duyet\""), "no button to approve one's own block");
    let mut form = page.form("/rut");
    form.action = form.action.replace("/rut", "/duyet");
    let refused = officer.browser.submit(&form).expect(409);
    assert!(refused.text().contains("đề xuất chặn của chính mình"), "{}", refused.text());
    assert_eq!(serial(server, 0), 0);
}

fn every_format_carries_the_name(server: &Server, serial: u64, is_listed: bool) {
    for format in Format::ALL {
        let mut browser = Browser::new(server.address);
        let path = format!("/feeds/{}", format.slug());
        let page = browser.get(&path).expect(200);
        assert_eq!(page.text().contains(HOST), is_listed, "{path}: {}", page.text());
        let tag = page.header("etag").unwrap().to_owned();
        assert!(tag.contains(&serial.to_string()), "{path} {tag}");
        assert_eq!(browser.get_with(&path, ("If-None-Match", &tag)).status, 304, "{path}");
        let same = browser.get(&format!("/api/v1{path}")).expect(200);
        assert_eq!(same.body, page.body, "{path} is the same under both addresses");
    }
}

fn deltas_carry_the_name(server: &Server) {
    for format in Format::ALL.iter().filter(|format| format.has_delta()) {
        let page = Browser::new(server.address).get(&format!("/feeds/{}?since=0", format.slug())).expect(200);
        assert!(page.text().contains(HOST), "{format:?}: {}", page.text());
    }
}

#[test]
fn the_guard_refuses_with_the_reason_whatever_the_page_offers() {
    on_every_engine(|place| {
        let server = place.serve();
        let mut officer = Officer::enrol(&server, &server.first_link(), "truc-ban");
        for (indicator, reason) in [
            ("domain:facebook.com", "nhiều người cùng đăng"),
            ("domain:github.io", "nhiều người cùng đăng"),
            ("domain:com.vn", "đuôi tên miền chung"),
            ("domain:bocongan.gov.vn", "gov.vn"),
            ("domain:vietcombank.com.vn", "kênh chính thức"),
            ("url:sites.google.com/view/", "nhiều người không liên quan"),
            ("phone:113", "số chính thức"),
        ] {
            let page = officer.propose_block(indicator, "domain:mau-thu.example").expect(409);
            assert!(page.text().contains(reason), "{indicator}: {}", page.text());
        }
        assert!(!officer.get("/console/de-xuat").text().contains("facebook.com"));
        let taken = officer.propose_block("domain:mau-thu.example", "domain:mau-thu.example").expect(200);
        assert!(taken.text().contains("mau-thu.example"));
        assert_eq!(serial(&server, 0), 0);
    });
}
