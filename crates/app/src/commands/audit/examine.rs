//! Reads a log and builds its tree again.

use feed::tlog::Checkpoint;
use feed::tlog::merkle::{Frontier, leaf_hash};
use feed::tlog::tile::{self, TileId, WIDTH};
use web::transparency::key::open_checkpoint;

use super::memory::Memory;
use super::source::Source;
use crate::complaint::{Complaint, OrComplain as _};

/// Problems named; the rest are counted.
const NAMED_MAX: usize = 20;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Entries under the newest checkpoint.
    pub(super) size: u64,
    /// Entries that were read.
    pub(super) entries: u64,
    /// Earlier checkpoints that the log was compared with.
    pub(super) checkpoints: u64,
    /// The first problems, each a line.
    pub(super) problems: Vec<String>,
    /// All of them.
    pub(super) problem_count: u64,
}

impl Found {
    fn problem(&mut self, text: String) {
        if self.problems.len() < NAMED_MAX {
            self.problems.push(text);
        }
        self.problem_count += 1;
    }
}

/// Reads the entries, all or those since the last run; compares each with its hash in the tiles, the tree with
/// every remembered checkpoint, and the whole with the newest one. Remembers it when nothing is wrong.
///
/// # Errors
/// When a file cannot be fetched, or the newest checkpoint is not signed by the key.
pub(super) async fn examine(
    source: &mut Source,
    memory: &mut Memory,
    only_new: bool,
) -> anyhow::Result<Found> {
    let note = source.text("checkpoint").await?;
    let newest = open_checkpoint(&memory.key, &note).or_complain("audit-checkpoint", memory.key.name())?;
    let mut found = Found { size: newest.size, ..Found::default() };
    let mut frontier = if only_new { memory.frontier.clone() } else { Frontier::default() };
    let start = frontier.size();
    if newest.size < memory.checkpoints.last().map_or(0, |last| last.size) {
        found.problem(format!("the log has become shorter: {} entries", newest.size));
        return Ok(found);
    }
    let mut expected: Vec<&Checkpoint> =
        memory.checkpoints.iter().filter(|checkpoint| checkpoint.size >= start).collect();
    expected.push(&newest);
    let mut expected = expected.into_iter().peekable();
    loop {
        while let Some(checkpoint) = expected.next_if(|checkpoint| checkpoint.size == frontier.size()) {
            found.checkpoints += 1;
            if frontier.root() != checkpoint.root {
                found.problem(format!(
                    "the first {} entries do not lead to the root that was signed",
                    checkpoint.size
                ));
            }
        }
        if frontier.size() >= newest.size {
            break;
        }
        let bundle = Bundle::fetch(source, frontier.size(), newest.size).await?;
        for (entry, hash) in bundle.entries_from(frontier.size())? {
            let leaf = leaf_hash(entry);
            if leaf != hash {
                let text = String::from_utf8_lossy(entry);
                found.problem(format!("entry {} is not the one that was hashed: {text}", frontier.size()));
            }
            if serial_of(entry) != Some(frontier.size() + 1) {
                found.problem(format!(
                    "entry {} does not hold serial {}",
                    frontier.size(),
                    frontier.size() + 1
                ));
            }
            frontier.push(leaf);
            found.entries += 1;
            if expected.peek().is_some_and(|checkpoint| checkpoint.size == frontier.size()) {
                // Compared at the head of the loop; the rest of the bundle is fetched again.
                break;
            }
        }
    }
    // The newest one is not an earlier one.
    found.checkpoints -= 1;
    if found.problem_count == 0 {
        if memory.checkpoints.last().is_none_or(|last| last.size < newest.size) {
            memory.checkpoints.push(newest);
        }
        memory.frontier = frontier;
    }
    Ok(found)
}

fn serial_of(entry: &[u8]) -> Option<u64> {
    serde_json::from_slice::<serde_json::Value>(entry).ok()?["serial"].as_u64()
}

/// Up to 256 entries with their hashes.
struct Bundle {
    first: u64,
    entries: Vec<u8>,
    hashes: Vec<feed::tlog::Hash>,
}

impl Bundle {
    /// The one with the entry at `at` of a log of this size.
    async fn fetch(source: &mut Source, at: u64, size: u64) -> anyhow::Result<Bundle> {
        let index = at / WIDTH;
        let width = (size - index * WIDTH).min(WIDTH);
        let path = format!("tile/entries/{}", tile::bundle_path(index, width));
        let entries = source.bytes(&path).await?;
        let path = format!("tile/{}", TileId { level: 0, index, width }.path());
        let hashes = tile::hashes(&source.bytes(&path).await?);
        let hashes = hashes.ok_or_else(|| Complaint::new("audit-fetch", path))?;
        Ok(Bundle { first: index * WIDTH, entries, hashes })
    }

    /// The entries from the one at `at`, each with its hash in the tile.
    fn entries_from(&self, at: u64) -> anyhow::Result<Vec<(&[u8], feed::tlog::Hash)>> {
        let entries = tile::entries(&self.entries).unwrap_or_default();
        let skip = usize::try_from(at - self.first)?;
        if entries.len() != self.hashes.len() || entries.len() <= skip {
            return Err(Complaint::new("audit-fetch", format!("entries from {}", self.first)).into());
        }
        Ok(entries.into_iter().zip(self.hashes.iter().copied()).skip(skip).collect())
    }
}
