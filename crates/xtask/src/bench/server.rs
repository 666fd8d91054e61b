//! The two release servers.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::run::{cargo, run as run_command};
use crate::test::packages::target_folder;

/// A server that does not outlive us.
pub(super) struct Server {
    child: Child,
    /// Kept open, so that a server that goes on telling is not told that nobody reads.
    _out: BufReader<std::process::ChildStdout>,
    /// Host and port.
    pub(super) address: String,
}

/// Names another binary than the release one of this workspace, as in the tests; nothing is built then.
const BINARY: &str = "KHIEN_TEST_BINARY";

/// Builds the release binary, unless another one is named.
///
/// # Errors
/// When it does not build.
pub(super) fn build() -> Result<()> {
    if std::env::var_os(BINARY).is_some() {
        return Ok(());
    }
    run_command(cargo().args(["build", "--release", "--package", "app", "--bin", "khien"]))
}

/// The binary in its own folder, with every rate off: we are the only client.
pub(super) fn khien(folder: &Path) -> Result<Command> {
    let binary = std::env::var_os(BINARY).map_or_else(|| release("khien"), |path| Ok(PathBuf::from(path)))?;
    let mut command = Command::new(binary);
    command.current_dir(folder).args(["--lang", "en"]).env("KHIEN_METRICS_LISTEN", "127.0.0.1:0");
    for action in ["CHECK", "CREATE_REPORT", "TRACK", "LOOK_UP", "GET_FEED", "SIGN_IN", "TAXII"] {
        command.env(format!("KHIEN_LIMITS_{action}_PER_MINUTE"), "0");
    }
    Ok(command)
}

fn release(name: &str) -> Result<PathBuf> {
    Ok(target_folder()?.join("release").join(name))
}

impl Server {
    /// The bare hyper.
    pub(super) fn hello() -> Result<Server> {
        Server::start(Command::new(release("examples/hello")?))
    }

    /// Ours, on the list in `folder`.
    pub(super) fn khien(folder: &Path) -> Result<Server> {
        let mut command = khien(folder)?;
        command.args(["serve", "--listen", "127.0.0.1:0"]).env("KHIEN_LOG_LEVEL", "warn");
        Server::start(command)
    }

    fn start(mut command: Command) -> Result<Server> {
        let mut child = command.stdout(Stdio::piped()).spawn().context("start a server")?;
        let mut out = BufReader::new(child.stdout.take().context("standard output is piped")?);
        let mut line = String::new();
        out.read_line(&mut line)?;
        let mut server = Server { child, _out: out, address: String::new() };
        let (_, address) =
            line.trim().rsplit_once("http://").context("the server ended without an address")?;
        server.address = address.to_owned();
        Ok(server)
    }

    /// Asks once; anything but 200 is an error.
    pub(super) fn get(&self, path: &str) -> Result<()> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        if !answer.starts_with("HTTP/1.1 200") {
            bail!("{path} answers {:?}", answer.lines().next().unwrap_or_default());
        }
        Ok(())
    }

    /// `VmRSS` (now) or `VmHWM` (at most), in MiB. Source: proc(5), in kB of 1,024 bytes.
    pub(super) fn memory_mib(&self, field: &str) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line =
            status.lines().find(|line| line.starts_with(field)).context("find the memory of the server")?;
        let kib: f64 = line.split_whitespace().nth(1).unwrap_or_default().parse()?;
        Ok(kib / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Gone already, when it failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
