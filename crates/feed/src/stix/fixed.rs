//! The objects that every entry points at: marking, authors, extension.

use super::{EXTENSION_ID, EXTENSION_SCHEMA_PATH, Stix, TLP_CLEAR_ID, json};
use crate::Moment;

/// Who defined the extension. The same in every installation.
const AUTHOR_ID: &str = "identity--3b0f6a1e-6f0d-4d0a-8a5c-90a7d3c1e2f4";

/// When these objects came to be: 2026-11-01T00:00:00Z, before the first act of any log.
const MADE: Moment = Moment(1_793_491_200_000_000);

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// Its identifier.
    pub id: String,
    /// The STIX type.
    pub kind: &'static str,
    /// When a consumer could first have it; also its only version, but for the marking.
    pub added: Moment,
    /// Its version.
    pub version: Moment,
    /// The object as JSON.
    pub json: String,
}

impl Stix {
    /// How many there are.
    pub const FIXED: u64 = 4;

    /// The objects, in the order in which they come before all entries.
    pub fn fixed(&self) -> [Fixed; Self::FIXED as usize] {
        let at = |place: i64| Moment(MADE.0 + place);
        // The text is the one its authors published, byte for byte in meaning.
        let tlp_made = Moment(1_664_582_400_000_000);
        let tlp = Fixed {
            id: TLP_CLEAR_ID.to_owned(),
            kind: "marking-definition",
            added: at(0),
            version: tlp_made,
            json: format!(
                r#"{{"type":"marking-definition","spec_version":"2.1","id":"{TLP_CLEAR_ID}","created":"2022-10-01T00:00:00.000Z","name":"TLP:CLEAR","extensions":{{"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d":{{"extension_type":"property-extension","tlp_2_0":"clear"}}}}}}"#
            ),
        };
        let author = Fixed {
            id: AUTHOR_ID.to_owned(),
            kind: "identity",
            added: at(1),
            version: MADE,
            json: identity(AUTHOR_ID, "Khiên"),
        };
        let operator = Fixed {
            id: self.identity.clone(),
            kind: "identity",
            added: at(2),
            version: MADE,
            json: identity(&self.identity, &self.operator),
        };
        let extension = Fixed {
            id: EXTENSION_ID.to_owned(),
            kind: "extension-definition",
            added: at(3),
            version: MADE,
            json: format!(
                r#"{{"type":"extension-definition","spec_version":"2.1","id":"{EXTENSION_ID}","created_by_ref":"{AUTHOR_ID}","created":"{MADE}","modified":"{MADE}","name":"Khiên listing","description":"Kind, canonical value, method, level, ground and serial of a listing, and the kinds of thing that STIX has no object for: phone, sms_sender, bank_account, crypto_wallet, app.","schema":{},"version":"1.0.0","extension_types":["property-extension"],"object_marking_refs":["{TLP_CLEAR_ID}"]}}"#,
                json(&format!("{}{EXTENSION_SCHEMA_PATH}", self.base_url))
            ),
        };
        [tlp, author, operator, extension]
    }
}

fn identity(id: &str, name: &str) -> String {
    format!(
        r#"{{"type":"identity","spec_version":"2.1","id":"{id}","created":"{MADE}","modified":"{MADE}","name":{},"identity_class":"organization","object_marking_refs":["{TLP_CLEAR_ID}"]}}"#,
        json(name)
    )
}
