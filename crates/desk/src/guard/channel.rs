//! Numbers, sender names, mailboxes, accounts and apps.

use model::{Indicator, IndicatorKind, Reference};

use super::{RefusalCode, Verdict, host};

/// Refuses the verified channel itself.
pub(super) fn check_exact(indicator: &Indicator, reference: &Reference) -> Verdict {
    refuse_official(indicator, reference, RefusalCode::OfficialAccount)
}

pub(super) fn check_phone(indicator: &Indicator, reference: &Reference) -> Verdict {
    refuse_official(indicator, reference, RefusalCode::OfficialPhone)?;
    for bank in &reference.banks.banks {
        let Some(number) = bank.hotline.as_deref() else { continue };
        if Indicator::parse(IndicatorKind::Phone, number).is_ok_and(|phone| phone == *indicator) {
            return Err((RefusalCode::OfficialPhone, bank.name.clone()));
        }
    }
    // A short code is written `84:113`: an emergency number or a service of a carrier. Fraud forges them
    // as senders; blocking them hits the real one.
    let value = indicator.value();
    if !value.starts_with('+') {
        let code = value.rsplit_once(':').map_or(value, |(_, code)| code);
        return Err((RefusalCode::ShortCode, code.to_owned()));
    }
    // 069: the police's and army's own network. `+84069…` is not such a number but a forged display.
    // Source: Quy hoạch kho số viễn thông, TT 22/2014/TT-BTTTT.
    if value.starts_with("+8469") {
        return Err((RefusalCode::StateNumber, value.to_owned()));
    }
    Ok(())
}

pub(super) fn check_sms_sender(indicator: &Indicator, reference: &Reference) -> Verdict {
    refuse_official(indicator, reference, RefusalCode::OfficialSender)?;
    let folded = fold(indicator.value());
    let owner = reference
        .official
        .channels
        .iter()
        .find(|channel| channel.brands.iter().any(|brand| fold(brand) == folded));
    match owner {
        Some(channel) => Err((RefusalCode::OfficialSender, channel.owner.vi.clone())),
        None => Ok(()),
    }
}

/// Letters and digits in lower case, so that `VIETCOMBANK`, `Vietcom-bank` and `vietcom bank` agree.
fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(super) fn check_email(indicator: &Indicator, reference: &Reference) -> Verdict {
    check_exact(indicator, reference)?;
    let Some((_, host)) = indicator.value().rsplit_once('@') else { return Ok(()) };
    host::refuse_official_host(host, reference)
}

pub(super) fn check_social_account(indicator: &Indicator, reference: &Reference) -> Verdict {
    check_exact(indicator, reference)?;
    // A Zalo account is a phone number: a verified number stays verified there.
    match indicator.value().strip_prefix("zalo:") {
        Some(number) if number.starts_with('+') => {
            let phone = Indicator::parse(IndicatorKind::Phone, number);
            phone.map_or(Ok(()), |phone| check_phone(&phone, reference))
        }
        _ => Ok(()),
    }
}

/// A package name alone would hit the real app; with the certificate of a copy it hits the copy alone.
pub(super) fn check_app(indicator: &Indicator, reference: &Reference) -> Verdict {
    let (package, certificate) = split_app(indicator.value());
    for channel in reference.official.of_kind(IndicatorKind::App) {
        let (official_package, official_certificate) = split_app(channel.indicator.value());
        if package != official_package {
            continue;
        }
        if certificate.is_none() || certificate == official_certificate {
            return Err((RefusalCode::OfficialApp, channel.owner.vi.clone()));
        }
    }
    Ok(())
}

fn split_app(value: &str) -> (&str, Option<&str>) {
    match value.split_once('#') {
        Some((package, certificate)) => (package, Some(certificate)),
        None => (value, None),
    }
}

fn refuse_official(indicator: &Indicator, reference: &Reference, code: RefusalCode) -> Verdict {
    match reference.official.find(indicator) {
        Some(channel) => Err((code, channel.owner.vi.clone())),
        None => Ok(()),
    }
}
