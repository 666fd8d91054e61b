//! A real `named` that takes the zone from the server by transfer and refuses what stands in it.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Name of the consumer and of its key.
pub(crate) const CONSUMER: &str = "isp.example";

/// How long a test waits for an event of the server before it fails.
const PATIENCE: Duration = Duration::from_secs(40);

/// A running secondary, ended when dropped. Every name below `example` has an address there.
pub(crate) struct Secondary {
    child: Child,
    folder: TempDir,
    port: u16,
}

impl Secondary {
    /// A secondary on `port` of the primary on `primary_port`, with the key in `key_file`.
    pub(crate) fn start(port: u16, primary_port: u16, key_file: &Path) -> Secondary {
        Secondary::start_as(CONSUMER, port, primary_port, key_file)
    }

    /// The same with a key of another name.
    pub(crate) fn start_as(key_name: &str, port: u16, primary_port: u16, key_file: &Path) -> Secondary {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().display();
        let conf = format!(
            "include \"{}\";\n\
             options {{ directory \"{home}\"; pid-file none; session-keyfile none; lock-file none;\n\
             listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion yes;\n\
             dnssec-validation no; empty-zones-enable no; forward only; forwarders {{ 127.0.0.1 port 1; }};\n\
             response-policy {{ zone \"rpz.khien.invalid\"; }} qname-wait-recurse no min-update-interval 0; }};\n\
             controls {{ }};\n\
             zone \"rpz.khien.invalid\" {{ type secondary; file \"khien-rpz\"; allow-transfer {{ 127.0.0.1; }};\n\
             primaries {{ 127.0.0.1 port {primary_port} key \"{key_name}\"; }}; }};\n\
             zone \"example\" {{ type primary; file \"example.zone\"; }};\n",
            key_file.display()
        );
        fs::write(folder.path().join("named.conf"), conf).unwrap();
        let example =
            "$TTL 60\n@ SOA localhost. hostmaster.invalid. 1 60 30 600 60\n@ NS localhost.\n* A 192.0.2.1\n";
        fs::write(folder.path().join("example.zone"), example).unwrap();
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let child = Command::new("named")
            .args(["-g", "-n", "1", "-c"])
            .arg(folder.path().join("named.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        Secondary { child, folder, port }
    }

    fn dig(&self, words: &[&str]) -> String {
        let port = self.port.to_string();
        let fixed = ["@127.0.0.1", "-p", &port, "+tries=1", "+time=2"];
        let output = Command::new("dig").args(fixed).args(words).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// Waits until this name has the status `NXDOMAIN`, `NOERROR`, …
    pub(crate) fn expect(&self, name: &str, status: &str) {
        let start = Instant::now();
        loop {
            let answer = self.dig(&["a", name]);
            if answer.contains(&format!("status: {status},")) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "{name} never was {status}: {answer}\n{}", self.log());
        }
    }

    /// The serial of the zone here; 0 while there is none.
    pub(crate) fn serial(&self) -> u64 {
        let start = Instant::now();
        loop {
            let soa = self.dig(&["+short", "soa", "rpz.khien.invalid"]);
            // A line that begins so is a complaint of the client: there was no answer in time.
            if soa.lines().all(|line| !line.starts_with(";;")) {
                return soa.split(' ').nth(2).map_or(0, |serial| serial.parse().unwrap());
            }
            assert!(start.elapsed() < PATIENCE, "no answer: {soa}{}", self.log());
        }
    }

    /// The names that the zone here refuses, with their twins, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let transfer = self.dig(&["+noall", "+answer", "axfr", "rpz.khien.invalid"]);
        let records = transfer.lines().filter(|line| line.contains("CNAME"));
        let names = records.filter_map(|line| line.split_once(".rpz.khien.invalid.").map(|(name, _)| name));
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        names.sort();
        names
    }

    /// Records of each transfer it made so far.
    pub(crate) fn transfers(&self) -> Vec<u32> {
        let log = self.log();
        let done =
            log.lines().filter_map(|line| line.split_once("Transfer completed: ").map(|(_, rest)| rest));
        let records = done.filter_map(|rest| rest.split(", ").nth(1)?.split(' ').next()?.parse().ok());
        records.collect()
    }

    /// What it logged.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Secondary {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
