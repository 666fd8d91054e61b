//! Chance that is the same for the same seed, on every machine and in every version.

/// A small generator of random numbers (SplitMix64; Steele, Lea and Flood, OOPSLA 2014). Not for secrets.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// Dice of their own for the `index`-th thing of a stream, so that any thing can be made without those
    /// before it.
    pub(super) fn new(seed: u64, stream: u64, index: u64) -> Dice {
        let mut dice = Dice(seed ^ stream.rotate_left(32));
        dice.0 = dice.next() ^ index.wrapping_mul(0xd134_2543_de82_ef95);
        dice.next();
        dice
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `end` - 1; 0 when `end` is 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        // The high half of the product is uniform enough: the bias is end / 2^64.
        u64::try_from((u128::from(self.next()) * u128::from(end)) >> 64).expect("less than `end`")
    }

    /// A number from 0 to 1, 1 not included.
    pub(super) fn share(&mut self) -> f64 {
        // 53 bits fill the mantissa.
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Whether something happens that happens in this share of cases.
    pub(super) fn happens(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// One of these; `None` when there are none.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(usize::try_from(self.below(from.len() as u64)).ok()?)
    }

    /// The position of a weight, each as likely as it is heavy; 0 when all are 0.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let mut rest = self.below(weights.clone().sum());
        for (index, weight) in weights.enumerate() {
            if rest < weight {
                return index;
            }
            rest -= weight;
        }
        0
    }

    /// Around 0, mostly between -2 and 2: the sum of twelve shares less six has the variance of the normal
    /// distribution.
    pub(super) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}
