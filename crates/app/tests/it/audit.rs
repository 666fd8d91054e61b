//! The public log over the real binary: audited by our command, and by pymerkle, which is not ours.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use testkit::is_required;

use crate::browser::Browser;
use crate::report_to_feed::on_every_engine;
use crate::server::{Place, Server};

/// What the independent check is made of; never shipped.
const PEERS: [&str; 2] = ["pymerkle==7.0.0", "cryptography==50.0.2"];

fn log(server: &Server) -> String {
    format!("http://{}/log", server.address)
}

/// The newest checkpoint once it has this size: size and root as written.
fn checkpoint(server: &Server, size: u64) -> (String, String) {
    let start = Instant::now();
    loop {
        let answer = Browser::new(server.address).get("/log/checkpoint");
        let text = answer.text();
        let lines: Vec<&str> = text.lines().collect();
        if answer.status == 200 && lines[1].parse::<u64>().unwrap() >= size {
            return (lines[1].to_owned(), lines[2].to_owned());
        }
        assert!(start.elapsed() < Duration::from_secs(30), "no checkpoint of {size}: {text}");
    }
}

fn import(place: &Place, kind: &str, names: impl Iterator<Item = String>) {
    let file = place.path("names");
    std::fs::write(&file, names.map(|name| name + "\n").collect::<String>()).unwrap();
    let output = place.run(&["import", "--kind", kind, file.to_str().unwrap()]);
    assert!(output.status.success(), "{output:?}");
}

fn audit(place: &Place, server: &Server, more: &[&str]) -> (Option<i32>, String) {
    let log = log(server);
    let output = place.run(&[["audit", log.as_str()].as_slice(), more].concat());
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.code(), said.into_owned())
}

#[test]
fn a_log_is_audited_and_a_tampered_row_is_found() {
    on_every_engine(|place| {
        import(place, "domain", (0..300).map(|number| format!("n{number}.example")));
        import(place, "phone", (1..=3).map(|number| format!("090000000{number}")));
        let server = place.serve();
        let (_, root) = checkpoint(&server, 303);
        let (code, said) = audit(place, &server, &[]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("First audit") && said.contains("303 entries, 303 read"), "{said}");
        import(place, "domain", (300..560).map(|number| format!("n{number}.example")));
        checkpoint(&server, 563);
        let (code, said) = audit(place, &server, &["--only-new"]);
        assert_eq!((code, said.contains("260 read, 1 earlier")), (Some(0), true), "{said}");
        let (code, said) = audit(place, &server, &[]);
        assert_eq!((code, said.contains("563 read, 2 earlier")), (Some(0), true), "{said}");
        independent_check(&server, 563, &format!("303:{}", hex(&root)));
        a_listing_shows_its_proof(&server);

        let key = place.path("log.key");
        tampered_row_is_found(place, server);
        let server = place.serve();
        checkpoint(&server, 563);
        assert_eq!(audit(place, &server, &[]).0, Some(0), "as before when the row is as before");
        drop(server);
        std::fs::remove_file(key).unwrap();
        let server = place.serve();
        assert_eq!(Browser::new(server.address).get("/log/checkpoint").status, 404, "not under another key");
        Browser::new(server.address).get("/en/muc/domain:n7.example").expect(200);
        assert!(server.log().contains("put the right `log.key` back"), "{}", server.log());
    });
}

/// After a renewal the log goes on under the new key, an auditor follows by the hand-over of the old one, and what the
/// old one signed still stands.
#[test]
fn a_renewed_key_goes_on_and_old_checkpoints_still_verify() {
    on_every_engine(|place| {
        import(place, "domain", (0..20).map(|number| format!("n{number}.example")));
        let server = place.serve();
        let (_, root) = checkpoint(&server, 20);
        let old_note = Browser::new(server.address).get("/log/checkpoint").text();
        let old_key = Browser::new(server.address).get("/log/key").text();
        assert_eq!(audit(place, &server, &[]).0, Some(0));
        drop(server);
        let renewed = place.run(&["log-key", "renew"]);
        let said = String::from_utf8_lossy(&renewed.stdout).into_owned();
        assert!(renewed.status.success() && said.contains(old_key.trim()), "{renewed:?}");
        let server = place.serve();
        assert!(!server.log().contains("is not the one"), "{}", server.log());
        import(place, "domain", (20..30).map(|number| format!("n{number}.example")));
        checkpoint(&server, 30);
        let new_key = Browser::new(server.address).get("/log/key").text();
        assert_ne!(new_key, old_key);
        // Who remembers the old key comes to the new one by itself, and sees the log continued.
        let (code, said) = audit(place, &server, &[]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("was renewed") && said.contains(new_key.trim()), "{said}");
        assert!(said.contains("30 read, 1 earlier"), "{said}");
        assert!(!audit(place, &server, &[]).1.contains("was renewed"), "once");
        let fresh = audit(place, &server, &["--state", "fresh.json", "--key", old_key.trim()]);
        assert_eq!(fresh.0, Some(0), "{}", fresh.1);
        let forged = old_key.replace("+A", "+B");
        assert_ne!(audit(place, &server, &["--state", "x.json", "--key", forged.trim()]).0, Some(0));
        // The old checkpoint verifies under the old key, and the log still leads to it.
        let key = old_key.trim().parse().unwrap();
        assert_eq!(web::transparency::key::open_checkpoint(&key, &old_note).unwrap().size, 20);
        independent_check(&server, 30, &format!("20:{}", hex(&root)));
        drop(server);
        // Twice more, and a restart with nothing new: the newest checkpoint is signed by the newest key.
        for _ in 0..2 {
            assert!(place.run(&["log-key", "renew"]).status.success());
        }
        let server = place.serve();
        checkpoint(&server, 30);
        let start = Instant::now();
        loop {
            let (code, said) = audit(place, &server, &["--state", "late.json", "--key", old_key.trim()]);
            if code == Some(0) && said.contains("was renewed") {
                break;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "{said}");
        }
    });
}

fn tampered_row_is_found(place: &Place, server: Server) {
    place.execute("UPDATE acts SET level = 'warn' WHERE serial = 5");
    let (code, said) = audit(place, &server, &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("entry 4 is not the one that was hashed"), "{said}");
    assert!(said.contains("do not lead to the root that was signed"), "{said}");
    place.execute("UPDATE acts SET level = 'block' WHERE serial = 5");
    // The newest rows are hashed again at a start: with another one the log does not go on.
    place.execute("UPDATE acts SET level = 'warn' WHERE serial = 560");
    drop(server);
    let server = place.serve();
    let start = Instant::now();
    while !server.log().contains("is not continued") {
        assert!(start.elapsed() < Duration::from_secs(30), "{}", server.log());
        std::thread::yield_now();
    }
    assert_eq!(audit(place, &server, &[]).0, Some(1), "nothing else is signed");
    place.execute("UPDATE acts SET level = 'block' WHERE serial = 560");
}

fn a_listing_shows_its_proof(server: &Server) {
    let page = Browser::new(server.address).get("/en/muc/domain:n7.example").expect(200).text();
    assert!(page.contains("c2sp.org/tlog-proof@v1") && page.contains("index 7\n"), "{page}");
    assert!(!page.contains("With this salt"), "{page}");
    let page = Browser::new(server.address).get("/en/muc/phone:+84900000002").expect(200).text();
    assert!(page.contains("index 301\n") && page.contains("With this salt"), "{page}");
    let bundle = Browser::new(server.address).get("/log/tile/entries/001.p/47").expect(200).text();
    assert!(bundle.contains("\"commitment\"") && !bundle.contains("90000000"), "no number in the log");
    for path in [
        "tile/0/000.p/0",
        "tile/0/0",
        "tile/9/000",
        "tile/0/009",
        "tile/entries/x",
        "proof/0",
        "proof/564",
        "proof/a",
    ] {
        assert_eq!(Browser::new(server.address).get(&format!("/log/{path}")).status, 404, "{path}");
    }
}

fn hex(base64: &str) -> String {
    let bytes = data_encoding::BASE64.decode(base64.as_bytes()).unwrap();
    data_encoding::HEXLOWER.encode(&bytes)
}

/// `crates/app/tests/peers/tlog.py` agrees.
fn independent_check(server: &Server, size: u64, earlier: &str) {
    let Some(python) = python() else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/tlog.py");
    let output = Command::new(python).arg(script).arg(log(server)).arg(earlier).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert_eq!(said.trim(), format!("ok {size}"));
}

/// A Python with the peers, installed once under `target`, however many tests ask; `None` when they cannot be had.
fn python() -> Option<PathBuf> {
    static PYTHON: OnceLock<Option<PathBuf>> = OnceLock::new();
    PYTHON.get_or_init(installed).clone()
}

fn installed() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/peers/tlog");
    let python = folder.join("bin/python");
    let has_peers = || {
        let imports = Command::new(&python).args(["-c", "import pymerkle, cryptography"]).output();
        imports.is_ok_and(|output| output.status.success())
    };
    if !has_peers() {
        let run = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
        let made = run(Command::new("python3").args(["-m", "venv"]).arg(&folder));
        let _ = made && run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PEERS));
    }
    if has_peers() {
        return Some(python);
    }
    assert!(!is_required("pymerkle"), "KHIEN_TEST_REQUIRE lists pymerkle: install {PEERS:?} in {folder:?}");
    eprintln!("not run: pymerkle (it could not be installed)");
    None
}
