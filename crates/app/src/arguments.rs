//! The command line: global flags, the list of commands, help in the reader's language.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory as _, FromArgMatches as _, Parser};
use model::Language;
use web::catalogue::Words;

use crate::commands::Command;

/// What was asked.
#[derive(Debug, Parser)]
#[command(name = "khien", version, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: GlobalArguments,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Flags every command understands.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct GlobalArguments {
    #[arg(long, global = true, value_name = "FILE", env = "KHIEN_SETTINGS")]
    pub(crate) settings: Option<PathBuf>,
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<String>,
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// Read by [`language`] before anything else, so that wrong calls are answered in it too.
    #[arg(long, global = true, value_name = "vi|en")]
    pub(crate) lang: Option<String>,
}

/// The language to speak: `--lang`, else an English locale of the environment, else Vietnamese.
pub(crate) fn language(arguments: &[OsString], variables: &[(String, String)]) -> Language {
    let texts: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let given = texts.iter().enumerate().find_map(|(index, text)| match text.strip_prefix("--lang") {
        Some("") => texts.get(index + 1).copied(),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|wanted| {
        variables
            .iter()
            .find(|(name, value)| name == wanted && !value.is_empty())
            .map(|(_, value)| value.as_str())
    });
    match given.or(locale) {
        Some(tag) if tag.starts_with("en") => Language::En,
        _ => Language::Vi,
    }
}

/// Reads the arguments, with help texts in the language of `words`.
pub(crate) fn parse(arguments: Vec<OsString>, words: &Words) -> Result<Arguments, clap::Error> {
    let command = localised(Arguments::command(), "", words);
    let matches = command.try_get_matches_from(arguments)?;
    Arguments::from_arg_matches(&matches)
}

/// Gives a command and everything below it the help texts `cli-about-<path>` and `cli-flag-<name>`.
fn localised(command: clap::Command, path: &str, words: &Words) -> clap::Command {
    let say = |key: String| words.has(&key).then(|| words.say(&key).into_owned());
    let about = say(format!("cli-about{path}"));
    let mut command = match about {
        Some(about) => command.about(about),
        None => command,
    };
    command = command.mut_args(|argument| {
        let name = argument.get_id().as_str().replace('_', "-");
        let own = say(format!("cli-flag{path}-{name}")).or_else(|| say(format!("cli-flag-{name}")));
        match own {
            Some(help) => argument.help(help),
            None => argument,
        }
    });
    let names: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    for name in names {
        let path = format!("{path}-{name}");
        command = command.mut_subcommand(name, |below| localised(below, &path, words));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(arguments: &[&str], lang: &str) -> Language {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        language(&arguments, &[("LANG".to_owned(), lang.to_owned())])
    }

    #[test]
    fn the_flag_wins_over_the_locale_and_vietnamese_is_the_rule() {
        assert_eq!(spoken(&["khien"], "C.UTF-8"), Language::Vi);
        assert_eq!(spoken(&["khien"], "en_GB.UTF-8"), Language::En);
        assert_eq!(spoken(&["khien", "--lang", "vi"], "en_GB.UTF-8"), Language::Vi);
        assert_eq!(spoken(&["khien", "verify", "--lang=en"], ""), Language::En);
    }

    #[test]
    fn every_command_and_flag_is_explained_in_both_languages() {
        for language in [Language::Vi, Language::En] {
            let command = localised(Arguments::command(), "", &Words::new(language));
            assert_explained(&command);
        }
    }

    fn assert_explained(command: &clap::Command) {
        assert!(command.get_about().is_some(), "no cli-about for {}", command.get_name());
        for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
            assert!(
                argument.get_help().is_some(),
                "no help for {} {}",
                command.get_name(),
                argument.get_id()
            );
        }
        command.get_subcommands().for_each(assert_explained);
    }
}
