//! A PostgreSQL cluster of a test's own that waits for its disk, to be killed and started again.
//!
//! Without PostgreSQL's own programs a test says "not run: postgres" and passes, unless `KHIEN_TEST_REQUIRE` lists
//! `postgres`.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::is_required;

/// A cluster; killed and removed when dropped.
pub struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
}

impl Cluster {
    /// Makes and starts one with PostgreSQL's own settings: every commit is on the disk. `None` where it is not
    /// installed.
    ///
    /// # Panics
    /// When `KHIEN_TEST_REQUIRE` lists `postgres` and there is none, or when it does not start.
    pub fn start() -> Option<Cluster> {
        let Some(programs) = programs() else {
            assert!(!is_required("postgres"), "KHIEN_TEST_REQUIRE lists postgres: install postgresql");
            eprintln!("not run: postgres (initdb is not installed)");
            return None;
        };
        let folder =
            tempfile::Builder::new().prefix("khien-cluster").tempdir().expect("a folder can be made");
        if rustix::process::getuid().is_root() {
            run(Command::new("chown").arg("postgres:").arg(folder.path()));
        }
        let free = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = free.local_addr().expect("it is bound").port();
        drop(free);
        let cluster = Cluster { folder, programs, port };
        let mut initdb = cluster.command("initdb");
        initdb.arg("--pgdata").arg(cluster.data());
        run(initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]));
        cluster.start_again();
        Some(cluster)
    }

    /// The URL of its maintenance database.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Starts it where it was killed; it answers when this returns.
    ///
    /// # Panics
    /// When it does not come up.
    pub fn start_again(&self) {
        let options =
            format!("-c port={} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''", self.port);
        let mut start = self.command("pg_ctl");
        start.arg("--pgdata").arg(self.data()).args(["--wait", "--silent", "--options", &options]);
        run(start.arg("--log").arg(self.folder.path().join("log")).arg("start"));
    }

    /// Ends every process of it at once, as a power cut would.
    ///
    /// # Panics
    /// When it does not run.
    pub fn kill(&self) {
        let file = self.data().join("postmaster.pid");
        let text = fs::read_to_string(&file).expect("it runs");
        let postmaster: u32 = text.lines().next().and_then(|line| line.parse().ok()).expect("its number");
        // The parent first: it would clean up behind a child that was killed.
        let mut all = vec![postmaster];
        all.extend(children(postmaster));
        for process in &all {
            // One that ended by itself in between is no matter.
            let _ = Command::new("kill").arg("-9").arg(process.to_string()).output();
        }
        // A child born in between ends when it sees that its parent is gone.
        while all.iter().any(|process| is_alive(*process)) {
            std::thread::yield_now();
        }
        fs::remove_file(&file).expect("the file of a dead server can be removed");
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// One of its programs; as the user `postgres` when we are root, because it refuses root.
    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = if rustix::process::getuid().is_root() {
            let mut command = Command::new("runuser");
            command.args(["--user", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(self.folder.path()).stdout(std::process::Stdio::null());
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.data().join("postmaster.pid").is_file() {
            self.kill();
        }
    }
}

/// Runs to the end. No pipe: the server would hold it open.
fn run(command: &mut Command) {
    let done = command.status().unwrap_or_else(|error| panic!("run {command:?}: {error}"));
    assert!(done.success(), "{command:?}: {done}");
}

/// Where `initdb` and `pg_ctl` are: the newest version that Debian has installed, or a folder of the search path.
fn programs() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    folders.sort();
    folders.reverse();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    folders.into_iter().find(|folder| folder.join("initdb").is_file())
}

/// State and parent of a process. Source: proc(5), `/proc/pid/stat`; the name before them may hold anything but ends
/// with the last bracket.
fn state_and_parent(stat: &Path) -> Option<(char, u32)> {
    let text = fs::read_to_string(stat).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    let mut words = rest.split_whitespace();
    Some((words.next()?.chars().next()?, words.next()?.parse().ok()?))
}

fn children(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").expect("Linux has /proc").flatten();
    let of_parent = processes.filter_map(|entry| {
        let process: u32 = entry.file_name().to_str()?.parse().ok()?;
        let (_, its_parent) = state_and_parent(&entry.path().join("stat"))?;
        (its_parent == parent).then_some(process)
    });
    of_parent.collect()
}

/// Whether a process still does something: neither gone nor waiting to be counted.
fn is_alive(process: u32) -> bool {
    state_and_parent(&PathBuf::from(format!("/proc/{process}/stat")))
        .is_some_and(|(state, _)| !"ZX".contains(state))
}
