//! `[dns]`: what is unsafe is refused at start, with a code and words, before anything is made.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::command::Khien;

const KEY: &str = "key_file = \"good.key\"\n";

fn check(section: &str, consumers: &[&str], code: &str) {
    let khien = Khien::new();
    for (name, mode) in [("good.key", 0o640), ("open.key", 0o644)] {
        khien.write(name, khien.ok(&["dns", "key", "isp.example"]));
        fs::set_permissions(khien.path(name), fs::Permissions::from_mode(mode)).unwrap();
    }
    khien.write("short.key", "key \"isp.example\" { algorithm hmac-sha256; secret \"AAAAAAAA\"; };");
    fs::set_permissions(khien.path("short.key"), fs::Permissions::from_mode(0o600)).unwrap();
    let consumers: String =
        consumers.iter().map(|consumer| format!("[[dns.consumers]]\n{consumer}")).collect();
    khien.write("khien.toml", format!("[dns]\n{section}\n{consumers}"));
    let ran = khien.run(&["serve", "--listen", "127.0.0.1:0"], "");
    assert_eq!(ran.code, Some(2), "{section} {consumers}: {ran:?}");
    assert!(ran.err.contains(&format!("[{code}]")), "{section} {consumers}: {}", ran.err);
    assert!(!khien.path("khien-data").exists(), "nothing is made before the settings are known to be good");
}

#[test]
fn unsafe_settings_are_refused() {
    const HERE: &str = "listen = \"127.0.0.1:0\"";
    let named = |name: &str, rest: &str| format!("name = \"{name}\"\n{rest}");
    let one = |rest: &str| named("isp.example", rest);
    check("listen = \"53\"", &[&one(KEY)], "dns-listen");
    check(HERE, &[&one("")], "dns-open");
    check(HERE, &[&one("addresses = [\"0.0.0.0\"]\n")], "dns-open");
    check(HERE, &[&one("key_file = \"none.key\"\n")], "dns-key-file");
    check(HERE, &[&one("key_file = \"open.key\"\n")], "dns-key-exposed");
    check(HERE, &[&one("key_file = \"short.key\"\n")], "dns-key-file");
    check(HERE, &[&named("khac.example", KEY)], "dns-key-file");
    check(HERE, &[&named("ISP;", KEY)], "dns-consumer-name");
    check(HERE, &[&one(KEY), &one(KEY)], "dns-same-name");
    check(HERE, &[&one(&format!("{KEY}notify = [\"192.0.2.1:0\"]\n"))], "dns-notify");
    for zone in ["", "vn", "com.vn", "gov.vn", "facebook.com", "a..example"] {
        check(&format!("{HERE}\nzone = \"{zone}\""), &[&one(KEY)], "dns-zone");
    }
}

#[test]
fn zones_that_are_none_are_refused() {
    let one = format!("name = \"isp.example\"\n{KEY}");
    let zones = |zones: &str| format!("listen = \"127.0.0.1:0\"\n{zones}");
    let zone = |rest: &str| zones(&format!("[[dns.zones]]\nname = \"a.khien.invalid\"\n{rest}"));
    let twice = "[[dns.zones]]\nname = \"a.khien.invalid\"\n[[dns.zones]]\nname = \"A.khien.invalid\"";
    check(&zones(&twice.to_lowercase()), &[&one], "dns-same-zone");
    check(&zones(twice), &[&one], "dns-zone");
    for word in [
        "content = \"lits\"",
        "levels = [\"stop\"]",
        "methods = [\"gambling-house\"]",
        "except_methods = [\"\"]",
        "action = \"drop\"",
        "slices = 0",
        "slices = 65",
    ] {
        check(&zone(word), &[&one], "dns-zone-word");
    }
    for host in ["", "localhost", "http://canh-bao.example/"] {
        check(&zone(&format!("action = \"redirect\"\nredirect_to = \"{host}\"")), &[&one], "dns-redirect");
    }
    check(&zone(""), &[&format!("{one}zones = [\"b.khien.invalid\"]\n")], "dns-consumer-zone");
    check("listen = \"127.0.0.1:0\"\ntls_listen = \"853\"", &[&one], "dns-listen");
    check("listen = \"127.0.0.1:0\"\ntls_listen = \"127.0.0.1:0\"", &[&one], "dns-tls");
}

#[test]
fn each_key_is_a_fresh_one_and_its_words_are_comments() {
    let khien = Khien::new();
    let (one, two) = (khien.ok(&["dns", "key", "isp.example"]), khien.ok(&["dns", "key", "isp.example"]));
    assert_ne!(one, two);
    let statement: String = one.lines().filter(|line| !line.starts_with("//")).collect();
    assert!(statement.starts_with("key \"isp.example\" {") && statement.ends_with("};"), "{one}");
    assert_eq!(khien.run(&["dns", "key", "a\"b"], "").code, Some(2));
}
