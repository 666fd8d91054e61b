//! The real binary in a folder of its own: what goes in, what comes out.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// A folder in which `khien` is run.
pub(crate) struct Khien {
    folder: TempDir,
}

/// What a run left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Khien {
    pub(crate) fn new() -> Khien {
        Khien { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The command in its folder, in English, with nothing of the outer environment's settings.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_khien"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KHIEN_")) {
            command.env_remove(name);
        }
        command.args(arguments).current_dir(self.folder.path()).env("LC_ALL", "en_GB.UTF-8");
        command
    }

    /// Runs to the end, with these bytes on standard input.
    pub(crate) fn run(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Ran {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.as_ref().to_owned();
        // On a thread of its own: the answer may fill its pipe before all of the input is read.
        let writer = std::thread::spawn(move || {
            // A command that does not read its input closes the pipe.
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs to the end and expects success; the answer is standard output.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments, "");
        assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
        ran.out
    }

    /// Starts the server on free ports and waits until it tells its address.
    pub(crate) fn serve(&self) -> Served {
        self.serve_with(|_| {})
    }

    /// As [`Khien::serve`], with a change to the command.
    pub(crate) fn serve_with(&self, change: impl FnOnce(&mut Command)) -> Served {
        let log = fs::File::create(self.path("log")).unwrap();
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.env("KHIEN_METRICS_LISTEN", "").stdout(Stdio::piped()).stderr(log);
        change(&mut command);
        let mut child = command.spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap_or_else(|| panic!("{line:?}")).1.to_owned();
        Served { child, address, out, log: self.path("log") }
    }
}

/// A running server; killed when dropped.
pub(crate) struct Served {
    child: Child,
    pub(crate) address: String,
    out: BufReader<std::process::ChildStdout>,
    log: PathBuf,
}

impl Served {
    /// The next `count` lines it tells the person at the terminal.
    pub(crate) fn lines(&mut self, count: usize) -> Vec<String> {
        let mut lines = (&mut self.out).lines();
        (0..count).map(|_| lines.next().unwrap().unwrap()).collect()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream
    }

    /// Status line, headers and body of a `GET`.
    pub(crate) fn get(&self, path: &str) -> String {
        let mut stream = self.connect();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
    }

    /// Waits for the end; the exit code and what was logged.
    pub(crate) fn wait(mut self) -> (Option<i32>, String) {
        let status = self.child.wait().unwrap();
        (status.code(), fs::read_to_string(&self.log).unwrap())
    }

    pub(crate) fn log_path(&self) -> &Path {
        &self.log
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
