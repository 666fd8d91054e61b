//! The digest of a whole file under schemes 2 and 3: of pieces of a mebibyte, or of a tree of pages.
//!
//! Sources: AOSP, "APK Signature Scheme v2", "Integrity-protected contents"; for the tree: apksig, `VerityTreeBuilder`,
//! whose layout is that of dm-verity with a salt of eight zero bytes.

use super::block::Block;
use super::digest::Hash;

/// Bytes of a piece.
const PIECE: usize = 1 << 20;
/// Bytes of a page of the tree.
const PAGE: usize = 4096;
/// What stands before each page when it is hashed.
const SALT: [u8; 8] = [0; 8];

/// How the digest is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Pieces(Hash),
    Tree,
}

/// The digest of what signatures cover.
pub(super) fn digest(bytes: &[u8], block: &Block<'_>, way: Way) -> Vec<u8> {
    // The end of the directory tells where the directory starts; signed was what it told without the block.
    let mut end = bytes[block.end.clone()].to_vec();
    let start = u32::try_from(block.start).unwrap_or(u32::MAX);
    end[16..20].copy_from_slice(&start.to_le_bytes());
    let parts = [&bytes[..block.start], &bytes[block.directory.clone()], &end];
    match way {
        Way::Pieces(hash) => pieces(&parts, hash),
        Way::Tree => tree(&parts),
    }
}

fn pieces(parts: &[&[u8]], hash: Hash) -> Vec<u8> {
    let mut digests = Vec::new();
    let mut count = 0_u32;
    for piece in parts.iter().flat_map(|part| part.chunks(PIECE)) {
        let mut running = hash.begin();
        running.take(&[0xa5]);
        running.take(&u32::try_from(piece.len()).unwrap_or(u32::MAX).to_le_bytes());
        running.take(piece);
        digests.extend(running.end());
        count += 1;
    }
    hash.of(&[&[0x5a][..], &count.to_le_bytes(), &digests].concat())
}

fn tree(parts: &[&[u8]]) -> Vec<u8> {
    let len: usize = parts.iter().map(|part| part.len()).sum();
    let mut level = parts.concat();
    loop {
        let mut digests = Vec::with_capacity(level.len() / PAGE * 32 + 32);
        for page in level.chunks(PAGE) {
            let mut running = Hash::Sha256.begin();
            running.take(&SALT);
            running.take(page);
            running.take(&vec![0; PAGE - page.len()]);
            digests.extend(running.end());
        }
        if digests.len() <= PAGE {
            let mut root = digests;
            root.resize(PAGE, 0);
            let root = Hash::Sha256.of(&[&SALT[..], &root].concat());
            return [&root[..], &(len as u64).to_le_bytes()].concat();
        }
        level = digests;
    }
}
