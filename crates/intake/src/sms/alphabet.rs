//! How letters travel in short messages: the seven-bit alphabet (3GPP TS 23.038, 6.2.1), Latin-1 and UCS-2.

/// The default alphabet by its codes; `\u{1b}` leads to the extension.
const DEFAULT: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1b}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// The extension: code after the escape, and letter. Source: TS 23.038, 6.2.1.1.
const EXTENSION: [(u8, char); 10] = [
    (0x0a, '\u{c}'),
    (0x14, '^'),
    (0x28, '{'),
    (0x29, '}'),
    (0x2f, '\\'),
    (0x3c, '['),
    (0x3d, '~'),
    (0x3e, ']'),
    (0x40, '|'),
    (0x65, '€'),
];

/// The text of a message in this coding (SMPP 3.4, 5.2.19); what no letter stands for becomes `\u{fffd}`.
pub fn decode(data_coding: u8, bytes: &[u8]) -> String {
    match data_coding {
        8 => {
            let units: Vec<u16> =
                bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        3 => bytes.iter().map(|byte| char::from(*byte)).collect(),
        _ => decode_default(bytes),
    }
}

fn decode_default(bytes: &[u8]) -> String {
    let letters: Vec<char> = DEFAULT.chars().collect();
    let mut text = String::with_capacity(bytes.len());
    let mut bytes = bytes.iter();
    while let Some(byte) = bytes.next() {
        let letter = match byte {
            0x1b => {
                let next = bytes.next().copied().unwrap_or(0);
                EXTENSION.iter().find(|(code, _)| *code == next).map(|(_, letter)| *letter)
            }
            code => letters.get(usize::from(*code)).copied(),
        };
        text.push(letter.unwrap_or('\u{fffd}'));
    }
    text
}

/// A text in the default alphabet; letters that it has not become `?`.
pub fn encode_default(text: &str) -> Vec<u8> {
    let code = |letter: char| {
        let at = DEFAULT.chars().position(|known| known == letter && known != '\u{1b}');
        at.and_then(|at| u8::try_from(at).ok()).unwrap_or(b'?')
    };
    text.chars().map(code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_its_letter_and_back() {
        assert_eq!(DEFAULT.chars().count(), 128);
        for (code, letter) in (0u8..).zip(DEFAULT.chars()).filter(|(code, _)| *code != 0x1b) {
            assert_eq!(decode(0, &[code]), letter.to_string());
            assert_eq!(encode_default(&letter.to_string()), [code]);
        }
        assert_eq!(decode(0, &[0x1b, 0x65, 0x1b]), "€\u{fffd}");
        assert_eq!(decode(0, &[0x80]), "\u{fffd}");
    }

    #[test]
    fn vietnamese_travels_as_ucs_2() {
        let bytes: Vec<u8> = "Giả công an".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(8, &bytes), "Giả công an");
        assert_eq!(decode(8, &bytes[..5]), "Gi", "half a letter is none");
    }
}
