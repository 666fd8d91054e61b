//! The desk's own allow-list: what an entry must say, and who adds and ends one.
//!
//! Adding takes two different officers, as a block does, because an entry puts something out of reach of every block.
//! Ending takes one with a ground: what follows from it, a block, takes two again
//! (`docs/decisions/0250-the-allow-list-is-added-to-by-two.md`).

use model::report::FieldError;
use model::{Indicator, IndicatorKind, OfficerId, Reference, Time};

use crate::guard::{self, RefusalCode};
use crate::policy::{Decider, NotAllowed};
use crate::role::{self, Permission};

/// Days ahead that an entry may end: two years with a leap day, as listings.
pub const EXPIRY_DAYS_MAX: i64 = guard::EXPIRY_DAYS_MAX;

/// Longest owner, in characters.
pub const OWNER_CHARS_MAX: usize = 120;

/// Longest source and longest reason, in characters.
pub const TEXT_CHARS_MAX: usize = 500;

/// An entry somebody wants on the allow-list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAllowed {
    /// What no listing may hit.
    pub indicator: Indicator,
    /// Whose it is.
    pub owner: String,
    /// Where that was read.
    pub source: String,
    /// Why it needs protection.
    pub reason: String,
    /// When it ends.
    pub expires_at: Time,
}

/// The entry as typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct AllowedFields<'a> {
    /// `kind:value`, or a bare host name.
    pub indicator: &'a str,
    /// Free text.
    pub owner: &'a str,
    /// Free text, often a link.
    pub source: &'a str,
    /// Free text.
    pub reason: &'a str,
    /// Days until it ends.
    pub days: &'a str,
}

impl NewAllowed {
    /// Reads the fields. What the tables protect already, and what nobody owns alone, is refused.
    ///
    /// # Errors
    /// Every field that could not be taken.
    pub fn parse(
        fields: &AllowedFields<'_>,
        reference: &Reference,
        now: Time,
    ) -> Result<NewAllowed, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut refuse = |field, code, value: &str| {
            errors.push(FieldError { field, code, value: value.chars().take(80).collect() });
        };
        let indicator = read_indicator(fields.indicator);
        match &indicator {
            None => refuse("indicator", "not-an-allowed-thing", fields.indicator),
            Some(indicator) => {
                if let Some(code) = needless(indicator, reference) {
                    refuse("indicator", code, indicator.value());
                }
            }
        }
        for (name, text, most) in [
            ("owner", fields.owner, OWNER_CHARS_MAX),
            ("source", fields.source, TEXT_CHARS_MAX),
            ("reason", fields.reason, TEXT_CHARS_MAX),
        ] {
            let chars = text.trim().chars().count();
            if chars == 0 || chars > most || model::report::carries_secret_marking(text) {
                refuse(name, "bad-allowed-text", name);
            }
        }
        let days = fields.days.trim().parse().ok().filter(|days| (1..=EXPIRY_DAYS_MAX).contains(days));
        if days.is_none() {
            refuse("days", "bad-allowed-days", fields.days);
        }
        let (Some(indicator), Some(days), true) = (indicator, days, errors.is_empty()) else {
            return Err(errors);
        };
        Ok(NewAllowed {
            indicator,
            owner: fields.owner.trim().to_owned(),
            source: fields.source.trim().to_owned(),
            reason: fields.reason.trim().to_owned(),
            expires_at: now.plus_days(days),
        })
    }
}

/// A page is protected by protecting its host.
fn read_indicator(text: &str) -> Option<Indicator> {
    let read = text.trim().parse().ok();
    let read = read.or_else(|| Indicator::parse(IndicatorKind::Domain, text.trim()).ok())?;
    (read.kind() != IndicatorKind::Url).then_some(read)
}

/// Why an entry would do nothing, or too much.
fn needless(indicator: &Indicator, reference: &Reference) -> Option<&'static str> {
    match guard::check(indicator, reference).err()?.code {
        // Everybody below it would be out of reach.
        RefusalCode::PublicSuffix | RefusalCode::SharedHost | RefusalCode::ShortenerHost => {
            Some("allowed-too-wide")
        }
        // What lies above a protected name has an owner of its own.
        RefusalCode::CoversProtected => None,
        _ => Some("allowed-already"),
    }
}

/// Proposing an entry.
///
/// # Errors
/// [`NotAllowed::MissingPermission`].
pub fn propose(decider: Decider<'_>) -> Result<(), NotAllowed> {
    require(decider, Permission::Propose)
}

/// Confirming an entry that `proposed_by` proposed.
///
/// # Errors
/// [`NotAllowed`]: no permission, or one's own proposal.
pub fn confirm(decider: Decider<'_>, proposed_by: OfficerId) -> Result<(), NotAllowed> {
    require(decider, Permission::Approve)?;
    if decider.officer == proposed_by { Err(NotAllowed::OwnProposal) } else { Ok(()) }
}

/// Ending an entry, or refusing one that waits, on a ground.
///
/// # Errors
/// [`NotAllowed`]: no permission, or no ground.
pub fn end(decider: Decider<'_>, ground: &str) -> Result<(), NotAllowed> {
    require(decider, Permission::Delist)?;
    if ground.trim().is_empty() { Err(NotAllowed::GroundMissing) } else { Ok(()) }
}

fn require(decider: Decider<'_>, permission: Permission) -> Result<(), NotAllowed> {
    if role::allows(decider.roles, permission) {
        Ok(())
    } else {
        Err(NotAllowed::MissingPermission(permission))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Role;

    const NOW: Time = Time::from_millis(1_795_305_600_000);

    fn check(indicator: &str, expected: &str) {
        let fields = AllowedFields {
            indicator,
            owner: "Bệnh viện Mẫu",
            source: "công văn",
            reason: "bị nhầm",
            days: "90",
        };
        let read = NewAllowed::parse(&fields, Reference::embedded(), NOW);
        let said = match read {
            Ok(new) => new.indicator.to_string(),
            Err(errors) => errors.iter().map(|error| error.code).collect::<Vec<_>>().join(" "),
        };
        assert_eq!(said, expected, "{indicator}");
    }

    #[test]
    fn an_entry_names_one_owners_thing_that_no_table_protects() {
        check("benhvien.example", "domain:benhvien.example");
        check("phone:0900 000 001", "phone:+84900000001");
        check("url:benhvien.example/a", "not-an-allowed-thing");
        check("com.vn", "allowed-too-wide");
        check("facebook.com", "allowed-too-wide");
        check("bocongan.gov.vn", "allowed-already");
        check("", "not-an-allowed-thing");
    }

    #[test]
    fn every_field_that_is_wrong_is_named() {
        let fields = AllowedFields {
            indicator: "a.example",
            days: "0",
            reason: "TỐI MẬT",
            ..AllowedFields::default()
        };
        let errors = NewAllowed::parse(&fields, Reference::embedded(), NOW).unwrap_err();
        let named: Vec<&str> = errors.iter().map(|error| error.field).collect();
        assert_eq!(named, ["owner", "source", "reason", "days"]);
    }

    #[test]
    fn two_add_and_one_ends() {
        let (one, other) = (officer(1), officer(2));
        let approver = |officer| Decider { officer, roles: &[Role::Approver] };
        assert_eq!(confirm(approver(one), one), Err(NotAllowed::OwnProposal));
        assert_eq!(confirm(approver(one), other), Ok(()));
        let analyst = Decider { officer: one, roles: &[Role::Analyst] };
        assert_eq!(propose(analyst), Ok(()));
        assert!(confirm(analyst, other).is_err() && end(analyst, "nhầm").is_err());
        assert_eq!(end(approver(one), " "), Err(NotAllowed::GroundMissing));
        assert_eq!(end(approver(one), "đổi chủ"), Ok(()));
    }

    fn officer(number: u32) -> OfficerId {
        format!("00000000-0000-7000-8000-{number:012}").parse().unwrap()
    }
}
