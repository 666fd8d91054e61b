//! Canonical form of `bank_account`: `<BIN>:<account>`, `970436:0123456789`.
//!
//! People write the bank by name, code or number, before or after the account, with labels, blanks inside
//! the account and the holder's name behind it. The holder's name is not part of the indicator.

use super::{Problem, clean};
use crate::reference::Banks;
use crate::text::fold;

/// Characters of an account number. Source: account field of VietQR (NAPAS, IBFT 1.5.2), at most 19; no bank
/// of the table gives out fewer than 6.
const ACCOUNT_CHARS: std::ops::RangeInclusive<usize> = 6..=19;

/// Words of a writing that are looked at.
const WORDS_MAX: usize = 40;

/// Words of the longest name of a bank that is tried as one.
const NAME_WORDS_MAX: usize = 8;

/// Folded words that are neither bank nor holder.
const LABELS: [&str; 13] =
    ["stk", "so", "tk", "tai", "khoan", "account", "acc", "no", "number", "chuyen", "ck", "vao", "toi"];

/// Folded words after which the holder's name comes.
const HOLDER: [&str; 6] = ["ctk", "chu", "ten", "holder", "name", "nguoi"];

pub(super) fn canonicalise(input: &str) -> Result<String, Problem> {
    let text = clean::plain(input).to_uppercase();
    let banks = Banks::embedded();
    if let Some((bin, account)) = text.split_once(':')
        && bin.len() == 6
        && bin.bytes().all(|b| b.is_ascii_digit())
    {
        let account: String = account.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
        return if banks.by_bin(bin).is_none() {
            Err(Problem::UnknownBank)
        } else if account.is_empty() {
            Err(Problem::NoAccount)
        } else {
            joined(bin, &account)
        };
    }
    let words = Words::read(&text);
    let (bin, account) = match (words.bank(banks)?, words.numbers.as_slice()) {
        (_, []) => return Err(Problem::NoAccount),
        (Some(bin), [account]) => (bin, account.concat()),
        // Without a name, a known number in front of the account is the bank.
        (None, [number]) => match number.split_first() {
            Some((bin, rest)) if !rest.is_empty() && banks.by_bin(bin).is_some() => {
                (bin.clone(), rest.concat())
            }
            _ => return Err(Problem::UnknownBank),
        },
        _ => return Err(Problem::SeveralAccounts),
    };
    joined(&bin, &account)
}

fn joined(bin: &str, account: &str) -> Result<String, Problem> {
    if !account.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return Err(Problem::BadCharacter);
    }
    match account.len() {
        length if length < *ACCOUNT_CHARS.start() => Err(Problem::TooShort),
        length if length > *ACCOUNT_CHARS.end() => Err(Problem::TooLong),
        _ => Ok(format!("{bin}:{account}")),
    }
}

/// With a blank for each dot and hyphen that does not stand between two digits: `0123456789-VCB`.
fn apart(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let keep = |at: usize| is_digit(at.checked_sub(1)) && is_digit(at.checked_add(1));
    let blanked = |(at, c): (usize, &char)| if matches!(c, '.' | '-' | '_') && !keep(at) { ' ' } else { *c };
    chars.iter().enumerate().map(blanked).collect()
}

/// A writing, sorted into what can be a number and what can be a name.
struct Words {
    /// Runs of neighbouring number words; each run is one account written in groups.
    numbers: Vec<Vec<String>>,
    /// Folded words that can be part of a bank's name, in order.
    names: Vec<String>,
}

impl Words {
    fn read(text: &str) -> Words {
        let mut words = Words { numbers: Vec::new(), names: Vec::new() };
        let mut in_number = false;
        let is_split = |c: char| {
            c.is_whitespace() || matches!(c, ':' | ',' | ';' | '|' | '(' | ')' | '/' | '"' | '\'' | '–')
        };
        let text = apart(text);
        for word in text.split(is_split).filter(|word| !word.is_empty()).take(WORDS_MAX) {
            let bare: String = word.chars().filter(|c| !matches!(c, '.' | '-' | '_')).collect();
            let digits = bare.bytes().filter(u8::is_ascii_digit).count();
            let is_account = bare.bytes().all(|b| b.is_ascii_alphanumeric())
                && (digits == bare.len() && digits > 0
                    || digits >= 4 && bare.len() >= *ACCOUNT_CHARS.start());
            if is_account {
                match words.numbers.last_mut() {
                    Some(run) if in_number => run.push(bare),
                    _ => words.numbers.push(vec![bare]),
                }
            } else if words.take_name(word) {
                break;
            }
            in_number = is_account;
        }
        words.numbers.retain(|run| run.iter().map(String::len).sum::<usize>() >= *ACCOUNT_CHARS.start());
        words
    }

    /// Keeps a word of a name; answers whether the holder's name follows, which ends the reading.
    fn take_name(&mut self, word: &str) -> bool {
        let folded = fold(word);
        if HOLDER.contains(&folded.as_str()) {
            return true;
        }
        if !folded.is_empty() && !LABELS.contains(&folded.as_str()) {
            self.names.push(folded);
        }
        false
    }

    /// The number of the only bank named; `None` when none is. The longest names are looked for first, so
    /// that a word inside a longer name is not taken for another bank.
    fn bank(&self, banks: &Banks) -> Result<Option<String>, Problem> {
        let mut found: Option<String> = None;
        let mut start = 0;
        while start < self.names.len() {
            let longest = NAME_WORDS_MAX.min(self.names.len() - start);
            let hit = (1..=longest).rev().find_map(|count| {
                let bank = banks.find(&self.names[start..start + count].join(" "))?;
                Some((count, &bank.bin))
            });
            let Some((count, bin)) = hit else {
                start += 1;
                continue;
            };
            if found.as_ref().is_some_and(|other| other != bin) {
                return Err(Problem::AmbiguousBank);
            }
            found = Some(bin.clone());
            start += count;
        }
        Ok(found)
    }
}
