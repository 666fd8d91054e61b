//! `khien serve`: what it tells, how it follows the list, how it stops.

use std::io::{BufRead as _, Read as _, Write as _};

use crate::command::{Khien, Served};

/// Asks until the answer holds `wanted`; the server's own waits decide how long that takes.
fn eventually(served: &Served, path: &str, wanted: &str) {
    let start = std::time::Instant::now();
    loop {
        let answer = served.get(path);
        if answer.contains(wanted) {
            return;
        }
        assert!(start.elapsed().as_secs() < 30, "{path} never held {wanted}: {answer}");
    }
}

#[test]
fn the_first_start_makes_everything_and_prints_the_link_once_to_the_terminal() {
    let khien = Khien::new();
    let mut served = khien.serve();
    let told = served.lines(2);
    assert!(told[0].contains("no officer yet"), "{told:?}");
    let path = told[1].trim().split_once("http://").unwrap().1.split_once('/').unwrap().1;
    let token = path.rsplit_once('/').unwrap().1;
    assert_eq!(token.len(), 64);
    assert!(served.get("/").starts_with("HTTP/1.1 200"));
    assert!(served.get("/healthz").ends_with("ok\n"));
    assert!(served.get("/readyz").contains("ready at serial 0"));
    assert!(served.get(&format!("/{path}")).starts_with("HTTP/1.1 200"));
    for name in ["khien.db", "identity.key", "evidence"] {
        assert!(khien.path("khien-data").join(name).exists(), "{name}");
    }
    let log = std::fs::read_to_string(served.log_path()).unwrap();
    assert!(!log.contains(token), "the link is a secret and not for the log: {log}");
    assert!(log.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{log}");
}

/// It once ended with success when whoever started it stopped reading after the address.
#[test]
fn a_closed_standard_output_is_no_reason_to_end() {
    let khien = Khien::new();
    khien.write("khien.toml", "[metrics]\nlisten = \"\"\n");
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut command = khien.command(&["serve", "--listen", &free.to_string()]);
    // A pipe whose reading end is closed before the first line.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut child = command.stdout(writer).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let log = std::io::BufReader::new(child.stderr.take().unwrap());
    let serving = log.lines().map(Result::unwrap).any(|line| line.contains("serving on"));
    assert!(serving, "it ended: {:?}", child.wait());
    assert!(child.try_wait().unwrap().is_none());
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_list_imported_beside_it_is_followed() {
    let khien = Khien::new();
    let served = khien.serve();
    assert_eq!(khien.run(&["import", "--kind", "domain", "-"], "a.example\nb.example\n").code, Some(0));
    eventually(&served, "/readyz", "ready at serial 2");
    assert!(served.get("/feeds/domains").contains("a.example"));
}

#[test]
fn a_request_in_flight_finishes_after_the_signal_to_stop() {
    let khien = Khien::new();
    let served = khien.serve();
    let body = "text=0900000123";
    let mut stream = served.connect();
    write!(
        stream,
        "POST /kiem-tra HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        served.address,
        body.len()
    )
    .unwrap();
    // The server asks for the body when the request has begun.
    let mut go_on = [0u8; 12];
    stream.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100");
    served.signal("TERM");
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("HTTP/1.1 200"), "{answer}");
    let (code, log) = served.wait();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("stopped"), "{log}");
    assert!(!log.contains("0900000123"), "a check leaves no trace: {log}");
}

#[test]
fn a_taken_port_is_said_and_nothing_is_made() {
    let khien = Khien::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let ran = khien.run(&["serve", "--listen", &taken.local_addr().unwrap().to_string()], "");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("[listen]"), "{}", ran.err);
    assert!(!khien.path("khien-data").exists());
}

#[test]
fn figures_have_their_own_port_and_bounded_labels() {
    let khien = Khien::new();
    // A port that is free now; should another take it first, the server says so and the test fails aloud.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    khien.write("khien.toml", format!("[metrics]\nlisten = \"{free}\"\n"));
    let mut served = khien.serve_with(|command| {
        command.env_remove("KHIEN_METRICS_LISTEN");
    });
    served.get("/");
    served.get("/no-such-page-1");
    served.get("/no-such-page-2");
    assert!(!served.get("/metrics").contains("khien_http"));
    served.address = free.to_string();
    let figures = served.get("/metrics");
    for wanted in [
        "khien_up_to_date 1",
        "khien_snapshot_serial 0",
        "khien_jobs_waiting 0",
        "khien_http_requests_total{method=\"GET\",route=\"/\",status=\"2xx\"} 1",
        "khien_http_requests_total{method=\"GET\",route=\"other\",status=\"4xx\"} 3",
    ] {
        assert!(figures.contains(wanted), "{wanted} is not in {figures}");
    }
    assert!(!figures.contains("no-such-page"));
}

#[test]
fn officers_are_invited_at_the_command_line() {
    let khien = Khien::new();
    let first = khien.ok(&["officer", "add"]);
    let path = first.split_once("http://").unwrap().1.split_once('/').unwrap().1.trim().to_owned();
    let served = khien.serve();
    assert!(served.get(&format!("/{path}")).starts_with("HTTP/1.1"), "{path}");
    assert_eq!(khien.run(&["officer", "add", "--role", "king"], "").code, Some(2));
}
