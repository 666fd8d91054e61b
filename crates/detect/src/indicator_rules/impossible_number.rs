//! Numbers that cannot be dialled as written: a forged display.

use model::{IndicatorKind, Method};

use super::{Context, Grounds};
use crate::rules::file::RuleKind;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let all = context.sender.iter().chain(&context.found);
    let number = all.filter(|found| found.indicator.kind() == IndicatorKind::Phone);
    if let Some(found) = number.into_iter().find(|found| is_impossible(found.indicator.value())) {
        let span = (found.span.end > found.span.start).then_some(found.span);
        let subject = Some(found.indicator.value().to_owned());
        let votes: &[(Method, f32)] = &[(Method::GovJudicial, 0.4), (Method::OrgTelecom, 0.2)];
        grounds.add("impossible-number", RuleKind::Scam, 1.6, span, subject, votes);
    }
}

/// `+840…` (a trunk zero after the country code, also before 069) and `+882`/`+883` (networks without a
/// country). Source: ITU-T E.164 assigned codes; press warnings of +84069, +840, +882.
fn is_impossible(value: &str) -> bool {
    ["+840", "+882", "+883"].iter().any(|prefix| value.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::is_impossible;

    #[test]
    fn a_trunk_zero_after_the_country_code_is_impossible() {
        assert!(is_impossible("+84069123456") && is_impossible("+840912000000"));
        assert!(!is_impossible("+84692345678") && !is_impossible("+84900000000"));
    }
}
