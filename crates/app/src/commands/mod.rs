//! The commands: one file and one line in [`Command`] each.

use clap::Subcommand;
use web::catalogue::Words;

use crate::Outcome;
use crate::arguments::Arguments;
use crate::complaint::OrComplain as _;
use crate::context::Context;
use crate::logs;
use crate::settings::{Flag, LogSettings};

mod audit;
mod backup;
mod check;
mod demo;
mod dns;
mod export;
mod export_training;
mod import;
mod import_misp;
mod import_reports;
mod log_key;
mod mirror;
mod officer;
mod popularity;
mod reference;
mod retention;
mod serve;
mod verify;

/// Everything `khien` can be told.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Serve(serve::Arguments),
    Check(check::Arguments),
    Import(import::Arguments),
    ImportMisp(import_misp::Arguments),
    ImportReports(import_reports::Arguments),
    Export(export::Arguments),
    ExportTraining(export_training::Arguments),
    #[command(subcommand)]
    Officer(officer::Arguments),
    #[command(subcommand)]
    Dns(dns::Arguments),
    Mirror(mirror::Arguments),
    #[command(subcommand)]
    LogKey(log_key::Arguments),
    #[command(subcommand)]
    Popularity(popularity::Arguments),
    #[command(subcommand)]
    Reference(reference::Arguments),
    Backup(backup::Arguments),
    Restore(backup::Arguments),
    Retention(retention::Arguments),
    Verify,
    Audit(audit::Arguments),
    Demo(demo::Arguments),
}

/// Reads the settings and runs the command; none means `serve`.
///
/// # Errors
/// Whatever the command complains about.
pub(crate) fn run(
    arguments: Arguments,
    words: Words,
    variables: &[(String, String)],
) -> anyhow::Result<Outcome> {
    let command = arguments.command.unwrap_or_else(|| Command::Serve(serve::Arguments::default()));
    let context = Context::read(&arguments.global, command.flags(), words, variables)?;
    let quiet = LogSettings { level: "warn".to_owned(), ..context.settings.log.clone() };
    let serving = matches!(command, Command::Serve(_) | Command::Mirror(_));
    logs::start(if serving { &context.settings.log } else { &quiet })?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.or_complain("runtime", "")?.block_on(command.run(&context))
}

impl Command {
    /// What its flags say about settings.
    fn flags(&self) -> Vec<Flag> {
        match self {
            Command::Serve(arguments) => arguments.flags(),
            _ => Vec::new(),
        }
    }

    async fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        match self {
            Command::Serve(_) => serve::run(context).await,
            Command::Check(arguments) => check::run(context, &arguments).await,
            Command::Import(arguments) => import::run(context, &arguments).await,
            Command::ImportMisp(arguments) => import_misp::run(context, &arguments).await,
            Command::ImportReports(arguments) => import_reports::run(context, &arguments).await,
            Command::Export(arguments) => export::run(context, &arguments).await,
            Command::ExportTraining(arguments) => export_training::run(context, &arguments).await,
            Command::Backup(arguments) => backup::back_up(context, &arguments).await,
            Command::Restore(arguments) => backup::restore(context, &arguments).await,
            Command::Audit(arguments) => audit::run(context, &arguments).await,
            Command::Retention(arguments) => retention::run(context, &arguments).await,
            Command::Verify => verify::run(context).await,
            Command::Officer(arguments) => officer::run(context, &arguments).await,
            Command::Dns(arguments) => dns::run(context, &arguments),
            Command::LogKey(arguments) => log_key::run(context, arguments),
            Command::Popularity(arguments) => popularity::run(context, &arguments),
            Command::Reference(arguments) => reference::run(context, &arguments),
            Command::Mirror(arguments) => mirror::run(context, &arguments).await,
            Command::Demo(arguments) => demo::run(context, &arguments).await,
        }
    }
}
