//! Passwords of officers: what is accepted, how it is hashed, how it is compared.

use std::sync::OnceLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

/// Fewest characters of a password. Source: NIST SP 800-63B-4, 3.1.1.2 asks for 15 where the password
/// stands alone and 8 beside a second factor; officers always have the second factor, and we ask for more.
pub const PASSWORD_CHARS_MIN: usize = 12;

/// Most characters of a password, so that hashing stays bounded. Same source: at least 64 must be accepted.
pub const PASSWORD_CHARS_MAX: usize = 200;

/// Memory of one hash in KiB, passes over it, and lanes. Source: OWASP Password Storage Cheat Sheet,
/// first choice for Argon2id (19 MiB, 2, 1); the `argon2` crate has the same defaults.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// Why a password is not accepted. The catalogue holds a sentence `password-<code>` in each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Fewer than [`PASSWORD_CHARS_MIN`] characters.
    #[error("accept a password of fewer than {PASSWORD_CHARS_MIN} characters")]
    TooShort,
    /// More than [`PASSWORD_CHARS_MAX`] characters.
    #[error("accept a password of more than {PASSWORD_CHARS_MAX} characters")]
    TooLong,
    /// Holds the name the officer signs in with.
    #[error("accept a password that holds the sign-in name")]
    HoldsLogin,
    /// A run, a repeat, or built around one of the words everybody tries first.
    #[error("accept a password that is easy to guess")]
    EasyToGuess,
}

impl WeakPassword {
    /// Stable code, kebab-case.
    pub const fn code(self) -> &'static str {
        match self {
            WeakPassword::TooShort => "too-short",
            WeakPassword::TooLong => "too-long",
            WeakPassword::HoldsLogin => "holds-login",
            WeakPassword::EasyToGuess => "easy-to-guess",
        }
    }
}

/// Words around which people build guessable passwords here; digits and punctuation at the ends do not
/// make them better.
const COMMON_WORDS: [&str; 14] = [
    "password",
    "matkhau",
    "qwertyuiop",
    "qwerty",
    "asdfghjkl",
    "letmein",
    "iloveyou",
    "admin",
    "administrator",
    "vietnam",
    "congan",
    "khien",
    "anhyeuem",
    "emyeuanh",
];

/// Accepts a password or says what is wrong with it. No rules about which characters to mix: length and
/// not being the obvious are what counts (same NIST source).
///
/// # Errors
/// [`WeakPassword`], the first that applies.
pub fn check_strength(password: &str, login: &str) -> Result<(), WeakPassword> {
    let chars = password.chars().count();
    if chars < PASSWORD_CHARS_MIN {
        return Err(WeakPassword::TooShort);
    }
    if chars > PASSWORD_CHARS_MAX {
        return Err(WeakPassword::TooLong);
    }
    let lower = password.to_lowercase();
    if !login.is_empty() && lower.contains(&login.to_lowercase()) {
        return Err(WeakPassword::HoldsLogin);
    }
    if is_run(&lower) || is_common(&lower) { Err(WeakPassword::EasyToGuess) } else { Ok(()) }
}

/// Fewer than five different characters, or each character next to the one before it (`1234…`, `abcd…`).
fn is_run(lower: &str) -> bool {
    let chars: Vec<char> = lower.chars().collect();
    let mut different = chars.clone();
    different.sort_unstable();
    different.dedup();
    let steps = chars.windows(2).filter(|pair| (pair[0] as u32).abs_diff(pair[1] as u32) <= 1).count();
    different.len() < 5 || steps + 2 >= chars.len()
}

fn is_common(lower: &str) -> bool {
    let letters: String = lower.chars().filter(|c| c.is_alphabetic()).collect();
    let once = COMMON_WORDS.contains(&letters.as_str());
    once || COMMON_WORDS.iter().any(|word| letters == word.repeat(2))
}

/// Hashes a password into a PHC string (`$argon2id$…`) that holds its own parameters and salt.
///
/// Takes some 20 ms and 19 MiB: call it on a blocking thread.
pub fn hash(password: &str) -> String {
    let hash = hasher().hash_password(password.as_bytes());
    hash.expect("the parameters are valid and the system gives random bytes").to_string()
}

/// Whether `password` is the one behind `stored`. `None` (no such officer) costs the same time and is false,
/// so that the time of the answer does not say which names exist.
pub fn verify(password: &str, stored: Option<&str>) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let nobody = NOBODY.get_or_init(|| hash("no officer has this password"));
    let phc = stored.unwrap_or(nobody);
    // A longer text is never a password of ours; cutting it bounds the work and cannot make it match.
    let bounded = &password.as_bytes()[..password.len().min(PASSWORD_CHARS_MAX * 4)];
    let matches =
        PasswordHash::new(phc).is_ok_and(|parsed| hasher().verify_password(bounded, &parsed).is_ok());
    matches && stored.is_some() && bounded.len() == password.len()
}

fn hasher() -> Argon2<'static> {
    let (memory_kib, passes, lanes) = COST;
    let params = Params::new(memory_kib, passes, lanes, None).expect("the cost is within the bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_knows_its_password_and_says_how_it_was_made() {
        let stored = hash("mưa rào tháng bảy");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify("mưa rào tháng bảy", Some(&stored)));
        assert!(!verify("mưa rào tháng tám", Some(&stored)));
        assert_ne!(stored, hash("mưa rào tháng bảy"), "each hash has its own salt");
    }

    #[test]
    fn nobody_has_no_password() {
        assert!(!verify("no officer has this password", None));
        assert!(!verify("anything", Some("not a hash")));
    }

    #[test]
    fn weak_passwords_are_named() {
        let check = |password: &str| check_strength(password, "an.nguyen").map_err(WeakPassword::code);
        assert_eq!(check("ngắn quá"), Err("too-short"));
        assert_eq!(check(&"dài ".repeat(60)), Err("too-long"));
        assert_eq!(check("An.Nguyen-rất-giỏi"), Err("holds-login"));
        for easy in [
            "123456789012",
            "aaaaaaaaaaaaaa",
            "abcdefghijkl",
            "matkhau12345",
            "Password@2026",
            "khienkhien2026",
        ] {
            assert_eq!(check(easy), Err("easy-to-guess"), "{easy}");
        }
        assert_eq!(check("mưa rào tháng bảy"), Ok(()));
    }
}
