//! Words with which hosts bait: a gift, a fine, a lost account. They stand beside the name of an owner or of a service.

use aho_corasick::AhoCorasick;
use model::reference::WordGroup;

use super::host_words::HostWords;

impl HostWords {
    /// Whether a text of a host or path baits; hyphens between the syllables count for nothing.
    pub(super) fn baits(&self, text: &str) -> bool {
        let part = |part: &str| self.is_one(WordGroup::BaitParts, part) || self.is_numbered(part);
        text.split(['.', '-', '_', '/', '?', '=', '&']).any(part) || in_joined(&self.baits, text)
    }

    /// `global88`, `vip99`: a word with the number of luck behind it, as false shops are told apart.
    fn is_numbered(&self, part: &str) -> bool {
        let lucky = self.of(WordGroup::LuckyNumbers).iter().any(|number| part.ends_with(number.as_str()));
        lucky && part.starts_with(|letter: char| letter.is_ascii_alphabetic())
    }

    /// `88-vidu`, behind a name: the number of luck, and then no further digit or letter.
    pub(super) fn begins_with_luck(&self, after: &str) -> bool {
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let ends = after[digits..].bytes().next().is_none_or(|byte| !byte.is_ascii_alphanumeric());
        digits == 2 && ends && self.is_one(WordGroup::LuckyNumbers, &after[..digits])
    }

    /// Whether a host speaks of an agent's trade.
    pub(super) fn is_agents(&self, text: &str) -> bool {
        in_joined(&self.agents, text)
    }

    /// Whether a host says that it is a shop or an agent of one province and baits with nothing.
    pub(super) fn is_local_shop(&self, text: &str) -> bool {
        let joined = text.replace('-', "");
        self.any_in(WordGroup::Shops, &joined) && self.any_in(WordGroup::Places, &joined) && !self.baits(text)
    }
}

fn in_joined(words: &AhoCorasick, text: &str) -> bool {
    words.is_match(text) || (text.contains('-') && words.is_match(&text.replace('-', "")))
}

#[cfg(test)]
mod tests {
    use model::Reference;

    use super::*;

    #[test]
    fn baits_are_told_from_trades() {
        let words = HostWords::new(&Reference::embedded().host_words);
        let baits = |text: &str| words.baits(text);
        assert!(["nhan-qua.vidu", "vidu-tuyendung", "oa-vidu", "vidu/xac-thuc"].into_iter().all(baits));
        assert!(!["vidu-noithat", "quanlynhatro", "oanh-vidu", "vidu"].into_iter().any(baits));
        assert!(words.is_agents("dai-ly-vidu") && words.is_agents("vidu-phukien"));
        assert!(!words.is_agents("nhanqua-vidu"));
    }
}
