//! Appeals against an entry of the list: who may decide, and by when.

use model::{OfficerId, Time};

use crate::policy::{self, Decider, NotAllowed};
use crate::slugs::slugs;

slugs! {
    /// Where an appeal stands.
    AppealState {
        /// Nobody has decided yet.
        Open = "open",
        /// It was right: the entry is off the list.
        Delisted = "delisted",
        /// The entry stays, on a ground that the appellant is told.
        Kept = "kept",
    }
}

/// Hours within which we promise an answer, counted from receipt. Our own promise, not a term of the law: an owner
/// whose site is blocked by mistake loses money each day.
pub const DUE_HOURS: i64 = 72;

/// When the answer is due.
pub const fn due_at(received_at: Time) -> Time {
    received_at.plus_hours(DUE_HOURS)
}

/// Taking the entry off, on a ground: one officer is enough, whoever listed it, because a wrong block must end fast.
///
/// # Errors
/// [`NotAllowed`]: no permission, or no ground.
pub fn uphold(decider: Decider<'_>, ground: &str) -> Result<(), NotAllowed> {
    policy::delist(decider, ground).map(|_| ())
}

/// Keeping the entry, on a ground. Not for an officer who stands behind it (`listed_by`): nobody judges an appeal
/// against their own decision.
///
/// # Errors
/// [`NotAllowed`]: no permission, no ground, or the officer's own entry.
pub fn keep(decider: Decider<'_>, listed_by: &[OfficerId], ground: &str) -> Result<(), NotAllowed> {
    policy::delist(decider, ground)?;
    if listed_by.contains(&decider.officer) { Err(NotAllowed::OwnListing) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Role;

    fn officer(number: u32) -> OfficerId {
        format!("00000000-0000-7000-8000-{number:012}").parse().unwrap()
    }

    #[test]
    fn nobody_keeps_what_they_listed_but_anybody_with_the_right_releases() {
        let by = [officer(1), officer(2)];
        let decider = |number, roles| Decider { officer: officer(number), roles };
        const DUTY: &[Role] = &[Role::DutyOfficer];
        assert_eq!(keep(decider(1, DUTY), &by, "có chứng cứ"), Err(NotAllowed::OwnListing));
        assert_eq!(keep(decider(3, DUTY), &by, "có chứng cứ"), Ok(()));
        assert_eq!(keep(decider(3, DUTY), &by, " "), Err(NotAllowed::GroundMissing));
        assert_eq!(uphold(decider(1, DUTY), "nhầm"), Ok(()));
        assert!(uphold(decider(3, &[Role::Analyst]), "nhầm").is_err());
        assert!(keep(decider(3, &[Role::Analyst]), &by, "có chứng cứ").is_err());
    }
}
