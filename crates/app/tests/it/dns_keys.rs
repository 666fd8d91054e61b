//! Keys of the zone made and revoked in the console, without a restart.

use std::fs;
use std::time::{Duration, Instant};

use data_encoding::BASE64;
use feed::FeedOptions;
use testkit::bind::free_port;
use zone::mirror::{Copy, Source};

use crate::dns::import;
use crate::officer::Officer;
use crate::report_to_feed::on_every_engine;
use crate::secondary::Secondary;
use crate::server::Server;

const CONSUMER: &str = "nha-mang.example";

/// How long a change may take to be seen.
const PATIENCE: Duration = Duration::from_secs(40);

/// Name and secret of the key that a page shows.
fn key_on(page: &str) -> (String, Vec<u8>) {
    let page = page.replace("&#34;", "\"").replace("&quot;", "\"");
    let statement = page.split("key \"").nth(1).unwrap_or_else(|| panic!("no key on {page}"));
    let words: Vec<&str> = statement.split('"').collect();
    (words[0].to_owned(), BASE64.decode(words[2].as_bytes()).unwrap())
}

/// The zone by this key from `port`; `None` when it is refused.
fn names_by((name, secret): &(String, Vec<u8>), port: u16) -> Option<usize> {
    let source = Source::new(([127, 0, 0, 1], port).into(), FeedOptions::ZONE, Some((name, secret))).unwrap();
    let mut copy = Copy::new(FeedOptions::ZONE, 1);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(source.refresh(&mut copy)).ok().map(|_| copy.len())
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "{what}");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

#[test]
fn a_key_of_the_console_opens_the_zone_until_it_is_revoked() {
    on_every_engine(|place| {
        let port = free_port().unwrap();
        fs::write(place.path("khien.toml"), format!("[dns]\nlisten = \"127.0.0.1:{port}\"\n")).unwrap();
        import(place, "mot.example\nhai.example\n");
        let server = place.serve();
        let mut admin = Officer::enrol(&server, &server.first_link(), "quan-tri");
        let form = admin.get("/console/don-vi-nhan").form("/don-vi-nhan/moi");
        admin.browser.submit(&form.set("name", CONSUMER).set("contact", "Trực kỹ thuật")).expect(200);
        let make = |admin: &mut Officer| {
            let form = admin.get("/console/don-vi-nhan").form("/khoa-api");
            key_on(&admin.browser.submit(&form).expect(200).text())
        };
        let first = make(&mut admin);
        assert!(first.0.ends_with(CONSUMER) && first.1.len() == 32, "{}", first.0);
        wait_until("the first key opens the zone", || names_by(&first, port).is_some_and(|names| names > 0));
        let forged = (first.0.clone(), vec![7; 32]);
        assert_eq!(names_by(&forged, port), None, "another secret under the same name");
        // A second one beside it, so that no gap is needed; then the first is revoked.
        let second = make(&mut admin);
        wait_until("the second key opens the zone", || names_by(&second, port).is_some());
        assert!(names_by(&first, port).is_some());
        let form = admin.get("/console/don-vi-nhan").form("/huy");
        admin.browser.submit(&form).expect(200);
        wait_until("a revoked key opens nothing", || {
            names_by(&first, port).is_none() || names_by(&second, port).is_none()
        });
        assert!(
            names_by(&first, port).is_some() || names_by(&second, port).is_some(),
            "the other stays good"
        );
        wait_until("the page of consumers tells of the zone", || {
            let page = admin.get("/console/don-vi-nhan").text();
            page.contains("Theo kịp") && page.contains(">dns<")
        });
        let form = admin.get("/console/don-vi-nhan").form("/dong");
        admin.browser.submit(&form).expect(200);
        wait_until("a closed account opens nothing", || {
            names_by(&first, port).is_none() && names_by(&second, port).is_none()
        });
        Server::kill(server);
        // The same keys after a restart.
        let server = place.serve();
        admin.browser.move_to(server.address);
        let form = admin.get("/console/don-vi-nhan").form("/mo");
        admin.browser.submit(&form).expect(200);
        wait_until("the good key is the same one", || {
            names_by(&first, port).is_some() || names_by(&second, port).is_some()
        });
        Server::kill(server);
    });
}

/// The zone is looked at every 60 s: what arrives sooner was told.
#[test]
fn a_secondary_of_an_account_is_told_at_once_without_a_restart() {
    if !testkit::bind::is_available("named") {
        return;
    }
    on_every_engine(|place| {
        let (port, own) = (free_port().unwrap(), free_port().unwrap());
        fs::write(place.path("khien.toml"), format!("[dns]\nlisten = \"127.0.0.1:{port}\"\n")).unwrap();
        import(place, "mot.example\n");
        let server = place.serve();
        let mut admin = Officer::enrol(&server, &server.first_link(), "quan-tri");
        let form = admin.get("/console/don-vi-nhan").form("/don-vi-nhan/moi");
        let form = form.set("name", CONSUMER).set("contact", "Trực kỹ thuật");
        admin.browser.submit(&form).expect(200);
        let form = admin.get("/console/don-vi-nhan").form("/khoa-api");
        let (name, secret) = key_on(&admin.browser.submit(&form).expect(200).text());
        let key = place.path("secondary.key");
        let secret = BASE64.encode(&secret);
        let statement = format!("key \"{name}\" {{ algorithm hmac-sha256; secret \"{secret}\"; }};\n");
        fs::write(&key, statement).unwrap();
        let secondary = Secondary::start_as(&name, own, port, &key);
        secondary.expect("mot.example", "NXDOMAIN");
        let form = admin.get("/console/don-vi-nhan").form("/thoa-thuan");
        let form = form.set("notify", &format!("127.0.0.1:{own}"));
        let page = admin.browser.submit(&form).expect(200).text();
        assert!(page.contains(&format!("127.0.0.1:{own}")), "{page}");
        for name in ["hai", "ba", "bon"] {
            let start = Instant::now();
            import(place, &format!("{name}.example\n"));
            secondary.expect(&format!("{name}.example"), "NXDOMAIN");
            assert!(start.elapsed() < Duration::from_secs(30), "told, not found: {:?}", start.elapsed());
        }
        Server::kill(server);
    });
}
