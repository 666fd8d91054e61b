//! A private PostgreSQL cluster in a temporary folder, gone when the tests end.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use tempfile::TempDir;

use crate::run::{find_program, is_root, output, run};

/// Connections that parallel tests may hold at once.
const CONNECTIONS_MAX: u32 = 400;

/// A running cluster. Dropping it stops the server and removes its files.
pub(crate) struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
}

impl Cluster {
    /// Creates the files and starts the server on a free loopback port, without waiting for disks:
    /// nothing in it outlives the tests.
    ///
    /// # Errors
    /// When `initdb` or `pg_ctl` fails.
    pub(crate) fn start() -> Result<Cluster> {
        let programs = program_folder().context("find initdb and pg_ctl")?;
        let folder = tempfile::Builder::new().prefix("khien-test-postgres").tempdir()?;
        if is_root() {
            run(Command::new("chown").arg("postgres:").arg(folder.path()))?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let cluster = Cluster { folder, programs, port };
        let data = cluster.data();
        let mut initdb = cluster.command("initdb");
        initdb.arg("--pgdata").arg(&data);
        initdb.args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]);
        output(&mut initdb)?;
        let options = format!(
            "-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' \
             -c max_connections={CONNECTIONS_MAX} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        );
        let mut start = cluster.command("pg_ctl");
        start.arg("--pgdata").arg(&data).args(["--wait", "--silent", "--options", &options]);
        start.arg("--log").arg(cluster.folder.path().join("log")).arg("start");
        // Not `output`: the server would hold the pipe open.
        run(&mut start)?;
        println!("PostgreSQL of its own on port {port}");
        Ok(cluster)
    }

    /// The URL of its maintenance database.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A PostgreSQL program; as the user `postgres` when we are root, because it refuses root.
    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["--user", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(self.folder.path());
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.command("pg_ctl");
        stop.arg("--pgdata").arg(self.data()).args(["--mode=immediate", "--silent", "stop"]);
        if let Err(error) = run(&mut stop) {
            println!("the test cluster may still be running: {error:#}");
        }
    }
}

/// Where `initdb` and `pg_ctl` are: on the search path, or the newest version Debian has installed.
pub(crate) fn program_folder() -> Option<PathBuf> {
    if let Some(initdb) = find_program("initdb") {
        return initdb.parent().map(Path::to_owned);
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let newest = versions
        .filter(|version| version.path().join("bin/initdb").is_file())
        .max_by_key(|version| version.file_name().to_string_lossy().parse::<u32>().unwrap_or(0))?;
    Some(newest.path().join("bin"))
}
