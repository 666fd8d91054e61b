//! A real BIND on a free loopback port that answers by our policy zone.
//!
//! It is the authority for `example.`, in which every name has the address [`ADDRESS`], and refuses what
//! the policy zone lists. Nothing leaves the machine: there are no forwarders and no root servers.
//! Without `named`, tests print `not run: bind`, unless `KHIEN_TEST_REQUIRE` lists `bind`.

use std::io;
use std::net::{Ipv4Addr, TcpListener, UdpSocket};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::is_required;
use crate::message::{Reply, TYPE_A, TYPE_SOA, query};

/// The address of every name below `example` that is not refused. Source: RFC 5737 (documentation).
pub const ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);

/// How long a test waits for an event of the server before it fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long one query waits for its answer before it is sent again.
const QUERY_TIMEOUT: Duration = Duration::from_millis(500);

/// What a resolver answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The name has this address.
    Address(Ipv4Addr),
    /// NXDOMAIN.
    NoSuchName,
    /// The name is there without an address.
    NoData,
    /// Another response code (RFC 6895), e.g. 2 for a failure of the server.
    Code(u8),
}

/// A running `named`, ended when dropped.
pub struct Bind {
    child: Child,
    folder: TempDir,
    port: u16,
    zone: String,
}

impl Bind {
    /// Starts `named` with this policy zone and waits until it answers by it; `None` where there is none
    /// and none is required.
    ///
    /// # Panics
    /// When `named` is required and absent, or does not load the zone within half a minute.
    pub fn start(zone_text: &str) -> Option<Bind> {
        if !is_available("named") {
            return None;
        }
        // The port is free when chosen and may be taken when `named` binds it: then another one.
        for _ in 0..5 {
            let mut bind = Bind::spawn(zone_text).expect("named can be started in a temporary folder");
            if bind.waits_for_serial(soa_serial(zone_text)) {
                return Some(bind);
            }
            assert!(bind.log().contains("address in use"), "named did not start: {}", bind.log());
        }
        panic!("named found no free port");
    }

    fn spawn(zone_text: &str) -> io::Result<Bind> {
        let (zone, folder, port) = (zone_name(zone_text), tempfile::tempdir()?, free_port()?);
        write_files(folder.path(), port, zone, zone_text)?;
        let log = std::fs::File::create(folder.path().join("named.log"))?;
        let child = Command::new("named")
            .args(["-g", "-n", "1", "-c"])
            .arg(folder.path().join("named.conf"))
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        Ok(Bind { child, folder, port, zone: zone.to_owned() })
    }

    /// Loads another version of the zone and waits until `named` answers by it.
    ///
    /// # Panics
    /// When it is not loaded within half a minute.
    pub fn reload(&mut self, zone_text: &str) {
        assert_eq!(zone_name(zone_text), self.zone, "a reload keeps the name of the zone");
        std::fs::write(self.folder.path().join("policy.zone"), zone_text).expect("the folder is ours");
        let status = Command::new("kill").args(["-HUP", &self.child.id().to_string()]).status();
        assert!(status.is_ok_and(|status| status.success()), "named takes a signal");
        assert!(self.waits_for_serial(soa_serial(zone_text)), "named did not reload: {}", self.log());
    }

    /// What this name resolves to.
    ///
    /// # Panics
    /// When no answer comes within half a minute.
    pub fn resolve(&self, name: &str) -> Answer {
        let reply = self.ask(name, TYPE_A);
        reply.unwrap_or_else(|| panic!("no answer for {name}: {}", self.log())).answer
    }

    /// Waits until this name resolves to `expected`: policy is applied a moment after a zone is loaded.
    ///
    /// # Panics
    /// When it does not within half a minute.
    pub fn expect(&self, name: &str, expected: Answer) {
        let start = Instant::now();
        loop {
            let answer = self.resolve(name);
            if answer == expected {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "{name} resolves to {answer:?}, not {expected:?}");
            std::thread::yield_now();
        }
    }

    fn waits_for_serial(&mut self, serial: u32) -> bool {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return false;
            }
            let reply = self.try_ask(&self.zone, TYPE_SOA);
            if reply.is_ok_and(|reply| reply.soa_serial == Some(serial)) {
                return true;
            }
        }
        false
    }

    fn ask(&self, name: &str, kind: u16) -> Option<Reply> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Ok(reply) = self.try_ask(name, kind) {
                return Some(reply);
            }
        }
        None
    }

    /// One query and its answer. An error when none comes in time or the port is closed.
    fn try_ask(&self, name: &str, kind: u16) -> io::Result<Reply> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.set_read_timeout(Some(QUERY_TIMEOUT))?;
        socket.connect((Ipv4Addr::LOCALHOST, self.port))?;
        socket.send(&query(name, kind))?;
        let mut buffer = [0u8; 4096];
        let len = socket.recv(&mut buffer)?;
        Reply::read(&buffer[..len]).ok_or_else(|| io::Error::other("a reply that cannot be read"))
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("named.log")).unwrap_or_default()
    }
}

impl Drop for Bind {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What `named-checkzone` says of a zone: `Ok` with its notes, or `Err` with its complaint; `None` where
/// the program is absent and not required.
///
/// # Panics
/// When it is required and absent, or cannot be run.
pub fn check_zone(zone_text: &str) -> Option<Result<String, String>> {
    if !is_available("named-checkzone") {
        return None;
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("policy.zone");
    std::fs::write(&file, zone_text).expect("a temporary folder can be written");
    let output = Command::new("named-checkzone").arg(zone_name(zone_text)).arg(&file).output();
    let output = output.expect("named-checkzone runs");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    Some(if output.status.success() { Ok(said) } else { Err(said) })
}

/// Whether a program of BIND is here; its absence is said, or is a failure where it is required.
///
/// # Panics
/// When `KHIEN_TEST_REQUIRE` lists `bind` and the program is absent.
pub fn is_available(program: &str) -> bool {
    let found = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()));
    assert!(found || !is_required("bind"), "KHIEN_TEST_REQUIRE lists bind: `{program}` is not on the path");
    if !found {
        eprintln!("not run: bind (`{program}` is not on the path)");
    }
    found
}

/// Ports that no connection is given by chance: below the range that the kernel takes those of clients from, so
/// that a server that is started again finds its port free. Source: Linux, `ip_local_port_range`, 32768 to 60999.
const PORTS: std::ops::Range<u16> = 10_000..32_768;

/// A port that is free for both UDP and TCP.
///
/// # Errors
/// When no random number can be had, or no port of a thousand is free.
pub fn free_port() -> io::Result<u16> {
    for _ in 0..1_000 {
        let chance = getrandom::u32().map_err(io::Error::other)? % u32::from(PORTS.end - PORTS.start);
        let port = PORTS.start + u16::try_from(chance).map_err(io::Error::other)?;
        let is_free = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
            && UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
        if is_free {
            return Ok(port);
        }
    }
    Err(io::Error::new(io::ErrorKind::AddrInUse, "find a free port"))
}

fn write_files(folder: &Path, port: u16, zone: &str, zone_text: &str) -> io::Result<()> {
    let home = folder.display();
    // `min-update-interval 0`: policy follows a reload at once, where the default waits a minute.
    let conf = format!(
        "options {{ directory \"{home}\"; pid-file none; session-keyfile none; lock-file none;\n\
         listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion yes;\n\
         dnssec-validation no; empty-zones-enable no; notify no;\n\
         forward only; forwarders {{ 127.0.0.1 port 1; }};\n\
         response-policy {{ zone \"{zone}\"; }} qname-wait-recurse no min-update-interval 0; }};\n\
         controls {{ }};\n\
         zone \"{zone}\" {{ type primary; file \"policy.zone\"; }};\n\
         zone \"example\" {{ type primary; file \"example.zone\"; }};\n"
    );
    let example = format!(
        "$TTL 60\n@ SOA localhost. hostmaster.invalid. 1 60 30 1209600 60\n@ NS localhost.\n* A {ADDRESS}\n"
    );
    std::fs::write(folder.join("named.conf"), conf)?;
    std::fs::write(folder.join("example.zone"), example)?;
    std::fs::write(folder.join("policy.zone"), zone_text)
}

/// The name after `$ORIGIN`, without the last dot.
fn zone_name(zone_text: &str) -> &str {
    let origin = zone_text.lines().find_map(|line| line.strip_prefix("$ORIGIN "));
    origin.expect("our zones name their origin").trim().trim_end_matches('.')
}

/// The serial in the SOA record, which stands on one line.
fn soa_serial(zone_text: &str) -> u32 {
    let soa = zone_text.lines().find_map(|line| line.strip_prefix("@ SOA "));
    let serial = soa.and_then(|soa| soa.split_whitespace().nth(2));
    serial.and_then(|serial| serial.parse().ok()).expect("our zones open with a SOA record")
}
