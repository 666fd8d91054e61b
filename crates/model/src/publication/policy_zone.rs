//! Which part of the list stands in a DNS policy zone, and its head: one rule for the zone file and for
//! transfers, so that a resolver holds the same names whichever way the zone came.
//!
//! A name below another one of the zone stands in it as well: were it left out while its parent stands, an
//! incremental transfer would have to bring it back when the parent goes.

use std::collections::BTreeMap;

use super::zone_name::{self, Unrepresentable};
use super::{Level, Listing, Serial};
use crate::indicator::{Indicator, IndicatorKind};
use crate::{Method, Reference};

/// Name of the zone unless the settings name another. `invalid` can never be a real zone (RFC 6761,
/// section 6.4).
pub const DEFAULT_NAME: &str = "rpz.khien.invalid";

/// Seconds a resolver may keep an answer made from this zone: a delisted name must come back within a
/// minute. A choice; RFC 2308, section 4 lets the SOA's last field bound negative answers.
pub const TTL_SECONDS: u32 = 60;

/// Seconds between a secondary's looks at the serial.
pub const REFRESH_SECONDS: u32 = 60;

/// Seconds until it looks again after a failure; less than refresh, as RFC 1912, section 2.2 asks.
pub const RETRY_SECONDS: u32 = 30;

/// Seconds a secondary goes on serving what it has. Source: RFC 1912, section 2.2 (2 to 4 weeks).
pub const EXPIRE_SECONDS: u32 = 1_209_600;

/// The suffix of the state's own names, which no zone ever refuses.
const STATE_SUFFIX: &str = "gov.vn";

/// The serial of the list in the 32 bits of a zone's serial, where numbers go round (RFC 1982): the
/// remainder. The first list, 0, and every 4,294,967,296th are zone serial 0, which is an ordinary value.
pub fn soa_serial(serial: Serial) -> u32 {
    u32::try_from(serial.0 & u64::from(u32::MAX)).expect("the mask leaves 32 bits")
}

/// Why a listing that a zone wants cannot stand in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeftOut {
    /// It is no name that a resolver would load.
    #[error(transparent)]
    Name(#[from] Unrepresentable),
    /// The allow-list of state, bank, hosting and infrastructure names wins.
    #[error("refuse `{0}`: it is allow-listed")]
    Protected(String),
}

impl LeftOut {
    /// Stable code, kebab-case.
    pub fn code(&self) -> &'static str {
        match self {
            LeftOut::Name(name) => name.code(),
            LeftOut::Protected(_) => "protected",
        }
    }
}

/// The part of the list that one zone carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZonePart {
    /// Octets of the zone name on the wire (see [`zone_name::octets`]); 1, the root, for names that stand
    /// alone.
    pub zone_octets: usize,
    /// Levels it carries.
    pub levels: Vec<Level>,
    /// Methods it carries; `None` for all.
    pub methods: Option<Vec<Method>>,
    /// The slice it carries; `None` for everything.
    pub slice: Option<Slice>,
}

/// One of several zones that share a large list between them, so that a resolver which reads a whole zone
/// again at each change reads little.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Which one, from 0.
    pub index: u32,
    /// How many there are.
    pub of: u32,
}

impl Slice {
    /// Which of `of` slices a host stands in: by FNV-1a of its octets in 32 bits, so that every node and
    /// every version cuts alike. Source: draft-eastlake-fnv-17, section 2.
    pub fn index_of(host: &str, of: u32) -> u32 {
        let hash = host
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, octet| (hash ^ u32::from(octet)).wrapping_mul(0x0100_0193));
        hash % of.max(1)
    }

    /// Whether a host stands in this slice.
    pub fn holds(self, host: &str) -> bool {
        Slice::index_of(host, self.of) == self.index
    }
}

impl ZonePart {
    /// Every host that is to be blocked, below a zone of this name.
    pub fn blocked(zone: &str) -> ZonePart {
        ZonePart {
            zone_octets: zone_name::octets(zone),
            levels: vec![Level::Block],
            methods: None,
            slice: None,
        }
    }

    /// Whether it carries listings of this kind, level and method. A link is not wanted: it must not
    /// refuse a host that others share.
    pub fn wants(&self, listing: &Listing) -> bool {
        listing.indicator.kind() == IndicatorKind::Domain
            && self.levels.contains(&listing.level)
            && self.methods.as_ref().is_none_or(|methods| methods.contains(&listing.method))
            && self.slice.is_none_or(|slice| slice.holds(listing.indicator.value()))
    }

    /// The owner name, relative to the zone, of a listing that the zone [wants](ZonePart::wants).
    ///
    /// # Errors
    /// [`LeftOut`] with the reason; the listing stays on the list.
    pub fn owner_name<'a>(&self, listing: &'a Listing, reference: &Reference) -> Result<&'a str, LeftOut> {
        check_allowed(&listing.indicator, reference)?;
        let host = listing.indicator.value();
        zone_name::owner_name(host, self.zone_octets)?;
        Ok(host)
    }
}

/// Refuses a host or link on the allow-list. The guard keeps such entries off the list; this holds when
/// the allow-list has grown since.
///
/// # Errors
/// [`LeftOut::Protected`] with the host.
pub fn check_allowed(indicator: &Indicator, reference: &Reference) -> Result<(), LeftOut> {
    let Some(host) = indicator.host() else { return Ok(()) };
    let is_state = host == STATE_SUFFIX || host.ends_with(".gov.vn");
    let is_protected_host = reference.hosts.protection(host).is_some();
    // A page on a shared host may be refused, the host may not.
    let is_shared_page = is_protected_host && !indicator.covers_whole_host();
    let is_protected = is_state
        || (is_protected_host && indicator.covers_whole_host())
        || (!is_shared_page && reference.official.find(indicator).is_some());
    if is_protected { Err(LeftOut::Protected(host.to_owned())) } else { Ok(()) }
}

/// Names that a resolver is to leave alone whatever any list says: the state's, the verified channels, and
/// the hosts of the table. Each with whether everything below it is left alone too: not below a suffix
/// under which strangers have their names.
pub fn passed_names(reference: &Reference) -> BTreeMap<&str, bool> {
    let official = reference.official.of_kind(IndicatorKind::Domain);
    let mut names: BTreeMap<&str, bool> = reference.hosts.names().collect();
    names.extend(official.map(|channel| (channel.indicator.value(), true)));
    names.insert(STATE_SUFFIX, true);
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ListingReason, Time};

    fn listing(indicator: &str, level: Level, method: Method) -> Listing {
        Listing {
            indicator: indicator.parse().unwrap(),
            method,
            level,
            reason: ListingReason::Impersonation,
            listed_at: Time::from_millis(0),
            expires_at: Time::from_millis(1),
            serial: Serial(1),
        }
    }

    fn check(indicator: &str, level: Level, expected: &str) {
        let part = ZonePart::blocked(DEFAULT_NAME);
        let listing = listing(indicator, level, Method::GovFine);
        let answer = match part.wants(&listing) {
            false => "not wanted".to_owned(),
            true => match part.owner_name(&listing, Reference::embedded()) {
                Ok(name) => name.to_owned(),
                Err(reason) => reason.code().to_owned(),
            },
        };
        assert_eq!(answer, expected, "{indicator}");
    }

    #[test]
    fn only_hosts_that_are_blocked_and_not_protected_stand_in_the_zone() {
        check("domain:vay-nhanh.example", Level::Block, "vay-nhanh.example");
        check("domain:a.vay-nhanh.example", Level::Block, "a.vay-nhanh.example");
        check("domain:vay-nhanh.example", Level::Warn, "not wanted");
        check("url:vay-nhanh.example/a", Level::Block, "not wanted");
        check("phone:+84900000001", Level::Block, "not wanted");
        check("domain:bocongan.gov.vn", Level::Block, "protected");
        check("domain:facebook.com", Level::Block, "protected");
        check("domain:bocongan.gov.vn.lua.example", Level::Block, "bocongan.gov.vn.lua.example");
    }

    #[test]
    fn a_zone_of_some_methods_wants_only_those() {
        let part = ZonePart { methods: Some(vec![Method::GovFine]), ..ZonePart::blocked(DEFAULT_NAME) };
        assert!(part.wants(&listing("domain:a.example", Level::Block, Method::GovFine)));
        assert!(!part.wants(&listing("domain:a.example", Level::Block, Method::OrgBankPhish)));
    }

    #[test]
    fn slices_share_the_list_and_none_holds_a_name_twice() {
        let slices: Vec<Slice> = (0..16).map(|index| Slice { index, of: 16 }).collect();
        let mut counts = [0; 16];
        for number in 0..16_000 {
            let name = format!("mau-{number}.example");
            let holders: Vec<usize> = (0..16).filter(|index| slices[*index].holds(&name)).collect();
            assert_eq!(holders.len(), 1, "{name}");
            counts[holders[0]] += 1;
        }
        assert!(counts.iter().all(|count| (800..1_200).contains(count)), "{counts:?}");
        // 0xE40C292C is FNV-1a of the one octet "a" (the draft's appendix C).
        assert!(Slice { index: 0xE40C_292C % 1_000, of: 1_000 }.holds("a"));
    }

    #[test]
    fn names_left_alone_are_those_the_allow_list_protects() {
        let reference = Reference::embedded();
        let names = passed_names(reference);
        for (name, below) in [("gov.vn", true), ("facebook.com", true), ("github.io", false)] {
            assert_eq!(names.get(name), Some(&below), "{name}");
        }
        for name in names.keys() {
            let indicator = Indicator::parse(IndicatorKind::Domain, name).unwrap();
            assert!(check_allowed(&indicator, reference).is_err(), "{name}");
        }
    }

    #[test]
    fn the_zone_serial_goes_round() {
        let serials = [0, 1, u64::from(u32::MAX), u64::from(u32::MAX) + 1, u64::MAX];
        assert_eq!(serials.map(|serial| soa_serial(Serial(serial))), [0, 1, u32::MAX, 0, u32::MAX]);
    }
}
