//! The README's first command on an empty folder: build in release, start, answer the first page.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::run::{cargo, run as run_command, words};

/// Builds and starts `cargo run --release` as the README says, and reads its first page.
///
/// # Errors
/// When it does not build, does not start, or does not answer with a page.
pub(crate) fn check() -> Result<()> {
    run_command(cargo().args(["build", "--release"]))?;
    let folder = tempfile::tempdir()?;
    let mut command = cargo();
    command.args(["run", "--release"]);
    println!("$ {}", words(&command));
    let start = Instant::now();
    command.arg("--quiet").stdout(Stdio::piped());
    command.env("KHIEN_SERVER_LISTEN", "127.0.0.1:0").env("KHIEN_METRICS_LISTEN", "");
    command.env("KHIEN_STORAGE_DATA_DIR", folder.path().join("khien-data"));
    let mut server = Server(command.spawn().context("start cargo run")?);
    let address = server.address()?;
    let page = get(&address, "/")?;
    if !page.starts_with("HTTP/1.1 200") || !page.contains("<html") {
        bail!("the first page answers {:?}", page.lines().next().unwrap_or_default());
    }
    println!("first page after {:.1} s, {} bytes", start.elapsed().as_secs_f64(), page.len());
    server.stop()
}

/// A server that does not outlive us.
struct Server(Child);

impl Server {
    /// Host and port, from the line in which it tells people its address.
    fn address(&mut self) -> Result<String> {
        let output = self.0.stdout.take().context("standard output is piped")?;
        for line in BufReader::new(output).lines() {
            let line = line?;
            println!("{line}");
            let address = line.split_once("http://").map(|(_, rest)| rest.trim_end_matches('/').to_owned());
            if let Some(address) = address.filter(|address| !address.contains('/')) {
                return Ok(address);
            }
        }
        bail!("it ended without telling its address")
    }

    fn stop(&mut self) -> Result<()> {
        let id = self.0.id().to_string();
        run_command(Command::new("kill").args(["-TERM", &id]))?;
        let status = self.0.wait()?;
        if !status.success() {
            bail!("after a stop signal it ended with {status}");
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Gone already, unless a check before has failed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn get(address: &str, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address).with_context(|| format!("connect to {address}"))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
