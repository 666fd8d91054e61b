//! A report's place in the queue.
//!
//! A report gets a head start, in minutes, for each ground of urgency; the queue is in the order of
//! `received_at` less head start. All reports age alike, so the order needs no clock and never has to be
//! computed again while the facts stay the same: an ordinary report overtakes an urgent one exactly when
//! it has waited longer by the difference. Reports alone never list anything: a rank is an order of
//! reading, not evidence.

use model::{Method, Time, Verdict};

use crate::slugs::slugs;
use crate::weight::{DOUBTED_BELOW, TRUSTED_FROM};

slugs! {
    /// One ground of urgency. The catalogue holds a sentence `rank-<code>` in each language.
    RankReason {
        /// Somebody may be held or threatened.
        LifeInDanger = "life-in-danger",
        /// Money left so recently that a bank may still hold it.
        MoneyInFirstHour = "money-in-first-hour",
        /// Money left within a day.
        MoneyInFirstDay = "money-in-first-day",
        /// A large sum was lost.
        LargeLoss = "large-loss",
        /// The engine sees strong evidence, or the thing is listed.
        StrongEvidence = "strong-evidence",
        /// The engine sees some evidence.
        SomeEvidence = "some-evidence",
        /// Several reports name the same indicators.
        SeveralReports = "several-reports",
        /// Advertising rather than fraud.
        Nuisance = "nuisance",
        /// Earlier reports of the same source were spam.
        DoubtedSource = "doubted-source",
        /// Earlier reports of the same source were true.
        TrustedSource = "trusted-source",
    }
}

/// What a place in the queue rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankEvidence {
    /// When the report came.
    pub received_at: Time,
    /// When it happened; `None` when not said.
    pub happened_at: Option<Time>,
    /// Money lost, in đồng; `None` when not said.
    pub money_lost: Option<u64>,
    /// The officer's method, else the reporter's, else the engine's; `None` when nobody knows.
    pub method: Option<Method>,
    /// What the engine says.
    pub verdict: Verdict,
    /// Other reports that name one of the same indicators, each as much as it weighs.
    pub related_reports: u64,
    /// What a report of this source weighs, in percent ([`crate::weight`]).
    pub source_weight: u64,
}

/// A report's place in the queue: higher is more urgent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rank {
    /// Minutes of head start less minutes of `received_at` since 1970; sort by it, highest first.
    pub value: i64,
    /// Minutes of head start alone; negative for a nuisance.
    pub head_start_minutes: i64,
    /// Why, heaviest first.
    pub reasons: Vec<RankReason>,
}

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// A loss from which the Criminal Code's highest tier counts, in đồng. Source: BLHS 2015, article 174,
/// paragraph 4 (500 million).
const LARGE_LOSS: u64 = 500_000_000;

/// Places a report in the queue. The weights are a choice, see `docs/decisions/0052-place-in-the-queue.md`.
pub fn rank(evidence: &RankEvidence) -> Rank {
    let mut grounds: Vec<(i64, RankReason)> = Vec::new();
    if matches!(evidence.method, Some(Method::CoerceKidnap | Method::CoerceExtort)) {
        grounds.push((30 * DAY, RankReason::LifeInDanger));
    }
    grounds.extend(money_grounds(evidence));
    match evidence.verdict {
        Verdict::Listed | Verdict::Dangerous => grounds.push((12 * HOUR, RankReason::StrongEvidence)),
        Verdict::Suspicious => grounds.push((4 * HOUR, RankReason::SomeEvidence)),
        Verdict::Spam => grounds.push((-7 * DAY, RankReason::Nuisance)),
        Verdict::NoInformation | Verdict::Official => {}
    }
    if evidence.related_reports > 0 {
        // Each doubling counts the same, so that a flood from one sender cannot own the queue.
        let doublings = i64::from((evidence.related_reports + 1).ilog2()).min(10);
        grounds.push((doublings * 3 * HOUR, RankReason::SeveralReports));
    }
    if evidence.source_weight < DOUBTED_BELOW {
        grounds.push((-DAY, RankReason::DoubtedSource));
    } else if evidence.source_weight >= TRUSTED_FROM {
        grounds.push((6 * HOUR, RankReason::TrustedSource));
    }
    grounds.sort_by_key(|(minutes, _)| std::cmp::Reverse(minutes.abs()));
    let head_start_minutes = grounds.iter().map(|(minutes, _)| minutes).sum();
    Rank {
        value: head_start_minutes - evidence.received_at.seconds() / 60,
        head_start_minutes,
        reasons: grounds.into_iter().map(|(_, reason)| reason).collect(),
    }
}

/// How recently the money left, and how much it was. When it happened is taken as said, but a time
/// after the report counts as the moment of the report.
fn money_grounds(evidence: &RankEvidence) -> Vec<(i64, RankReason)> {
    let mut grounds = Vec::new();
    let lost = evidence.money_lost.unwrap_or(0);
    if lost == 0 {
        return grounds;
    }
    if let Some(happened_at) = evidence.happened_at {
        let minutes = evidence.received_at.millis_since(happened_at).max(0) / 60_000;
        if minutes <= HOUR {
            grounds.push((10 * DAY, RankReason::MoneyInFirstHour));
        } else if minutes <= DAY {
            grounds.push((2 * DAY, RankReason::MoneyInFirstDay));
        }
    }
    if lost >= LARGE_LOSS {
        grounds.push((DAY, RankReason::LargeLoss));
    }
    grounds
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECEIVED: Time = Time::from_millis(1_795_305_600_000);

    fn plain() -> RankEvidence {
        RankEvidence {
            received_at: RECEIVED,
            happened_at: None,
            money_lost: None,
            method: None,
            verdict: Verdict::NoInformation,
            related_reports: 0,
            source_weight: crate::weight::ORDINARY,
        }
    }

    fn check(change: impl FnOnce(&mut RankEvidence), expected: &str) {
        let mut evidence = plain();
        change(&mut evidence);
        let rank = rank(&evidence);
        let reasons: Vec<&str> = rank.reasons.iter().map(|reason| reason.slug()).collect();
        assert_eq!(format!("{} {}", rank.head_start_minutes, reasons.join(" ")).trim(), expected);
    }

    #[test]
    fn nothing_known_waits_its_turn() {
        check(|_| {}, "0");
        check(|e| e.verdict = Verdict::Official, "0");
    }

    #[test]
    fn money_that_may_still_be_held_comes_before_money_long_gone() {
        let lost = |minutes: i64| {
            move |e: &mut RankEvidence| {
                e.money_lost = Some(5_000_000);
                e.happened_at = Some(Time::from_millis(RECEIVED.millis() - minutes * 60_000));
            }
        };
        check(lost(60), "14400 money-in-first-hour");
        check(lost(61), "2880 money-in-first-day");
        check(lost(24 * 60 + 1), "0");
        check(lost(-30), "14400 money-in-first-hour");
    }

    #[test]
    fn a_time_without_a_loss_is_no_hurry() {
        check(
            |e| {
                e.money_lost = Some(0);
                e.happened_at = Some(RECEIVED);
            },
            "0",
        );
    }

    #[test]
    fn a_life_comes_before_money() {
        check(|e| e.method = Some(Method::CoerceKidnap), "43200 life-in-danger");
        check(
            |e| {
                e.money_lost = Some(u64::MAX);
                e.happened_at = Some(RECEIVED);
                e.verdict = Verdict::Dangerous;
                e.related_reports = u64::MAX - 1;
            },
            "18360 money-in-first-hour several-reports large-loss strong-evidence",
        );
    }

    #[test]
    fn a_flood_counts_by_doublings_and_a_nuisance_waits() {
        check(|e| e.related_reports = 1, "180 several-reports");
        check(|e| e.related_reports = 3, "360 several-reports");
        check(|e| e.related_reports = 1_000_000, "1800 several-reports");
        check(|e| e.verdict = Verdict::Spam, "-10080 nuisance");
    }

    #[test]
    fn the_record_of_a_source_moves_a_place_a_little() {
        check(|e| e.source_weight = 49, "-1440 doubted-source");
        check(|e| e.source_weight = 50, "0");
        check(|e| e.source_weight = 150, "360 trusted-source");
        check(
            |e| {
                e.method = Some(Method::CoerceKidnap);
                e.source_weight = 10;
            },
            "41760 life-in-danger doubted-source",
        );
    }

    #[test]
    fn an_ordinary_report_overtakes_when_it_has_waited_longer_by_the_head_start() {
        let urgent = rank(&RankEvidence { verdict: Verdict::Suspicious, ..plain() });
        let waited =
            |hours: i64| rank(&RankEvidence { received_at: RECEIVED.plus_hours(-hours), ..plain() }).value;
        assert!(waited(3) < urgent.value && waited(5) > urgent.value);
    }
}
