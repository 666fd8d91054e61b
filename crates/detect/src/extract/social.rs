//! Accounts on platforms that are named, not linked: `Zalo 09…`, `WhatsApp +84…`, `Telegram @name`, `TikTok @name`.

use model::{Indicator, IndicatorKind};

use super::Finds;
use crate::normalise::{Folded, Words};
use crate::rules::Hits;
use crate::rules::compile::Label;

/// Words between the name of the platform and the account, at most.
const WORDS: usize = 3;
/// Labels that are looked at. Bounds the work.
const LABELS_MAX: usize = 64;

/// Adds every account that follows the name of its platform.
pub(super) fn find(folded: &Folded<'_>, words: &Words, hits: &Hits, finds: &mut Finds) {
    for (label, last) in hits.labels.iter().take(LABELS_MAX) {
        let index = *last as usize;
        match label {
            Label::Account | Label::Other => {}
            Label::Zalo => by_number("zalo", folded, words, index, finds),
            Label::Viber => by_number("viber", folded, words, index, finds),
            Label::WhatsApp => by_number("whatsapp", folded, words, index, finds),
            Label::Telegram => by_name("telegram", folded, words, index, finds),
            Label::TikTok => by_name("tiktok", folded, words, index, finds),
            Label::Instagram => by_name("instagram", folded, words, index, finds),
        }
    }
}

/// A telephone number that starts within three words after the name of the platform.
fn by_number(platform: &str, folded: &Folded<'_>, words: &Words, index: usize, finds: &mut Finds) {
    let from = words.words[index].end as usize;
    let until = words.words.get(index + WORDS).map_or(folded.text.len(), |word| word.end as usize);
    let number = finds
        .candidates()
        .iter()
        .find(|found| {
            found.indicator.kind() == IndicatorKind::Phone && (from..until).contains(&found.folded.0)
        })
        .map(|found| (found.indicator.value().to_owned(), found.folded));
    if let Some((value, (start, end))) = number
        && let Ok(indicator) = Indicator::parse(IndicatorKind::SocialAccount, &format!("{platform}:{value}"))
    {
        finds.add(folded, indicator, start, end);
    }
}

/// `@name` within three words after the name of the platform.
fn by_name(platform: &str, folded: &Folded<'_>, words: &Words, index: usize, finds: &mut Finds) {
    let text = &folded.text;
    let from = words.words[index].end as usize;
    let until = words.words.get(index + WORDS).map_or(text.len(), |word| word.end as usize);
    let Some(at) = (from..until).find(|at| text[*at] == b'@') else { return };
    let name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let mut len = text[at + 1..].iter().take_while(|byte| name(byte)).count();
    while len > 0 && text[at + len] == b'.' {
        len -= 1;
    }
    // Source: user names of Telegram have 5 to 32 characters; those of the others fit in between.
    if !(5..=32).contains(&len) {
        return;
    }
    let value = format!("{platform}:{}", folded.str(at + 1, at + 1 + len));
    if let Ok(indicator) = Indicator::parse(IndicatorKind::SocialAccount, &value) {
        finds.add(folded, indicator, at, at + 1 + len);
    }
}
