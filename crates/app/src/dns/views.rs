//! The zones of the settings.

use std::str::FromStr as _;
use std::sync::Arc;

use model::publication::Slice;
use model::{Level, Method, Reference};
use zone::{PolicyAction, View};

use super::is_key_name;
use crate::complaint::{Complaint, OrComplain as _};
use crate::settings::{DnsSettings, ZoneSettings};

/// Zones that one may be cut into: as many policy zones as BIND takes. Source: BIND 9.18 reference manual,
/// `response-policy`.
const SLICES_MAX: u32 = 64;

/// Every zone of the settings: the one of `dns.zone` when none is described.
///
/// # Errors
/// When a name is no name, has one label, is one that others register under or share (a secondary answers for
/// everything below the name of a zone), or stands twice; or when a zone is described in words that are none.
pub(crate) fn views(settings: &DnsSettings, reference: &Arc<Reference>) -> anyhow::Result<Vec<View>> {
    let plain = [ZoneSettings { name: settings.zone.clone(), ..ZoneSettings::default() }];
    let wanted = if settings.zones.is_empty() { &plain[..] } else { &settings.zones };
    let mut views: Vec<View> = Vec::new();
    for zone in wanted {
        for view in slices(zone, reference)? {
            if views.iter().any(|other| other.name() == view.name()) {
                return Err(Complaint::new("dns-same-zone", view.name()).into());
            }
            views.push(view);
        }
    }
    Ok(views)
}

/// The zone, or the zones that share it.
fn slices(wanted: &ZoneSettings, reference: &Arc<Reference>) -> anyhow::Result<Vec<View>> {
    let refuse = |value: &str| Complaint::new("dns-zone-word", format!("{}: {value}", wanted.name));
    let name = wanted.name.as_str();
    let is_foreign = reference.hosts.protection(name).is_some() || name == "gov.vn";
    if !is_key_name(name) || !name.contains('.') || is_foreign {
        return Err(Complaint::new("dns-zone", name).into());
    }
    let view = |name: &str| View::new(name, reference.clone()).or_complain("dns-zone", name);
    match wanted.content.as_str() {
        "list" => {}
        "allow-list" => return Ok(vec![view(name)?.of_allow_list()]),
        other => return Err(refuse(other).into()),
    }
    let levels: Result<Vec<Level>, _> =
        wanted.levels.iter().map(|slug| Level::from_slug(slug).ok_or_else(|| refuse(slug))).collect();
    let (levels, methods, action) = (levels?, methods(wanted)?, action(wanted)?);
    let whole = |name: &str| {
        let view = view(name)?.with_levels(levels.clone()).with_methods(methods.clone());
        anyhow::Ok(view.with_action(action.clone()))
    };
    match wanted.slices {
        1 => Ok(vec![whole(name)?]),
        of @ 2..=SLICES_MAX => (0..of)
            .map(|index| Ok(whole(&format!("{index}.{name}"))?.with_slice(Some(Slice { index, of }))))
            .collect(),
        other => Err(refuse(&format!("slices = {other}")).into()),
    }
}

fn methods(wanted: &ZoneSettings) -> anyhow::Result<Option<Vec<Method>>> {
    let read = |slugs: &[String]| -> anyhow::Result<Vec<Method>> {
        let method = |slug: &String| {
            let refused = || Complaint::new("dns-zone-word", format!("{}: {slug}", wanted.name));
            Method::from_str(slug).map_err(|_| refused().into())
        };
        slugs.iter().map(method).collect()
    };
    let (only, except) = (read(&wanted.methods)?, read(&wanted.except_methods)?);
    if only.is_empty() && except.is_empty() {
        return Ok(None);
    }
    let base = if only.is_empty() { Method::ALL.to_vec() } else { only };
    Ok(Some(base.into_iter().filter(|method| !except.contains(method)).collect()))
}

fn action(wanted: &ZoneSettings) -> anyhow::Result<PolicyAction> {
    Ok(match wanted.action.as_str() {
        "nxdomain" => PolicyAction::Nxdomain,
        "nodata" => PolicyAction::Nodata,
        "redirect" if is_key_name(&wanted.redirect_to) && wanted.redirect_to.contains('.') => {
            let host = wanted.redirect_to.parse();
            PolicyAction::Redirect(host.or_complain("dns-redirect", &wanted.redirect_to)?)
        }
        "redirect" => return Err(Complaint::new("dns-redirect", &wanted.redirect_to).into()),
        other => return Err(Complaint::new("dns-zone-word", format!("{}: {other}", wanted.name)).into()),
    })
}
