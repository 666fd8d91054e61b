//! `khien popularity import FILE`: another list of names that very many people visit, in the place of ours.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Subcommand;
use model::reference::{Popular, PopularList};

use crate::Outcome;
use crate::complaint::{Complaint, OrComplain as _};
use crate::context::Context;

/// What can be done for the table of popular names.
#[derive(Debug, Subcommand)]
pub(crate) enum Arguments {
    Import(ImportArguments),
}

/// Arguments of `popularity import`.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportArguments {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "NUMBER", default_value_t = 100_000)]
    most: usize,
}

/// Reads the list and writes it as a table into the data folder, where every command finds it at its next start.
///
/// # Errors
/// When the file cannot be read, holds no name, or the data folder cannot be written.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments::Import(ImportArguments { file, most }) = arguments;
    let text = std::fs::read_to_string(file).or_complain("read-file", file.display())?;
    let list = PopularList::read(&text, *most);
    if list.names.is_empty() {
        return Err(Complaint::new("popularity-empty", file.display()).into());
    }
    let folder = context.data_dir();
    folder.prepare().or_complain("data-dir", folder.root().display())?;
    let target = folder.overrides().join(Popular::FILE);
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut table = format!("# From `{name}`, {}.\n", context.now().vietnam_date());
    for name in &list.names {
        table.push_str(name);
        table.push('\n');
    }
    let write = || {
        std::fs::create_dir_all(folder.overrides())?;
        let fresh = target.with_extension("new");
        std::fs::write(&fresh, &table)?;
        std::fs::rename(&fresh, &target)
    };
    write().or_complain("write-file", target.display())?;
    for (line, text) in &list.refused {
        writeln!(std::io::stderr(), "{line}: {text:?}")?;
    }
    let values = [
        ("names", list.names.len().into()),
        ("refused", list.refused_count.into()),
        ("file", target.display().to_string().into()),
    ];
    writeln!(std::io::stdout(), "{}", context.words.say_all("cli-popularity-imported", &values))?;
    Ok(if list.refused_count > 0 { Outcome::InPart } else { Outcome::Done })
}
