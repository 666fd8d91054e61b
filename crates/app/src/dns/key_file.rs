//! Key files in the form that BIND includes and `tsig-keygen` writes:
//! `key "isp.example" { algorithm hmac-sha256; secret "…"; };`, so that one file serves both sides.

use data_encoding::BASE64;

/// The one algorithm (RFC 8945, section 6: every implementation has it).
const ALGORITHM: &str = "hmac-sha256";

/// Octets of a fresh secret: as many as the hash gives out (RFC 2104, section 3).
pub(crate) const SECRET_OCTETS: usize = 32;

/// The file is no key for this consumer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum KeyFileError {
    /// Not the one statement that we read.
    #[error("find one statement `key \"{0}\" {{ algorithm hmac-sha256; secret \"…\"; }};`")]
    Form(String),
    /// The key of another consumer.
    #[error("use the key named `{found}` for the consumer `{wanted}`")]
    OtherName {
        /// In the file.
        found: String,
        /// In the settings.
        wanted: String,
    },
    /// An algorithm other than ours.
    #[error("use the algorithm `{0}`, only hmac-sha256 is served")]
    Algorithm(String),
    /// The secret is not base64.
    #[error("read the secret as base64")]
    Secret,
}

/// The statement for a secret.
pub(crate) fn statement(name: &str, secret: &[u8]) -> String {
    let secret = BASE64.encode(secret);
    format!("key \"{name}\" {{\n    algorithm {ALGORITHM};\n    secret \"{secret}\";\n}};\n")
}

/// The secret of the consumer `name` in the text of a key file. Comments that start a line are skipped.
///
/// # Errors
/// [`KeyFileError`]; it never repeats the secret.
pub(crate) fn secret(text: &str, name: &str) -> Result<Vec<u8>, KeyFileError> {
    let (found, secret) = key(text, name)?;
    if !found.eq_ignore_ascii_case(name) {
        return Err(KeyFileError::OtherName { found, wanted: name.to_owned() });
    }
    Ok(secret)
}

/// The name and the secret in the text of a key file; `name` is for the words of an error.
///
/// # Errors
/// [`KeyFileError`]; it never repeats the secret.
pub(crate) fn key(text: &str, name: &str) -> Result<(String, Vec<u8>), KeyFileError> {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("//") && !line.starts_with('#'));
    let text: String = lines.flat_map(|line| [line, " "]).collect();
    let text = text.replace(['{', '}', ';'], " ");
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches('"')).collect();
    let ["key", found, "algorithm", algorithm, "secret", secret] = words.as_slice() else {
        return Err(KeyFileError::Form(name.to_owned()));
    };
    if !algorithm.trim_end_matches('.').eq_ignore_ascii_case(ALGORITHM) {
        return Err(KeyFileError::Algorithm((*algorithm).to_owned()));
    }
    let secret = BASE64.decode(secret.as_bytes()).map_err(|_| KeyFileError::Secret)?;
    Ok((found.trim_end_matches('.').to_owned(), secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let read = secret(text, "isp.example");
        let answer = read.map_or_else(|error| error.to_string(), |secret| format!("{} octets", secret.len()));
        assert!(answer.contains(expected), "{text}: {answer}");
    }

    #[test]
    fn what_is_written_reads_back() {
        let written = format!("// words\n{}// more", statement("isp.example", &[7; SECRET_OCTETS]));
        assert_eq!(secret(&written, "isp.example"), Ok(vec![7; SECRET_OCTETS]));
    }

    #[test]
    fn a_key_in_one_line_and_nothing_else_is_taken() {
        check(
            r#"key isp.example. { algorithm HMAC-SHA256; secret "AAAAAAAAAAAAAAAAAAAAAA=="; };"#,
            "16 octets",
        );
        check("", "find one statement");
        check("AAAAAAAAAAAAAAAAAAAAAA==", "find one statement");
        check(r#"key "khac.example" { algorithm hmac-sha256; secret "AAAA"; };"#, "named `khac.example`");
        check(r#"key "isp.example" { algorithm hmac-md5; secret "AAAA"; };"#, "`hmac-md5`");
        check(r#"key "isp.example" { algorithm hmac-sha256; secret "A!"; };"#, "base64");
    }
}
