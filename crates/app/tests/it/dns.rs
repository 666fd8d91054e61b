//! From the real server by transfer into a real BIND: listed → refused, delisted → resolves, and both go on
//! after a restart.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use feed::{FeedOptions, Format};
use testkit::bind::{free_port, is_available};

use crate::command::Khien;
use crate::officer::Officer;
use crate::secondary::{CONSUMER, Secondary};
use crate::server::{Place, Server};

/// Names on the list from the start, so that a whole transfer cannot be taken for a difference.
const NAMES: usize = 500;

/// Fewer than there are names, so that after the restart the log is read from its middle.
const JOURNAL_ACTS: usize = 4;

/// Writes key and settings of a server that tells a secondary on `secondary` of new serials.
fn settings(place: &Place, port: u16, secondary: u16) {
    settings_with(place, port, secondary, JOURNAL_ACTS);
}

/// The same with a journal of this length; the key as `dig -y` takes it.
pub(crate) fn settings_with(place: &Place, port: u16, secondary: u16, journal_acts: usize) -> String {
    let output = place.run(&["dns", "key", CONSUMER]);
    assert!(output.status.success(), "{output:?}");
    fs::write(place.path("isp.key"), &output.stdout).unwrap();
    fs::set_permissions(place.path("isp.key"), fs::Permissions::from_mode(0o600)).unwrap();
    let text = format!(
        "[dns]\njournal_acts = {journal_acts}\nlisten = \"127.0.0.1:{port}\"\n[[dns.consumers]]\nname = \"{CONSUMER}\"\n\
         key_file = \"isp.key\"\nnotify = [\"127.0.0.1:{secondary}\"]\n"
    );
    fs::write(place.path("khien.toml"), text).unwrap();
    let statement = String::from_utf8(output.stdout).unwrap();
    let secret = statement.split_once("secret \"").and_then(|(_, rest)| rest.split('"').next()).unwrap();
    format!("hmac-sha256:{CONSUMER}:{secret}")
}

pub(crate) fn import(place: &Place, names: &str) {
    fs::write(place.path("names"), names).unwrap();
    let output = place.run(&["import", "--kind", "domain", "names"]);
    assert!(output.status.success(), "{output:?}");
}

fn delist(officer: &mut Officer, host: &str) {
    let form = officer.get(&format!("/console/muc/domain:{host}")).form("/muc-go");
    officer.browser.submit(&form.set("ground", "Tên miền đã đổi chủ")).expect(200);
}

/// The names in the zone as a file, with their twins, sorted.
pub(crate) fn names_in_the_file(place: &Place) -> Vec<String> {
    let output = place.run(&["export", "--format", Format::Rpz.slug(), "--zone", FeedOptions::ZONE]);
    let zone = String::from_utf8(output.stdout).unwrap();
    let mut names: Vec<String> =
        zone.lines().filter_map(|line| line.strip_suffix(" CNAME .").map(str::to_owned)).collect();
    names.sort();
    names
}

#[test]
fn a_secondary_follows_the_list_over_a_restart() {
    if !is_available("named") || !is_available("dig") {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for database in runtime.block_on(testkit::databases()) {
        let place = Place::new(database);
        eprintln!("on {}", place.engine());
        follows_the_list(&place);
    }
}

fn follows_the_list(place: &Place) {
    let (port, secondary_port) = (free_port().unwrap(), free_port().unwrap());
    settings(place, port, secondary_port);
    let many: String = (0..NAMES).map(|number| format!("mau-{number}.example\n")).collect();
    import(place, &format!("cha.example\ncon.cha.example\nmat.example\n{many}"));
    let server = place.serve();
    let secondary = Secondary::start(secondary_port, port, &place.path("isp.key"));
    secondary.expect("mat.example", "NXDOMAIN");
    secondary.expect("www.mat.example", "NXDOMAIN");
    secondary.expect("hang-xom.example", "NOERROR");
    assert_eq!(secondary.names(), names_in_the_file(place), "file and transfer hold the same names");
    assert_eq!(secondary.names().len(), 2 * (NAMES + 3));
    let first = secondary.transfers();
    assert!(first.len() == 1 && first[0] > 1_000, "one whole transfer: {first:?}");

    let mut officer = Officer::enrol(&server, &server.first_link(), "truc-ban");
    delist(&mut officer, "mat.example");
    secondary.expect("mat.example", "NOERROR");
    delist(&mut officer, "cha.example");
    secondary.expect("cha.example", "NOERROR");
    secondary.expect("con.cha.example", "NXDOMAIN");

    Server::kill(server);
    import(place, "moi.example\nmat.example\n");
    let server = place.serve();
    secondary.expect("moi.example", "NXDOMAIN");
    secondary.expect("mat.example", "NXDOMAIN");
    assert_eq!(secondary.names(), names_in_the_file(place));
    let records = secondary.transfers();
    assert!(records.len() >= 2, "{}", secondary.log());
    assert!(
        records[1..].iter().all(|records| *records < 20),
        "only differences after the first: {records:?}"
    );
    assert!(!server.log().contains("mat.example"), "the log holds no name: {}", server.log());
}

#[test]
fn the_operators_example_is_one_that_bind_takes() {
    if !is_available("named-checkconf") {
        return;
    }
    let khien = Khien::new();
    khien.write("isp.example.key", khien.ok(&["dns", "key", "isp.example"]));
    let page = include_str!("../../../../docs/formats/dns.md");
    let (_, after) = page.split_once("```text named.conf\n").expect("the page holds an example");
    let (example, _) = after.split_once("```").expect("the example ends");
    let folder = khien.path("").display().to_string();
    let example = example.replace("/etc/bind/", &folder).replace("/var/cache/bind", &folder);
    khien.write("named.conf", &example);
    let checked = std::process::Command::new("named-checkconf").arg(khien.path("named.conf")).output();
    let checked = checked.unwrap();
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success() && said.is_empty(), "{said}\n{example}");
    for needed in ["isp.example.key", "response-policy", "primaries", "min-update-interval"] {
        assert!(example.contains(needed), "{example}");
    }
}

#[test]
fn the_operators_example_is_one_that_unbound_takes() {
    if !testkit::resolver::is_program_available("unbound-checkconf") {
        return;
    }
    let khien = Khien::new();
    let page = include_str!("../../../../docs/formats/dns.md");
    let (_, after) = page.split_once("```text unbound.conf\n").expect("the page holds an example");
    let (example, _) = after.split_once("```").expect("the example ends");
    khien.write("unbound.conf", example.replace("/var/lib/unbound/", &khien.path("").display().to_string()));
    let checked = std::process::Command::new("unbound-checkconf").arg(khien.path("unbound.conf")).output();
    let checked = checked.unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
}

/// The mirror's file is the exported file, by difference too, and stays when the server goes.
#[test]
fn a_mirror_keeps_the_file_of_the_zone() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let database = runtime.block_on(testkit::databases()).remove(0);
    let place = Place::new(database);
    let port = free_port().unwrap();
    settings(&place, port, free_port().unwrap());
    import(&place, "mot.example\nhai.example\n");
    let server = place.serve();
    let mirror = |arguments: &[&str]| {
        let address = format!("127.0.0.1:{port}");
        let fixed = ["mirror", &address, "ban-sao.rpz", "--key-file", "isp.key"];
        place.command(&[&fixed[..], arguments].concat())
    };
    let exported = |place: &Place| {
        let output = place.run(&["export", "--format", "rpz", "--zone", FeedOptions::ZONE]);
        let text = String::from_utf8(output.stdout).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let mirrored = || {
        let text = fs::read_to_string(place.path("ban-sao.rpz")).unwrap_or_default();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert!(mirror(&["--once"]).status().unwrap().success());
    assert_eq!(mirrored(), exported(&place));
    let mut running = mirror(&["--every-ms", "50"]).stderr(std::process::Stdio::null()).spawn().unwrap();
    let mut officer = Officer::enrol(&server, &server.first_link(), "truc-ban");
    delist(&mut officer, "mot.example");
    let start = std::time::Instant::now();
    while mirrored() != exported(&place) {
        assert!(start.elapsed().as_secs() < 40, "{:?}", mirrored());
    }
    let last = mirrored();
    assert!(
        last.iter().any(|line| line.starts_with("hai.example"))
            && !last.iter().any(|line| line.contains("mot."))
    );
    Server::kill(server);
    let failed = mirror(&["--once"]).output().unwrap();
    assert!(String::from_utf8_lossy(&failed.stderr).contains("[mirror]"), "{failed:?}");
    assert_eq!(mirrored(), last);
    running.kill().unwrap();
    running.wait().unwrap();
}
