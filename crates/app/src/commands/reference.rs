//! `khien reference icon FILE --owner SLUG`: rows for `app_icons.csv`, out of an app that was taken from its owner.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use detect::apk::Apk;
use detect::picture::{Picture, icon::Icon};
use model::reference::{AppIcons, Reference};
use model::{IconHash, IndicatorKind};

use crate::Outcome;
use crate::complaint::{Complaint, OrComplain as _};
use crate::context::Context;

/// What can be made for the reference tables.
#[derive(Debug, Subcommand)]
pub(crate) enum Arguments {
    Icon(IconArguments),
}

/// Arguments of `reference icon`.
#[derive(Debug, clap::Args)]
pub(crate) struct IconArguments {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "SLUG")]
    owner: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    source: String,
}

/// Writes the rows to standard output, and what else is to be known to standard error: the app with its certificate,
/// and icons of others that the new ones would be taken for.
///
/// # Errors
/// When the file cannot be read, has no icon that is a picture, or the owner is not in `official.toml`.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments::Icon(IconArguments { file, owner, source }) = arguments;
    let reference = context.reference()?;
    if !reference.official.channels.iter().any(|channel| channel.owner_slug == *owner) {
        return Err(Complaint::new("reference-owner", owner).into());
    }
    let (looks, apps) = look_at(file, context.settings.web().check_file_bytes_max as u64)?;
    if looks.is_empty() {
        return Err(Complaint::new("reference-no-icon", file.display()).into());
    }
    // Sent to the end of the table, rows need no second header.
    let table = context.data_dir().overrides().join(AppIcons::FILE);
    if table.metadata().map_or(0, |metadata| metadata.len()) == 0 {
        writeln!(std::io::stdout(), "{}", AppIcons::HEADER)?;
    }
    write_rows(&looks, owner, &context.now().vietnam_iso_date(), source)?;
    let mut errors = std::io::stderr();
    for app in apps {
        writeln!(errors, "{}", context.words.say_with("cli-reference-app", "app", app))?;
    }
    for other in others(&reference, &looks, owner) {
        writeln!(errors, "{}", context.words.say_with("cli-reference-alike", "owner", other))?;
    }
    Ok(Outcome::Done)
}

/// What the icons in a file look like, and the app with each of its certificates when it is one.
fn look_at(file: &Path, bytes_max: u64) -> anyhow::Result<(Vec<IconHash>, Vec<String>)> {
    let mut bytes = Vec::new();
    let opened = File::open(file).or_complain("read-file", file.display())?;
    opened.take(bytes_max).read_to_end(&mut bytes).or_complain("read-file", file.display())?;
    if Picture::is_one(&bytes) {
        let icon = Icon::read(&bytes).or_complain("read-file", file.display())?;
        return Ok((icon.look().into_iter().collect(), Vec::new()));
    }
    let apk = Apk::read(&bytes).or_complain("read-file", file.display())?;
    let found = detect::attached::indicators(&apk).into_iter();
    let apps = found.filter(|indicator| indicator.kind() == IndicatorKind::App);
    Ok((apk.icons.clone(), apps.map(|indicator| indicator.to_string()).collect()))
}

fn write_rows(looks: &[IconHash], owner: &str, day: &str, source: &str) -> anyhow::Result<()> {
    // The table has no cells with quotes: what would need them is left out.
    let source = source.replace(['"', ',', '\n', '\r'], " ");
    let mut out = std::io::stdout();
    looks.iter().try_for_each(|look| writeln!(out, "{owner},{look},{day},{source}"))?;
    Ok(())
}

/// Names of other owners whose icons are like these.
fn others<'r>(
    reference: &'r Reference,
    looks: &'r [IconHash],
    owner: &'r str,
) -> impl Iterator<Item = &'r str> {
    let icons = reference.app_icons.icons.iter().filter(move |icon| icon.owner_slug != owner);
    icons.filter(|icon| looks.iter().any(|look| icon.look.is_like(look))).map(|icon| icon.owner.vi.as_str())
}
