//! From the approver's click to the first refused query, and from the delisting to the first answer, in four
//! unmodified resolvers.
//!
//! For figures: `KHIEN_TEST_BINARY` names a release binary, `KHIEN_LATENCY_NAMES` how many names the zone holds
//! (two rules each; default 200), `KHIEN_LATENCY_TRIALS` how many trials a resolver gets (default 3),
//! `KHIEN_LATENCY_SLICES` how many zones or files share the list (default 1), `KHIEN_LATENCY_KINDS` which
//! programs (default all): `… cargo test -p app --test it latency -- --nocapture`.

use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use feed::FeedOptions;
use testkit::bind::{ADDRESS, Answer, free_port};
use testkit::resolver::{Key, Kind, Resolver, Setup, Upstream};

use crate::form::Form;
use crate::officer::Officer;
use crate::report_to_feed::officers;
use crate::server::{Place, Server};

/// How long one trial may take.
const PATIENCE: Duration = Duration::from_secs(120);

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

/// A running `khien mirror`.
struct Mirror(Child);

impl Drop for Mirror {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Desk {
    first: Officer,
    second: Officer,
    resolver: Resolver,
}

impl Desk {
    /// Clicks, and asks for the name until it resolves to `expected`; from the click to that answer.
    fn time(
        officer: &mut Officer,
        resolver: &Resolver,
        form: &Form,
        name: &str,
        expected: Answer,
    ) -> Duration {
        let start = Instant::now();
        std::thread::scope(|scope| {
            scope.spawn(|| officer.browser.submit(form).expect(200));
            while resolver.resolve(name).ok() != Some(expected) {
                assert!(start.elapsed() < PATIENCE, "{name} never was {expected:?}: {}", resolver.log());
                std::thread::park_timeout(Duration::from_millis(1));
            }
            start.elapsed()
        })
    }

    /// Blocks a name and takes it off again; how long each took to arrive.
    fn trial(&mut self, number: usize) -> (Duration, Duration) {
        let name = format!("thu-{number}.example");
        let indicator = format!("domain:{name}");
        self.resolver.expect(&name, Answer::Address(ADDRESS));
        self.first.propose_block(&indicator, &indicator).expect(200);
        let form = self.second.get("/console/de-xuat").form("/duyet");
        let blocked = Desk::time(&mut self.second, &self.resolver, &form, &name, Answer::NoSuchName);
        let form = self.first.get(&format!("/console/muc/{indicator}")).form("/muc-go");
        let form = form.set("ground", "Tên miền đã đổi chủ");
        let freed = Desk::time(&mut self.first, &self.resolver, &form, &name, Answer::Address(ADDRESS));
        (blocked, freed)
    }
}

fn summary(what: &str, times: &mut [Duration]) -> String {
    times.sort();
    let at = |share: f64| times[((times.len() as f64 * share).ceil() as usize).clamp(1, times.len()) - 1];
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    format!(
        "{what}: median {:.0} ms, 99 % {:.0} ms, at most {:.0} ms",
        ms(at(0.5)),
        ms(at(0.99)),
        ms(times[times.len() - 1])
    )
}

/// Settings of a server that tells the resolver on `notify` at once.
fn settings(place: &Place, port: u16, notify: u16, kind: Kind, slices: usize) -> Option<Key> {
    let made = place.run(&["dns", "key", "isp.example"]).stdout;
    fs::write(place.path("isp.key"), &made).unwrap();
    fs::set_permissions(place.path("isp.key"), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let statement = String::from_utf8(made).unwrap();
    let (_, secret) = statement.split_once("secret \"").unwrap();
    let secret = secret.split('"').next().unwrap().to_owned();
    let has_key = kind != Kind::Unbound;
    let access = if has_key { "key_file = \"isp.key\"" } else { "addresses = [\"127.0.0.1\"]" };
    let told = match kind {
        Kind::Bind | Kind::Unbound => format!("notify = [\"127.0.0.1:{notify}\"]"),
        Kind::Recursor | Kind::KnotResolver => String::new(),
    };
    // A mirror cuts the files itself.
    let slices = if kind == Kind::KnotResolver { 1 } else { slices };
    let zones = format!("[[dns.zones]]\nname = \"{}\"\nslices = {slices}\n", FeedOptions::ZONE);
    let consumer = format!("[[dns.consumers]]\nname = \"isp.example\"\n{access}\n{told}\n");
    fs::write(place.path("khien.toml"), format!("[dns]\nlisten = \"127.0.0.1:{port}\"\n{zones}{consumer}"))
        .unwrap();
    has_key.then(|| Key { name: "isp.example".to_owned(), secret })
}

fn mirror(place: &Place, port: u16, slices: usize) -> Mirror {
    let (address, slices) = (format!("127.0.0.1:{port}"), slices.to_string());
    let mut command =
        place.command(&["mirror", &address, "ban-sao", "--key-file", "isp.key", "--slices", &slices]);
    Mirror(command.args(["--every-ms", "50"]).stderr(Stdio::null()).spawn().unwrap())
}

fn measure(kind: Kind) {
    if !kind.is_available() {
        return;
    }
    let (names, trials) = (number("KHIEN_LATENCY_NAMES", 200), number("KHIEN_LATENCY_TRIALS", 3));
    let slices = number("KHIEN_LATENCY_SLICES", 1);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let place = Place::new(runtime.block_on(testkit::databases()).remove(0));
    let (port, own) = (free_port().unwrap(), free_port().unwrap());
    let key = settings(&place, port, own, kind, slices);
    let list: String =
        (0..names).map(|number| format!("mau-{number}.lua-dao-{}.example\n", number % 997)).collect();
    fs::write(place.path("names"), list).unwrap();
    let imported = place.run(&["import", "--kind", "domain", "names"]);
    assert!(imported.status.success(), "{imported:?}");
    let server = place.serve();
    let zones = match slices {
        1 => vec![FeedOptions::ZONE.to_owned()],
        _ => (0..slices).map(|index| format!("{index}.{}", FeedOptions::ZONE)).collect(),
    };
    let mut setup =
        Setup { primary: ([127, 0, 0, 1], port).into(), zones, key, files: Vec::new(), refresh_seconds: 1 };
    let mut mirroring = None;
    if kind == Kind::KnotResolver {
        setup.files = match slices {
            1 => vec![place.path("ban-sao")],
            _ => (0..slices).map(|index| place.path(&format!("ban-sao.{index}"))).collect(),
        };
        mirroring = Some(mirror(&place, port, slices));
        let start = Instant::now();
        while setup.files.iter().any(|file| !file.exists()) {
            assert!(start.elapsed() < PATIENCE, "the mirror wrote nothing");
        }
    }
    let upstream = Upstream::start();
    let start = Instant::now();
    let resolver = Resolver::start_on(own, kind, &setup, &upstream);
    let last = names - 1;
    while resolver.resolve(&format!("mau-{last}.lua-dao-{}.example", last % 997)).ok()
        != Some(Answer::NoSuchName)
    {
        assert!(start.elapsed() < PATIENCE * 3, "it never loaded the zone: {}", resolver.log());
        std::thread::park_timeout(Duration::from_millis(10));
    }
    let loaded = start.elapsed();
    let (first, second) = officers(&place, &server);
    let mut desk = Desk { first, second, resolver };
    let (mut blocked, mut freed): (Vec<_>, Vec<_>) = (0..trials).map(|number| desk.trial(number)).unzip();
    eprintln!(
        "{:?}, {} rules in {slices}, {trials} trials: loaded in {:.1} s; {}; {}",
        kind,
        2 * names,
        loaded.as_secs_f64(),
        summary("block", &mut blocked),
        summary("delist", &mut freed)
    );
    drop(mirroring);
    Server::kill(server);
}

#[test]
fn a_click_is_refused_by_each_resolver_and_undone() {
    let wanted = std::env::var("KHIEN_LATENCY_KINDS").unwrap_or_default();
    for kind in Kind::ALL {
        if wanted.is_empty() || wanted.split(',').any(|name| name == kind.program()) {
            measure(kind);
        }
    }
}
