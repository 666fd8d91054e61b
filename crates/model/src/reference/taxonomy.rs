//! Families, methods and crosswalks to other classifications.

use serde::Deserialize;
use toml::Spanned;

use super::ReferenceError;
use super::table::{Table, is_slug};
use crate::{Method, Text};

/// A family of methods.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Stable name, e.g. `gov`.
    pub slug: String,
    /// Name.
    pub name: Text,
}

/// What a method is called elsewhere. A category is empty where the other list has none for it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crosswalk {
    /// Numbers of the 24 official forms (Cẩm nang, Cục ATTT, 2023), 1 to 24.
    pub attt24: Vec<u8>,
    /// One of the six buckets of Đồng Tháp's report.
    pub dong_thap: String,
    /// Articles of the Criminal Code, as a hint for an officer, never a conclusion.
    pub criminal_code: Vec<String>,
    /// FTC Sentinel category.
    pub ftc: String,
    /// Scamwatch category.
    pub scamwatch: String,
    /// UK Finance APP type.
    pub uk_finance: String,
    /// VERIS social variety and vector.
    pub veris: String,
    /// RSIT class and type.
    pub rsit: String,
}

/// One method as shown to people.
#[derive(Clone, Debug)]
pub struct MethodEntry {
    /// Which.
    pub method: Method,
    /// Slug of its family.
    pub family: String,
    /// Name.
    pub name: Text,
    /// How it goes on, in three or four sentences for a citizen.
    pub story: Text,
    /// Real signs, one each.
    pub signs: Vec<Text>,
    /// What it is called elsewhere.
    pub crosswalk: Crosswalk,
}

/// The table `taxonomy.toml`.
#[derive(Clone, Debug, Default)]
pub struct Taxonomy {
    /// In the order shown.
    pub families: Vec<Family>,
    /// In the order of [`Method::ALL`]; one entry each (none only in the empty table).
    pub methods: Vec<MethodEntry>,
    /// Techniques (a separate facet): slug and name.
    pub techniques: Vec<(String, Text)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Where the table comes from, for readers of the file.
    #[serde(rename = "source")]
    _source: String,
    families: Vec<Family>,
    techniques: Vec<Technique>,
    methods: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Technique {
    slug: String,
    name: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    slug: Spanned<String>,
    family: String,
    name: Text,
    story: Text,
    signs: Vec<Text>,
    crosswalk: Crosswalk,
}

impl Taxonomy {
    pub(super) const FILE: &'static str = "taxonomy.toml";

    /// Fewest and most signs of a method.
    const SIGNS: std::ops::RangeInclusive<usize> = 3..=6;

    pub(super) fn parse(text: &str) -> Result<Taxonomy, ReferenceError> {
        let table = Table::new(Self::FILE, text);
        let file: File = table.toml()?;
        let mut taxonomy = Taxonomy::default();
        for family in file.families {
            if !is_slug(&family.slug) {
                return Err(table.refuse(0, format!("family `{}` is not a slug", family.slug)));
            }
            table.check_text(0, &format!("name of family `{}`", family.slug), &family.name)?;
            taxonomy.families.push(family);
        }
        for technique in file.techniques {
            if !is_slug(&technique.slug) {
                return Err(table.refuse(0, format!("technique `{}` is not a slug", technique.slug)));
            }
            table.check_text(0, &format!("name of technique `{}`", technique.slug), &technique.name)?;
            taxonomy.techniques.push((technique.slug, technique.name));
        }
        for (index, row) in file.methods.into_iter().enumerate() {
            let entry = taxonomy.read_method(table, index, row)?;
            taxonomy.methods.push(entry);
        }
        if let Some(missing) = Method::ALL.get(taxonomy.methods.len()) {
            return Err(table.refuse(0, format!("method `{missing}` is missing")));
        }
        Ok(taxonomy)
    }

    fn read_method(&self, table: Table<'_>, index: usize, row: Row) -> Result<MethodEntry, ReferenceError> {
        let line = table.line_at(row.slug.span().start);
        let slug = row.slug.into_inner();
        let Some(method) = Method::ALL.get(index).copied().filter(|method| method.slug() == slug) else {
            let wanted = Method::ALL.get(index).map_or("nothing", |method| method.slug());
            return Err(table.refuse(line, format!("method `{slug}` stands where `{wanted}` belongs")));
        };
        if !self.families.iter().any(|family| family.slug == row.family) {
            return Err(table.refuse(line, format!("no family `{}`", row.family)));
        }
        if !Self::SIGNS.contains(&row.signs.len()) {
            return Err(table.refuse(line, format!("{} signs, not 3 to 6", row.signs.len())));
        }
        if let Some(form) = row.crosswalk.attt24.iter().find(|form| !(1..=24).contains(*form)) {
            return Err(table.refuse(line, format!("form {form} is not one of the 24")));
        }
        table.check_text(line, "name", &row.name)?;
        table.check_text(line, "story", &row.story)?;
        for sign in &row.signs {
            table.check_text(line, "sign", sign)?;
        }
        let Row { family, name, story, signs, crosswalk, .. } = row;
        Ok(MethodEntry { method, family, name, story, signs, crosswalk })
    }

    /// The entry of a method.
    pub fn entry(&self, method: Method) -> &MethodEntry {
        &self.methods[method as usize]
    }

    /// The family with this slug.
    pub fn family(&self, slug: &str) -> Option<&Family> {
        self.families.iter().find(|family| family.slug == slug)
    }

    /// The methods of a family, in the order of the table.
    pub fn methods_of(&self, family: &str) -> impl Iterator<Item = &MethodEntry> {
        self.methods.iter().filter(move |entry| entry.family == family)
    }

    /// The name of a technique, e.g. `apk-malware`.
    pub fn technique(&self, slug: &str) -> Option<&Text> {
        self.techniques.iter().find(|(own, _)| own == slug).map(|(_, name)| name)
    }
}
