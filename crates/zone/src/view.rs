//! What of the list stands in one zone, and under which records.

use std::str::FromStr;
use std::sync::Arc;

use domain::base::Name;
use domain::rdata::Cname;
use model::publication::{AllowList, Slice, ZonePart, policy_zone, zone_name};
use model::{Level, Listing, Method, Reference, Serial};

use crate::body::{Body, BodyWriter};

/// A name on the wire.
pub type WireName = Name<Vec<u8>>;

/// What a resolver does with a name of the zone. Source: draft-vixie-dnsop-dns-rpz-00, section 3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyAction {
    /// Says that the name does not exist: `CNAME .`.
    Nxdomain,
    /// Says that the name has no such record: `CNAME *.`.
    Nodata,
    /// Sends the reader to a page that explains: `CNAME <host>.`.
    Redirect(WireName),
    /// Leaves the name alone, whatever a later zone says: `CNAME rpz-passthru.`.
    Passthru,
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
            PolicyAction::Passthru => "rpz-passthru".parse().expect("a constant name"),
        }
    }
}

/// What a zone is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// The part of the list that [`View::part`] describes.
    List,
    /// The names that no list may hold ([`policy_zone::passed_names`]), and those that the desk has put beside them.
    AllowList,
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
    content: Content,
    /// Differences from this serial or an earlier one cannot be told: the zone was another one then.
    pub since: Serial,
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
        Ok(View {
            name,
            apex,
            action: PolicyAction::Nxdomain,
            part,
            content: Content::List,
            since: Serial(0),
            reference,
        })
    }

    /// The same zone with the names that resolvers are to leave alone instead of the list.
    pub fn of_allow_list(self) -> View {
        View { content: Content::AllowList, action: PolicyAction::Passthru, ..self }
    }

    /// The same zone with only these levels.
    pub fn with_levels(mut self, levels: Vec<Level>) -> View {
        self.part.levels = levels;
        self
    }

    /// The same zone with only these methods; `None` for all.
    pub fn with_methods(mut self, methods: Option<Vec<Method>>) -> View {
        self.part.methods = methods;
        self
    }

    /// The same zone with only this slice; `None` for everything.
    pub fn with_slice(mut self, slice: Option<Slice>) -> View {
        self.part.slice = slice;
        self
    }

    /// The same zone with this action.
    pub fn with_action(self, action: PolicyAction) -> View {
        View { action, ..self }
    }

    /// The apex.
    pub fn apex(&self) -> &WireName {
        &self.apex
    }

    /// The apex as text, without the last dot.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is made of.
    pub fn content(&self) -> Content {
        self.content
    }

    /// Everything that decides which records the zone holds at a serial, as text: another text, another zone.
    pub fn definition(&self) -> String {
        let passed = policy_zone::passed_names(&self.reference);
        format!("{:?} {:?} {:?} {passed:?}", self.content, self.action, self.part)
    }

    /// The owner name of a listing, relative to the apex; `None` when it does not stand in this zone, by the
    /// rule of [`model::publication::policy_zone`].
    pub fn owner<'a>(&self, listing: &'a Listing) -> Option<&'a str> {
        if self.content != Content::List || !self.part.wants(listing) {
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

    /// The records of the allow-list; none for a part of the list.
    pub(crate) fn fixed(&self, allowed: &AllowList) -> Arc<[Body]> {
        let mut writer = BodyWriter::default();
        let target = self.action.target();
        if self.content == Content::AllowList {
            let mut passed = policy_zone::passed_names(&self.reference);
            passed.extend(allowed.hosts().map(|host| (host, true)));
            for (name, is_below_too) in passed {
                if zone_name::owner_name(name, self.part.zone_octets).is_err() {
                    continue;
                }
                let names = self.names(name).into_iter().flatten();
                for owner in names.take(if is_below_too { 2 } else { 1 }) {
                    writer.push(&owner, Cname::new(&target));
                }
            }
        }
        writer.finish().into()
    }
}
