//! Expiry and evidence of an entry.

use model::{IndicatorKind, Level, Time};

use super::{NewListing, RefusalCode, Verdict};

/// Days ahead that an entry may end: two years with a leap day. Names and numbers change hands; who
/// still wants the entry then proposes it again.
pub const EXPIRY_DAYS_MAX: i64 = 731;

/// Characters of evidence that go into the log.
pub const EVIDENCE_CHARS_MAX: usize = 2_000;

/// Days after which an entry of this kind usually ends: what a form proposes. A freed mobile number is
/// sold again within months, an unpaid domain name after about a year, a page or an app lives short, a
/// hash or wallet never changes hands. The figures are a choice, see
/// `docs/decisions/0053-what-the-guard-refuses.md`.
pub const fn usual_days(kind: IndicatorKind) -> i64 {
    match kind {
        IndicatorKind::Phone => 90,
        IndicatorKind::Url | IndicatorKind::SocialAccount | IndicatorKind::SmsSender => 180,
        IndicatorKind::Domain | IndicatorKind::Email | IndicatorKind::BankAccount => 365,
        IndicatorKind::App | IndicatorKind::CryptoWallet | IndicatorKind::File => 730,
    }
}

/// Kinds that lead to one person: an entry about them needs evidence even when it only warns.
const fn names_a_person(kind: IndicatorKind) -> bool {
    matches!(
        kind,
        IndicatorKind::Phone
            | IndicatorKind::BankAccount
            | IndicatorKind::SocialAccount
            | IndicatorKind::Email
    )
}

pub(super) fn check(listing: &NewListing, now: Time) -> Verdict {
    let expires_at = listing.expires_at;
    if expires_at <= now {
        return Err((RefusalCode::ExpiryPast, expires_at.vietnam_date()));
    }
    if expires_at > now.plus_days(EXPIRY_DAYS_MAX) {
        return Err((RefusalCode::ExpiryTooFar, expires_at.vietnam_date()));
    }
    let evidence = listing.evidence.trim();
    let kind = listing.indicator.kind();
    if evidence.is_empty() && (listing.level == Level::Block || names_a_person(kind)) {
        return Err((RefusalCode::EvidenceMissing, kind.slug().to_owned()));
    }
    let chars = evidence.chars().count();
    if chars > EVIDENCE_CHARS_MAX {
        return Err((RefusalCode::EvidenceTooLong, chars.to_string()));
    }
    if model::report::carries_secret_marking(evidence) {
        return Err((RefusalCode::EvidenceMarked, String::new()));
    }
    Ok(())
}
