//! One shot of `wrk` at one target, and what it reports.

use std::fmt::Write as _;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::Arguments;
use crate::run::output;

/// What is asked for, over and over.
pub(super) struct Shot {
    pub(super) name: &'static str,
    pub(super) on_hello: bool,
    paths: Vec<String>,
    body: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rate {
    pub(super) per_second: f64,
    /// As `wrk` writes it, with its unit.
    pub(super) median: String,
    pub(super) p99: String,
}

impl Shot {
    pub(super) fn get(name: &'static str, paths: Vec<String>) -> Shot {
        Shot { name, on_hello: false, paths, body: None }
    }

    pub(super) fn post(name: &'static str, path: &str, text: &str) -> Shot {
        let body = serde_json::json!({ "text": text }).to_string();
        Shot { name, on_hello: false, paths: vec![path.to_owned()], body: Some(body) }
    }

    pub(super) fn on_hello(self) -> Shot {
        Shot { on_hello: true, ..self }
    }

    /// The script that makes `wrk` go round the paths. Every target has one, so that its cost is the same
    /// for the yardstick.
    fn script(&self) -> String {
        let mut script = String::from("local requests = {}\nlocal at = 0\nfunction init(args)\n");
        for path in &self.paths {
            let request = match &self.body {
                None => format!("wrk.format(\"GET\", \"{path}\")"),
                Some(body) => format!(
                    "wrk.format(\"POST\", \"{path}\", {{[\"Content-Type\"] = \"application/json\"}}, [==[{body}]==])"
                ),
            };
            writeln!(script, "requests[#requests + 1] = {request}").expect("writing to a String cannot fail");
        }
        script.push_str("end\nfunction request()\nat = at % #requests + 1\nreturn requests[at]\nend\n");
        script
    }
}

/// Fires one shot.
pub(super) fn fire(shot: &Shot, address: &str, arguments: &Arguments) -> Result<Rate> {
    let script = tempfile::Builder::new().suffix(".lua").tempfile()?;
    std::fs::write(script.path(), shot.script())?;
    let mut wrk = Command::new("wrk");
    wrk.args(["--threads", "1", "--latency", "--connections", &arguments.connections.to_string()]);
    wrk.args(["--duration", &format!("{}s", arguments.seconds), "--script"]).arg(script.path());
    wrk.arg(format!("http://{address}/"));
    let report = output(&mut wrk)?;
    read(&report).with_context(|| format!("shoot at {}", shot.name))
}

/// Reads the report; refuses one with answers that were no success.
fn read(report: &str) -> Result<Rate> {
    if let Some(line) = report.lines().find(|line| line.contains("Non-2xx") || line.contains("Socket errors"))
    {
        bail!("{}", line.trim());
    }
    let word_after = |label: &str| {
        let line = report.lines().find(|line| line.trim_start().starts_with(label))?;
        line.trim_start()[label.len()..].split_whitespace().next().map(str::to_owned)
    };
    Ok(Rate {
        per_second: word_after("Requests/sec:").context("find the rate")?.parse()?,
        median: word_after("50%").context("find the median")?,
        p99: word_after("99%").context("find the 99th percentile")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "  Thread Stats   Avg\n  Latency Distribution\n     50%  280.00us\n     75%  310.00us\n     99%    1.10ms\n  1000 requests in 1.00s\nRequests/sec:  97321.50\n";

    #[test]
    fn a_report_is_read_and_failures_are_refused() {
        let rate = Rate { per_second: 97_321.5, median: "280.00us".to_owned(), p99: "1.10ms".to_owned() };
        assert_eq!(read(REPORT).unwrap(), rate);
        let refused = read(&format!("{REPORT}  Non-2xx or 3xx responses: 12\n")).unwrap_err();
        assert!(refused.to_string().contains("12"), "{refused}");
    }
}
