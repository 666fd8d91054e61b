//! `khien audit LOG_URL`: whether a public log still says what it said before, and holds what it signs.
//!
//! [`source`] fetches from a server or a folder; [`memory`] is what an auditor keeps between two runs;
//! [`renewal`] follows a key to the one that signs now; [`examine`] reads the log.

use std::io::Write as _;
use std::path::PathBuf;

use feed::tlog::VerifierKey;

use crate::Outcome;
use crate::complaint::{Complaint, OrComplain as _};
use crate::context::Context;

mod examine;
mod memory;
mod renewal;
mod source;

use memory::Memory;
use source::Source;

/// Flags of `audit`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[arg(value_name = "URL|DIR")]
    log: String,
    #[arg(long, value_name = "FILE", default_value = "khien-audit.json")]
    state: PathBuf,
    #[arg(long, value_name = "NAME+HASH+KEY")]
    key: Option<VerifierKey>,
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    #[arg(long)]
    only_new: bool,
}

/// Reads the log, compares it with what is remembered, and remembers its head when all is well.
///
/// # Errors
/// When the log cannot be fetched or its checkpoint is not signed by the key. A log that is not what it was is
/// not an error but an outcome in part.
pub(crate) async fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let memory = Memory::read(&arguments.state)?;
    let mut source = Source::open(&arguments.log, arguments.ca.as_deref())?;
    let key = match (&arguments.key, memory.as_ref()) {
        (Some(key), Some(memory)) if *key != memory.key => {
            return Err(Complaint::new("audit-key", &memory.key).into());
        }
        (Some(key), _) => key.clone(),
        (None, Some(memory)) => memory.key.clone(),
        (None, None) => {
            let text = source.text("key").await?;
            text.parse::<VerifierKey>().or_complain("audit-fetch", "key")?
        }
    };
    let is_first = memory.is_none();
    let mut memory = memory.unwrap_or_else(|| Memory::new(key));
    let renewed = renewal::follow(&mut source, &mut memory.key).await?;
    let found = examine::examine(&mut source, &mut memory, arguments.only_new).await?;

    let words = &context.words;
    let mut out = std::io::stdout().lock();
    if is_first && arguments.key.is_none() {
        writeln!(out, "{}", words.say_with("cli-audit-trusts", "key", memory.key.to_string()))?;
    }
    if renewed {
        writeln!(out, "{}", words.say_with("cli-audit-renewed", "key", memory.key.to_string()))?;
    }
    for problem in &found.problems {
        writeln!(out, "{problem}")?;
    }
    let values = [
        ("size", found.size.into()),
        ("entries", found.entries.into()),
        ("checkpoints", found.checkpoints.into()),
        ("problems", found.problem_count.into()),
    ];
    let is_clean = found.problem_count == 0;
    let sentence = if is_clean { "cli-audited" } else { "cli-audit-broken" };
    writeln!(out, "{}", words.say_all(sentence, &values))?;
    if !is_clean {
        return Ok(Outcome::InPart);
    }
    memory.write(&arguments.state)?;
    Ok(Outcome::Done)
}
