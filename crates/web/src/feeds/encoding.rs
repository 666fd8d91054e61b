//! Which encoding of the bytes a client wants.

use axum::http::{HeaderMap, header};

/// How the bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// As they are.
    Identity,
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstd,
}

impl Encoding {
    /// The name in `Content-Encoding`; `None` for bytes as they are.
    pub(crate) const fn name(self) -> Option<&'static str> {
        match self {
            Encoding::Identity => None,
            Encoding::Gzip => Some("gzip"),
            Encoding::Zstd => Some("zstd"),
        }
    }

    /// The one a client likes best of those we have; zstd before gzip where it likes both the same,
    /// because it packs our lists tighter in less time.
    ///
    /// Source: RFC 9110, 12.5.3. A client that refuses even the bytes as they are gets them all the same.
    pub(crate) fn wanted(headers: &HeaderMap) -> Encoding {
        let values =
            headers.get_all(header::ACCEPT_ENCODING).into_iter().filter_map(|value| value.to_str().ok());
        let mut best = (Encoding::Identity, 0.0_f32);
        for part in values.flat_map(|value| value.split(',')) {
            let (name, weight) = part.split_once(';').unwrap_or((part, ""));
            let weight = match weight.trim().strip_prefix("q=") {
                Some(number) => number.trim().parse().unwrap_or(0.0),
                None => 1.0,
            };
            let encoding = match name.trim() {
                "zstd" => Encoding::Zstd,
                "gzip" | "x-gzip" => Encoding::Gzip,
                _ => continue,
            };
            if weight > best.1 || (weight == best.1 && weight > 0.0 && encoding == Encoding::Zstd) {
                best = (encoding, weight);
            }
        }
        best.0
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_best_liked_encoding_is_taken() {
        let wanted = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            Encoding::wanted(&headers)
        };
        assert_eq!(wanted("gzip, deflate, br, zstd"), Encoding::Zstd);
        assert_eq!(wanted("gzip;q=1.0, zstd;q=0.5"), Encoding::Gzip);
        assert_eq!(wanted("gzip;q=0, br"), Encoding::Identity);
        assert_eq!(wanted("identity"), Encoding::Identity);
        assert_eq!(Encoding::wanted(&HeaderMap::new()), Encoding::Identity);
    }
}
