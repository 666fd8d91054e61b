//! `khien dns key NAME`: a fresh key for a consumer of the zone, in a form that both sides read.

use std::io::Write as _;

use clap::Subcommand;

use crate::Outcome;
use crate::complaint::{Complaint, OrComplain as _};
use crate::context::Context;
use crate::dns::{is_key_name, key_file};

/// What can be done for the DNS service.
#[derive(Debug, Subcommand)]
pub(crate) enum Arguments {
    Key(KeyArguments),
}

/// Arguments of `dns key`.
#[derive(Debug, clap::Args)]
pub(crate) struct KeyArguments {
    name: String,
}

/// Prints the key, and as comments what else each side needs.
///
/// # Errors
/// When the name cannot name a key, or standard output is closed.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments::Key(KeyArguments { name }) = arguments;
    if !is_key_name(name) {
        return Err(Complaint::new("dns-consumer-name", name).into());
    }
    let mut secret = [0; key_file::SECRET_OCTETS];
    getrandom::fill(&mut secret).or_complain("random", "")?;
    let zone = &context.settings.dns.zone;
    let words = &context.words;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", words.say_with("cli-dns-key-keep", "name", name.as_str()))?;
    write!(out, "{}", key_file::statement(name, &secret))?;
    writeln!(out, "{}", words.say("cli-dns-key-use"))?;
    writeln!(
        out,
        "//   options {{ response-policy {{ zone \"{zone}\"; }} qname-wait-recurse no min-update-interval 0; }};\n\
         //   zone \"{zone}\" {{ type secondary; file \"khien-rpz\"; allow-query {{ none; }};\n\
         //     primaries {{ ADDRESS port PORT key \"{name}\"; }}; }};"
    )?;
    Ok(Outcome::Done)
}
