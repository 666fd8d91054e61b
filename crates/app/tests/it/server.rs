//! The real binary, serving a database of its own on a free port.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;
use testkit::TestDatabase;
use testkit::database::TEST_KEY;

/// A folder and a database that servers can be started on, one after the other.
pub(crate) struct Place {
    database: TestDatabase,
    data_dir: TempDir,
}

impl Place {
    /// A data folder beside this database, with its key.
    pub(crate) fn new(database: TestDatabase) -> Place {
        let data_dir = tempfile::tempdir().unwrap();
        let key: String = TEST_KEY.iter().map(|byte| format!("{byte:02x}")).collect();
        fs::write(data_dir.path().join("identity.key"), key + "\n").unwrap();
        Place { database, data_dir }
    }

    /// `SQLite` or `PostgreSQL`, for messages.
    pub(crate) fn engine(&self) -> String {
        format!("{:?}", self.database.engine())
    }

    /// The database that its servers serve.
    pub(crate) fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// Changes the database behind everybody's back.
    pub(crate) fn execute(&self, sql: &str) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        assert!(runtime.block_on(self.database.execute(sql)) > 0, "`{sql}` touches something");
    }

    /// A file of the data folder, in which commands run.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.data_dir.path().join(name)
    }

    /// The command `khien` on this place, with every limit on rates off.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        // Figures are taken with a release binary.
        let binary = std::env::var_os("KHIEN_TEST_BINARY");
        let mut command = Command::new(binary.unwrap_or_else(|| env!("CARGO_BIN_EXE_khien").into()));
        command
            .args(arguments)
            .args(["--lang", "en", "--data-dir"])
            .arg(self.data_dir.path())
            .args(["--database", &self.database.settings.database_url])
            .current_dir(self.data_dir.path())
            .env("KHIEN_METRICS_LISTEN", "")
            .stdin(Stdio::null());
        for action in ["CHECK", "CREATE_REPORT", "TRACK", "LOOK_UP", "GET_FEED", "SIGN_IN"] {
            command.env(format!("KHIEN_LIMITS_{action}_PER_MINUTE"), "0");
        }
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Starts a server and waits until it says where it listens.
    pub(crate) fn serve(&self) -> Server {
        self.serve_with(|_| ())
    }

    /// Like [`Place::serve`], with settings of the test's own in the environment.
    pub(crate) fn serve_with(&self, change: impl FnOnce(&mut Command)) -> Server {
        let log = self.data_dir.path().join("server.log");
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        change(&mut command);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(fs::File::options().create(true).append(true).open(&log).unwrap())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut server =
            Server { child, address: SocketAddr::from(([127, 0, 0, 1], 0)), first_link: None, log };
        let mut line = String::new();
        while server.address.port() == 0 {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "the server ended: {}", server.log());
            server.address = line.split_whitespace().find_map(address_of).unwrap_or(server.address);
        }
        server.first_link = rest_of(out);
        server
    }
}

/// The path of the one-time link, if the server prints one. Read on another thread, because the pipe
/// stays open while the server runs.
fn rest_of(mut out: BufReader<impl std::io::Read + Send + 'static>) -> Option<FirstLink> {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        while out.read_line(&mut line).is_ok_and(|len| len > 0) {
            if let Some(at) = line.find("/console/dau-tien/") {
                let path = line[at..].split_whitespace().next().unwrap_or_default();
                let _ = sender.send(path.trim_end_matches('.').to_owned());
            }
            line.clear();
        }
        let _ = out.read_to_end(&mut Vec::new());
    });
    Some(FirstLink(receiver))
}

struct FirstLink(std::sync::mpsc::Receiver<String>);

/// `127.0.0.1:40123` out of `http://127.0.0.1:40123` with whatever stands around it.
fn address_of(word: &str) -> Option<SocketAddr> {
    let (_, rest) = word.split_once("http://")?;
    rest.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok()
}

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    first_link: Option<FirstLink>,
    log: PathBuf,
}

impl Server {
    /// The path of the one-time link for the first officer, which is printed at the first start.
    pub(crate) fn first_link(&self) -> String {
        let link = self.first_link.as_ref().and_then(|link| link.0.recv().ok());
        link.unwrap_or_else(|| panic!("no link was printed: {}", self.log()))
    }

    /// Ends it at once, as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// What it logged.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
