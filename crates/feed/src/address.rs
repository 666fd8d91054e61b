//! Where the public page of an indicator stands.

use model::Indicator;

/// The path of the public page, fit to be put behind scheme and host.
pub fn public_path(indicator: &Indicator) -> String {
    let mut path = format!("/muc/{}:", indicator.kind().slug());
    for byte in indicator.value().bytes() {
        // RFC 3986 `pchar` and `/`, without the characters that mean something to forms and mail readers.
        if byte.is_ascii_alphanumeric() || b"-._~:@/+".contains(&byte) {
            path.push(char::from(byte));
        } else {
            path.push('%');
            path.push(char::from(b"0123456789ABCDEF"[usize::from(byte >> 4)]));
            path.push(char::from(b"0123456789ABCDEF"[usize::from(byte & 15)]));
        }
    }
    path
}
