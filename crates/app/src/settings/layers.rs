//! Defaults, then the file, then `KHIEN_…` variables, then flags; an unknown key anywhere is refused.

use serde::Deserialize as _;
use toml::{Table, Value};

use super::Settings;

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file is not TOML, or holds a key or value that does not fit.
    #[error("read settings file `{file}`: {problem}")]
    File {
        /// As it was named.
        file: String,
        /// What is wrong, with line and column where known.
        problem: String,
    },
    /// A variable named like a setting does not name one, or its value does not fit.
    #[error("read environment variable `{variable}`: {problem}")]
    Variable {
        /// Its name.
        variable: String,
        /// What is wrong.
        problem: String,
    },
    /// The value of a flag does not fit.
    #[error("read the value of `--{flag}`: {problem}")]
    Flag {
        /// Its name, without the hyphens.
        flag: &'static str,
        /// What is wrong.
        problem: String,
    },
}

/// A value from the command line.
#[derive(Clone, Debug)]
pub struct Flag {
    /// Its name, without the hyphens.
    pub flag: &'static str,
    /// The section it sets.
    pub section: &'static str,
    /// The key it sets.
    pub key: &'static str,
    /// As it was written.
    pub value: String,
}

/// What lies over the defaults.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    /// Name and text of the settings file; `None` when there is none.
    pub file: Option<(String, String)>,
    /// Environment variables, by name; those that name no section are left alone.
    pub variables: Vec<(String, String)>,
    /// Values from the command line.
    pub flags: Vec<Flag>,
}

impl Layers {
    /// The settings these layers add up to.
    ///
    /// # Errors
    /// [`SettingsError`] naming the place of the first value that does not fit.
    pub fn settings(&self) -> Result<Settings, SettingsError> {
        let defaults = Table::try_from(Settings::default())
            .expect("the default settings are plain text, numbers and flags");
        let mut table = Table::new();
        if let Some((file, text)) = &self.file {
            let problem = |problem: toml::de::Error| SettingsError::File {
                file: file.clone(),
                problem: problem.to_string().trim_end().to_owned(),
            };
            // Read once as settings for errors that carry line and column.
            toml::from_str::<Settings>(text).map_err(problem)?;
            table = toml::from_str(text).map_err(problem)?;
        }
        let mut variables = self.variables.clone();
        variables.sort();
        for (variable, value) in &variables {
            let problem = |problem| SettingsError::Variable { variable: variable.clone(), problem };
            let Some((section, key)) = place(variable, &defaults) else { continue };
            lay(&mut table, &defaults, &section, &key, value).map_err(problem)?;
        }
        for Flag { flag, section, key, value } in &self.flags {
            lay(&mut table, &defaults, section, key, value)
                .map_err(|problem| SettingsError::Flag { flag, problem })?;
        }
        let read = Settings::deserialize(Value::Table(table));
        Ok(read.expect("each layer was read as settings when it was laid"))
    }
}

/// The section and key that `KHIEN_SECTION_KEY` names; `None` when it names no section of ours.
fn place(variable: &str, defaults: &Table) -> Option<(String, String)> {
    let name = variable.strip_prefix("KHIEN_")?.to_ascii_lowercase();
    let section = defaults.keys().find(|section| {
        name.strip_prefix(section.as_str()).is_some_and(|rest| rest.starts_with('_') && rest.len() > 1)
    })?;
    Some((section.clone(), name[section.len() + 1..].to_owned()))
}

/// Puts `text`, read as the type its default has, at `section.key`, and reads the whole again.
fn lay(table: &mut Table, defaults: &Table, section: &str, key: &str, text: &str) -> Result<(), String> {
    let default = defaults.get(section).and_then(Value::as_table).and_then(|section| section.get(key));
    let value = match default.ok_or_else(|| format!("there is no setting `{section}.{key}`"))? {
        Value::Integer(_) => {
            Value::Integer(text.parse().map_err(|_| format!("`{text}` is not a whole number"))?)
        }
        Value::Boolean(_) => {
            Value::Boolean(text.parse().map_err(|_| format!("`{text}` is neither true nor false"))?)
        }
        _ => Value::String(text.to_owned()),
    };
    let entry = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
    let entry = entry.as_table_mut().ok_or_else(|| format!("`{section}` is not a section"))?;
    entry.insert(key.to_owned(), value);
    match Settings::deserialize(Value::Table(table.clone())) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string().trim_end().replace('\n', " ")),
    }
}
