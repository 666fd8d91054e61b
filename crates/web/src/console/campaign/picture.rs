//! The picture: time runs to the right, each shared value has a line, each report that holds it a dot on it; a report
//! with several values is a bar between its dots. Below, how many reports came when. Drawn by the server, without a
//! script; the tables beside it say the same in words.

use std::collections::BTreeMap;

use desk::campaign::{Campaign, Member};
use model::Method;

use super::super::words;
use crate::App;
use crate::catalogue::Words;
use crate::label::value_label;

/// Values that get a line.
const LANES_MAX: usize = 12;
/// Methods that are told apart by shape; the rest share the last.
const SHAPES: usize = 4;
/// Letters of a value beside its line.
const LABEL_CHARS: usize = 30;
/// Columns of the histogram.
const BARS: usize = 48;

const LEFT: i64 = 250;
const WIDTH: i64 = 960;
const RIGHT: i64 = 20;
const TOP: i64 = 16;
const LANE: i64 = 26;
const BARS_HEIGHT: i64 = 60;

/// Everything that the template puts into the drawing; lengths are in its units.
pub(super) struct Picture {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) lanes: Vec<Lane>,
    pub(super) dots: Vec<Dot>,
    pub(super) ties: Vec<Tie>,
    pub(super) bars: Vec<Bar>,
    pub(super) ticks: Vec<Tick>,
    pub(super) legend: Vec<LegendRow>,
    pub(super) left: i64,
    pub(super) right: i64,
    pub(super) label_x: i64,
    pub(super) base: i64,
    pub(super) axis_text: i64,
}

/// A value and its line.
pub(super) struct Lane {
    pub(super) label: String,
    pub(super) y: i64,
    pub(super) text_y: i64,
}

/// A report that holds a value.
pub(super) struct Dot {
    pub(super) shape: usize,
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) points: String,
    pub(super) title: String,
}

/// A report with several values.
pub(super) struct Tie {
    pub(super) x: i64,
    pub(super) from: i64,
    pub(super) to: i64,
}

/// Reports of one stretch of time.
pub(super) struct Bar {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) title: String,
}

/// A day on the axis.
pub(super) struct Tick {
    pub(super) x: i64,
    pub(super) anchor: &'static str,
    pub(super) label: String,
}

/// What a shape stands for.
pub(super) struct LegendRow {
    pub(super) shape: usize,
    pub(super) points: String,
    pub(super) label: String,
}

/// Draws a campaign; `None` when nothing in it is shared.
pub(super) fn draw(app: &App, t: Words, campaign: &Campaign, code: &str) -> Option<Picture> {
    let first = campaign.members.iter().map(|member| member.node.at.millis()).min()?;
    let last = campaign.members.iter().map(|member| member.node.at.millis()).max()?;
    if campaign.values.is_empty() {
        return None;
    }
    let span = (last - first).max(1);
    let x = |at: i64| LEFT + (at - first) * (WIDTH - LEFT - RIGHT - 16) / span + 8;
    let shapes = shapes(campaign);
    let shape = |method: Option<Method>| shapes.iter().position(|one| *one == method).unwrap_or(SHAPES - 1);
    let members: BTreeMap<_, &Member> =
        campaign.members.iter().map(|member| (member.node.id, member)).collect();
    let (mut lanes, mut dots) = (Vec::new(), Vec::new());
    let mut reach: BTreeMap<_, (i64, i64)> = BTreeMap::new();
    for (place, (value, reports)) in campaign.values.iter().take(LANES_MAX).enumerate() {
        let y = TOP + LANE * i64::try_from(place).unwrap_or(0) + LANE / 2;
        let label = value_label(value, &app.reference);
        lanes.push(Lane { label: short(&label), y, text_y: y + 4 });
        for member in reports.iter().filter_map(|id| members.get(id)) {
            let at = member.node.at;
            let report = words::report_label(app, t, &member.node.code, member.node.method);
            let (shape, x) = (shape(member.node.method), x(at.millis()));
            let title = format!("{report} · {} · {label}", at.vietnam_date_time());
            dots.push(Dot { shape, x, y, points: points(shape, x, y), title });
            let ends = reach.entry(member.node.id).or_insert((y, y));
            ends.1 = y;
        }
    }
    let ties = reach.iter().filter(|(_, (from, to))| from != to).filter_map(|(id, (from, to))| {
        Some(Tie { x: x(members.get(id)?.node.at.millis()), from: *from, to: *to })
    });
    let lanes_end = TOP + LANE * i64::try_from(lanes.len()).unwrap_or(0);
    let base = lanes_end + 12 + BARS_HEIGHT;
    let values = [("code", code.to_owned().into()), ("reports", t.number(members.len() as u64).into())];
    Some(Picture {
        title: t.say_all("campaign-picture", &values).into_owned(),
        description: t.say("campaign-picture-how").into_owned(),
        width: WIDTH,
        height: base + 28,
        ties: ties.collect(),
        bars: bars(t, campaign, first, span, base),
        ticks: ticks(first, last, &x),
        legend: legend(app, t, &shapes),
        lanes,
        dots,
        left: LEFT,
        right: WIDTH - RIGHT,
        label_x: LEFT - 10,
        base,
        axis_text: base + 18,
    })
}

/// The methods of the campaign, the most frequent first; as many as there are shapes.
fn shapes(campaign: &Campaign) -> Vec<Option<Method>> {
    let mut counts: BTreeMap<Option<Method>, usize> = BTreeMap::new();
    for member in &campaign.members {
        *counts.entry(member.node.method).or_default() += 1;
    }
    let mut order: Vec<(Option<Method>, usize)> = counts.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    order.into_iter().map(|(method, _)| method).take(SHAPES).collect()
}

/// The corners of a shape: 1 a diamond, 2 a triangle, 3 a square; 0 is a circle and has none.
fn points(shape: usize, x: i64, y: i64) -> String {
    let corners: &[(i64, i64)] = match shape {
        1 => &[(0, -7), (7, 0), (0, 7), (-7, 0)],
        2 => &[(0, -7), (7, 6), (-7, 6)],
        3 => &[(-5, -5), (5, -5), (5, 5), (-5, 5)],
        _ => &[],
    };
    corners.iter().map(|(dx, dy)| format!("{},{}", x + dx, y + dy)).collect::<Vec<_>>().join(" ")
}

fn legend(app: &App, t: Words, shapes: &[Option<Method>]) -> Vec<LegendRow> {
    let row = |(shape, method): (usize, &Option<Method>)| {
        let name = words::method(t, &app.reference, *method);
        let label = if name.is_empty() { t.say("console-unknown").into_owned() } else { name };
        LegendRow { shape, points: points(shape, 8, 8), label }
    };
    shapes.iter().enumerate().map(row).collect()
}

fn short(value: &str) -> String {
    if value.chars().count() <= LABEL_CHARS {
        return value.to_owned();
    }
    let kept: String = value.chars().take(LABEL_CHARS - 1).collect();
    format!("{kept}…")
}

/// Reports by stretches of equal length.
fn bars(t: Words, campaign: &Campaign, first: i64, span: i64, base: i64) -> Vec<Bar> {
    let mut counts = [0i64; BARS];
    for member in &campaign.members {
        let place = (member.node.at.millis() - first) * i64::try_from(BARS).unwrap_or(1) / (span + 1);
        if let Some(count) = usize::try_from(place).ok().and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(1).max(1);
    let width = (WIDTH - LEFT - RIGHT) / i64::try_from(BARS).unwrap_or(1);
    let bar = |(place, count): (usize, &i64)| {
        let height = (count * BARS_HEIGHT / most).max(2);
        let title = t.say_with("console-queue-count", "count", t.number(count.unsigned_abs())).into_owned();
        let x = LEFT + width * i64::try_from(place).unwrap_or(0);
        Bar { x, y: base - height, width: width - 2, height, title }
    };
    counts.iter().enumerate().filter(|(_, count)| **count > 0).map(bar).collect()
}

fn ticks(first: i64, last: i64, x: &impl Fn(i64) -> i64) -> Vec<Tick> {
    let day = |at: i64| model::Time::from_millis(at).vietnam_date();
    let mut ticks = vec![Tick { x: x(first), anchor: "start", label: day(first) }];
    let middle = first + (last - first) / 2;
    if day(middle) != day(first) && day(middle) != day(last) {
        ticks.push(Tick { x: x(middle), anchor: "middle", label: day(middle) });
    }
    if day(last) != day(first) {
        ticks.push(Tick { x: x(last), anchor: "end", label: day(last) });
    }
    ticks
}
