//! A real `named` that takes our zone by transfer and refuses what stands in it.

use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::primary::{KEY, SECRET, ZONE};

pub(crate) struct Secondary {
    pub(crate) address: SocketAddr,
    process: Child,
    _folder: TempDir,
}

/// A port nobody listens on now.
pub(crate) fn free_address() -> SocketAddr {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap()
}

impl Secondary {
    pub(crate) fn start(address: SocketAddr, primary: SocketAddr) -> Secondary {
        let folder = tempfile::tempdir().unwrap();
        let configuration = format!(
            r#"key "{KEY}" {{ algorithm hmac-sha256; secret "{secret}"; }};
            options {{
                directory "{directory}"; pid-file none; session-keyfile none;
                listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
                recursion yes; allow-query {{ any; }}; allow-transfer {{ 127.0.0.1; }}; dnssec-validation no;
                forwarders {{ 127.0.0.1 port 9; }}; forward only;
                response-policy {{ zone "{ZONE}"; }} qname-wait-recurse no;
            }};
            controls {{ }};
            zone "{ZONE}" {{
                type secondary; file "zone"; masterfile-format text;
                primaries {{ 127.0.0.1 port {primary} key "{KEY}"; }};
            }};
            zone "neighbour.example" {{ type primary; file "neighbour"; }};
            "#,
            secret = data_encoding::BASE64.encode(SECRET),
            directory = folder.path().display(),
            port = address.port(),
            primary = primary.port(),
        );
        let neighbour = "$TTL 60\n@ SOA localhost. hostmaster.invalid. 1 60 30 600 60\n@ NS localhost.\nwww A 192.0.2.7\n";
        std::fs::write(folder.path().join("named.conf"), configuration).unwrap();
        std::fs::write(folder.path().join("neighbour"), neighbour).unwrap();
        let process = Command::new("named")
            .args(["-g", "-n", "1", "-c"])
            .arg(folder.path().join("named.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(folder.path().join("log")).unwrap())
            .spawn()
            .expect("named starts");
        Secondary { address, process, _folder: folder }
    }

    /// What `dig` prints for these words.
    pub(crate) fn dig(&self, words: &[&str]) -> String {
        dig(self.address, words)
    }

    /// Waits until the secondary holds this serial.
    pub(crate) async fn reaches(&self, serial: u64) {
        let deadline = Instant::now() + Duration::from_secs(30);
        let mut look = tokio::time::interval(Duration::from_millis(20));
        loop {
            look.tick().await;
            let held = self.dig(&["+short", "+tries=1", "+time=1", "soa", ZONE]);
            if held.split(' ').nth(2) == Some(&serial.to_string()) {
                return;
            }
            assert!(Instant::now() < deadline, "the secondary holds `{held}` instead of serial {serial}");
        }
    }

    /// The names it holds, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        names(&self.dig(&["+noall", "+answer", "axfr", ZONE]))
    }

    /// `NXDOMAIN`, `NOERROR`, …
    pub(crate) fn status(&self, name: &str) -> String {
        let answer = self.dig(&["+tries=1", "+time=2", "a", name]);
        let status =
            answer.split_once("status: ").map_or("no answer", |(_, rest)| rest.split(',').next().unwrap());
        status.to_owned()
    }
}

impl Drop for Secondary {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub(crate) fn dig(server: SocketAddr, words: &[&str]) -> String {
    let output = Command::new("dig")
        .args(["@127.0.0.1", "-p", &server.port().to_string()])
        .args(words)
        .output()
        .expect("dig starts");
    String::from_utf8(output.stdout).unwrap()
}

/// Owner names of the CNAME records of a transfer, without the zone, sorted.
pub(crate) fn names(transfer: &str) -> Vec<String> {
    let suffix = format!(".{ZONE}.");
    let mut names: Vec<String> = transfer
        .lines()
        .filter(|line| line.contains("CNAME"))
        .filter_map(|line| line.split_whitespace().next()?.strip_suffix(&suffix).map(str::to_owned))
        .collect();
    names.sort();
    names
}
