//! One version of one entry as an `indicator` object, written straight to bytes.

use std::io::Write;

use model::publication::{Beginning, Edition};
use model::{Action, Serial, Time};

use super::{EXTENSION_ID, Stix, TLP_CLEAR_ID, pattern};
use crate::{Moment, public_path, uuid};

/// The STIX type of every entry.
pub const TYPE: &str = "indicator";

/// The identifier of an entry.
pub fn entry_id(beginning: &Beginning) -> String {
    format!("{TYPE}--{}", uuid::of_entry(beginning))
}

/// The act that began the entry with this identifier, if it is one of ours; compare the entry's own
/// [`entry_id`] with `id` before believing it.
pub fn entry_serial(id: &str) -> Option<Serial> {
    uuid::serial(id.strip_prefix(TYPE)?.strip_prefix("--")?)
}

impl Stix {
    /// Writes the object. `created` and `modified` are the moments of the act that began the entry and of
    /// the act that left this version.
    pub fn write(&self, edition: &Edition, created: Moment, modified: Moment, out: &mut Vec<u8>) {
        let wrote = self.try_write(edition, created, modified, out);
        wrote.expect("writing to a vector cannot fail");
    }

    fn try_write(
        &self,
        edition: &Edition,
        created: Moment,
        modified: Moment,
        out: &mut Vec<u8>,
    ) -> std::io::Result<()> {
        let Stix { identity, base_url, .. } = self;
        let indicator = &edition.indicator;
        let id = entry_id(&edition.beginning);
        write!(
            out,
            r#"{{"type":"{TYPE}","spec_version":"2.1","id":"{id}","created_by_ref":"{identity}","created":"{created}","modified":"{modified}","#
        )?;
        if edition.action == Action::Delist {
            out.extend_from_slice(br#""revoked":true,"#);
        }
        let name = indicator.to_string();
        out.extend_from_slice(br#""name":"#);
        serde_json::to_writer(&mut *out, &name)?;
        write!(
            out,
            r#",{}"{}"],"indicator_types":["malicious-activity"],"pattern":"#,
            self.methods[edition.method as usize],
            edition.level.slug()
        )?;
        serde_json::to_writer(&mut *out, &pattern::write(indicator))?;
        let from = Moment::of(edition.beginning.at);
        let until = Moment::of(ends(edition));
        write!(
            out,
            r#","pattern_type":"stix","valid_from":"{from}","valid_until":"{until}","external_references":[{{"source_name":"khien","url":"#
        )?;
        // The path is ASCII without quotes; the address of the installation was checked with its settings.
        write!(out, r#""{base_url}{}","external_id":"#, public_path(indicator))?;
        serde_json::to_writer(&mut *out, &name)?;
        write!(
            out,
            r#"}}],"object_marking_refs":["{TLP_CLEAR_ID}"],"extensions":{{"{EXTENSION_ID}":{{"extension_type":"property-extension","kind":"{}","value":"#,
            indicator.kind().slug()
        )?;
        serde_json::to_writer(&mut *out, indicator.value())?;
        write!(
            out,
            r#","method":"{}","level":"{}","reason":"{}","serial":{}}}}}}}"#,
            edition.method,
            edition.level.slug(),
            edition.reason.slug(),
            edition.serial
        )
    }
}

/// When the object is no longer valid: at its expiry, or when it was taken back; always after its start,
/// as STIX wants it (4.7.1).
fn ends(edition: &Edition) -> Time {
    let end = match edition.action {
        Action::Delist => edition.at.min(edition.expires_at),
        Action::List | Action::Revise => edition.expires_at,
    };
    end.max(Time::from_millis(edition.beginning.at.millis() + 1))
}
