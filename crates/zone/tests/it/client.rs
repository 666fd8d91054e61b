//! `dig` and `kdig` as clients.

use std::net::SocketAddr;
use std::process::Command;

use crate::primary::ZONE;

/// What `dig` prints for these words.
pub(crate) fn dig(server: SocketAddr, words: &[&str]) -> String {
    run("dig", server, words)
}

/// What a client of that kind prints for these words.
pub(crate) fn run(program: &str, server: SocketAddr, words: &[&str]) -> String {
    let output = Command::new(program)
        .args(["@127.0.0.1", "-p", &server.port().to_string()])
        .args(words)
        .output()
        .expect("asked whether it is here");
    String::from_utf8(output.stdout).unwrap()
}

/// Owner names of the CNAME records of a transfer, without the zone, sorted.
pub(crate) fn names(transfer: &str) -> Vec<String> {
    let suffix = format!(".{ZONE}.");
    let mut names: Vec<String> = transfer
        .lines()
        .filter(|line| line.contains("CNAME"))
        .filter_map(|line| line.split_whitespace().next()?.strip_suffix(&suffix).map(str::to_owned))
        .collect();
    names.sort();
    names
}
