//! What a consumer of each format sees of one name.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use data_encoding::BASE64;
use feed::FeedOptions;
use feed::prefix::{Answer, PrefixList};
use model::Indicator;
use testkit::bind::free_port;
use testkit::receiver::{Behaviour, Receiver};
use tokio::runtime::Runtime;
use zone::mirror::{Copy, Source};

use crate::browser::Browser;
use crate::dns::settings_with;
use crate::officer::Officer;
use crate::server::Place;

/// Tells whether a name is there; `None` while nothing can be told yet.
type Shows = Box<dyn FnMut(&str) -> Option<bool> + Send>;

/// One way to look at the list.
pub(crate) struct Sight {
    pub(crate) name: &'static str,
    /// Takes note of the present, just before a change.
    pub(crate) before_click: Box<dyn FnMut() + Send>,
    /// Looks again.
    pub(crate) shows: Shows,
}

/// Where everything is.
pub(crate) struct Sights {
    pub(crate) server: SocketAddr,
    /// Port of the zone.
    pub(crate) dns: u16,
    pub(crate) key_file: PathBuf,
    pub(crate) receiver: Arc<Receiver>,
}

/// A receiver of pushes under the real clock.
pub(crate) async fn receiver() -> Arc<Receiver> {
    Receiver::start(Arc::new(|| jiff::Timestamp::now().as_second()), Behaviour::Checks).await
}

/// Settings of a server that serves the zone and may push to this receiver; the port of the zone.
pub(crate) fn settings(place: &Place, receiver: &Receiver) -> u16 {
    let port = free_port().unwrap();
    settings_with(place, port, free_port().unwrap(), 20_000);
    let pem = BASE64.encode(&receiver.certificate);
    let pem = format!("-----BEGIN CERTIFICATE-----\n{pem}\n-----END CERTIFICATE-----\n");
    fs::write(place.path("roots.pem"), pem).unwrap();
    let text = fs::read_to_string(place.path("khien.toml")).unwrap();
    let push = "[push]\nallowed_networks = \"127.0.0.0/8\"\nroots_file = \"roots.pem\"\n";
    // A release server answers faster than the limits let one client ask.
    let limits = "[limits]\ntaxii_per_minute = 0\nget_feed_per_minute = 0\nlook_up_per_minute = 0\n";
    fs::write(place.path("khien.toml"), push.to_owned() + limits + &text).unwrap();
    port
}

/// Registers the receiver on the page of consumers, and waits until it is active.
pub(crate) fn register(officer: &mut Officer, receiver: &Receiver) {
    let keys = officer.get("/.well-known/khien-push-keys.json").json();
    receiver.trust(&keys["keys"][0]);
    let form = officer.get("/console/don-vi-nhan").form("/don-vi-nhan/moi");
    let form = form.set("name", "ngan-hang.example").set("contact", "Trực kỹ thuật");
    officer.browser.submit(&form).expect(200);
    let form = officer.get("/console/don-vi-nhan").form("/day").set("address", &receiver.url);
    officer.browser.submit(&form).expect(200);
    let start = Instant::now();
    // Seven probes, and then it is active; the page tells a moment later.
    while receiver.requests() < 7 {
        assert!(start.elapsed() < Duration::from_secs(30), "{} probes came", receiver.requests());
        std::thread::park_timeout(Duration::from_millis(10));
    }
}

fn nothing() -> Box<dyn FnMut() + Send> {
    Box::new(|| ())
}

impl Sights {
    /// Every format.
    pub(crate) fn all(&self, runtime: &Runtime, officers: (&mut Officer, &mut Officer)) -> Vec<Sight> {
        let files = [
            ("json", "json"),
            ("csv", "csv"),
            ("domains", "domains"),
            ("hosts", "hosts"),
            ("adblock", "adblock"),
            ("rpz file", "rpz"),
        ];
        let mut all: Vec<Sight> = files.into_iter().map(|(name, slug)| self.file(name, slug)).collect();
        all.extend([
            self.look_up(),
            self.page(),
            self.zone(runtime),
            self.taxii(),
            self.misp(officers),
            self.prefixes(),
            self.stream(),
            self.push(),
            self.checkpoint(),
        ]);
        all
    }

    /// A whole file, asked for with the version that the client has, as a polling client does.
    fn file(&self, name: &'static str, slug: &'static str) -> Sight {
        let (mut browser, path) = (Browser::new(self.server), format!("/feeds/{slug}"));
        let mut known = (String::new(), String::new());
        let shows = move |name: &str| {
            let page = browser.get_with(&path, ("If-None-Match", &known.0));
            if page.status == 200 {
                known = (page.header("etag").unwrap_or_default().to_owned(), page.text());
            }
            Some(known.1.contains(name))
        };
        Sight { name, before_click: nothing(), shows: Box::new(shows) }
    }

    /// The look-up of one entry.
    fn look_up(&self) -> Sight {
        let mut browser = Browser::new(self.server);
        let shows = move |name: &str| {
            let page = browser.get(&format!("/api/v1/indicators/domain:{name}"));
            Some(page.text().contains("\"verdict\":\"listed\""))
        };
        Sight { name: "look-up", before_click: nothing(), shows: Box::new(shows) }
    }

    /// The public page of the entry.
    fn page(&self) -> Sight {
        let mut browser = Browser::new(self.server);
        let shows = move |name: &str| {
            let page = browser.get(&format!("/muc/domain:{name}")).expect(200);
            Some(page.text().contains("class=\"band listed\""))
        };
        Sight { name: "public page", before_click: nothing(), shows: Box::new(shows) }
    }

    /// A copy of the zone, kept by differences.
    fn zone(&self, runtime: &Runtime) -> Sight {
        let statement = fs::read_to_string(&self.key_file).unwrap();
        let secret = statement.split("secret \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let secret = BASE64.decode(secret.as_bytes()).unwrap();
        let key = Some((crate::secondary::CONSUMER, secret.as_slice()));
        let source = Source::new(([127, 0, 0, 1], self.dns).into(), FeedOptions::ZONE, key).unwrap();
        let mut copy = Copy::new(FeedOptions::ZONE, 1);
        let handle = runtime.handle().clone();
        let mut held = None;
        let shows = move |name: &str| {
            if Some(handle.block_on(source.serial()).ok()?) != copy.serial() {
                handle.block_on(source.refresh(&mut copy)).ok()?;
                held = None;
            }
            Some(*held.get_or_insert_with(|| copy.owners().any(|owner| owner.starts_with(name))))
        };
        Sight { name: "DNS, IXFR", before_click: nothing(), shows: Box::new(shows) }
    }

    /// What was added to the TAXII collection since the click.
    fn taxii(&self) -> Sight {
        let mut browser = Browser::new(self.server);
        let since = Arc::new(Mutex::new(String::new()));
        let noted = since.clone();
        let shows = move |name: &str| {
            let path = "/taxii2/list/collections/all/objects/?match%5Btype%5D=indicator&added_after=";
            let path = format!("{path}{}", since.lock().unwrap());
            let page = browser.get_with(&path, ("Accept", "application/taxii+json;version=2.1")).expect(200);
            let objects = page.json();
            let object = objects["objects"].as_array()?.iter().rfind(|one| one.to_string().contains(name))?;
            Some(object["revoked"] != true)
        };
        // The server dates by the millisecond and answers what is later: the one before the click.
        let before = || jiff::Timestamp::now().as_millisecond() - 1;
        let note = move || {
            *noted.lock().unwrap() = jiff::Timestamp::from_millisecond(before()).unwrap().to_string();
        };
        Sight { name: "STIX by TAXII", before_click: Box::new(note), shows: Box::new(shows) }
    }

    /// The event of the month and method in the MISP feed, found by an entry made for it.
    fn misp(&self, (first, second): (&mut Officer, &mut Officer)) -> Sight {
        let name = "su-kien-mau.example";
        first.propose_block(&format!("domain:{name}"), &format!("domain:{name}")).expect(200);
        let form = second.get("/console/de-xuat").form("/duyet");
        second.browser.submit(&form).expect(200);
        let mut browser = Browser::new(self.server);
        let start = Instant::now();
        let path = loop {
            let manifest = browser.get("/feeds/misp/manifest.json").expect(200).json();
            let paths = manifest.as_object().unwrap().keys().map(|id| format!("/feeds/misp/{id}.json"));
            let found = paths.into_iter().find(|path| browser.get(path).text().contains(name));
            if let Some(path) = found {
                break path;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "no event holds {name}");
        };
        let shows = move |name: &str| {
            let event = browser.get(&path).expect(200).json();
            let held = event["Event"]["Attribute"].as_array()?.iter().rfind(|one| one["value"] == name)?;
            Some(held["deleted"] != true)
        };
        Sight { name: "MISP feed", before_click: nothing(), shows: Box::new(shows) }
    }

    /// The list of prefixes, kept by differences.
    fn prefixes(&self) -> Sight {
        let mut browser = Browser::new(self.server);
        let mut list = PrefixList::default();
        let shows = move |name: &str| {
            let since = list.serial().map_or(String::new(), |serial| format!("?since={serial}"));
            let update = browser.get(&format!("/api/v1/prefixes{since}")).expect(200);
            list.apply(&update.body).unwrap();
            let indicator: Indicator = format!("domain:{name}").parse().unwrap();
            Some(list.check(&indicator, 0) != Answer::NotListed)
        };
        Sight { name: "prefixes", before_click: nothing(), shows: Box::new(shows) }
    }

    /// Server-sent events, on one connection.
    fn stream(&self) -> Sight {
        let mut stream = TcpStream::connect(self.server).unwrap();
        let request = "GET /api/v1/acts/stream HTTP/1.1\r\nHost: khien.example\r\n\r\n";
        stream.write_all(request.as_bytes()).unwrap();
        let mut first = [0; 4_096];
        let start = Instant::now();
        // The head has come: what is published from now on will too.
        assert!(stream.read(&mut first).unwrap() > 0 && start.elapsed() < Duration::from_secs(30));
        stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        let mut text = String::new();
        let shows = move |name: &str| {
            let mut buffer = [0; 16_384];
            if let Ok(octets) = stream.read(&mut buffer) {
                text += &String::from_utf8_lossy(&buffer[..octets]);
            }
            last_act(&text, name)
        };
        Sight { name: "stream of events", before_click: nothing(), shows: Box::new(shows) }
    }

    /// Signed pushes.
    fn push(&self) -> Sight {
        let receiver = self.receiver.clone();
        let shows = move |name: &str| {
            let bodies = receiver.recorded().into_iter().map(|one| one.body);
            let text: String =
                bodies.map(|body| String::from_utf8_lossy(&body).into_owned() + "\n").collect();
            last_act(&text, name)
        };
        Sight { name: "push", before_click: nothing(), shows: Box::new(shows) }
    }

    /// The checkpoint of the transparency log covers one act more, whose entry names what was done.
    fn checkpoint(&self) -> Sight {
        let mut browser = Browser::new(self.server);
        let mut noting = Browser::new(self.server);
        let before = Arc::new(Mutex::new(0_u64));
        let noted = before.clone();
        let mut told = true;
        let shows = move |_: &str| {
            let now = size(&mut browser);
            let before = *before.lock().unwrap();
            if now == before {
                return None;
            }
            assert_eq!(now, before + 1, "one act");
            // Clicks list and take off in turn.
            let answer = told;
            told = !told;
            Some(answer)
        };
        let note = move || {
            // The checkpoint of the act before may still be on its way.
            let start = Instant::now();
            let serial = noting.get("/api/v1/serial").json()["serial"].as_u64().unwrap();
            while size(&mut noting) < serial {
                assert!(start.elapsed() < Duration::from_secs(30), "no checkpoint of {serial}");
            }
            *noted.lock().unwrap() = serial;
        };
        Sight { name: "signed checkpoint", before_click: Box::new(note), shows: Box::new(shows) }
    }
}

/// Entries that the signed checkpoint covers.
fn size(browser: &mut Browser) -> u64 {
    let text = browser.get("/log/checkpoint").text();
    text.lines().nth(1).and_then(|line| line.parse().ok()).unwrap_or(0)
}

/// Whether the last act about a name in a text of acts leaves it on the list; `None` when there is none.
fn last_act(text: &str, name: &str) -> Option<bool> {
    let at = text.rfind(&format!("\"indicator\":\"domain:{name}\""))?;
    let action = text[..at].rfind("\"action\":\"")?;
    Some(!text[action..at].starts_with("\"action\":\"delist\""))
}
