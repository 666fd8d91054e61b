//! Evidence in log-odds → score, verdict, method.
//!
//! Each ground that speaks of a scam adds its weight to the log-odds that the submission is one, starting
//! from [`PRIOR`]; the score is the probability that follows. A trained model can join as one more ground.

use model::{Assessment, Found, ListedAs, Method, MethodGuess, Reason, Verdict};

use crate::evidence::Evidence;
use crate::indicator_rules::Context;
use crate::rules::file::RuleKind;

/// Log-odds of a scam before anything is known: about one submission in twenty.
const PRIOR: f32 = -3.0;
/// Log-odds from which the answer is `dangerous`: a probability of 0.85.
const DANGEROUS: f32 = 1.75;
/// Log-odds from which the answer is `suspicious`: a probability of 0.5.
const SUSPICIOUS: f32 = 0.0;
/// Weight of spam rules from which the answer is `spam`.
const SPAM: f32 = 2.0;
/// Weight of scam rules up to which a submission that is nothing but a verified official channel is answered
/// with `official`. A message around the channel must carry none: anybody can quote an official number.
const OFFICIAL_SCAM_MAX: f32 = 1.0;
/// Score of a listed indicator, at least.
const LISTED_SCORE: f32 = 0.97;
/// Share of the evidence that a second method must have to be told.
const SECOND_SHARE_MIN: f32 = 0.2;

/// Weighs the evidence.
pub(crate) fn combine(context: Context<'_>, evidence: Evidence<'_>) -> Assessment {
    let sum = Sum::new(&evidence);
    let log_odds = PRIOR + sum.scam + sum.honest;
    let listed = context.found.iter().chain(&context.sender).find_map(|found| found.listed.clone());
    let verdict = verdict(&context, &sum, log_odds, listed.is_some());
    let (method, method_second) = methods(&evidence, listed.as_ref());
    let score = probability(log_odds);
    let score = if verdict == Verdict::Listed { score.max(LISTED_SCORE) } else { score };
    let speaks = |kind: RuleKind| match verdict {
        // A spam rule says nothing where the answer is about a scam, and the other way round.
        Verdict::Listed | Verdict::Dangerous | Verdict::Suspicious => kind != RuleKind::Spam,
        Verdict::Official => kind == RuleKind::Honest,
        _ => true,
    };
    let mut reasons: Vec<Reason> = evidence
        .grounds
        .into_iter()
        .filter(|ground| ground.kind != RuleKind::Context && speaks(ground.kind))
        .map(|ground| ground.reason)
        .collect();
    reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    let told = matches!(verdict, Verdict::Official | Verdict::NoInformation);
    let mut indicators: Vec<Found> = context.sender.into_iter().chain(context.found).collect();
    indicators.truncate(Assessment::INDICATORS_MAX);
    Assessment {
        verdict,
        score,
        method: method.filter(|_| !told),
        method_second: method_second.filter(|_| !told),
        indicators,
        indicators_left_out: context.left_out,
        reasons,
    }
}

/// Whether the learned part is asked. Where the rules answer with `official` or `spam`, or where the submission
/// is nothing but an indicator, it has nothing to say.
pub(crate) fn leaves_open(context: &Context<'_>, evidence: &Evidence<'_>) -> bool {
    let sum = Sum::new(evidence);
    let by_rules = verdict(context, &sum, PRIOR + sum.scam + sum.honest, false);
    !context.is_whole && !matches!(by_rules, Verdict::Official | Verdict::Spam)
}

/// Log-odds of a scam by the rules alone.
pub(crate) fn rules_log_odds(evidence: &Evidence<'_>) -> f32 {
    let sum = Sum::new(evidence);
    PRIOR + sum.scam + sum.honest
}

/// The evidence by what it speaks for.
struct Sum {
    scam: f32,
    honest: f32,
    spam: f32,
    blocks_official: bool,
}

impl Sum {
    fn new(evidence: &Evidence<'_>) -> Sum {
        let mut sum = Sum { scam: 0.0, honest: 0.0, spam: 0.0, blocks_official: false };
        for ground in &evidence.grounds {
            match ground.kind {
                RuleKind::Scam => sum.scam += ground.reason.weight,
                RuleKind::Honest => sum.honest += ground.reason.weight,
                RuleKind::Spam => sum.spam += ground.reason.weight,
                RuleKind::Context => {}
            }
            sum.blocks_official |= ground.blocks_official;
        }
        sum
    }
}

fn verdict(context: &Context<'_>, sum: &Sum, log_odds: f32, listed: bool) -> Verdict {
    if listed {
        return Verdict::Listed;
    }
    if log_odds >= DANGEROUS {
        return Verdict::Dangerous;
    }
    if log_odds >= SUSPICIOUS {
        return Verdict::Suspicious;
    }
    let all_official = !context.found.is_empty()
        && context.left_out == 0
        && context.found.iter().all(|found| found.official_owner.is_some());
    let scam_max = if context.is_whole { OFFICIAL_SCAM_MAX } else { 0.0 };
    if all_official && !sum.blocks_official && sum.scam <= scam_max {
        return Verdict::Official;
    }
    if sum.spam >= SPAM {
        return Verdict::Spam;
    }
    Verdict::NoInformation
}

fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The method with most of the evidence, and the next one. A listing says its method for certain.
fn methods(evidence: &Evidence<'_>, listed: Option<&ListedAs>) -> (Option<MethodGuess>, Option<MethodGuess>) {
    let mut votes: Vec<(Method, f32)> = Vec::new();
    for ground in &evidence.grounds {
        for (method, share) in ground.methods {
            let vote = ground.reason.weight.max(0.0) * share;
            match votes.iter_mut().find(|(known, _)| known == method) {
                Some((_, sum)) => *sum += vote,
                None => votes.push((*method, vote)),
            }
        }
    }
    votes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let total: f32 = votes.iter().map(|(_, vote)| vote).sum();
    let guess = |place: usize| {
        let (method, vote) = *votes.get(place)?;
        (total > 0.0 && vote > 0.0).then(|| MethodGuess { method, confidence: vote / total })
    };
    match listed {
        Some(listed) => (
            Some(MethodGuess { method: listed.method, confidence: 1.0 }),
            guess(0).filter(|other| other.method != listed.method),
        ),
        None => (guess(0), guess(1).filter(|second| second.confidence >= SECOND_SHARE_MIN)),
    }
}
