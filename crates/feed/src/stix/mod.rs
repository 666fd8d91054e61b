//! STIX 2.1: each entry as an `indicator` with a pattern. Page: `docs/formats/stix.md`.
//!
//! In reading order: [`object`] writes one version of one entry; `pattern` says what it matches; [`fixed`]
//! holds the objects that the others point at; [`read`] reads what partners send, `comparison` their patterns.
//! Source: OASIS STIX Version 2.1 (10 June 2021).

use model::{Language, Method, Reference};

mod comparison;
pub mod fixed;
pub mod object;
mod pattern;
pub mod read;

pub use object::{entry_id, entry_serial};

/// The media type of one object. Source: STIX 2.1, section 12.
pub const MEDIA_TYPE: &str = "application/stix+json;version=2.1";

/// `extension-definition` of what STIX has no field for. The same in every installation.
pub const EXTENSION_ID: &str = "extension-definition--8f4c1d52-0b6e-4a57-9c39-5d2f7e10b8a4";

/// The JSON schema of the extension.
pub const EXTENSION_SCHEMA: &str = include_str!("extension.schema.json");

/// Path under which the schema is served.
pub const EXTENSION_SCHEMA_PATH: &str = "/feeds/stix/extension.schema.json";

/// `TLP:CLEAR` of TLP 2.0: the list is public. Source: OASIS Cyber Threat Intelligence TC, "TLP 2.0
/// Extension Definition", which fixes the identifier.
pub const TLP_CLEAR_ID: &str = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";

/// What every object of one installation shares, made ready once.
pub struct Stix {
    base_url: String,
    operator: String,
    identity: String,
    /// JSON text of `"description":…,"labels":[…` for each method, up to the level.
    methods: Vec<String>,
}

impl Stix {
    /// For an installation reached at `base_url` (scheme and host, no slash at the end) and run by
    /// `operator` (may be empty).
    pub fn new(reference: &Reference, base_url: &str, operator: &str) -> Stix {
        let method = |method: &Method| {
            let name = &reference.taxonomy.entry(*method).name;
            let both = format!("{} / {}", name.get(Language::Vi), name.get(Language::En));
            format!(r#""description":{},"labels":["{method}","#, json(&both))
        };
        Stix {
            base_url: base_url.to_owned(),
            operator: if operator.is_empty() { "Khiên".to_owned() } else { operator.to_owned() },
            identity: format!("identity--{}", crate::uuid::of_name(&format!("operator {base_url}"))),
            methods: Method::ALL.iter().map(method).collect(),
        }
    }
}

/// A JSON string.
fn json(text: &str) -> String {
    serde_json::to_string(text).expect("a string always serialises")
}
