//! `cargo xtask evaluate --data DIR --cross`: models trained in memory on some sources, tested on another.
//!
//! [`splits`] says which; [`table`] prints what the engine with such a model answers; [`ablation`] what each kind of
//! evidence adds. The same rows give the same figures.

use std::collections::HashMap;

use anyhow::{Context as _, Result};
use detect::{Engine, ListLookup};
use model::{Indicator, Level, ListedAs, Method, Reference, Time};

use super::Arguments;
use crate::train::{examples::Examples, meaning::Meaning, read, train_on};

mod ablation;
mod splits;
mod table;

/// Runs every split.
///
/// # Errors
/// When a file cannot be read.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let rows = read([Some(&arguments.own), Some(&arguments.data)])?;
    let rules = Engine::rules_alone(Reference::embedded());
    let meaning = Meaning::open(arguments.meaning.as_deref())?;
    let examples = Examples::new(&rules, &rows, meaning);
    let list = arguments.list.as_ref().map(Published::read).transpose()?;
    let mut splits = splits::all(&rows);
    if let Some(only) = &arguments.only {
        splits.retain(|split| split.name.contains(only.as_str()));
    }
    for split in &splits {
        println!("\n## {}\n", split.name);
        let (learned, _) = train_on(&examples.pick(&split.train))?;
        let engine = Engine::rules_alone(Reference::embedded()).with_learned(learned.clone());
        table::print(&rows, split, &[("rules alone", &rules), ("rules and model", &engine)], list.as_ref());
        table::by_words(&rows, split, &rules, &learned.methods);
        if arguments.ablation {
            ablation::print(&rows, &examples, split)?;
        }
    }
    Ok(())
}

/// A list as it would be published: hosts and links, each covering what lies below it.
pub(crate) struct Published(HashMap<Indicator, ListedAs>);

impl Published {
    fn read(path: &std::path::PathBuf) -> Result<Published> {
        let mut listed = HashMap::new();
        let mut reader = csv::Reader::from_path(path).with_context(|| format!("read {}", path.display()))?;
        for record in reader.records() {
            let record = record?;
            let Ok(indicator) = record.get(0).unwrap_or_default().parse::<Indicator>() else { continue };
            let entry = ListedAs {
                indicator: indicator.clone(),
                method: Method::OrgBankPhish,
                level: Level::Block,
                listed_at: Time::from_millis(0),
            };
            listed.insert(indicator, entry);
        }
        Ok(Published(listed))
    }
}

impl ListLookup for Published {
    fn covering(&self, indicator: &Indicator) -> Option<ListedAs> {
        indicator.lookups().iter().find_map(|broader| self.0.get(broader)).cloned()
    }
}
