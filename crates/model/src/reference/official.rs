//! Official channels: whom a domain, number, sender name or app belongs to.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use toml::Spanned;

use super::ReferenceError;
use super::hotlines::{Grade, Hotlines};
use super::table::{Table, is_slug};
use crate::text::fold;
use crate::{Indicator, IndicatorKind, Method, Text};

/// One official channel.
#[derive(Clone, Debug)]
pub struct Official {
    /// The channel. A `domain` covers its sub-domains.
    pub indicator: Indicator,
    /// Who owns it, e.g. `Vietcombank`.
    pub owner: Text,
    /// Stable name of the owner, kebab-case; the same for all channels of one owner.
    pub owner_slug: String,
    /// Folded names under which it is impersonated, e.g. `vietcombank`, `vcb`.
    pub brands: Vec<String>,
    /// How it is imitated in hosts.
    pub in_hosts: InHosts,
    /// Whether it was compared with a source that can be named. Only a verified channel may be shown as
    /// `official`; the others still may never be listed, and are still imitated.
    pub verified: bool,
    /// When it was last compared with its source, `yyyy-mm-dd`.
    pub verified_on: String,
    /// Where.
    pub source: String,
}

/// How an owner is imitated in hosts, beyond [`Official::brands`]. Names are folded, letters and digits only.
#[derive(Clone, Debug, Default)]
pub struct InHosts {
    /// Names that are looked for in hosts and not in speech.
    pub names: Vec<String>,
    /// Names that other firms and words share: they count beside a bait or under an ending that costs nothing.
    pub shared: Vec<String>,
    /// Whether others sell its goods lawfully under its name.
    pub is_resold: bool,
    /// The method that imitating it points to; `None` where the engine's own table says it.
    pub method: Option<Method>,
}

impl Official {
    /// Whether its owner is known by hosts alone and never spoken of.
    pub fn is_of_hosts(&self) -> bool {
        self.brands.is_empty() && !(self.in_hosts.names.is_empty() && self.in_hosts.shared.is_empty())
    }
}

/// The table `official.toml`.
#[derive(Clone, Debug, Default)]
pub struct OfficialChannels {
    /// All channels, in the order of the file; then the numbers of `hotlines.toml`.
    pub channels: Vec<Official>,
    /// Position of each channel by kind and canonical value, so that a look-up needs no new string.
    places: BTreeMap<IndicatorKind, HashMap<Box<str>, usize>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "source")]
    _source: String,
    owners: Vec<Owner>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Owner {
    slug: Spanned<String>,
    name: Text,
    /// Folded names under which it is impersonated.
    #[serde(default)]
    brands: Vec<String>,
    /// Names in hosts only.
    #[serde(default)]
    host_names: Vec<String>,
    /// Names in hosts only that others share.
    #[serde(default)]
    shared_names: Vec<String>,
    /// Whether others sell its goods under its name.
    #[serde(default)]
    resold: bool,
    method: Option<Method>,
    channels: Vec<Channel>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Channel {
    /// `kind:value`.
    id: Spanned<String>,
    verified: bool,
    /// Day of the comparison, `yyyy-mm-dd`.
    on: String,
    source: String,
}

impl OfficialChannels {
    pub(super) const FILE: &'static str = "official.toml";

    pub(super) fn parse(text: &str) -> Result<OfficialChannels, ReferenceError> {
        let table = Table::new(Self::FILE, text);
        let file: File = table.toml()?;
        let mut official = OfficialChannels::default();
        for owner in file.owners {
            official.add_owner(table, owner)?;
        }
        Ok(official)
    }

    fn add_owner(&mut self, table: Table<'_>, owner: Owner) -> Result<(), ReferenceError> {
        let line = table.line_at(owner.slug.span().start);
        let slug = owner.slug.into_inner();
        if !is_slug(&slug) || self.channels.iter().any(|channel| channel.owner_slug == slug) {
            return Err(table.refuse(line, format!("owner `{slug}` is not a slug, or is there twice")));
        }
        table.check_text(line, "name", &owner.name)?;
        if let Some(brand) = owner.brands.iter().find(|brand| fold(brand) != **brand) {
            return Err(table.refuse(line, format!("brand `{brand}` is not folded")));
        }
        let is_plain =
            |name: &String| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if let Some(name) = owner.host_names.iter().chain(&owner.shared_names).find(|name| !is_plain(name)) {
            return Err(table.refuse(line, format!("name `{name}` is not letters and digits in lower case")));
        }
        let in_hosts = InHosts {
            names: owner.host_names,
            shared: owner.shared_names,
            is_resold: owner.resold,
            method: owner.method,
        };
        for channel in owner.channels {
            let line = table.line_at(channel.id.span().start);
            table.check_day(line, "on", &channel.on)?;
            let indicator: Indicator =
                channel.id.get_ref().parse().map_err(|error| table.refuse(line, error))?;
            let of_kind = self.places.entry(indicator.kind()).or_default();
            if of_kind.insert(indicator.value().into(), self.channels.len()).is_some() {
                return Err(table.refuse(line, format!("`{indicator}` is there twice")));
            }
            self.channels.push(Official {
                indicator,
                owner: owner.name.clone(),
                owner_slug: slug.clone(),
                brands: owner.brands.clone(),
                in_hosts: in_hosts.clone(),
                verified: channel.verified,
                verified_on: channel.on,
                source: channel.source,
            });
        }
        Ok(())
    }

    /// Adds the numbers of `hotlines.toml`; those of grade A are verified.
    pub(super) fn take_hotlines(&mut self, hotlines: &Hotlines) {
        for hotline in &hotlines.hotlines {
            // The table has parsed each number already; one that also stands in `official.toml` stays.
            let Ok(indicator) = Indicator::parse(IndicatorKind::Phone, &hotline.number) else { continue };
            let of_kind = self.places.entry(IndicatorKind::Phone).or_default();
            if of_kind.contains_key(indicator.value()) {
                continue;
            }
            of_kind.insert(indicator.value().into(), self.channels.len());
            let same_owner = self.channels.iter().find(|channel| channel.owner_slug == hotline.owner_slug);
            self.channels.push(Official {
                indicator,
                owner: same_owner.map_or_else(|| hotline.owner.clone(), |channel| channel.owner.clone()),
                owner_slug: hotline.owner_slug.clone(),
                brands: same_owner.map(|channel| channel.brands.clone()).unwrap_or_default(),
                in_hosts: same_owner.map(|channel| channel.in_hosts.clone()).unwrap_or_default(),
                verified: hotline.grade == Grade::A,
                verified_on: hotline.read_on.clone(),
                source: hotline.source.clone(),
            });
        }
    }

    /// The channel that this indicator is, or is part of: a sub-domain, page or mailbox of an official
    /// domain, an app of an official package. Look at [`Official::verified`] before calling it official.
    pub fn find(&self, indicator: &Indicator) -> Option<&Official> {
        let (kind, value) = (indicator.kind(), indicator.value());
        match kind {
            IndicatorKind::Domain => self.find_host(value),
            IndicatorKind::Url => self.find_host(value.split(['/', '?']).next().unwrap_or(value)),
            IndicatorKind::Email => self
                .get(kind, value)
                .or_else(|| self.find_host(value.rsplit_once('@').map_or(value, |(_, host)| host))),
            IndicatorKind::App => self
                .get(kind, value)
                .or_else(|| self.get(kind, value.split_once('#').map_or(value, |(package, _)| package))),
            _ => self.get(kind, value),
        }
    }

    /// The channel of a canonical host or of the nearest parent of it.
    pub fn find_host(&self, host: &str) -> Option<&Official> {
        let mut rest = host;
        loop {
            if let Some(official) = self.get(IndicatorKind::Domain, rest) {
                return Some(official);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    fn get(&self, kind: IndicatorKind, value: &str) -> Option<&Official> {
        self.places.get(&kind)?.get(value).map(|index| &self.channels[*index])
    }

    /// The channels of an app: its package alone, and with each certificate that its owner signs with.
    pub fn of_package<'o>(&'o self, package: &'o str) -> impl Iterator<Item = &'o Official> {
        let of_app = self.of_kind(IndicatorKind::App);
        of_app.filter(move |channel| channel.indicator.value().split('#').next() == Some(package))
    }

    /// Channels of one kind.
    pub fn of_kind(&self, kind: IndicatorKind) -> impl Iterator<Item = &Official> {
        self.channels.iter().filter(move |channel| channel.indicator.kind() == kind)
    }
}
