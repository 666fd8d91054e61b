//! On whose desk a new report goes: by place, by method and by urgency.
//!
//! The place is what the sender named, in today's names or old ones: a province or a district that ended on
//! 1 July 2025 leads to the province that took its place.

use model::{Method, Reference};

use crate::slugs::slugs;
use crate::unit::{NewUnit, UnitId, UnitKind};

slugs! {
    /// What brought a report to its desk. The catalogue holds `routed-<slug>` in each language.
    RouteReason {
        /// The commune named has a desk.
        Commune = "commune",
        /// The province named has a desk.
        Province = "province",
        /// The province has a desk for this method.
        Method = "method",
        /// It cannot wait: the province's desk, which is on duty day and night.
        Emergency = "emergency",
        /// No place named, or none of the place has a desk.
        NoDesk = "no-desk",
        /// An officer moved it.
        Officer = "officer",
        /// Its unit was closed.
        UnitClosed = "unit-closed",
    }
}

/// Minutes of head start (`rank`) from which a report is an emergency: somebody in danger, or money that left within the
/// hour.
pub const EMERGENCY_MINUTES: i64 = 10 * 24 * 60;

/// What the way depends on.
#[derive(Clone, Copy, Debug)]
pub struct RouteFacts<'a> {
    /// Code of the province that was chosen; `None` when none was.
    pub province: Option<&'a str>,
    /// The place in the sender's words; may be empty.
    pub place: &'a str,
    /// The method, as far as known.
    pub method: Option<Method>,
    /// Head start in the queue, in minutes.
    pub urgency: i64,
}

/// A place as codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Code of the province; `None` when unknown.
    pub province: Option<String>,
    /// Code of the commune; `None` when unknown.
    pub commune: Option<String>,
}

/// The place that the facts name. A province that was chosen wins over one in words; parts of the words are
/// read from the last, the largest, to the first.
pub fn place(facts: &RouteFacts<'_>, reference: &Reference) -> Place {
    let places = &reference.places;
    let parts: Vec<&str> = facts.place.split([',', ';', '-', '\n']).map(str::trim).collect();
    let whole = || places.find_province(facts.place).map(|one| one.code.clone());
    let named = || parts.iter().rev().find_map(|part| places.find_province(part)).map(|one| one.code.clone());
    let Some(province) = facts.province.map(str::to_owned).or_else(whole).or_else(named) else {
        return Place::default();
    };
    let commune = parts.iter().find_map(|part| places.find_commune(&province, part));
    Place { commune: commune.map(|one| one.code.clone()), province: Some(province) }
}

/// The desk for a report among `units`, the open ones of its province, and why. The root's where none fits.
pub fn route(facts: &RouteFacts<'_>, place: &Place, units: &[NewUnit]) -> (UnitId, RouteReason) {
    let is_emergency = facts.urgency >= EMERGENCY_MINUTES;
    let here = |unit: &&NewUnit| place.province.is_some() && unit.province == place.province;
    let desks = || units.iter().filter(here).filter(|unit| unit.kind == UnitKind::Province);
    let for_method =
        || desks().find(|unit| facts.method.is_some_and(|method| unit.methods.contains(&method)));
    let general = || desks().find(|unit| unit.methods.is_empty()).or_else(|| desks().next());
    let commune = || {
        let mut wards = units.iter().filter(here).filter(|unit| unit.kind == UnitKind::Commune);
        wards.find(|unit| place.commune.is_some() && unit.commune == place.commune)
    };
    if is_emergency && let Some(desk) = for_method().or_else(general) {
        return (desk.id.clone(), RouteReason::Emergency);
    }
    let found = [
        (for_method(), RouteReason::Method),
        (commune(), RouteReason::Commune),
        (general(), RouteReason::Province),
    ];
    let desk = found.into_iter().find_map(|(desk, reason)| Some((desk?.id.clone(), reason)));
    desk.unwrap_or((UnitId::ministry(), RouteReason::NoDesk))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: &str, kind: UnitKind, province: &str, commune: Option<&str>, methods: &[Method]) -> NewUnit {
        NewUnit {
            id: id.parse().unwrap(),
            kind,
            parent: None,
            name: id.to_owned(),
            province: Some(province.to_owned()),
            commune: commune.map(str::to_owned),
            methods: methods.to_vec(),
        }
    }

    fn units() -> Vec<NewUnit> {
        use UnitKind::{Commune, Partner, Province};
        vec![
            unit("so-mau", Partner, "48", None, &[]),
            unit("pa05-da-nang", Province, "48", None, &[]),
            unit("pc03-da-nang", Province, "48", None, &[Method::InvPonzi]),
            unit("hai-chau", Commune, "48", Some("20242"), &[]),
            unit("ninh-binh", Province, "37", None, &[]),
        ]
    }

    fn check(
        province: Option<&str>,
        place_words: &str,
        method: Option<Method>,
        urgency: i64,
        expected: &str,
    ) {
        let facts = RouteFacts { province, place: place_words, method, urgency };
        let place = place(&facts, Reference::embedded());
        let (unit, reason) = route(&facts, &place, &units());
        assert_eq!(format!("{unit} {reason}"), expected, "{province:?} {place_words}");
    }

    #[test]
    fn today_s_names_lead_to_the_desk_of_the_place() {
        check(Some("48"), "", None, 0, "pa05-da-nang province");
        check(Some("48"), "phường Hải Châu", None, 0, "hai-chau commune");
        check(None, "Hải Châu, Đà Nẵng", None, 0, "hai-chau commune");
        check(None, "số 1 đường Mẫu, phường Hải Châu, thành phố Đà Nẵng", None, 0, "hai-chau commune");
        check(Some("48"), "phường Thanh Khê", None, 0, "pa05-da-nang province");
        check(None, "da nang", None, 0, "pa05-da-nang province");
    }

    #[test]
    fn names_that_ended_lead_to_what_took_their_place() {
        check(None, "Quảng Nam", None, 0, "pa05-da-nang province");
        check(None, "huyện Hòa Vang, Đà Nẵng", None, 0, "pa05-da-nang province");
        check(None, "h. Hòa Vang", None, 0, "pa05-da-nang province");
        check(None, "tx Điện Bàn, tỉnh Quảng Nam", None, 0, "pa05-da-nang province");
        check(None, "Phủ Lý, Hà Nam", None, 0, "ninh-binh province");
        check(None, "tỉnh Nam Định", None, 0, "ninh-binh province");
    }

    #[test]
    fn a_desk_for_the_method_comes_before_the_place_and_an_emergency_before_both() {
        check(Some("48"), "phường Hải Châu", Some(Method::InvPonzi), 0, "pc03-da-nang method");
        check(Some("48"), "phường Hải Châu", Some(Method::CoerceKidnap), 43_200, "pa05-da-nang emergency");
        check(Some("48"), "phường Hải Châu", None, EMERGENCY_MINUTES - 1, "hai-chau commune");
        check(Some("48"), "phường Hải Châu", None, EMERGENCY_MINUTES, "pa05-da-nang emergency");
    }

    #[test]
    fn what_names_no_place_or_one_without_a_desk_goes_to_the_root() {
        check(None, "", None, 0, "ministry no-desk");
        check(None, "ở nhà", None, 0, "ministry no-desk");
        check(Some("01"), "Ba Đình", None, 0, "ministry no-desk");
        check(Some("01"), "Ba Đình", Some(Method::CoerceKidnap), 43_200, "ministry no-desk");
    }
}
