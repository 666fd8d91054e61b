//! What of the list stands in one zone, and under which records.

use std::str::FromStr;
use std::sync::Arc;

use domain::base::Name;
use model::publication::ZonePart;
use model::{Listing, Reference};

/// A name on the wire.
pub type WireName = Name<Vec<u8>>;

/// What a resolver does with a listed name. Source: draft-vixie-dnsop-dns-rpz-00, section 3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyAction {
    /// Says that the name does not exist: `CNAME .`.
    Nxdomain,
    /// Says that the name has no such record: `CNAME *.`.
    Nodata,
    /// Sends the reader to a page that explains: `CNAME <host>.`.
    Redirect(WireName),
}

impl PolicyAction {
    /// The target of the CNAME that means this action.
    pub fn target(&self) -> WireName {
        match self {
            PolicyAction::Nxdomain => WireName::root_vec(),
            PolicyAction::Nodata => {
                WireName::from_octets(vec![1, b'*', 0]).expect("one label and the root are a name")
            }
            PolicyAction::Redirect(host) => host.clone(),
        }
    }
}

/// One zone: its name and the part of the list it carries.
#[derive(Clone, Debug)]
pub struct View {
    /// Apex, as written, without the last dot.
    name: String,
    apex: WireName,
    /// What a resolver does with the names of this zone.
    pub action: PolicyAction,
    /// What of the list it carries.
    pub part: ZonePart,
    /// Whose allow-list wins over the list.
    reference: Arc<Reference>,
}

/// The text is not a name for a zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read `{0}` as the name of a zone")]
pub struct ZoneNameError(String);

impl View {
    /// A zone of this name that refuses everything listed as `block`.
    ///
    /// # Errors
    /// [`ZoneNameError`] when the name cannot be an apex.
    pub fn new(name: &str, reference: Arc<Reference>) -> Result<View, ZoneNameError> {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let apex = WireName::from_str(&name).map_err(|_| ZoneNameError(name.clone()))?;
        if apex.is_root() {
            return Err(ZoneNameError(name));
        }
        let part = ZonePart::blocked(&name);
        Ok(View { name, apex, action: PolicyAction::Nxdomain, part, reference })
    }

    /// The apex.
    pub fn apex(&self) -> &WireName {
        &self.apex
    }

    /// The apex as text, without the last dot.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The owner name of a listing, relative to the apex; `None` when it does not stand in this zone, by the
    /// rule of [`model::publication::policy_zone`].
    pub fn owner<'a>(&self, listing: &'a Listing) -> Option<&'a str> {
        if !self.part.wants(listing) {
            return None;
        }
        self.part.owner_name(listing, &self.reference).ok()
    }

    /// The two names that refuse a host and everything below it.
    pub(crate) fn names(&self, owner: &str) -> Option<[WireName; 2]> {
        let below = format!("*.{owner}.{}", self.name);
        let twin = WireName::from_str(&below).ok()?;
        let host = WireName::from_str(&below[2..]).ok()?;
        Some([host, twin])
    }
}
