//! What an auditor keeps: the key of the log and every checkpoint it has seen.

use std::io::Write as _;
use std::path::Path;

use data_encoding::BASE64;
use feed::tlog::merkle::{Frontier, Hash};
use feed::tlog::{Checkpoint, VerifierKey};
use serde::{Deserialize, Serialize};

use crate::complaint::{Complaint, OrComplain as _};

/// What is remembered of one log.
pub(super) struct Memory {
    pub(super) key: VerifierKey,
    /// By size, smallest first.
    pub(super) checkpoints: Vec<Checkpoint>,
    /// The tree as far as it was read.
    pub(super) frontier: Frontier,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    key: String,
    /// Size and root of each checkpoint.
    checkpoints: Vec<(u64, String)>,
    size: u64,
    subtrees: Vec<String>,
}

impl Memory {
    /// Of a log that was never read.
    pub(super) fn new(key: VerifierKey) -> Memory {
        Memory { key, checkpoints: Vec::new(), frontier: Frontier::default() }
    }

    /// From its file; `None` when there is none.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub(super) fn read(path: &Path) -> anyhow::Result<Option<Memory>> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).or_complain("read-file", path.display()),
        };
        let written: Written = serde_json::from_str(&text).or_complain("audit-state", path.display())?;
        let memory = Memory::from_written(written);
        memory.map(Some).ok_or_else(|| Complaint::new("audit-state", path.display()).into())
    }

    fn from_written(written: Written) -> Option<Memory> {
        let key: VerifierKey = written.key.parse().ok()?;
        let origin = key.name().to_owned();
        let checkpoint = |(size, root): (u64, String)| {
            Some(Checkpoint { origin: origin.clone(), size, root: hash(&root)? })
        };
        let checkpoints = written.checkpoints.into_iter().map(checkpoint).collect::<Option<Vec<_>>>()?;
        let subtrees = written.subtrees.iter().map(|text| hash(text)).collect::<Option<Vec<_>>>()?;
        Some(Memory { key, checkpoints, frontier: Frontier::from_parts(written.size, subtrees)? })
    }

    /// Writes the file whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let root = |checkpoint: &Checkpoint| (checkpoint.size, BASE64.encode(&checkpoint.root));
        let written = Written {
            key: self.key.to_string(),
            checkpoints: self.checkpoints.iter().map(root).collect(),
            size: self.frontier.size(),
            subtrees: self.frontier.subtrees().iter().map(|hash| BASE64.encode(hash)).collect(),
        };
        let draft = path.with_extension("draft");
        let write = || {
            let mut file = std::fs::File::create(&draft)?;
            serde_json::to_writer_pretty(&mut file, &written)?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            std::fs::rename(&draft, path)
        };
        write().or_complain("write-file", path.display())
    }
}

fn hash(text: &str) -> Option<Hash> {
    BASE64.decode(text.as_bytes()).ok()?.try_into().ok()
}
