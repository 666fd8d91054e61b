//! Whom a text names, and in whose name it speaks: `[VCB] …`, `BIDV thông báo`, `em là Lan bên ngân hàng ACB`.

use model::{Span, StatedKind};

use super::owners::Owners;
use super::{Said, Text};
use crate::rules::Hits;

/// In whose name a text speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Speaker {
    pub(crate) owner: u16,
    pub(crate) span: Span,
}

/// Words before the name that opens a text: `Kính gửi quý khách, ngân hàng …`.
const OPENING_WORDS: u32 = 3;
/// Words between an introduction and the name.
const INTRODUCED_WORDS: usize = 6;
/// Names that are looked at. Bounds the work.
const NAMES_MAX: usize = 64;

pub(super) fn read(text: &Text<'_>, hits: &Hits, owners: &Owners, said: &mut Said) {
    let banks = hits.banks.iter().map(|bank| (bank.first, bank.last, owners.of_bank(bank.bank)));
    let named = hits.owners.iter().map(|hit| (hit.first, hit.last, hit.owner));
    let mut names: Vec<(u32, u32, u16)> = named.chain(banks).take(NAMES_MAX).collect();
    names.sort_unstable_by_key(|(first, last, _)| (*first, std::cmp::Reverse(*last)));
    names.dedup_by_key(|(first, _, _)| *first);
    for (first, last, owner) in names {
        let (at, end) = (first as usize, last as usize);
        if text.is_taken(at) {
            continue;
        }
        let span = text.span(at, end);
        if said.speaker.is_none() && (opens(text, first, end) || is_introduced(text, at)) {
            said.speaker = Some(Speaker { owner, span });
            said.add(StatedKind::SpeaksFor, owners.owners[usize::from(owner)].name.clone(), span);
        } else {
            let name = &owners.owners[usize::from(owner)].name;
            let speaks =
                |stated: &model::Stated| stated.kind == StatedKind::SpeaksFor && stated.value == *name;
            if !said.stated.iter().any(speaks) {
                said.add(StatedKind::Names, name.clone(), span);
            }
        }
    }
}

/// Whether a name at the beginning is that of the writer: a colon or bracket, or `thông báo`, follows.
fn opens(text: &Text<'_>, first: u32, last: usize) -> bool {
    if first > OPENING_WORDS {
        return false;
    }
    let end = text.words.words[last].end as usize;
    let before = text.words.words[first as usize].start as usize;
    let next = text.folded.text[end..].iter().copied().find(|byte| *byte != b' ');
    let bracketed = text.folded.text[..before].ends_with(b"[") || text.folded.text[..before].ends_with(b"(");
    let signed = matches!(next, Some(b':' | b']' | b')' | b'>')) && (first <= 1 || bracketed);
    // Up to three words more: `Công an phường Mẫu thông báo`.
    let tells = (last + 1..=last + 5).any(|at| {
        matches!(
            (text.word(at), text.word(at + 1)),
            (b"thong" | b"kinh" | b"xin" | b"tran", b"bao" | b"moi" | b"gui" | b"chao" | b"trong")
                | (b"tb" | b"cskh", _)
                | (b"yeu", b"cau")
                | (b"canh", b"bao")
        )
    });
    signed || tells
}

/// Whether the words before the name say that the writer belongs to it.
fn is_introduced(text: &Text<'_>, first: usize) -> bool {
    let from = first.saturating_sub(INTRODUCED_WORDS);
    (from..first).any(|at| {
        let next = text.word(at + 1);
        match text.word(at) {
            b"toi" | b"em" | b"anh" | b"chi" | b"minh" | b"chau" | b"day" | b"chung" => {
                next == b"la"
                    || (next == b"toi" && text.word(at + 2) == b"la")
                    || (next == b"ben" && at + 2 == first)
            }
            b"goi" | b"lien" | b"den" => next == b"tu" && first - at <= 3,
            b"nhan" => next == b"vien",
            b"can" => next == b"bo" && at + 2 == first,
            b"dai" => next == b"dien" && first - at <= 3,
            b"tong" => next == b"dai" && at + 2 == first,
            _ => false,
        }
    })
}
