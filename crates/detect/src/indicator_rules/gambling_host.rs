//! A host that carries the name of a game of chance: a nuisance and an offence, no scam by itself.

use model::reference::WordGroup;

use super::{Context, Grounds};
use crate::rules::file::RuleKind;

/// Log-odds of spam: enough alone.
const WEIGHT: f32 = 4.0;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let plays = |seen: &str| {
        let plain = seen.replace('-', "");
        context.knowledge.words.any_in(WordGroup::Games, &plain) || is_numbered_bet(seen)
    };
    if let Some(host) = context.hosts.iter().find(|host| !host.name.ends_with(".gov.vn") && plays(&host.seen))
    {
        grounds.add("gambling-host", RuleKind::Spam, WEIGHT, Some(host.span), Some(host.name.clone()), &[]);
    }
}

/// `bet` or `win` run together with a number: `vidubet88`, `88bet`, `vidu88win`.
fn is_numbered_bet(seen: &str) -> bool {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = seen.as_bytes();
    ["bet", "win"].iter().any(|word| {
        seen.match_indices(word).any(|(at, _)| {
            let before = at.checked_sub(1).and_then(|at| bytes.get(at));
            let after = bytes.get(at + word.len());
            let ends = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphabetic());
            (digit(before) && ends(after)) || (digit(after) && (*word == "bet" || ends(before)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::is_numbered_bet;

    #[test]
    fn a_number_makes_the_difference() {
        assert!(
            ["vidubet88.example", "88bet.example", "vidu88win.example"]
                .iter()
                .all(|host| is_numbered_bet(host))
        );
        assert!(
            !["alphabet.example", "windows10.example", "twin.example"]
                .iter()
                .any(|host| is_numbered_bet(host))
        );
    }
}
