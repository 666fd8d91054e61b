//! The check sum of payment codes: CRC-16 with polynomial 1021, start FFFF, nothing reflected.
//!
//! Source: EMVCo QR Code Specification for Payment Systems (merchant-presented), section 4.7.3, by ISO/IEC 13239.

/// The sum of these bytes.
pub(super) fn sum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |sum, byte| {
        (0..8).fold(sum ^ (u16::from(*byte) << 8), |sum, _| {
            if sum & 0x8000 == 0 { sum << 1 } else { (sum << 1) ^ 0x1021 }
        })
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_check_value_of_the_catalogues() {
        assert_eq!(super::sum(b"123456789"), 0x29b1);
        assert_eq!(super::sum(b""), 0xffff);
    }
}
