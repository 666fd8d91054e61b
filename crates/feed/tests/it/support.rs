//! A list written as lines, and what a format makes of it.

use std::fs;
use std::path::Path;

use feed::{FeedOptions, Format, Report};
use model::publication::Delta;
use model::{Act, Action, Indicator, IndicatorKind, Level, ListingReason, Method, Serial, Snapshot, Time};

/// 2026-11-22T00:00:00Z.
const START: Time = Time::from_millis(1_795_305_600_000);

/// The acts that `lines` stand for, one a line, the first with serial 1: `block domain:a.example`,
/// `warn phone:0900000001`, `delist domain:a.example`. A value that no parser would take is written
/// after `raw`: `block raw domain:a..b`.
pub(crate) fn acts(lines: &str) -> Vec<Act> {
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.zip(1..).map(|(line, serial)| act(line, serial)).collect()
}

fn act(line: &str, serial: u64) -> Act {
    let (verb, rest) = line.split_once(' ').unwrap();
    let indicator = match rest.strip_prefix("raw ") {
        Some(raw) => {
            let (kind, value) = raw.split_once(':').unwrap();
            Indicator::from_canonical(IndicatorKind::from_slug(kind).unwrap(), value).unwrap()
        }
        None => rest.parse().unwrap(),
    };
    let at = Time::from_millis(START.millis() + 60_000 * i64::try_from(serial).unwrap());
    Act {
        serial: Serial(serial),
        at,
        action: if verb == "delist" { Action::Delist } else { Action::List },
        indicator,
        method: Method::OrgBankPhish,
        level: if verb == "block" { Level::Block } else { Level::Warn },
        reason: ListingReason::Impersonation,
        expires_at: at.plus_days(365),
        proposed_by: None,
        approved_by: None,
        evidence: String::new(),
    }
}

/// The list after these lines.
pub(crate) fn snapshot(lines: &str) -> Snapshot {
    Snapshot::default().apply(&acts(lines)).unwrap()
}

/// What the whole list looks like, and what was left out.
pub(crate) fn full(format: Format, snapshot: &Snapshot, options: &FeedOptions<'_>) -> (String, Report) {
    let mut body = Vec::new();
    let report = feed::write_full(format, snapshot, options, &mut body).unwrap();
    (String::from_utf8(body).unwrap(), report)
}

/// What the acts after `since` look like.
pub(crate) fn delta(format: Format, lines: &str, since: u64) -> String {
    let delta = Delta::new(Serial(since), &acts(lines), &snapshot(lines));
    let mut body = Vec::new();
    feed::write_delta(format, &delta, &mut body).unwrap();
    String::from_utf8(body).unwrap()
}

/// Compares with the block of the page `docs/formats/<page>.md` that opens with ```` ```text <block> ````;
/// `UPDATE_GOLDEN=1` writes it anew.
pub(crate) fn check_block(page: &str, block: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats").join(format!("{page}.md"));
    let page = fs::read_to_string(&path).unwrap();
    let open = format!("```text {block}\n");
    let (before, rest) = page.split_once(&open).unwrap_or_else(|| panic!("no block `{block}` in {path:?}"));
    let (shown, after) = rest.split_once("```\n").unwrap();
    let actual = actual.replace("\r\n", "\n");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, format!("{before}{open}{actual}```\n{after}")).unwrap();
    } else {
        assert_eq!(shown, actual, "{path:?}, block `{block}`");
    }
}
