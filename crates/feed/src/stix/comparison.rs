//! Patterns as others write them: which things they name.
//!
//! Read without recursion and in one pass, so that a pattern of any shape costs its length.

use model::{Indicator, IndicatorKind};

/// A path and the value it is compared with.
type Comparison = (String, String);

/// Why a pattern names nothing that could be reported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not the pattern language.
    #[error("read the pattern: it ends early or holds a sign out of place")]
    Syntax,
    /// Only equality names one thing.
    #[error("read the pattern: `{0}` is not understood, only `=`, IN, AND and OR")]
    Operator(String),
    /// The path is of no kind that can be reported.
    #[error("report `{0}`: no kind of thing that can be listed")]
    Path(String),
    /// The value is not of its kind; the code says how.
    #[error("read the value: {0}")]
    Value(&'static str),
    /// Longer than any honest pattern.
    #[error("read a pattern of more than {PATTERN_BYTES_MAX} bytes or {INDICATORS_MAX} things")]
    TooLong,
}

/// Bytes of a pattern that are read.
const PATTERN_BYTES_MAX: usize = 100_000;

/// Things that one pattern may name; a report takes a hundred.
const INDICATORS_MAX: usize = 100;

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Path(String),
    Text(String),
    Sign(String),
}

/// Every thing that the pattern names.
///
/// # Errors
/// [`Unreadable`].
pub(super) fn read(pattern: &str) -> Result<Vec<Indicator>, Unreadable> {
    if pattern.len() > PATTERN_BYTES_MAX {
        return Err(Unreadable::TooLong);
    }
    let mut tokens = tokens(pattern)?.into_iter().peekable();
    let mut found = Vec::new();
    let mut all_of: Vec<Comparison> = Vec::new();
    let mut inside = false;
    while let Some(token) = tokens.next() {
        match (token, inside) {
            (Token::Open, false) => inside = true,
            (Token::Close, true) => {
                take(&mut all_of, &mut found)?;
                inside = false;
            }
            (Token::Path(word), true) if word == "AND" => {}
            (Token::Path(word), true) if word == "OR" => take(&mut all_of, &mut found)?,
            (Token::Path(word), false) if matches!(word.as_str(), "AND" | "OR" | "FOLLOWEDBY") => {}
            (Token::Path(path), true) if path.contains(':') => match (tokens.next(), tokens.next()) {
                (Some(Token::Sign(sign)), Some(Token::Text(value))) if sign == "=" => {
                    all_of.push((path, value));
                }
                (Some(Token::Path(word)), Some(Token::Sign(sign))) if word == "IN" && sign == "(" => {
                    take(&mut all_of, &mut found)?;
                    loop {
                        match tokens.next() {
                            Some(Token::Text(value)) => found.push(indicator(&[(path.clone(), value)])?),
                            Some(Token::Sign(sign)) if sign == "," => {}
                            Some(Token::Sign(sign)) if sign == ")" => break,
                            _ => return Err(Unreadable::Syntax),
                        }
                        if found.len() > INDICATORS_MAX {
                            return Err(Unreadable::TooLong);
                        }
                    }
                }
                (Some(Token::Sign(word) | Token::Path(word)), _) => {
                    return Err(Unreadable::Operator(short(&word)));
                }
                _ => return Err(Unreadable::Syntax),
            },
            (Token::Path(word) | Token::Sign(word), _) => return Err(Unreadable::Operator(short(&word))),
            _ => return Err(Unreadable::Syntax),
        }
        if found.len() > INDICATORS_MAX {
            return Err(Unreadable::TooLong);
        }
    }
    if inside || found.is_empty() { Err(Unreadable::Syntax) } else { Ok(found) }
}

fn short(text: &str) -> String {
    text.chars().take(20).collect()
}

/// Ends a group of comparisons that must all fit.
fn take(all_of: &mut Vec<Comparison>, found: &mut Vec<Indicator>) -> Result<(), Unreadable> {
    if all_of.is_empty() {
        return Ok(());
    }
    let indicator = indicator(all_of)?;
    all_of.clear();
    // A link by both schemes is one thing.
    if !found.contains(&indicator) {
        found.push(indicator);
    }
    Ok(())
}

/// The thing that comparisons name together.
pub(super) fn indicator(all_of: &[Comparison]) -> Result<Indicator, Unreadable> {
    let (path, value) = &all_of[0];
    let second =
        |wanted: &str| all_of.iter().find(|(path, _)| path == wanted).map(|(_, value)| value.as_str());
    let joined = |first: &str, between: &str, then: &str| {
        let (first, then) = (second(first), second(then));
        first.zip(then).map(|(first, then)| format!("{first}{between}{then}"))
    };
    let missing = || Unreadable::Path(short(path));
    let (kind, value) = match path.as_str() {
        "domain-name:value" | "ipv4-addr:value" | "ipv6-addr:value" => (IndicatorKind::Domain, value.clone()),
        "url:value" => (IndicatorKind::Url, value.clone()),
        "email-addr:value" => (IndicatorKind::Email, value.clone()),
        "file:hashes.SHA-256" => (IndicatorKind::File, value.clone()),
        "x-khien-phone:value" => (IndicatorKind::Phone, value.clone()),
        "x-khien-sms-sender:value" => (IndicatorKind::SmsSender, value.clone()),
        "user-account:account_type" | "user-account:account_login" => {
            let account = joined("user-account:account_type", ":", "user-account:account_login");
            (IndicatorKind::SocialAccount, account.ok_or_else(missing)?)
        }
        "x-khien-bank-account:bin" | "x-khien-bank-account:number" => {
            let account = joined("x-khien-bank-account:bin", ":", "x-khien-bank-account:number");
            (IndicatorKind::BankAccount, account.ok_or_else(missing)?)
        }
        "x-khien-wallet:chain" | "x-khien-wallet:address" => {
            let wallet = joined("x-khien-wallet:chain", ":", "x-khien-wallet:address");
            (IndicatorKind::CryptoWallet, wallet.ok_or_else(missing)?)
        }
        "x-khien-app:package" | "x-khien-app:certificate_sha256" => {
            let with_certificate = joined("x-khien-app:package", "#", "x-khien-app:certificate_sha256");
            (IndicatorKind::App, with_certificate.unwrap_or_else(|| value.clone()))
        }
        _ => return Err(missing()),
    };
    // Alone, an address of version 6 stands in brackets.
    let value = if path == "ipv6-addr:value" { format!("[{value}]") } else { value };
    Indicator::parse(kind, &value).map_err(|error| Unreadable::Value(error.code))
}

fn tokens(pattern: &str) -> Result<Vec<Token>, Unreadable> {
    let mut tokens = Vec::new();
    let mut rest = pattern.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            c if c.is_whitespace() => {}
            '[' => tokens.push(Token::Open),
            ']' => tokens.push(Token::Close),
            '\'' => tokens.push(Token::Text(quoted(&mut rest, '\'')?)),
            c if is_word(c) => {
                let mut word = String::from(c);
                while let Some(&c) = rest.peek() {
                    match c {
                        // A key in quotes is part of its path: hashes.'SHA-256'.
                        '\'' | '"' if word.ends_with('.') => {
                            rest.next();
                            word.push_str(&quoted(&mut rest, c)?);
                        }
                        c if is_word(c) => {
                            rest.next();
                            word.push(c);
                        }
                        _ => break,
                    }
                }
                tokens.push(Token::Path(word));
            }
            c => {
                let mut sign = String::from(c);
                while matches!((c, rest.peek()), ('!' | '<' | '>' | '=', Some('='))) && sign.len() < 2 {
                    sign.extend(rest.next());
                }
                tokens.push(Token::Sign(sign));
            }
        }
    }
    Ok(tokens)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')
}

fn quoted(rest: &mut impl Iterator<Item = char>, end: char) -> Result<String, Unreadable> {
    let mut text = String::new();
    while let Some(c) = rest.next() {
        match c {
            c if c == end => return Ok(text),
            '\\' => text.push(rest.next().ok_or(Unreadable::Syntax)?),
            c => text.push(c),
        }
    }
    Err(Unreadable::Syntax)
}
