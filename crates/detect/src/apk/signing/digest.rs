//! Hash functions that signatures of apps use.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

/// A hash being taken.
pub(super) trait Running {
    fn take(&mut self, bytes: &[u8]);
    fn end(self: Box<Self>) -> Vec<u8>;
}

impl<D: Digest> Running for D {
    fn take(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }

    fn end(self: Box<Self>) -> Vec<u8> {
        self.finalize().to_vec()
    }
}

impl Hash {
    /// Names in the manifest of an archive. Source: JAR file specification, "digest attributes".
    pub(super) const BY_NAME: &[(&str, Hash)] = &[
        ("MD5", Hash::Md5),
        ("SHA", Hash::Sha1),
        ("SHA1", Hash::Sha1),
        ("SHA-1", Hash::Sha1),
        ("SHA-256", Hash::Sha256),
        ("SHA-384", Hash::Sha384),
        ("SHA-512", Hash::Sha512),
    ];

    /// Begins one.
    pub(super) fn begin(self) -> Box<dyn Running> {
        match self {
            Hash::Md5 => Box::new(Md5::new()),
            Hash::Sha1 => Box::new(Sha1::new()),
            Hash::Sha224 => Box::new(Sha224::new()),
            Hash::Sha256 => Box::new(Sha256::new()),
            Hash::Sha384 => Box::new(Sha384::new()),
            Hash::Sha512 => Box::new(Sha512::new()),
        }
    }

    /// The hash of these bytes.
    pub(super) fn of(self, bytes: &[u8]) -> Vec<u8> {
        let mut running = self.begin();
        running.take(bytes);
        running.end()
    }

    /// By the last bytes of its object identifier. Sources: RFC 8017 appendix B.1, RFC 5754.
    pub(super) fn by_oid(oid: &[u8]) -> Option<Hash> {
        match oid {
            [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05] => Some(Hash::Md5),
            [0x2b, 0x0e, 0x03, 0x02, 0x1a] => Some(Hash::Sha1),
            [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last] => match last {
                1 => Some(Hash::Sha256),
                2 => Some(Hash::Sha384),
                3 => Some(Hash::Sha512),
                4 => Some(Hash::Sha224),
                _ => None,
            },
            _ => None,
        }
    }

    /// What stands before the hash in an RSA signature. Source: RFC 8017, section 9.2, note 1.
    pub(super) fn rsa_prefix(self) -> &'static [u8] {
        match self {
            Hash::Md5 => b"\x30\x20\x30\x0c\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x05\x05\x00\x04\x10",
            Hash::Sha1 => b"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14",
            Hash::Sha224 => b"\x30\x2d\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x04\x05\x00\x04\x1c",
            Hash::Sha256 => b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20",
            Hash::Sha384 => b"\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30",
            Hash::Sha512 => b"\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40",
        }
    }
}
