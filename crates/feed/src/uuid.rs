//! Identifiers made from what they name, in the shape of a random UUID.

use model::Serial;
use model::publication::Beginning;
use sha2::{Digest, Sha256};

/// Sixteen bytes as a UUID: version 4, because readers warn of version 5 (rule 103 of the STIX validator)
/// and some refuse version 8. Source of the marks: RFC 9562, 4.1 and 4.2.
pub(crate) fn text(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// Of something that has a name: the same name gives the same UUID everywhere.
pub(crate) fn of_name(name: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"khien\n");
    hash.update(name.as_bytes());
    let hash: [u8; 32] = hash.finalize().into();
    text(std::array::from_fn(|at| hash[at]))
}

/// Of an entry: the serial of the act that began it (6 bytes), so that the entry is found without an
/// index, and 74 bits of that act's hash, so that no other log gives the same.
pub(crate) fn of_entry(beginning: &Beginning) -> String {
    let serial = beginning.serial.0.to_be_bytes();
    text(std::array::from_fn(|at| if at < 6 { serial[at + 2] } else { beginning.hash.0[at] }))
}

/// The serial in the UUID of an entry; `None` when the text has not the shape of one. Compare with
/// [`of_entry`] before believing it.
pub(crate) fn serial(uuid: &str) -> Option<Serial> {
    let digits: String = uuid.get(..13)?.split('-').collect();
    let has_shape = uuid.len() == 36 && digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    has_shape.then(|| u64::from_str_radix(&digits, 16).ok().map(Serial)).flatten()
}

#[cfg(test)]
mod tests {
    use model::Time;
    use model::publication::ActHash;

    use super::*;

    #[test]
    fn an_entry_is_found_by_its_identifier() {
        let beginning = Beginning { serial: Serial(0x0102_0304), at: Time::EPOCH, hash: ActHash([0xff; 32]) };
        let uuid = of_entry(&beginning);
        assert_eq!(uuid, "00000102-0304-4fff-bfff-ffffffffffff");
        assert_eq!(serial(&uuid), Some(Serial(0x0102_0304)));
        for not in [
            "",
            "00000102-0304",
            "zz000102-0304-4fff-bfff-ffffffffffff",
            "é0000102-0304-4fff-bfff-fffffffffff",
        ] {
            assert_eq!(serial(not), None, "{not}");
        }
    }

    #[test]
    fn a_name_has_one_identifier_of_version_four() {
        assert_eq!(of_name("a"), of_name("a"));
        assert_ne!(of_name("a"), of_name("b"));
        assert_eq!(&of_name("a")[14..15], "4");
    }
}
