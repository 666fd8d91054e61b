//! One invented report.

use model::report::{Contact, NewReport, ReportChannel, ReportState};
use model::text::without_marks;
use model::{IndicatorKind, Time, TrackingCode};
use uuid::Uuid;

use super::campaign::Campaign;
use super::dice::Dice;
use super::{CAMPAIGNS, DAYS, DemoYear, MARK};

/// Stream of random numbers that reports take.
const STREAM: u64 = 1;

/// How many reports come in each hour of the day, relative: offices and evenings, few at night.
const HOURS: [u64; 24] =
    [6, 4, 2, 2, 2, 4, 10, 22, 44, 62, 64, 50, 36, 40, 58, 60, 52, 42, 36, 44, 54, 46, 28, 14];

/// A report as the store takes it, without its assessment.
#[derive(Debug)]
pub(crate) struct DemoReport {
    /// The report.
    pub(crate) report: NewReport,
    /// Its code.
    pub(crate) tracking_code: TrackingCode,
    /// When it came.
    pub(crate) received_at: Time,
    /// Where it stands.
    pub(crate) state: ReportState,
}

pub(super) fn report(year: &DemoYear<'_>, index: u64, count: u64) -> DemoReport {
    let mut dice = Dice::new(year.seed, STREAM, index);
    let received_at = received_at(year, index, count, &mut dice);
    let campaign = year.campaign(campaign_index(year, received_at, &mut dice));
    let money_lost = money_lost(&campaign, &mut dice);
    let text = text(year, &campaign, money_lost, &mut dice);
    let (province, place) = place(year, &mut dice);
    let hours_ago = i64::try_from(dice.below(30)).expect("less than 30");
    let report = NewReport {
        submission: Uuid::from_u64_pair(dice.next(), dice.next()),
        channel: if dice.happens(0.75) { ReportChannel::Web } else { ReportChannel::Hotline },
        text,
        happened_at: dice.happens(0.8).then(|| received_at.plus_hours(-hours_ago)),
        province: Some(province),
        place,
        money_lost,
        method: dice.happens(0.5).then_some(campaign.script.method),
        indicators: campaign.indicators.iter().filter(|_| dice.happens(0.85)).cloned().collect(),
        contact: contact(&mut dice, index),
        attachments: Vec::new(),
    };
    let state = state(year, received_at, &mut dice);
    DemoReport { report, tracking_code: TrackingCode::from_random(dice.next()), received_at, state }
}

/// Reports follow each other through the year in order; within its day each takes an hour by [`HOURS`].
fn received_at(year: &DemoYear<'_>, index: u64, count: u64, dice: &mut Dice) -> Time {
    let days = u64::try_from(DAYS).expect("positive");
    let per_day = count.div_ceil(days).max(1);
    let (day, place) = (index / per_day, index % per_day);
    // The place within the day is turned into the share of the day's reports that came before it.
    let share = (place as f64 + dice.share()) / per_day as f64;
    let total: u64 = HOURS.iter().sum();
    let mut rest = share * total as f64;
    let mut millis = 0.0;
    for weight in HOURS {
        let weight = weight as f64;
        if rest < weight {
            millis += rest / weight * 3_600_000.0;
            break;
        }
        rest -= weight;
        millis += 3_600_000.0;
    }
    let day = i64::try_from(day).expect("less than a year").min(DAYS - 1);
    let midnight = day_start(year.start().plus_days(day + 1));
    let at = Time::from_millis(midnight.millis() + millis as i64);
    // What would come later today came yesterday.
    if at > year.end { at.plus_days(-1) } else { at }
}

/// Midnight of the day of an instant in Viet Nam (UTC+7).
fn day_start(time: Time) -> Time {
    const DAY: i64 = 86_400_000;
    const ZONE: i64 = 7 * 3_600_000;
    Time::from_millis((time.millis() + ZONE) / DAY * DAY - ZONE)
}

/// A campaign that began in the month before: the younger, the likelier; one in eight has half of the
/// victims.
fn campaign_index(year: &DemoYear<'_>, at: Time, dice: &mut Dice) -> u64 {
    let millis = u64::try_from(at.millis_since(year.start())).unwrap_or(0);
    let newest = millis * CAMPAIGNS / (u64::try_from(DAYS).expect("positive") * 86_400_000);
    // About 16 campaigns begin on a day: an age of 0 to 500 campaigns is up to a month.
    let age = (dice.share().powi(3) * 500.0) as u64;
    let index = newest.saturating_sub(age).min(CAMPAIGNS - 1);
    if dice.happens(0.5) { index / 8 * 8 } else { index }
}

fn money_lost(campaign: &Campaign<'_>, dice: &mut Dice) -> Option<u64> {
    if dice.happens(0.2) {
        return None;
    }
    if !dice.happens(campaign.script.loses) {
        return Some(0);
    }
    // Sums spread over about two orders of magnitude around the middle.
    let sum = campaign.script.median as f64 * (dice.normal() * 1.1).exp();
    Some((sum as u64).clamp(50_000, 20_000_000_000) / 10_000 * 10_000)
}

fn text(year: &DemoYear<'_>, campaign: &Campaign<'_>, money: Option<u64>, dice: &mut Dice) -> String {
    let script = year.script;
    let mut one = |from: &[String]| dice.pick(from).cloned().unwrap_or_default();
    let (opening, told, closing) = (one(&script.opening), one(&campaign.script.texts), one(&script.closing));
    let outcome = match money {
        Some(0) => one(&script.kept),
        Some(_) => one(&script.lost),
        None => String::new(),
    };
    let account = campaign.value(IndicatorKind::BankAccount);
    let filled = format!("{opening}{told}{outcome}{closing}")
        .replace("{phone}", &campaign.value(IndicatorKind::Phone).replace("+84", "0"))
        .replace("{domain}", campaign.value(IndicatorKind::Domain))
        .replace("{sender}", campaign.value(IndicatorKind::SmsSender))
        .replace("{account}", account.split_once(':').map_or(account, |(_, number)| number))
        .replace("{bank}", &campaign.bank.name)
        .replace("{money}", &grouped(money.unwrap_or(0)));
    // Many people type without marks.
    let filled = if dice.happens(0.3) { without_marks(&filled) } else { filled };
    let mut chars = filled.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{MARK} {first}{}", chars.as_str())
}

/// `2500000` as `2.500.000 đ`.
fn grouped(money: u64) -> String {
    let digits = money.to_string();
    let mut shown = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push('.');
        }
        shown.push(digit);
    }
    shown + " đ"
}

/// Nine in ten live in the province, the others anywhere.
fn place(year: &DemoYear<'_>, dice: &mut Dice) -> (String, String) {
    let places = &year.reference.places;
    let province = if dice.happens(0.9) { Some(year.home) } else { dice.pick(&places.provinces) };
    let code = province.unwrap_or(year.home).code.clone();
    let communes = places.communes_of(&code);
    // Squaring makes the first communes of the table, the towns, the likelier ones.
    let index = (dice.share().powi(2) * communes.len() as f64) as usize;
    let place = communes.get(index).map(|commune| format!("{} {}", commune.kind.word(), commune.name));
    (code, place.filter(|_| dice.happens(0.9)).unwrap_or_default())
}

/// One in three says who they are.
fn contact(dice: &mut Dice, index: u64) -> Option<Contact> {
    dice.happens(0.35).then(|| Contact {
        name: format!("Người báo mẫu {}", index + 1),
        phone: Some(format!("+84900000{:03}", dice.below(1_000))),
        email: dice.happens(0.3).then(|| format!("mau{}@thu.example", index + 1)),
        sms: false,
    })
}

/// Older reports are mostly closed, those of the last days mostly open.
fn state(year: &DemoYear<'_>, received_at: Time, dice: &mut Dice) -> ReportState {
    let days = year.end.millis_since(received_at) / 86_400_000;
    let open = if days < 3 {
        0.85
    } else if days < 14 {
        0.3
    } else {
        0.004
    };
    if dice.happens(open) {
        return if dice.happens(0.8) { ReportState::Received } else { ReportState::InProgress };
    }
    if dice.happens(0.7) { ReportState::Resolved } else { ReportState::Dismissed }
}
