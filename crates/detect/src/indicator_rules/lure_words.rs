//! A host made of the words that lure: log in, verify, receive a gift.

use model::reference::WordGroup;

use super::{Context, Grounds};
use crate::rules::file::RuleKind;

/// Log-odds of one such word, and of two.
const ONE: f32 = 1.4;
const TWO: f32 = 3.1;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let words = &context.knowledge.words;
    let two = |seen: &str| {
        let plain = seen.replace('-', "");
        let known = words.of(WordGroup::Lures).iter().chain(words.of(WordGroup::LureTrades));
        let mut met: Vec<&str> = known.map(String::as_str).filter(|word| plain.contains(word)).collect();
        // `thetindung` holds `tindung`: one word.
        let all = met.clone();
        met.retain(|word| !all.iter().any(|other| other != word && other.contains(word)));
        met.len() >= 2
    };
    let lures = |seen: &str| {
        let cheap = words.is_cheap(seen) || (seen.contains('-') && !seen.ends_with(".vn"));
        let holds_any = |seen: &str| {
            words.any_in(WordGroup::Lures, seen) || (cheap && words.any_in(WordGroup::LuresCheap, seen))
        };
        holds_any(seen) || two(seen) || (seen.contains('-') && holds_any(&seen.replace('-', "")))
    };
    let popular = |name: &str| context.knowledge.popular.find(name).is_some();
    let judged = |name: &str| !name.ends_with(".gov.vn") && !popular(name);
    if let Some(host) = context.hosts.iter().find(|host| judged(&host.name) && lures(&host.seen)) {
        let weight = if two(&host.seen) && !host.name.ends_with(".vn") { TWO } else { ONE };
        grounds.add("lure-words", RuleKind::Scam, weight, Some(host.span), Some(host.name.clone()), &[]);
    }
}
