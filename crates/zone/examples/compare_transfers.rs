//! Whole transfers of one zone from Khiên, BIND, Knot DNS and NSD, in one run with one counting client; then
//! differences and a hundred secondaries at once from Khiên:
//! `cargo xtask bench-transfers`, which builds it and runs `compare_transfers 500000 5`
//! for 500,000 names (1,000,000 rules) and 5 rounds.

#![allow(clippy::print_stdout, reason = "it is run for what it prints")]

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use zone::mirror::{Copy, Measured, Source};

const ZONE: &str = "rpz.khien.invalid";
const KEY: &str = "isp.mau";
const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

type Failure = Box<dyn std::error::Error>;

/// A primary that does not outlive us.
struct Primary {
    name: &'static str,
    child: Child,
    source: Source,
}

impl Drop for Primary {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Primary {
    fn start(name: &'static str, command: &mut Command, port: u16, log: &Path) -> Result<Primary, Failure> {
        let log = File::create(log)?;
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn()?;
        let source = Source::new(SocketAddr::from(([127, 0, 0, 1], port)), ZONE, Some((KEY, SECRET)))?;
        Ok(Primary { name, child, source })
    }

    /// Waits until it answers for the zone.
    async fn ready(&self) -> Result<u32, Failure> {
        let start = Instant::now();
        loop {
            match self.source.serial().await {
                Ok(serial) => return Ok(serial),
                Err(error) if start.elapsed() > Duration::from_secs(180) => {
                    return Err(format!("{}: {error}", self.name).into());
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// `VmRSS` (now) or `VmHWM` (at most) of it and its children, in MiB. Source: proc(5).
    fn memory_mib(&self, field: &str) -> u64 {
        let own = self.child.id();
        let below = std::fs::read_to_string(format!("/proc/{own}/task/{own}/children")).unwrap_or_default();
        let all = below.split_whitespace().filter_map(|id| id.parse().ok()).chain([own]);
        let one = |id: u32| {
            let status = File::open(format!("/proc/{id}/status")).ok()?;
            let mut lines = BufReader::new(status).lines().map_while(Result::ok);
            let line = lines.find(|line| line.starts_with(field))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        };
        all.filter_map(one).sum::<u64>() / 1_024
    }
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let names: u64 = arguments.next().map_or(Ok(500_000), |it| it.parse())?;
    let rounds: usize = arguments.next().map_or(Ok(5), |it| it.parse())?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run(names, rounds))
}

async fn run(names: u64, rounds: usize) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let home = folder.path();
    let port = free_port()?;
    let sample = std::env::current_exe()?.with_file_name("serve_sample");
    let ours = Primary::start(
        "Khiên",
        Command::new(sample).args([names.to_string(), port.to_string()]),
        port,
        &home.join("khien.log"),
    )?;
    ours.ready().await?;
    let first = ours.source.measure(None, 2 * names + 3).await?;
    let mut copy = Copy::new(ZONE, 1);
    ours.source.refresh(&mut copy).await?;
    copy.write(&home.join("zone"))?;
    drop(copy);
    let mut all = vec![ours];
    for name in ["BIND", "Knot DNS", "NSD"] {
        let started = peer(name, home)?;
        started.ready().await?;
        all.push(started);
    }
    println!("first transfer of Khiên after its start: {:.2} s", first.time.as_secs_f64());
    let mut times: Vec<Vec<Measured>> = vec![Vec::new(); all.len()];
    for _ in 0..rounds {
        for (primary, times) in all.iter().zip(&mut times) {
            times.push(primary.source.measure(None, 2 * names + 3).await?);
        }
    }
    println!("| primary | median s | best s | records | messages | MB | MiB now | MiB at most |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (primary, times) in all.iter().zip(&mut times) {
        times.sort_by_key(|it| it.time);
        let middle = times[times.len() / 2];
        println!(
            "| {} | {:.3} | {:.3} | {} | {} | {:.1} | {} | {} |",
            primary.name,
            middle.time.as_secs_f64(),
            times[0].time.as_secs_f64(),
            middle.records,
            middle.messages,
            middle.octets as f64 / 1e6,
            primary.memory_mib("VmRSS"),
            primary.memory_mib("VmHWM"),
        );
    }
    let ours = all.swap_remove(0);
    drop(all);
    let from = u32::try_from(names)?;
    // 500 names go and 500 come, two records each, and four SOA.
    let difference = ours.source.measure(Some(from), 2_004).await?;
    println!("difference of 1,000 acts: {difference:?}");
    for (what, have, records) in [("differences", Some(from), 2_004), ("whole zones", None, 2 * names + 3)] {
        let start = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..100 {
            let source = ours.source.clone();
            tasks.spawn(async move { source.measure(have, records).await });
        }
        let mut slowest = Duration::ZERO;
        while let Some(done) = tasks.join_next().await {
            slowest = slowest.max(done??.time);
        }
        println!(
            "100 secondaries at once, {what}: {:.2} s in all, slowest {:.2} s, {} MiB at most",
            start.elapsed().as_secs_f64(),
            slowest.as_secs_f64(),
            ours.memory_mib("VmHWM")
        );
    }
    Ok(())
}

/// Another server with the same zone and key.
fn peer(name: &'static str, home: &Path) -> Result<Primary, Failure> {
    let port = free_port()?;
    let (folder, secret) = (home.display(), data_encoding::BASE64.encode(SECRET));
    let (program, arguments, text) = match name {
        "BIND" => (
            "named",
            vec!["-g", "-c"],
            format!(
                "key \"{KEY}\" {{ algorithm hmac-sha256; secret \"{secret}\"; }};\n\
                 options {{ directory \"{folder}\"; pid-file none; session-keyfile none; lock-file none;\n\
                 listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion no; notify no;\n\
                 transfers-out 200; }};\ncontrols {{ }};\n\
                 zone \"{ZONE}\" {{ type primary; file \"zone\"; allow-transfer {{ key \"{KEY}\"; }};\n\
                 allow-query {{ any; }}; }};\n"
            ),
        ),
        "Knot DNS" => (
            "knotd",
            vec!["-c"],
            format!(
                "server:\n  listen: 127.0.0.1@{port}\n  rundir: {folder}\n  tcp-io-timeout: 5000\n\
                 log:\n  - target: stderr\n    any: info\n\
                 key:\n  - id: {KEY}\n    algorithm: hmac-sha256\n    secret: {secret}\n\
                 acl:\n  - id: own\n    key: {KEY}\n    action: transfer\n\
                 database:\n  storage: {folder}\n\
                 zone:\n  - domain: {ZONE}\n    storage: {folder}\n    file: zone\n    acl: own\n\
                 \x20   zonefile-sync: -1\n    journal-content: none\n"
            ),
        ),
        _ => (
            "nsd",
            vec!["-d", "-c"],
            format!(
                "server:\n  ip-address: 127.0.0.1@{port}\n  zonesdir: \"{folder}\"\n  username: \"\"\n\
                 \x20 chroot: \"\"\n  pidfile: \"\"\n  xfrdfile: \"{folder}/xfrd\"\n  xfrdir: \"{folder}\"\n\
                 \x20 zonelistfile: \"{folder}/zones\"\n  database: \"\"\n  server-count: 1\n\
                 remote-control:\n  control-enable: no\n\
                 key:\n  name: \"{KEY}\"\n  algorithm: hmac-sha256\n  secret: \"{secret}\"\n\
                 zone:\n  name: \"{ZONE}\"\n  zonefile: \"zone\"\n  provide-xfr: 127.0.0.1 {KEY}\n"
            ),
        ),
    };
    let file = home.join(format!("{program}.conf"));
    std::fs::write(&file, text)?;
    let log = home.join(format!("{program}.log"));
    let mut command = Command::new(program);
    Primary::start(name, command.args(arguments).arg(&file).current_dir(home), port, &log)
}

fn free_port() -> Result<u16, Failure> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
