//! The event of one method and month, written piece by piece, and the manifest.

use std::io::{Result, Write};

use model::publication::Edition;
use model::{Action, Language, Level, Method};

use super::item::{self, Mark};
use super::{Misp, json};
use crate::index::{Event, LogIndex, Month};
use crate::{public_path, uuid};

/// Level of threat "medium", analysis "completed". Source: MISP core format, 2.2.1.3 and 2.2.1.4.
const THREAT_LEVEL: &str = "2";
const ANALYSIS: &str = "2";

impl Misp<'_> {
    /// The manifest: every event with what a reader needs to see whether it changed.
    pub fn write_manifest(&self, index: &LogIndex, out: &mut dyn Write) -> Result<()> {
        out.write_all(b"{")?;
        for (place, (method, month, event)) in index.events().enumerate() {
            out.write_all(if place == 0 { b"\n" } else { b",\n" })?;
            write!(out, "\"{}\":{{{}}}", self.event_id(method, month), self.head(method, month, event))?;
        }
        out.write_all(b"\n}\n")
    }

    /// The event up to its first attribute. Then come the attributes, [`Misp::write_middle`], the objects,
    /// [`Misp::write_end`].
    pub fn write_start(
        &self,
        method: Method,
        month: Month,
        event: &Event,
        out: &mut dyn Write,
    ) -> Result<()> {
        let (id, head) = (self.event_id(method, month), self.head(method, month, event));
        let stamp = event.stamp;
        write!(
            out,
            "{{\"Event\":{{\"uuid\":\"{id}\",{head},\"published\":true,\"publish_timestamp\":\"{stamp}\",\"extends_uuid\":\"\",\n\"Attribute\":["
        )
    }

    /// Between the attributes and the objects.
    pub fn write_middle(&self, out: &mut dyn Write) -> Result<()> {
        out.write_all(b"\n],\n\"Object\":[")
    }

    /// The end of the event.
    pub fn write_end(&self, out: &mut dyn Write) -> Result<()> {
        out.write_all(b"\n]}}\n")
    }

    /// One entry, as attribute or as object ([`super::is_object`]); `is_first` of its list.
    pub fn write_entry(&self, edition: &Edition, is_first: bool, out: &mut dyn Write) -> Result<()> {
        out.write_all(if is_first { b"\n" } else { b",\n" })?;
        let is_deleted = edition.action == Action::Delist;
        let tags = [
            format!("khien:level=\"{}\"", edition.level.slug()),
            format!("khien:method=\"{}\"", edition.method),
            format!("khien:reason=\"{}\"", edition.reason.slug()),
        ];
        let mark = Mark {
            uuid: uuid::of_entry(&edition.beginning),
            // Readers compare whole seconds: a change within the second of the listing comes after it.
            timestamp: edition.at.seconds()
                + match edition.action {
                    Action::List => 0,
                    Action::Revise => 1,
                    Action::Delist => 2,
                },
            to_ids: edition.level == Level::Block && !is_deleted,
            is_deleted,
            first_seen: edition.beginning.at.to_string(),
            comment: json(&format!("{}{}", self.base_url, public_path(&edition.indicator))),
            tags: tags.map(|name| format!("{{\"name\":{}}}", json(&name))).join(","),
        };
        item::write(&edition.indicator, &mark, out)
    }

    /// The lines of `hashes.csv` for one entry: the MD5 of each value and the event it is in.
    pub fn write_hashes(&self, edition: &Edition, event_id: &str, out: &mut dyn Write) -> Result<()> {
        for value in item::values(&edition.indicator) {
            use md5::Digest as _;
            let hash = data_encoding::HEXLOWER.encode(&md5::Md5::digest(value.as_bytes()));
            writeln!(out, "{hash},{event_id}")?;
        }
        Ok(())
    }

    /// The members that manifest and event share.
    fn head(&self, method: Method, month: Month, event: &Event) -> String {
        let name = &self.taxonomy.entry(method).name;
        let info = format!("{} / {}, {month}", name.get(Language::Vi), name.get(Language::En));
        let tags: Vec<String> =
            self.tags(method).iter().map(|tag| format!("{{\"name\":{}}}", json(tag))).collect();
        format!(
            "\"info\":{},\"date\":\"{month}-01\",\"threat_level_id\":\"{THREAT_LEVEL}\",\"analysis\":\"{ANALYSIS}\",\"timestamp\":\"{}\",\"Orgc\":{},\"Tag\":[{}]",
            json(&info),
            event.stamp,
            self.organisation,
            tags.join(",")
        )
    }

    /// Taxonomies and galaxies of a method, from the crosswalk of the taxonomy.
    fn tags(&self, method: Method) -> Vec<String> {
        let crosswalk = &self.taxonomy.entry(method).crosswalk;
        let mut tags = vec!["tlp:clear".to_owned(), format!("khien:method=\"{method}\"")];
        if let Some((class, kind)) = crosswalk.rsit.split_once(':') {
            tags.push(format!("rsit:{class}=\"{kind}\""));
        }
        let (variety, vector) = crosswalk.veris.split_once('/').unwrap_or((&crosswalk.veris, ""));
        if !variety.is_empty() {
            tags.push(format!("veris:action:social:variety=\"{variety}\""));
        }
        let galaxy = match (variety, vector) {
            (_, "Phone") => "Vishing",
            ("Phishing", _) => "Phishing",
            _ => "Scam",
        };
        tags.push(format!("misp-galaxy:financial-fraud=\"{galaxy}\""));
        tags
    }
}
