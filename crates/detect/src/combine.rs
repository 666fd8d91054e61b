//! Evidence in log-odds → score, verdict, method.
//!
//! Each ground that speaks of a scam adds its weight to the log-odds that the submission is one, starting
//! from [`PRIOR`]; the score is the probability that follows. A trained model can join as one more ground.

use model::{Assessment, Found, ListedAs, Method, MethodGuess, Reason, Verdict};

use crate::evidence::{Evidence, Ground};
use crate::indicator_rules::Context;
use crate::learned::Opinion;
use crate::rules::file::RuleKind;

/// Log-odds of a scam before anything is known: about one submission in twenty.
pub(crate) const PRIOR: f32 = -3.0;
/// Log-odds from which the answer is `dangerous`: a probability of 0.85.
const DANGEROUS: f32 = 1.75;
/// Log-odds from which the answer is `suspicious`: a probability of 0.5.
pub(crate) const SUSPICIOUS: f32 = 0.0;
/// Weight of scam rules without which no answer is `dangerous`: wording alone is no proof.
const EVIDENCE_MIN: f32 = 0.5;
/// Weight of spam rules from which the answer is `spam`.
const SPAM: f32 = 2.0;
/// Weight of scam rules up to which a submission that is nothing but a verified official channel is answered
/// with `official`. A message around the channel must carry none: anybody can quote an official number.
const OFFICIAL_SCAM_MAX: f32 = 1.0;
/// Score of a listed indicator, at least.
const LISTED_SCORE: f32 = 0.97;
/// Share of the evidence that a second method must have to be told.
const SECOND_SHARE_MIN: f32 = 0.2;

/// Weighs the evidence; `opinion` is what the learned part thinks, where it was asked, and `told` its reason.
pub(crate) fn combine<'e>(
    context: Context<'_>,
    mut evidence: Evidence<'e>,
    opinion: Option<Opinion>,
    told: Option<Ground<'e>>,
) -> Assessment {
    let odds = Odds::new(&Sum::new(&evidence), opinion);
    evidence.grounds.extend(told);
    let listed = context.found.iter().chain(&context.sender).find_map(|found| found.listed.clone());
    let verdict = verdict(&context, &odds, listed.is_some());
    let (method, method_second) = methods(&evidence, listed.as_ref());
    let score = probability(odds.unwanted.max(odds.scam));
    let score_scam = probability(odds.scam);
    let floor = if verdict == Verdict::Listed { LISTED_SCORE } else { 0.0 };
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
        score: score.max(floor),
        score_scam: score_scam.max(floor),
        method: method.filter(|_| !told),
        method_second: method_second.filter(|_| !told),
        indicators,
        indicators_left_out: context.left_out,
        reasons,
        stated: context.said.stated,
        obfuscation: context.obfuscation,
    }
}

/// Whether the learned part is asked: not where the submission is nothing but an indicator or a payment code.
pub(crate) fn leaves_open(context: &Context<'_>) -> bool {
    !context.is_whole && context.payments.is_empty()
}

/// What the rules weigh, by what it speaks for: scam, honest, spam.
pub(crate) fn rule_sums(evidence: &Evidence<'_>) -> [f32; 3] {
    let sum = Sum::new(evidence);
    [sum.scam, sum.honest, sum.spam]
}

/// Weight of scam rules from which more of them count less: they tell the same story again.
const SATURATED: f32 = 6.0;
/// What weight above [`SATURATED`] counts.
const SATURATED_SHARE: f32 = 0.25;

/// Rules that no wording makes any better: about what a link is, and the account "of safety", which no office has.
const FIRM: &[&str] = &[
    "imitates-brand",
    "imitates-state",
    "brand-in-path",
    "fake-ending",
    "hacked-site",
    "named-in-path",
    "safe-account",
    "service-bait",
    "site-kit",
];

/// Rules about writing that hides what it says. Its words are torn and mixed on purpose, so what they seem to say for
/// honesty is the writer's doing (decision 0310).
const HIDDEN: &[&str] = &["disguised-advert", "disguised-writing", "scrambled-writing"];

/// What stands whatever the words are, as weights of rules.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Standing {
    /// Of a scam: the rules of [`FIRM`].
    pub(crate) firm: f32,
    /// Of something unwanted: the rules of [`HIDDEN`].
    pub(crate) hidden: f32,
}

impl Standing {
    pub(crate) fn new(evidence: &Evidence<'_>) -> Standing {
        let weight = |codes: &[&str]| {
            let found = evidence.grounds.iter().filter(|ground| codes.contains(&ground.reason.code.as_str()));
            found.map(|ground| ground.reason.weight).sum()
        };
        Standing { firm: weight(FIRM), hidden: weight(HIDDEN) }
    }
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
        if sum.scam > SATURATED {
            sum.scam = SATURATED + SATURATED_SHARE * (sum.scam - SATURATED);
        }
        sum
    }
}

/// The two questions in log-odds, and from where they are answered with yes.
struct Odds {
    scam: f32,
    unwanted: f32,
    suspicious_from: f32,
    dangerous_from: f32,
    spam_from: f32,
    /// What speaks of spam outweighs what speaks of a scam.
    is_rather_spam: bool,
    scam_evidence: f32,
    blocks_official: bool,
}

impl Odds {
    fn new(sum: &Sum, opinion: Option<Opinion>) -> Odds {
        let by_rules = PRIOR + sum.scam + sum.honest;
        Odds {
            scam: opinion.map_or(by_rules, |opinion| opinion.scam),
            unwanted: opinion.map_or(by_rules + sum.spam, |opinion| opinion.unwanted),
            suspicious_from: opinion.map_or(SUSPICIOUS, |opinion| opinion.alarm_from),
            dangerous_from: opinion.map_or(DANGEROUS, |opinion| opinion.dangerous_from),
            spam_from: opinion
                .map_or(if sum.spam + sum.honest >= SPAM { f32::MIN } else { f32::MAX }, |opinion| {
                    opinion.alarm_from
                }),
            is_rather_spam: opinion.is_none() || sum.spam >= sum.scam,
            scam_evidence: sum.scam,
            blocks_official: sum.blocks_official,
        }
    }
}

fn verdict(context: &Context<'_>, odds: &Odds, listed: bool) -> Verdict {
    if listed {
        return Verdict::Listed;
    }
    if odds.scam >= odds.dangerous_from && odds.scam_evidence >= EVIDENCE_MIN {
        return Verdict::Dangerous;
    }
    if odds.scam >= odds.suspicious_from {
        return Verdict::Suspicious;
    }
    let all_official = !context.found.is_empty()
        && context.left_out == 0
        && context.found.iter().all(|found| found.official_owner.is_some());
    let scam_max = if context.is_whole { OFFICIAL_SCAM_MAX } else { 0.0 };
    if all_official && !odds.blocks_official && odds.scam_evidence <= scam_max {
        return Verdict::Official;
    }
    if odds.unwanted >= odds.spam_from {
        return if odds.is_rather_spam { Verdict::Spam } else { Verdict::Suspicious };
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
