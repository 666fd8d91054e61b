//! From a name as people type it to the place they mean.

use std::collections::HashMap;

use super::{Commune, Province};
use crate::text::fold;

/// Folded names without spaces → position of the province; `None` where a name fits several.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(HashMap<String, Option<usize>>);

/// One name was given to two provinces.
#[derive(Debug, thiserror::Error)]
#[error("the name `{0}` is given to two provinces")]
pub(super) struct SharedName(String);

impl Names {
    /// Names and aliases of provinces must differ; an old district whose name is also that of a province, or
    /// of a district elsewhere, is found only where the name with its word (`huyện …`) is unique.
    pub(super) fn new(provinces: &[Province], districts: &[(String, usize)]) -> Result<Names, SharedName> {
        let mut names = HashMap::new();
        for (index, province) in provinces.iter().enumerate() {
            let own = [&province.name, &province.code].into_iter();
            for name in own.chain(&province.merged_from).chain(&province.aliases) {
                for key in [key(name), key(without_province_word(&fold(name)))] {
                    let other = names.insert(key, Some(index));
                    if other.is_some_and(|other| other != Some(index)) {
                        return Err(SharedName(name.clone()));
                    }
                }
            }
        }
        let mut old = HashMap::new();
        for (name, index) in districts {
            let folded = fold(name);
            for key in [key(name), key(without_district_word(&folded))] {
                let place = old.entry(key).or_insert(Some(*index));
                if *place != Some(*index) {
                    *place = None;
                }
            }
        }
        for (key, place) in old {
            names.entry(key).or_insert(place);
        }
        Ok(Names(names))
    }

    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let folded = fold(name);
        let candidates =
            [key(&folded), key(without_province_word(&folded)), key(&with_district_word(&folded))];
        candidates.iter().find_map(|candidate| *self.0.get(candidate)?)
    }
}

pub(super) fn find_commune<'a>(communes: &'a [Commune], name: &str) -> Option<&'a Commune> {
    let wanted = key(name);
    let full = |commune: &Commune| key(commune.kind.word()) + &key(&commune.name);
    if let Some(commune) = communes.iter().find(|commune| full(commune) == wanted) {
        return Some(commune);
    }
    let mut short = communes.iter().filter(|commune| key(&commune.name) == wanted);
    short.next().filter(|_| short.next().is_none())
}

fn key(name: &str) -> String {
    let mut key = fold(name);
    key.retain(|char| char != ' ');
    key
}

fn without_word<'a>(folded: &'a str, words: &[&str]) -> &'a str {
    words.iter().find_map(|word| folded.strip_prefix(word)).unwrap_or(folded)
}

fn without_province_word(folded: &str) -> &str {
    without_word(folded, &["tinh ", "thanh pho ", "tp "])
}

/// Short forms of the words before a district, as people type them: `q. 1`, `h. Hòa Vang`, `tx Điện Bàn`.
fn with_district_word(folded: &str) -> String {
    let words = [("q ", "quan "), ("h ", "huyen "), ("tx ", "thi xa ")];
    let spelled =
        words.iter().find_map(|(short, word)| Some((*word).to_owned() + folded.strip_prefix(short)?));
    spelled.unwrap_or_default()
}

/// `quận 1` keeps its word: a bare number names no place.
fn without_district_word(folded: &str) -> &str {
    let short = without_word(folded, &["huyen ", "quan ", "thi xa ", "thanh pho "]);
    if short.bytes().all(|byte| byte.is_ascii_digit()) { folded } else { short }
}
