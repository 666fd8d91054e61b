//! Real resolvers that refuse what our zones list: BIND, Unbound, PowerDNS Recursor, Knot Resolver.
//!
//! Each is started unmodified on a free loopback port with its own folder, takes the zones as it can, and
//! forwards what it does not refuse to [`upstream`], which gives every name one address. Nothing leaves the
//! machine. Without its program, tests print `not run: NAME`, unless `KHIEN_TEST_REQUIRE` lists the name.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::bind::{Answer, free_port};
use crate::is_required;
use crate::message::{Reply, TYPE_A, query};

mod configuration;
pub mod upstream;

pub use upstream::Upstream;

/// How long a test waits for a resolver before it fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long one query waits for its answer.
const QUERY_TIMEOUT: Duration = Duration::from_secs(2);

/// A kind of resolver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// BIND: transfers, NOTIFY, TSIG.
    Bind,
    /// Unbound: transfers and NOTIFY; no TSIG for policy zones.
    Unbound,
    /// PowerDNS Recursor: transfers and TSIG; asks by itself, hears no NOTIFY.
    Recursor,
    /// Knot Resolver: watches a file.
    KnotResolver,
}

/// What a resolver needs to know.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Where it fetches the zones. Unused by Knot Resolver.
    pub primary: SocketAddr,
    /// The zones, the first one winning.
    pub zones: Vec<String>,
    /// Key file in BIND's form, name and secret in base64; `None`: by address.
    pub key: Option<Key>,
    /// Zone files that Knot Resolver watches.
    pub files: Vec<PathBuf>,
    /// Seconds between two looks of PowerDNS Recursor.
    pub refresh_seconds: u32,
}

/// A TSIG key, hmac-sha256.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// Its secret, base64.
    pub secret: String,
}

impl Kind {
    /// All four.
    pub const ALL: [Kind; 4] = [Kind::Bind, Kind::Unbound, Kind::Recursor, Kind::KnotResolver];

    /// Its program, which is its name in `KHIEN_TEST_REQUIRE` too (`bind` for `named`).
    pub const fn program(self) -> &'static str {
        match self {
            Kind::Bind => "named",
            Kind::Unbound => "unbound",
            Kind::Recursor => "pdns_recursor",
            Kind::KnotResolver => "kresd",
        }
    }

    /// Whether it is here; its absence is said, or is a failure where it is required.
    ///
    /// # Panics
    /// When it is required and absent.
    pub fn is_available(self) -> bool {
        is_program_available(self.program())
    }
}

/// Whether a program is here; its absence is said, or is a failure where `KHIEN_TEST_REQUIRE` lists it.
///
/// # Panics
/// When it is required and absent.
pub fn is_program_available(program: &str) -> bool {
    let found = find(program).is_some();
    assert!(found || !is_required(program), "KHIEN_TEST_REQUIRE lists {program}, which is not here");
    if !found {
        eprintln!("not run: {program}");
    }
    found
}

/// Where a program lies; system daemons may stand outside the path of a plain user.
fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
    folders.map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A running resolver, ended when dropped.
pub struct Resolver {
    /// Which.
    pub kind: Kind,
    child: Child,
    folder: TempDir,
    socket: UdpSocket,
    /// Its port.
    pub port: u16,
}

impl Resolver {
    /// Starts it on a free port.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start(kind: Kind, setup: &Setup, upstream: &Upstream) -> Resolver {
        Resolver::start_on(free_port().expect("there is a free port"), kind, setup, upstream)
    }

    /// Starts it on this port, which the primary may know to notify.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start_on(port: u16, kind: Kind, setup: &Setup, upstream: &Upstream) -> Resolver {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let place = configuration::Place { folder: folder.path(), port, upstream: upstream.port() };
        let arguments = configuration::write(kind, setup, &place).expect("our folder can be written");
        let log = File::create(folder.path().join("log")).expect("our folder can be written");
        let child = Command::new(find(kind.program()).expect("asked whether it is here"))
            .args(arguments)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a file can be had twice"))
            .stderr(log)
            .spawn()
            .expect("a program that is here starts");
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
        socket.set_read_timeout(Some(QUERY_TIMEOUT)).expect("a time that is not zero");
        socket.connect((Ipv4Addr::LOCALHOST, port)).expect("loopback is always there");
        Resolver { kind, child, folder, socket, port }
    }

    /// What a name resolves to now.
    ///
    /// # Errors
    /// When no answer comes in time.
    pub fn resolve(&self, name: &str) -> io::Result<Answer> {
        let request = query(name, TYPE_A);
        self.socket.send(&request)?;
        let mut buffer = [0; 4_096];
        loop {
            let octets = self.socket.recv(&mut buffer)?;
            // The question is repeated, so that a late answer to another one is told apart.
            if octets >= request.len() && buffer[12..request.len()].eq_ignore_ascii_case(&request[12..]) {
                let reply = Reply::read(&buffer[..octets]);
                return reply.map(|it| it.answer).ok_or_else(|| io::Error::other("not a reply"));
            }
        }
    }

    /// Waits until a name resolves so; how long that took.
    ///
    /// # Panics
    /// When it does not in a minute.
    pub fn expect(&self, name: &str, expected: Answer) -> Duration {
        let start = Instant::now();
        let mut last = None;
        while start.elapsed() < PATIENCE {
            match self.resolve(name) {
                Ok(answer) if answer == expected => return start.elapsed(),
                // The port is still closed.
                Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                    std::thread::yield_now();
                }
                other => last = Some(other),
            }
        }
        panic!("{:?}: {name} is {last:?}, not {expected:?}\n{}", self.kind, self.log());
    }

    /// Those of the names that it refuses.
    ///
    /// # Panics
    /// When it does not answer.
    pub fn refused<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
        let is_refused = |name: &&str| {
            let answer = (0..5).find_map(|_| self.resolve(name).ok());
            let answer = answer.unwrap_or_else(|| panic!("{:?} does not answer: {}", self.kind, self.log()));
            answer == Answer::NoSuchName
        };
        names.into_iter().filter(is_refused).map(str::to_owned).collect()
    }

    /// The owner names of the policy zone as this resolver holds it, by its own means; `None` where it has
    /// none. Relative to the zone, with twins, sorted.
    pub fn own_view(&self, zone: &str) -> Option<Vec<String>> {
        let text = match self.kind {
            Kind::Bind => {
                let port = self.port.to_string();
                output("dig", &["@127.0.0.1", "-p", &port, "+noall", "+answer", "+onesoa", "axfr", zone])?
            }
            Kind::Unbound => std::fs::read_to_string(self.path(&format!("{zone}.zone"))).ok()?,
            Kind::Recursor => {
                let file = self.path(&format!("{zone}.dump"));
                let _ = std::fs::remove_file(&file);
                let folder = format!("--socket-dir={}", self.folder.path().display());
                output("rec_control", &[&folder, "dump-rpz", zone, &file.display().to_string()])?;
                std::fs::read_to_string(file).ok()?
            }
            Kind::KnotResolver => return None,
        };
        let suffix = format!(".{zone}");
        let owners = text.lines().filter(|line| line.contains("CNAME")).filter_map(|line| {
            let owner = line.split_whitespace().next()?.trim_end_matches('.').to_ascii_lowercase();
            Some(owner.strip_suffix(&suffix).map_or(owner.clone(), str::to_owned))
        });
        let mut names: Vec<String> = owners.collect();
        names.sort();
        Some(names)
    }

    /// A file of its folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it logged.
    pub fn log(&self) -> String {
        let read = |path: PathBuf| std::fs::read(path).unwrap_or_default();
        String::from_utf8_lossy(&read(self.path("log"))).into_owned()
    }
}

impl Drop for Resolver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(find(program)?).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn write(folder: &Path, name: &str, text: &str) -> io::Result<String> {
    let file = folder.join(name);
    std::fs::write(&file, text)?;
    Ok(file.display().to_string())
}
