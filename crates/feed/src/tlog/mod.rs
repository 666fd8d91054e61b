//! The publication log as a public Merkle log. Page: `docs/formats/transparency.md`.
//!
//! Pure parts, in reading order: [`leaf`](mod@leaf) says what of an act is public; [`merkle`] hashes and proves; [`tile`]
//! cuts the tree into files; [`note`] is the signed head. Who keeps the tiles and the key is outside.
//!
//! Sources: RFC 6962, section 2.1 (tree, proofs); c2sp.org/tlog-tiles, c2sp.org/tlog-checkpoint,
//! c2sp.org/signed-note and c2sp.org/tlog-proof (files).

pub mod leaf;
pub mod merkle;
pub mod note;
pub mod tile;

pub use leaf::{PublicAct, Salt};
pub use merkle::{Hash, Hashes};
pub use note::{Checkpoint, NoteError, VerifierKey};
pub use tile::TileId;
