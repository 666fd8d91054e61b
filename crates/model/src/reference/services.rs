//! Services whose pages are forged: how hosts and paths name them, what forging them points to, and their names.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::ReferenceError;
use super::table::{Table, is_slug};
use super::words::{Form, Taken, check_words};
use crate::{Method, Text};

/// A method, and its share of the vote of what points to it, above 0 to 1.
pub type Vote = (Method, f32);

/// A service whose pages are forged.
#[derive(Clone, Debug)]
pub struct Service {
    /// Stable name, e.g. `traffic-fine`.
    pub code: String,
    /// As a reason names it.
    pub name: Text,
    /// What forging it points to.
    pub methods: Vec<Vote>,
    /// Words that are a service and a bait in one: enough alone.
    pub acts: Vec<String>,
    /// Words that hardly anybody else makes a host of.
    pub own: Vec<String>,
    /// Words of whole trades: they count where both a bait and an ending that costs nothing stand beside them.
    pub shared: Vec<String>,
}

/// A platform in whose name free pages complain.
#[derive(Clone, Debug)]
pub struct ForgedPlatform {
    /// Stable name.
    pub code: String,
    /// As a reason names it.
    pub name: Text,
    /// What forging it points to.
    pub methods: Vec<Vote>,
    /// What such pages complain of.
    pub complaints: Vec<String>,
    /// What they complain about.
    pub about: Vec<String>,
}

/// An office that paths name.
#[derive(Clone, Debug)]
pub struct NamedOffice {
    /// Stable name.
    pub code: String,
    /// As a reason names it.
    pub name: Text,
    /// Words of its own in a path.
    pub in_paths: Vec<String>,
}

/// The table `services.toml`.
#[derive(Clone, Debug, Default)]
pub struct Services {
    /// Services, in the order of the file.
    pub services: Vec<Service>,
    /// Platforms.
    pub platforms: Vec<ForgedPlatform>,
    /// Offices.
    pub offices: Vec<NamedOffice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    services: Vec<ServiceRow>,
    #[serde(default)]
    platforms: Vec<PlatformRow>,
    #[serde(default)]
    offices: Vec<OfficeRow>,
}

type Word = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceRow {
    code: Word,
    name: Text,
    methods: BTreeMap<Method, f32>,
    #[serde(default)]
    acts: Vec<Word>,
    #[serde(default)]
    own: Vec<Word>,
    #[serde(default)]
    shared: Vec<Word>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlatformRow {
    code: Word,
    name: Text,
    methods: BTreeMap<Method, f32>,
    complaints: Vec<Word>,
    about: Vec<Word>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeRow {
    code: Word,
    name: Text,
    in_paths: Vec<Word>,
    source: String,
}

/// How words of services, platforms and offices are written; in paths they stand alone and may be shorter.
const IN_HOSTS: Form = Form::plain(4);
const IN_PATHS: Form = Form::plain(3);

impl Services {
    /// File name under `data/`.
    pub const FILE: &'static str = "services.toml";

    /// Reads the table.
    ///
    /// # Errors
    /// [`ReferenceError`] naming the line and the entry, when a code is no slug or there twice, a name lacks a language,
    /// a share is none, an entry has no word or no source, or a word is empty, too short, of wrong characters or there
    /// twice.
    pub fn parse(text: &str) -> Result<Services, ReferenceError> {
        let table = Table::new(Self::FILE, text);
        let file: File = table.toml()?;
        let mut read = Services::default();
        let mut reader = Reader { table, codes: Vec::new(), taken: Taken::new() };
        for row in file.services {
            let head = reader.head("service", row.code, &row.name, &row.source)?;
            let methods = reader.votes(&head, row.methods)?;
            let acts = reader.words(&head, row.acts, IN_HOSTS)?;
            let own = reader.words(&head, row.own, IN_HOSTS)?;
            let shared = reader.words(&head, row.shared, IN_HOSTS)?;
            reader.some(&head, "`acts`, `own` or `shared`", acts.len() + own.len() + shared.len())?;
            read.services.push(Service { code: head.code, name: row.name, methods, acts, own, shared });
        }
        for row in file.platforms {
            let head = reader.head("platform", row.code, &row.name, &row.source)?;
            let methods = reader.votes(&head, row.methods)?;
            reader.taken.clear();
            let complaints = reader.words(&head, row.complaints, IN_HOSTS)?;
            let about = reader.words(&head, row.about, IN_HOSTS)?;
            reader.some(&head, "`complaints` and in `about`", complaints.len().min(about.len()))?;
            read.platforms.push(ForgedPlatform {
                code: head.code,
                name: row.name,
                methods,
                complaints,
                about,
            });
        }
        reader.taken.clear();
        for row in file.offices {
            let head = reader.head("office", row.code, &row.name, &row.source)?;
            let in_paths = reader.words(&head, row.in_paths, IN_PATHS)?;
            reader.some(&head, "`in_paths`", in_paths.len())?;
            read.offices.push(NamedOffice { code: head.code, name: row.name, in_paths });
        }
        Ok(read)
    }
}

/// Which entry is read, for what is refused.
struct Head {
    line: usize,
    code: String,
    /// `the service `tax``.
    called: String,
}

struct Reader<'t> {
    table: Table<'t>,
    /// Codes that were read, with the kind of their entry.
    codes: Vec<(&'static str, String)>,
    taken: Taken,
}

impl Reader<'_> {
    fn head(
        &mut self,
        kind: &'static str,
        code: Word,
        name: &Text,
        source: &str,
    ) -> Result<Head, ReferenceError> {
        let line = self.table.line_at(code.span().start);
        let code = code.into_inner();
        let called = format!("the {kind} `{code}`");
        if !is_slug(&code) {
            let problem =
                format!("the code `{code}` is no slug: write lower-case letters, digits and hyphens");
            return Err(self.table.refuse(line, problem));
        }
        let entry = (kind, code.clone());
        if self.codes.contains(&entry) {
            return Err(self.table.refuse(line, format!("{called} is there twice: give one another code")));
        }
        self.codes.push(entry);
        self.table.check_text(line, &format!("the name of {called}"), name)?;
        if source.trim().is_empty() {
            return Err(self.table.refuse(line, format!("{called} says no source: fill it in")));
        }
        Ok(Head { line, code, called })
    }

    fn votes(&self, head: &Head, methods: BTreeMap<Method, f32>) -> Result<Vec<Vote>, ReferenceError> {
        let wrong = methods.iter().find(|(_, share)| !(**share > 0.0 && **share <= 1.0));
        if let Some((method, share)) = wrong {
            let called = &head.called;
            let problem =
                format!("{called}: the share {share} of `{}` is not above 0 and at most 1", method.slug());
            return Err(self.table.refuse(head.line, problem));
        }
        self.some(head, "`methods`", methods.len())?;
        Ok(methods.into_iter().collect())
    }

    fn words(&mut self, head: &Head, words: Vec<Word>, form: Form) -> Result<Vec<String>, ReferenceError> {
        check_words(&self.table, &head.called, words, form, &mut self.taken)
    }

    /// Refuses an entry of which there is nothing in this list.
    fn some(&self, head: &Head, list: &str, count: usize) -> Result<(), ReferenceError> {
        if count > 0 {
            return Ok(());
        }
        Err(self.table.refuse(head.line, format!("{} has nothing in {list}: give it one", head.called)))
    }
}
