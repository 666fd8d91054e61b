//! Sorted numbers as Rice-coded differences.
//!
//! Source: the encoding of Safe Browsing v5, "RiceDeltaEncoded32Bit": the first number as it is, then each
//! difference as a quotient in ones ended by a zero and a remainder of `parameter` bits, lowest bit first, bits
//! filled into bytes from the lowest.

/// Largest parameter: a remainder stays below 2³⁰.
const PARAMETER_MAX: u8 = 30;

/// Numbers, packed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// How many there are.
    pub count: u32,
    /// The smallest; 0 when there are none.
    pub first: u32,
    /// Bits of a remainder.
    pub parameter: u8,
    /// The differences.
    pub bits: Vec<u8>,
}

/// The bytes do not hold what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unpack {count} sorted numbers")]
pub struct RiceError {
    /// How many were promised.
    pub count: u32,
}

/// Packs numbers that are sorted and different.
pub fn pack(numbers: &[u32]) -> Packed {
    let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else { return Packed::default() };
    let count =
        u32::try_from(numbers.len()).expect("there are at most 2^32 numbers, and packing all is absurd");
    let parameter = parameter(u64::from(last - first), u64::from(count));
    let mut writer = Writer::default();
    for pair in numbers.windows(2) {
        let difference = pair[1] - pair[0];
        writer.ones(difference >> parameter);
        writer.bits(difference, parameter);
    }
    Packed { count, first: *first, parameter, bits: writer.finish() }
}

/// The parameter that packs `count` numbers spread evenly over `span` best: differences are then geometric
/// with mean m, and 2ᵏ ≈ m · ln 2 (Kiely, "Selecting the Golomb Parameter in Rice Coding", 2004).
fn parameter(span: u64, count: u64) -> u8 {
    // ln 2 ≈ 693 / 1000
    let best = span.saturating_mul(693) / count.max(1) / 1_000;
    let parameter = u8::try_from(best.max(1).ilog2()).expect("a logarithm of a u64 is small");
    // The nearer power of two: ilog2 rounds down.
    let parameter = if best > (3u64 << parameter) / 2 { parameter + 1 } else { parameter };
    parameter.min(PARAMETER_MAX)
}

/// Unpacks; refuses what is too short, too long, or not sorted within 32 bits.
///
/// # Errors
/// [`RiceError`].
pub fn unpack(packed: &Packed) -> Result<Vec<u32>, RiceError> {
    let refused = RiceError { count: packed.count };
    let Packed { count, first, parameter, bits } = packed;
    if *count == 0 {
        return if bits.is_empty() && *first == 0 && *parameter == 0 { Ok(Vec::new()) } else { Err(refused) };
    }
    // Each difference takes at least one bit, so a short text cannot ask for much memory.
    if *parameter > PARAMETER_MAX || u64::from(count - 1) > bits.len() as u64 * 8 {
        return Err(refused);
    }
    let mut numbers = Vec::with_capacity(*count as usize);
    numbers.push(*first);
    let mut reader = Reader { bytes: bits, at: 0 };
    let mut number = *first;
    for _ in 1..*count {
        let quotient = reader.ones().ok_or(refused)?;
        let remainder = reader.bits(*parameter).ok_or(refused)?;
        let high = quotient.checked_shl(u32::from(*parameter)).filter(|high| high >> parameter == quotient);
        let difference = high.ok_or(refused)? | remainder;
        if difference == 0 {
            return Err(refused);
        }
        number = number.checked_add(difference).ok_or(refused)?;
        numbers.push(number);
    }
    if reader.at.div_ceil(8) != bits.len() { Err(refused) } else { Ok(numbers) }
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
    /// Bits not written yet, from the lowest.
    held: u64,
    held_bits: u32,
}

impl Writer {
    fn ones(&mut self, count: u32) {
        for _ in 0..count {
            self.bits(1, 1);
        }
        self.bits(0, 1);
    }

    fn bits(&mut self, value: u32, count: u8) {
        let mask = (1u64 << count) - 1;
        self.held |= (u64::from(value) & mask) << self.held_bits;
        self.held_bits += u32::from(count);
        while self.held_bits >= 8 {
            self.bytes.push(self.held.to_le_bytes()[0]);
            self.held >>= 8;
            self.held_bits -= 8;
        }
    }

    fn finish(mut self) -> Vec<u8> {
        if self.held_bits > 0 {
            self.bytes.push(self.held.to_le_bytes()[0]);
        }
        self.bytes
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn bit(&mut self) -> Option<u32> {
        let byte = self.bytes.get(self.at / 8)?;
        let bit = byte >> (self.at % 8) & 1;
        self.at += 1;
        Some(u32::from(bit))
    }

    fn ones(&mut self) -> Option<u32> {
        let mut count = 0;
        while self.bit()? == 1 {
            count += 1;
        }
        Some(count)
    }

    fn bits(&mut self, count: u8) -> Option<u32> {
        let mut value = 0;
        for place in 0..count {
            value |= self.bit()? << place;
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_whatever_they_are() {
        let mut state = 1u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            u32::try_from(state >> 32).unwrap()
        };
        for count in [0, 1, 2, 3, 10, 1_000, 20_000] {
            let mut numbers: Vec<u32> = (0..count).map(|_| next()).collect();
            numbers.sort_unstable();
            numbers.dedup();
            assert_eq!(unpack(&pack(&numbers)), Ok(numbers.clone()), "{count}");
        }
        for numbers in [vec![0, u32::MAX], vec![u32::MAX], (0..5_000).collect(), vec![5, 6, 1 << 31]] {
            assert_eq!(unpack(&pack(&numbers)), Ok(numbers));
        }
    }

    /// 3 and 8 with parameter 2: the difference 5 is one 1, a 0, and 01 from its lowest bit: 1 0 1 0.
    #[test]
    fn bits_fill_a_byte_from_the_lowest() {
        let packed = Packed { count: 2, first: 3, parameter: 2, bits: vec![0b0000_0101] };
        assert_eq!(unpack(&packed), Ok(vec![3, 8]));
    }

    #[test]
    fn what_is_cut_or_padded_or_absurd_is_refused() {
        let packed = pack(&[1, 50, 1_000, 70_000]);
        let change = |change: fn(&mut Packed)| {
            let mut packed = packed.clone();
            change(&mut packed);
            unpack(&packed)
        };
        assert!(change(|packed| packed.bits.truncate(packed.bits.len() - 1)).is_err());
        assert!(change(|packed| packed.bits.push(0)).is_err());
        assert!(change(|packed| packed.count = u32::MAX).is_err());
        assert!(change(|packed| packed.count = 0).is_err());
        assert!(change(|packed| packed.parameter = 31).is_err());
        assert!(unpack(&Packed { parameter: 1, ..Packed::default() }).is_err());
        assert!(change(|packed| packed.first = u32::MAX).is_err());
        assert!(change(|packed| packed.bits = vec![0xff; 9]).is_err());
    }
}
