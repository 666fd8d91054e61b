//! What the learned part sees of a submission besides its words: how it is written, where its links lead, who
//! sent it, and which rules hold. Each is a named sign that holds or does not.

use model::{IndicatorKind, Reason};

use super::features::Signs;
use crate::evidence::Evidence;
use crate::facts::Fact;
use crate::indicator_rules::Context;
use crate::normalise::{Folded, Words};

/// Endings that are only in our own training messages.
const INVENTED_ENDINGS: &[&str] = &["example", "invalid", "test"];

/// Adds every sign of a submission.
pub(crate) fn read(
    folded: &Folded<'_>,
    words: &Words,
    context: &Context<'_>,
    evidence: &Evidence<'_>,
    signs: &mut Signs,
) {
    writing(folded, words, context, signs);
    opening(words, signs);
    links(context, signs);
    sender(context, signs);
    for ground in &evidence.grounds {
        let Reason { code, .. } = &ground.reason;
        signs.add("rule", code);
    }
    for (fact, name) in Fact::NAMED {
        if context.facts.has(*fact) {
            signs.add("fact", name);
        }
    }
}

/// A share in percent in steps that grow.
fn step(percent: usize) -> &'static str {
    match percent {
        0 => "none",
        1..=4 => "few",
        5..=14 => "some",
        15..=29 => "many",
        30..=59 => "half",
        _ => "most",
    }
}

/// A count in steps that grow.
fn count(count: usize) -> &'static str {
    match count {
        0 => "0",
        1 => "1",
        2 => "2",
        3..=4 => "3",
        5..=9 => "5",
        10..=19 => "10",
        20..=39 => "20",
        40..=79 => "40",
        _ => "80",
    }
}

fn writing(folded: &Folded<'_>, words: &Words, context: &Context<'_>, signs: &mut Signs) {
    let noise = &context.noise;
    signs.add("noise", count(noise.points as usize));
    if noise.is_english {
        signs.add("language", "english");
    } else {
        signs.add("odd", step(noise.odd_percent()));
        signs.add("odd long words", count(noise.odd_long.min(5)));
    }
    let letters = folded.text.iter().filter(|byte| byte.is_ascii_lowercase()).count();
    signs.add("switches", step(folded.case_switches * 200 / letters.max(1)));
    signs.add("joints", count(words.joints.min(5)));
    signs.add("repaired", count(words.repaired.min(5)));
    if folded.lookalikes > 0 {
        signs.add("lookalikes", "some");
    }
    if folded.invisibles > 0 {
        signs.add("invisibles", "some");
    }
}

/// The word a message opens with, where senders put their names and kinds of messages.
fn opening(words: &Words, signs: &mut Signs) {
    if let Some(first) = words.words.first() {
        signs.add("opens", words.bare(first));
    }
}

fn links(context: &Context<'_>, signs: &mut Signs) {
    signs.add("unknown hosts", count(context.hosts.len().min(5)));
    for host in context.hosts.iter().take(4) {
        let name = host.name.as_str();
        let ending = name.rsplit('.').next().unwrap_or_default();
        if !INVENTED_ENDINGS.contains(&ending) && !ending.bytes().any(|byte| byte.is_ascii_digit()) {
            signs.add("ending", ending);
        }
        let labels: Vec<&str> = name.rsplit('.').skip(1).collect();
        if name.bytes().filter(u8::is_ascii_digit).count() >= 2 {
            signs.add("host", "digits");
        }
        if name.contains('-') {
            signs.add("host", "hyphen");
        }
        if labels.iter().any(|label| is_random(label)) {
            signs.add("host", "random");
        }
        if host.span.end >= context.submission.text.trim_end().len() {
            signs.add("host", "at the end");
        }
    }
    for found in context.found.iter().take(8) {
        let is_link = matches!(found.indicator.kind(), IndicatorKind::Domain | IndicatorKind::Url);
        signs.add(
            "found",
            if is_link && found.official_owner.is_some() { "official link" } else { kind(found) },
        );
        if is_link
            && let Some(host) = found.indicator.host()
            && context.knowledge.hosts.protection(host).is_some()
        {
            signs.add("shared host", host);
        }
    }
}

fn kind(found: &model::Found) -> &'static str {
    match found.indicator.kind() {
        IndicatorKind::Phone if found.official_owner.is_some() => "official number",
        IndicatorKind::Phone if crate::indicator_rules::is_mobile(found.indicator.value()) => "mobile number",
        IndicatorKind::Phone => "other number",
        IndicatorKind::Domain | IndicatorKind::Url => "link",
        IndicatorKind::BankAccount => "bank account",
        IndicatorKind::CryptoWallet => "wallet",
        IndicatorKind::SocialAccount => "social account",
        IndicatorKind::Email => "email",
        _ => "other",
    }
}

/// Letters that no syllable could be made of: few vowels among many, or digits between letters.
fn is_random(label: &str) -> bool {
    let letters = label.bytes().filter(u8::is_ascii_lowercase).count();
    let vowels = label.bytes().filter(|byte| b"aeiouy".contains(byte)).count();
    let digits = label.bytes().filter(u8::is_ascii_digit).count();
    letters >= 3 && (vowels * 5 < letters || (digits >= 1 && vowels * 4 < letters))
}

fn sender(context: &Context<'_>, signs: &mut Signs) {
    let Some(sender) = context.submission.sender.filter(|sender| !sender.trim().is_empty()) else { return };
    let is_number = sender.bytes().all(|byte| byte.is_ascii_digit() || b"+ .-()".contains(&byte));
    let kind = match context.sender.as_ref().map(|found| found.indicator.kind()) {
        _ if is_number && sender.len() <= 6 => "short code",
        Some(IndicatorKind::SmsSender) => "name",
        Some(IndicatorKind::Phone) if sender.starts_with('+') && !sender.starts_with("+84") => {
            "foreign number"
        }
        Some(IndicatorKind::Phone) => "number",
        Some(_) => "other",
        None => "unread",
    };
    signs.add("sender", kind);
}
