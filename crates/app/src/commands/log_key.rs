//! `khien log-key renew`: another key for the transparency log, which the one before hands over to.

use std::io::Write as _;

use clap::Subcommand;

use crate::Outcome;
use crate::complaint::OrComplain as _;
use crate::context::Context;

/// What can be done with the key of the log.
#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum Arguments {
    Renew,
}

/// Puts a new key above the one in the file; servers take it at their next start.
///
/// # Errors
/// When the file cannot be read or written, or holds no key.
pub(crate) fn run(context: &Context, arguments: Arguments) -> anyhow::Result<Outcome> {
    let Arguments::Renew = arguments;
    let mut seed = [0u8; 32];
    getrandom::fill(&mut seed).or_complain("random", "")?;
    let path = context.data_dir().log_key_file(&context.settings.transparency);
    let (key, before) = crate::log_key::renew(&path, seed)?;
    let values = [
        ("file", path.display().to_string().into()),
        ("key", key.verifier_key().to_string().into()),
        ("before", before.verifier_key().to_string().into()),
    ];
    writeln!(std::io::stdout(), "{}", context.words.say_all("cli-log-key-renewed", &values))?;
    Ok(Outcome::Done)
}
