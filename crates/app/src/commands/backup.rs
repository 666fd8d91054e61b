//! `khien backup` and `khien restore`: one portable copy for either database, without the identity key.

use std::io::Write as _;
use std::path::PathBuf;

use store::backup::{BackupError, Manifest};

use crate::Outcome;
use crate::complaint::{Complaint, OrComplain as _};
use crate::context::Context;

/// The folder of a backup.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes one state of the database and its evidence, while others go on working.
///
/// # Errors
/// When the place is taken or something cannot be read or written.
pub(crate) async fn back_up(context: &Context, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let store = context.open_existing_store().await?;
    let manifest = store.backup(&arguments.folder, context.now()).await;
    store.close().await;
    let manifest = manifest.or_complain("backup", arguments.folder.display())?;
    tell(context, "cli-backed-up", &manifest)
}

/// Fills an empty database from a backup.
///
/// # Errors
/// When the identity key is not in place, the database is not empty, or the backup is damaged.
pub(crate) async fn restore(context: &Context, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let folder = context.data_dir();
    if !folder.has_key() {
        // A new key would open nothing of what is restored.
        return Err(Complaint::new("restore-key", folder.key_file().display()).into());
    }
    let reference = context.reference()?;
    let store = context.open_store().await?;
    let restored = store.restore(&arguments.folder, &reference.retention, context.now()).await;
    store.close().await;
    let manifest = match restored {
        Err(error @ BackupError::NotEmpty) => Err(error).or_complain("restore-not-empty", ""),
        other => other.or_complain("restore", arguments.folder.display()),
    };
    tell(context, "cli-restored", &manifest?)
}

fn tell(context: &Context, sentence: &str, manifest: &Manifest) -> anyhow::Result<Outcome> {
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    let values = [("rows", rows.into()), ("files", manifest.evidence_files.into())];
    writeln!(std::io::stdout(), "{}", context.words.say_all(sentence, &values))?;
    Ok(Outcome::Done)
}
