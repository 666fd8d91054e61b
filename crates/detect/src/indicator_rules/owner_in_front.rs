//! The whole host of an owner, put before the host that is asked: `chu.vn-them.example`, `chu.vn.them.example`,
//! `chu.vn@them.example`.

use model::indicator::host::registrable_domain;
use model::reference::OfficialChannels;
use model::reference::hosts::ProtectedHost;
use model::{IndicatorKind, Text};

use super::{Context, Grounds};
use crate::normalise::fold::fold_str;
use crate::rules::file::RuleKind;

/// Log-odds: nobody does this by accident.
const WEIGHT: f32 = 4.0;
/// Letters of the shortest host that is meant: `t.me` may stand in any name.
const LETTERS_MIN: usize = 6;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let knowledge = context.knowledge;
    let delivered = |name: &str| knowledge.hosts.protection(name) == Some(ProtectedHost::Infrastructure);
    let hosts = context.hosts.iter().filter(|host| !delivered(&host.name));
    let by_host =
        hosts.filter_map(|host| Some((host.span, in_front(&host.seen, &knowledge.official)?))).next();
    let found = by_host.or_else(|| {
        let links = context.found.iter().filter(|found| {
            matches!(
                found.indicator.kind(),
                IndicatorKind::Url | IndicatorKind::Domain | IndicatorKind::Email
            )
        });
        links
            .filter_map(|found| {
                let written = context.submission.text.get(found.span.start..found.span.end)?;
                Some((found.span, as_user(written, &knowledge.official)?))
            })
            .next()
    });
    if let Some((span, owner)) = found {
        grounds.add_named("imitates-brand", RuleKind::Scam, WEIGHT, Some(span), owner, &[]);
    }
}

/// The owner whose host stands in this one before its own domain begins, or torn from it by a hyphen.
fn in_front<'o>(seen: &str, official: &'o OfficialChannels) -> Option<&'o Text> {
    let domain = registrable_domain(seen)?;
    let begins = seen.len() - domain.len();
    let ends = seen.bytes().enumerate().filter(|(at, byte)| match byte {
        b'.' => *at < begins,
        b'-' => seen[..*at].contains('.'),
        _ => false,
    });
    ends.filter_map(|(at, _)| official.find_host(&seen[..at]))
        .find(|channel| channel.indicator.value().len() >= LETTERS_MIN)
        .map(|channel| &channel.owner)
}

/// The owner whose host stands where a link has the name of a user.
fn as_user<'o>(written: &str, official: &'o OfficialChannels) -> Option<&'o Text> {
    let rest = written.split_once("://").map_or(written, |(_, rest)| rest);
    let (user, _) = rest.split(['/', '?', '#']).next()?.rsplit_once('@')?;
    let user = fold_str(user.split(':').next().unwrap_or(user));
    let channel = official.find_host(&user).filter(|_| user.len() >= LETTERS_MIN)?;
    Some(&channel.owner)
}

#[cfg(test)]
mod tests {
    use model::Reference;

    use super::{as_user, in_front};

    #[test]
    fn the_host_of_an_owner_is_seen_in_front() {
        let official = &Reference::embedded().official;
        for host in ["booking.com-id88.example", "vietcombank.com.vn.vidu.example", "m.zalo.vn-vidu.example"]
        {
            assert!(in_front(host, official).is_some(), "{host}");
        }
        for host in ["vidu-booking.com.example", "booking.com", "vidu.vietcombank.com.vn", "sc.com.my"] {
            assert!(in_front(host, official).is_none(), "{host}");
        }
        assert!(as_user("dichvucong.gov.vn@vidu.example", official).is_some());
        assert!(as_user("https://vietcombank.com.vn:80@vidu.example/a", official).is_some());
        assert!(as_user("ten.nguoi@vietcombank.com.vn", official).is_none());
    }
}
