//! The tree of RFC 6962, section 2.1: hashes, roots and proofs over hashes that are kept elsewhere.

use sha2::{Digest as _, Sha256};

/// SHA-256 of a leaf or of an inner node.
pub type Hash = [u8; 32];

/// Gives the hash of a perfect subtree: the one over the leaves from `index << level`, `1 << level` of them.
pub trait Hashes {
    /// Why it cannot.
    type Error;

    /// The hash of this subtree, which lies wholly within the tree.
    ///
    /// # Errors
    /// When it is not at hand.
    fn hash(&mut self, level: u32, index: u64) -> Result<Hash, Self::Error>;
}

/// The hash of an entry.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

/// The hash of an inner node.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of a tree without leaves.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// The largest power of two below `size`, which is at least 2.
fn split(size: u64) -> u64 {
    1 << (u64::BITS - 1 - (size - 1).leading_zeros())
}

/// The hash over the leaves from `start`, `size` of them; `start` is a multiple of the power of two at or
/// above `size`, as in every split of a tree.
fn range<H: Hashes>(start: u64, size: u64, hashes: &mut H) -> Result<Hash, H::Error> {
    if size.is_power_of_two() {
        let level = size.trailing_zeros();
        return hashes.hash(level, start >> level);
    }
    let left = split(size);
    Ok(node_hash(&range(start, left, hashes)?, &range(start + left, size - left, hashes)?))
}

/// The root of the tree of this size.
///
/// # Errors
/// Those of `hashes`.
pub fn root<H: Hashes>(size: u64, hashes: &mut H) -> Result<Hash, H::Error> {
    if size == 0 { Ok(empty_root()) } else { range(0, size, hashes) }
}

/// The audit path of the leaf at `index` in the tree of `size` leaves, lowest first; `index` is below `size`.
///
/// # Errors
/// Those of `hashes`.
pub fn inclusion_proof<H: Hashes>(index: u64, size: u64, hashes: &mut H) -> Result<Vec<Hash>, H::Error> {
    let (mut start, mut len) = (0, size);
    let mut path = Vec::new();
    while len > 1 {
        let left = split(len);
        if index - start < left {
            path.push(range(start + left, len - left, hashes)?);
            len = left;
        } else {
            path.push(range(start, left, hashes)?);
            start += left;
            len -= left;
        }
    }
    path.reverse();
    Ok(path)
}

/// The root that a path leads to from a leaf; `None` when the path has the wrong length.
pub fn root_of_inclusion(leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let (mut at, mut last) = (index, size - 1);
    let mut hash = leaf;
    for sibling in path {
        if last == 0 {
            return None;
        }
        if at % 2 == 1 || at == last {
            hash = node_hash(sibling, &hash);
            while at % 2 == 0 && at != 0 {
                (at, last) = (at / 2, last / 2);
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        (at, last) = (at / 2, last / 2);
    }
    (last == 0).then_some(hash)
}

/// A tree that is only added to, as the hashes of its perfect subtrees: at most 64 of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// From the largest subtree to the smallest.
    subtrees: Vec<Hash>,
}

impl Frontier {
    /// From a size and the hashes of its perfect subtrees, largest first; `None` when their number is wrong.
    pub fn from_parts(size: u64, subtrees: Vec<Hash>) -> Option<Frontier> {
        (subtrees.len() == size.count_ones() as usize).then_some(Frontier { size, subtrees })
    }

    /// The hashes of its perfect subtrees, largest first.
    pub fn subtrees(&self) -> &[Hash] {
        &self.subtrees
    }

    /// How many leaves it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        let mut size = self.size;
        while size % 2 == 1 {
            let left = self.subtrees.pop().expect("an odd size has a subtree at this level");
            hash = node_hash(&left, &hash);
            size /= 2;
        }
        self.subtrees.push(hash);
        self.size += 1;
    }

    /// The root.
    pub fn root(&self) -> Hash {
        let mut right_to_left = self.subtrees.iter().rev();
        let Some(last) = right_to_left.next() else { return empty_root() };
        right_to_left.fold(*last, |right, left| node_hash(left, &right))
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use data_encoding::HEXLOWER;

    use super::*;

    struct Leaves(Vec<Hash>);

    impl Hashes for Leaves {
        type Error = Infallible;

        fn hash(&mut self, level: u32, index: u64) -> Result<Hash, Infallible> {
            if level == 0 {
                return Ok(self.0[usize::try_from(index).unwrap()]);
            }
            let (left, right) = (self.hash(level - 1, index * 2)?, self.hash(level - 1, index * 2 + 1)?);
            Ok(node_hash(&left, &right))
        }
    }

    /// The eight entries and the roots of the test data of Certificate Transparency (RFC 6962's reference
    /// implementation, `merkle_tree_test`).
    #[test]
    fn roots_are_those_of_certificate_transparency() {
        let entries = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ];
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        assert_eq!(root(0, &mut Leaves(Vec::new())).unwrap(), Frontier::default().root());
        let mut frontier = Frontier::default();
        let mut leaves = Leaves(Vec::new());
        for (entry, expected) in entries.iter().zip(roots) {
            let leaf = leaf_hash(&HEXLOWER.decode(entry.as_bytes()).unwrap());
            leaves.0.push(leaf);
            frontier.push(leaf);
            assert_eq!(HEXLOWER.encode(&frontier.root()), expected);
            assert_eq!(root(frontier.size(), &mut leaves).unwrap(), frontier.root());
        }
    }

    #[test]
    fn every_leaf_of_every_tree_is_proved_and_no_other() {
        let mut leaves = Leaves((0..70u8).map(|number| leaf_hash(&[number])).collect());
        for size in 1..=70u64 {
            let root = root(size, &mut leaves).unwrap();
            for index in 0..size {
                let path = inclusion_proof(index, size, &mut leaves).unwrap();
                let leaf = leaves.0[usize::try_from(index).unwrap()];
                assert_eq!(root_of_inclusion(leaf, index, size, &path), Some(root), "{index} of {size}");
                assert_ne!(root_of_inclusion(leaf_hash(b"other"), index, size, &path), Some(root));
                if size > 1 {
                    assert_ne!(root_of_inclusion(leaf, (index + 1) % size, size, &path), Some(root));
                    assert_ne!(root_of_inclusion(leaf, index, size, &path[1..]), Some(root));
                }
                assert_eq!(root_of_inclusion(leaf, size, size, &path), None);
            }
        }
    }
}
