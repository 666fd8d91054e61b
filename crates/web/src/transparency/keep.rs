//! The tree on disk: full tiles as files, written once; the hashes behind them in memory; the signed head.
//!
//! Everything but the signed head can be made again from the acts.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use feed::tlog::merkle::{Hash, Hashes};
use feed::tlog::tile::{self, HEIGHT, TileId, WIDTH};

/// Hashes in a full tile.
const TILE_HASHES: usize = 256;

/// The files of one log.
pub struct Keep {
    folder: PathBuf,
    size: u64,
    /// For each level of tiles the hashes behind its last full tile.
    edges: Vec<Vec<Hash>>,
}

/// A file of the log cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The system refuses.
    #[error("use `{path}` of the transparency log")]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A tile is shorter than what was written.
    #[error("read a tile of the transparency log: `{path}` is damaged")]
    Damaged {
        /// Which file.
        path: PathBuf,
    },
}

impl Keep {
    /// The tree as far as its full tiles go.
    pub(super) fn open(folder: PathBuf) -> Result<Keep, KeepError> {
        make_folder(&folder)?;
        let mut keep = Keep { folder, size: 0, edges: Vec::new() };
        let full = keep.count_full_tiles();
        if keep.restore(full).is_err() {
            keep.clear();
        }
        Ok(keep)
    }

    /// Leaves in the tree.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Starts from nothing; files are written over.
    pub(super) fn clear(&mut self) {
        self.size = 0;
        self.edges.clear();
    }

    /// How many tiles of the lowest level stand one after the other from the first.
    fn count_full_tiles(&self) -> u64 {
        let is_there = |index| self.path(TileId { level: 0, index, width: WIDTH }).is_file();
        // Tiles are written in order, so doubling and halving find the last.
        let mut beyond = 1;
        while is_there(beyond - 1) {
            beyond *= 2;
        }
        let (mut low, mut high) = (beyond / 2, beyond);
        while low < high {
            let middle = low.midpoint(high);
            if is_there(middle) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// The state after this many full tiles of the lowest level.
    fn restore(&mut self, full: u64) -> Result<(), KeepError> {
        self.clear();
        self.size = full * WIDTH;
        self.edges.push(Vec::new());
        let (mut level, mut below) = (1, full);
        while below > 0 {
            let first = below / WIDTH * WIDTH;
            let edge: Result<Vec<Hash>, KeepError> =
                (first..below).map(|index| self.full_tile_root(level - 1, index)).collect();
            self.edges.push(edge?);
            below /= WIDTH;
            level += 1;
        }
        Ok(())
    }

    fn full_tile_root(&self, level: u32, index: u64) -> Result<Hash, KeepError> {
        let id = TileId { level, index, width: WIDTH };
        let hashes = self.read_full(id)?;
        tile::subtree_hash(&hashes, 0..TILE_HASHES).ok_or_else(|| KeepError::Damaged { path: self.path(id) })
    }

    /// Adds leaves.
    pub(super) fn extend(&mut self, leaves: &[Hash]) -> Result<(), KeepError> {
        for leaf in leaves {
            self.push(0, *leaf)?;
            self.size += 1;
        }
        Ok(())
    }

    fn push(&mut self, level: usize, hash: Hash) -> Result<(), KeepError> {
        if self.edges.len() <= level {
            self.edges.push(Vec::new());
        }
        self.edges[level].push(hash);
        if self.edges[level].len() < TILE_HASHES {
            return Ok(());
        }
        let at_level = u32::try_from(level).expect("there are at most 8 levels of tiles");
        let index = self.size >> (HEIGHT * (at_level + 1));
        let id = TileId { level: at_level, index, width: WIDTH };
        write_whole(&self.path(id), self.edges[level].as_flattened())?;
        let root =
            tile::subtree_hash(&self.edges[level], 0..TILE_HASHES).expect("the edge holds a full tile");
        self.edges[level].clear();
        self.push(level + 1, root)
    }

    /// The bytes of a tile of any width up to what there is; `None` beyond.
    pub(super) fn tile(&self, id: TileId) -> Result<Option<Vec<u8>>, KeepError> {
        Ok(self.hashes(id)?.map(|hashes| hashes.as_flattened().to_vec()))
    }

    fn hashes(&self, id: TileId) -> Result<Option<Vec<Hash>>, KeepError> {
        let Some(at_level) = self.size.checked_shr(id.level * HEIGHT) else { return Ok(None) };
        let width = usize::try_from(id.width).expect("a width is at most 256");
        let full = at_level / WIDTH;
        if id.index < full {
            let mut hashes = self.read_full(id)?;
            hashes.truncate(width);
            return Ok(Some(hashes));
        }
        let edge = self.edges.get(id.level as usize).filter(|_| id.index == full);
        Ok(edge.and_then(|edge| edge.get(..width)).map(<[Hash]>::to_vec))
    }

    fn read_full(&self, id: TileId) -> Result<Vec<Hash>, KeepError> {
        let path = self.path(TileId { width: WIDTH, ..id });
        let bytes = fs::read(&path).map_err(|source| KeepError::Io { path: path.clone(), source })?;
        tile::hashes(&bytes).filter(|hashes| hashes.len() == TILE_HASHES).ok_or(KeepError::Damaged { path })
    }

    /// The signed head as it was written; `None` before the first.
    pub(super) fn read_checkpoint(&self) -> Result<Option<String>, KeepError> {
        let path = self.folder.join("checkpoint");
        match fs::read_to_string(&path) {
            Ok(note) => Ok(Some(note)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(KeepError::Io { path, source }),
        }
    }

    /// Writes the signed head, to last.
    pub(super) fn write_checkpoint(&self, note: &str) -> Result<(), KeepError> {
        write_whole(&self.folder.join("checkpoint"), note.as_bytes())
    }

    fn path(&self, id: TileId) -> PathBuf {
        self.folder.join("tile").join(id.path())
    }
}

/// Reads hashes of one tree from its tiles, each tile once.
pub(super) struct TileReader<'a> {
    keep: &'a Keep,
    size: u64,
    read: HashMap<TileId, Vec<Hash>>,
}

impl<'a> TileReader<'a> {
    /// Of the tree with the first `size` leaves.
    pub(super) fn new(keep: &'a Keep, size: u64) -> TileReader<'a> {
        TileReader { keep, size, read: HashMap::new() }
    }
}

impl Hashes for TileReader<'_> {
    type Error = KeepError;

    fn hash(&mut self, level: u32, index: u64) -> Result<Hash, KeepError> {
        let (id, places) = TileId::of_subtree(level, index, self.size);
        let damaged = || KeepError::Damaged { path: self.keep.path(id) };
        if !self.read.contains_key(&id) {
            let hashes = self.keep.hashes(id)?.ok_or_else(damaged)?;
            self.read.insert(id, hashes);
        }
        self.read.get(&id).and_then(|hashes| tile::subtree_hash(hashes, places)).ok_or_else(damaged)
    }
}

fn make_folder(folder: &Path) -> Result<(), KeepError> {
    fs::create_dir_all(folder).map_err(|source| KeepError::Io { path: folder.to_owned(), source })
}

/// Writes a file so that it is there whole or not at all, also after a power cut.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), KeepError> {
    let folder = path.parent().expect("every file of the log is in its folder");
    make_folder(folder)?;
    let draft = path.with_extension("draft");
    let write = || {
        let mut file = fs::File::create(&draft)?;
        file.write_all(bytes)?;
        file.sync_data()?;
        fs::rename(&draft, path)
    };
    write().map_err(|source| KeepError::Io { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use feed::tlog::merkle::{self, Frontier};

    use super::*;

    fn leaf(number: u64) -> Hash {
        merkle::leaf_hash(&number.to_be_bytes())
    }

    #[test]
    fn the_tree_in_tiles_is_the_tree_and_comes_back_after_a_start() {
        let folder = tempfile::tempdir().unwrap();
        let mut keep = Keep::open(folder.path().to_owned()).unwrap();
        let mut frontier = Frontier::default();
        for number in 0..70_000 {
            keep.extend(&[leaf(number)]).unwrap();
            frontier.push(leaf(number));
            if [1, 255, 256, 257, 65_535, 65_536, 65_537, 69_999].contains(&number) {
                let root = merkle::root(keep.size(), &mut TileReader::new(&keep, keep.size())).unwrap();
                assert_eq!(root, frontier.root(), "{number}");
            }
        }
        let path = merkle::inclusion_proof(300, 66_000, &mut TileReader::new(&keep, 66_000)).unwrap();
        let root = merkle::root(66_000, &mut TileReader::new(&keep, 66_000)).unwrap();
        assert_eq!(merkle::root_of_inclusion(leaf(300), 300, 66_000, &path), Some(root));

        let mut again = Keep::open(folder.path().to_owned()).unwrap();
        assert_eq!(again.size(), 70_000 / 256 * 256);
        let rest: Vec<Hash> = (again.size()..70_000).map(leaf).collect();
        again.extend(&rest).unwrap();
        assert_eq!(again.edges, keep.edges);
        let root = merkle::root(70_000, &mut TileReader::new(&again, 70_000)).unwrap();
        assert_eq!(root, frontier.root());
        assert!(again.tile(TileId { level: 0, index: 273, width: 112 }).unwrap().is_some());
        assert!(again.tile(TileId { level: 0, index: 273, width: 113 }).unwrap().is_none());
        assert!(again.tile(TileId { level: 2, index: 0, width: 1 }).unwrap().is_some());
        assert!(again.tile(TileId { level: 9, index: 0, width: 1 }).unwrap().is_none());
    }
}
