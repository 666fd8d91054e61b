//! The tree cut into files of 256 hashes, and the entries into bundles of 256. Source: c2sp.org/tlog-tiles.

use super::merkle::{Hash, node_hash};

/// Hashes in a full tile, and entries in a full bundle.
pub const WIDTH: u64 = 256;

/// Levels of the tree that one tile covers.
pub const HEIGHT: u32 = 8;

/// One tile: `width` hashes of level `8 * level` of the tree, from `index * 256`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileId {
    /// 0 holds the hashes of the entries.
    pub level: u32,
    /// Its place in its level.
    pub index: u64,
    /// How many hashes it holds, 1 to 256; fewer than 256 only at the right edge.
    pub width: u64,
}

impl TileId {
    /// Its path below `tile/`.
    pub fn path(&self) -> String {
        format!("{}/{}", self.level, place(self.index, self.width))
    }

    /// Reads a path below `tile/` that is not one of a bundle; `None` when it is not in the one right form.
    pub fn from_path(path: &str) -> Option<TileId> {
        let (level, rest) = path.split_once('/')?;
        let level: u32 = level.parse().ok().filter(|level| *level < 64)?;
        let (index, width) = parse_place(rest)?;
        let id = TileId { level, index, width };
        (id.path() == path).then_some(id)
    }

    /// The tile and the places in it that a perfect subtree is the root of, in a tree with `size` leaves.
    pub fn of_subtree(level: u32, index: u64, size: u64) -> (TileId, std::ops::Range<usize>) {
        let (tile_level, rows) = (level / HEIGHT, level % HEIGHT);
        let first = index << rows;
        let at_level = size >> (tile_level * HEIGHT);
        let tile = first / WIDTH;
        let width = (at_level - tile * WIDTH).min(WIDTH);
        let start = usize::try_from(first % WIDTH).expect("a place in a tile is small");
        (TileId { level: tile_level, index: tile, width }, start..start + (1 << rows))
    }
}

/// The path of a bundle of entries below `tile/entries/`.
pub fn bundle_path(index: u64, width: u64) -> String {
    place(index, width)
}

/// Reads a path below `tile/entries/`: place and width; `None` when it is not in the one right form.
pub fn bundle_from_path(path: &str) -> Option<(u64, u64)> {
    parse_place(path).filter(|(index, width)| place(*index, *width) == path)
}

/// `x001/x234/067` for 1234067, with `.p/W` behind it for a partial one.
fn place(index: u64, width: u64) -> String {
    let mut path = format!("{:03}", index % 1_000);
    let mut rest = index / 1_000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1_000);
        rest /= 1_000;
    }
    if width == WIDTH { path } else { format!("{path}.p/{width}") }
}

fn parse_place(path: &str) -> Option<(u64, u64)> {
    let (path, width) = match path.split_once(".p/") {
        None => (path, WIDTH),
        Some((path, width)) => (path, width.parse().ok().filter(|width| (1..WIDTH).contains(width))?),
    };
    let mut index: u64 = 0;
    for part in path.split('/') {
        let digits = part.strip_prefix('x').unwrap_or(part);
        if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        index = index.checked_mul(1_000)?.checked_add(digits.parse().ok()?)?;
    }
    // Every number of hashes that a tree of 2^63 leaves may have at level 0.
    (index < 1 << 55).then_some((index, width))
}

/// The hash over some hashes of a tile, a power of two of them; `None` when the tile is too short.
pub fn subtree_hash(tile: &[Hash], places: std::ops::Range<usize>) -> Option<Hash> {
    let mut row = tile.get(places)?.to_vec();
    while row.len() > 1 {
        row = row.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
    }
    row.first().copied()
}

/// The hashes of a tile from its bytes; `None` when they are not whole hashes.
pub fn hashes(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    rest.is_empty().then(|| hashes.to_vec())
}

/// Adds an entry to the bytes of a bundle.
///
/// # Panics
/// When the entry is longer than 65,535 bytes; a public act is far shorter.
pub fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) {
    let len = u16::try_from(entry.len()).expect("a public act is far shorter than 64 KiB");
    bundle.extend(len.to_be_bytes());
    bundle.extend(entry);
}

/// The entries of a bundle; `None` when a length does not fit.
pub fn entries(mut bundle: &[u8]) -> Option<Vec<&[u8]>> {
    let mut entries = Vec::new();
    while !bundle.is_empty() {
        let (len, rest) = bundle.split_first_chunk::<2>()?;
        let (entry, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*len)))?;
        entries.push(entry);
        bundle = rest;
    }
    Some(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_specification_and_only_those() {
        for (path, id) in [
            ("0/x001/x234/067", TileId { level: 0, index: 1_234_067, width: 256 }),
            ("1/000.p/8", TileId { level: 1, index: 0, width: 8 }),
            ("63/x001/000.p/255", TileId { level: 63, index: 1_000, width: 255 }),
        ] {
            assert_eq!((id.path().as_str(), TileId::from_path(path)), (path, Some(id)));
        }
        for path in [
            "64/000",
            "00/000",
            "0/0",
            "0/x000/001",
            "0/001.p/256",
            "0/001.p/0",
            "0/001.p/08",
            "0/1000",
            "0/x001",
            "0/",
            "0/../1",
            "0/001.p/1/2",
        ] {
            assert_eq!(TileId::from_path(path), None, "{path}");
        }
        assert_eq!(bundle_from_path("x001/000.p/7"), Some((1_000, 7)));
        assert_eq!(bundle_from_path("entries"), None);
    }

    #[test]
    fn a_subtree_is_found_in_its_tile() {
        let (id, places) = TileId::of_subtree(0, 300, 301);
        assert_eq!((id, places), (TileId { level: 0, index: 1, width: 45 }, 44..45));
        let (id, places) = TileId::of_subtree(7, 1, 512);
        assert_eq!((id, places), (TileId { level: 0, index: 0, width: 256 }, 128..256));
        let (id, places) = TileId::of_subtree(9, 1, 1_024);
        assert_eq!((id, places), (TileId { level: 1, index: 0, width: 4 }, 2..4));
    }

    #[test]
    fn a_bundle_reads_back() {
        let mut bundle = Vec::new();
        for entry in [b"one".as_slice(), b"", b"three"] {
            push_entry(&mut bundle, entry);
        }
        assert_eq!(entries(&bundle).unwrap(), [b"one".as_slice(), b"", b"three"]);
        assert_eq!(entries(&bundle[..bundle.len() - 1]), None);
    }
}
