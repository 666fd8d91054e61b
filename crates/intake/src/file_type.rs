//! What a file is, by its first bytes; never by its name or by what the sender claims.

/// First bytes, where they stand, and the media type.
///
/// Sources: the formats' own specifications; collected in the WHATWG MIME Sniffing standard, section 6.
const SIGNATURES: &[(usize, &[u8], &str)] = &[
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp3gp", "video/3gpp"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"MZ", "application/vnd.microsoft.portable-executable"),
    (0, b"\x7fELF", "application/x-executable"),
];

/// The media type; `application/octet-stream` when nothing is recognised.
pub fn of(bytes: &[u8]) -> &'static str {
    let starts =
        |at: usize, signature: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(signature));
    let known = SIGNATURES.iter().find(|(at, signature, _)| starts(*at, signature));
    match known {
        Some((_, _, "application/zip")) if is_android_package(bytes) => {
            "application/vnd.android.package-archive"
        }
        Some((_, _, media_type)) => media_type,
        None if is_text(bytes) => "text/plain",
        None => "application/octet-stream",
    }
}

/// An Android package is an archive with a manifest; its entry is among the first or named in the
/// directory at the end.
fn is_android_package(bytes: &[u8]) -> bool {
    const MANIFEST: &[u8] = b"AndroidManifest.xml";
    const LOOKED_AT: usize = 64 * 1024;
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let tail = &bytes[bytes.len().saturating_sub(LOOKED_AT)..];
    [head, tail].iter().any(|part| part.windows(MANIFEST.len()).any(|window| window == MANIFEST))
}

/// Whether the bytes are UTF-8 without control characters other than white space.
fn is_text(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes);
    text.is_ok_and(|text| !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_begins_with() {
        for (bytes, media_type) in [
            (&b"\xff\xd8\xff\xe0 JFIF"[..], "image/jpeg"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
            (b"\0\0\0\x18ftypheic", "image/heic"),
            (b"\0\0\0\x18ftypisom", "video/mp4"),
            (b"PK\x03\x04 word/document.xml", "application/zip"),
            (b"PK\x03\x04 AndroidManifest.xml", "application/vnd.android.package-archive"),
            (b"MZ\x90", "application/vnd.microsoft.portable-executable"),
            ("Tin nhắn từ kẻ lừa đảo\r\n".as_bytes(), "text/plain"),
            (b"<script>alert(1)</script>", "text/plain"),
            (b"abc\0def", "application/octet-stream"),
            (b"", "text/plain"),
        ] {
            assert_eq!(of(bytes), media_type, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
