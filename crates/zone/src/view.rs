//! What of the list stands in one zone, and under which records.

use std::str::FromStr;

use domain::base::Name;
use model::publication::zone_name;
use model::{Indicator, IndicatorKind, Level, Listing, Method};

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
    /// Levels it carries.
    pub levels: Vec<Level>,
    /// Methods it carries; `None` for all.
    pub methods: Option<Vec<Method>>,
    /// Hosts that never enter, whatever the list says: the allow-list.
    pub is_protected: fn(&Indicator) -> bool,
}

/// The text is not a name for a zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read `{0}` as the name of a zone")]
pub struct ZoneNameError(String);

impl View {
    /// Seconds a resolver may keep an answer made from this zone; a delisted name must come back within
    /// a minute.
    pub const TTL_SECONDS: u32 = 60;
    /// Seconds between a secondary's looks at the serial, for those that miss a NOTIFY.
    pub const REFRESH_SECONDS: u32 = 60;
    /// Seconds until it looks again after a failure; less than refresh (RFC 1912, section 2.2).
    pub const RETRY_SECONDS: u32 = 30;
    /// Seconds a secondary goes on serving what it has. Source: RFC 1912, section 2.2 (2 to 4 weeks).
    pub const EXPIRE_SECONDS: u32 = 1_209_600;

    /// A zone of this name that refuses everything listed as `block`.
    ///
    /// # Errors
    /// [`ZoneNameError`] when the name cannot be an apex.
    pub fn new(name: &str, is_protected: fn(&Indicator) -> bool) -> Result<View, ZoneNameError> {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let apex = WireName::from_str(&name).map_err(|_| ZoneNameError(name.clone()))?;
        if apex.is_root() {
            return Err(ZoneNameError(name));
        }
        let (action, levels) = (PolicyAction::Nxdomain, vec![Level::Block]);
        Ok(View { name, apex, action, levels, methods: None, is_protected })
    }

    /// The apex.
    pub fn apex(&self) -> &WireName {
        &self.apex
    }

    /// The apex as text, without the last dot.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The owner name of a listing, relative to the apex; `None` when it does not stand in this zone:
    /// another kind, level or method, protected, or not representable.
    pub fn owner<'a>(&self, listing: &'a Listing) -> Option<&'a str> {
        let wanted = listing.indicator.kind() == IndicatorKind::Domain
            && self.levels.contains(&listing.level)
            && self.methods.as_ref().is_none_or(|methods| methods.contains(&listing.method));
        if !wanted || (self.is_protected)(&listing.indicator) {
            return None;
        }
        let host = listing.indicator.value();
        zone_name::owner_name(host, zone_name::octets(&self.name)).is_ok().then_some(host)
    }

    /// The two names that refuse a host and everything below it.
    pub(crate) fn names(&self, owner: &str) -> Option<[WireName; 2]> {
        let below = format!("*.{owner}.{}", self.name);
        let twin = WireName::from_str(&below).ok()?;
        let host = WireName::from_str(&below[2..]).ok()?;
        Some([host, twin])
    }
}
