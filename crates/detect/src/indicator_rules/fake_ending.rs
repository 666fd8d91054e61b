//! A host that puts `.vn` or `.com` where the reader stops reading: `nganhang.vn-dangnhap.top`, `nganhang.com.vn.top`.

use model::Method;

use super::{Context, Grounds};
use crate::rules::file::RuleKind;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let fakes = |seen: &str| {
        seen.contains(".vn-")
            || seen.contains(".com-")
            || seen.contains(".com.vn.")
            || seen.contains(".gov.vn.")
            || seen.contains(".org.vn.")
            || (seen.contains(".com.") && !is_country_second_level(seen))
    };
    if let Some(host) = context.hosts.iter().find(|host| fakes(&host.seen)) {
        let votes: &[(Method, f32)] = &[(Method::OrgBankPhish, 0.5)];
        let subject = Some(host.name.clone());
        grounds.add("fake-ending", RuleKind::Scam, 2.2, Some(host.span), subject, votes);
    }
}

/// `.com.vn`, `.com.au`: an ordinary ending of two labels.
fn is_country_second_level(host: &str) -> bool {
    host.rfind(".com.").is_some_and(|at| host.len() - (at + ".com.".len()) == 2)
        && host.matches(".com.").count() == 1
}
