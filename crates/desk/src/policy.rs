//! How many officers a decision about the list needs, and which.
//!
//! `warn` takes one officer, `block` two different ones; taking an entry off takes one, because a wrong
//! block must end as fast as it began (`docs/decisions/0050-two-officers-to-block-one-to-release.md`).

use model::{Level, OfficerId};

use crate::role::{self, Permission, Role};
use crate::slugs::slugs;

slugs! {
    /// Where a proposal stands.
    ProposalState {
        /// Waits for a second officer.
        Open = "open",
        /// Became an act of the log.
        Approved = "approved",
        /// Refused by another officer, with a reason.
        Rejected = "rejected",
        /// Taken back by the officer who made it.
        Withdrawn = "withdrawn",
    }
}

/// What follows from an allowed decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The act is appended now.
    Publish,
    /// The proposal waits for a second, different officer.
    AwaitSecondOfficer,
}

/// The officer who decides.
#[derive(Clone, Copy, Debug)]
pub struct Decider<'a> {
    /// Who.
    pub officer: OfficerId,
    /// With which roles.
    pub roles: &'a [Role],
}

/// Why a decision is not this officer's to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    /// No role of the officer holds the permission.
    #[error("decide without the permission `{0}`")]
    MissingPermission(Permission),
    /// A `block` needs two different officers.
    #[error("approve one's own proposal to block")]
    OwnProposal,
    /// The proposal was decided before.
    #[error("decide on a proposal that is already {0}")]
    AlreadyDecided(ProposalState),
    /// Rejecting and delisting need a ground in words.
    #[error("decide without giving a ground")]
    GroundMissing,
    /// Only the officer who made a proposal takes it back.
    #[error("withdraw the proposal of another officer")]
    NotOwnProposal,
    /// Nobody judges an appeal against an entry that they listed.
    #[error("keep one's own entry against an appeal")]
    OwnListing,
    /// It lies on the desk of a unit that this officer may not see.
    #[error("act on what lies on the desk of another unit")]
    OtherUnit,
}

impl NotAllowed {
    /// Stable code; the catalogue holds a sentence `not-allowed-<code>` in each language.
    pub const fn code(self) -> &'static str {
        match self {
            NotAllowed::MissingPermission(_) => "missing-permission",
            NotAllowed::OwnProposal => "own-proposal",
            NotAllowed::AlreadyDecided(_) => "already-decided",
            NotAllowed::GroundMissing => "ground-missing",
            NotAllowed::NotOwnProposal => "not-own-proposal",
            NotAllowed::OwnListing => "own-listing",
            NotAllowed::OtherUnit => "other-unit",
        }
    }
}

/// Proposing to list or revise an entry so that it then stands at `level`.
///
/// # Errors
/// [`NotAllowed::MissingPermission`].
pub fn propose(decider: Decider<'_>, level: Level) -> Result<Step, NotAllowed> {
    require(decider, Permission::Propose)?;
    Ok(match level {
        Level::Warn => Step::Publish,
        Level::Block => Step::AwaitSecondOfficer,
    })
}

/// Approving an open proposal that `proposed_by` made.
///
/// # Errors
/// [`NotAllowed`]: already decided, no permission, or the officer's own `block`.
pub fn approve(
    decider: Decider<'_>,
    proposed_by: OfficerId,
    level: Level,
    state: ProposalState,
) -> Result<Step, NotAllowed> {
    require_open(state)?;
    require(decider, Permission::Approve)?;
    if level == Level::Block && decider.officer == proposed_by {
        return Err(NotAllowed::OwnProposal);
    }
    Ok(Step::Publish)
}

/// Rejecting an open proposal, with a ground. One's own is withdrawn instead, see [`withdraw`].
///
/// # Errors
/// [`NotAllowed`]: already decided, no permission, or no ground.
pub fn reject(decider: Decider<'_>, state: ProposalState, ground: &str) -> Result<(), NotAllowed> {
    require_open(state)?;
    require(decider, Permission::Approve)?;
    require_ground(ground)
}

/// Taking one's own open proposal back.
///
/// # Errors
/// [`NotAllowed`]: already decided, or another officer's proposal.
pub fn withdraw(
    decider: Decider<'_>,
    proposed_by: OfficerId,
    state: ProposalState,
) -> Result<(), NotAllowed> {
    require_open(state)?;
    if decider.officer == proposed_by { Ok(()) } else { Err(NotAllowed::NotOwnProposal) }
}

/// Proposing to take an entry off, for an approver or duty officer to decide, with a ground.
///
/// # Errors
/// [`NotAllowed`]: no permission, or no ground.
pub fn propose_delist(decider: Decider<'_>, ground: &str) -> Result<Step, NotAllowed> {
    require(decider, Permission::Propose)?;
    require_ground(ground)?;
    Ok(Step::AwaitSecondOfficer)
}

/// Taking an entry off at once, whatever its level, with a ground. Also decides an open proposal to
/// delist, one's own too.
///
/// # Errors
/// [`NotAllowed`]: no permission, or no ground.
pub fn delist(decider: Decider<'_>, ground: &str) -> Result<Step, NotAllowed> {
    require(decider, Permission::Delist)?;
    require_ground(ground)?;
    Ok(Step::Publish)
}

fn require(decider: Decider<'_>, permission: Permission) -> Result<(), NotAllowed> {
    if role::allows(decider.roles, permission) {
        Ok(())
    } else {
        Err(NotAllowed::MissingPermission(permission))
    }
}

fn require_open(state: ProposalState) -> Result<(), NotAllowed> {
    if state == ProposalState::Open { Ok(()) } else { Err(NotAllowed::AlreadyDecided(state)) }
}

fn require_ground(ground: &str) -> Result<(), NotAllowed> {
    if ground.trim().is_empty() { Err(NotAllowed::GroundMissing) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANALYST: &[Role] = &[Role::Analyst];
    const DUTY: &[Role] = &[Role::DutyOfficer];
    const BOTH: &[Role] = &[Role::DutyOfficer, Role::Approver];

    fn officer(number: u32) -> OfficerId {
        format!("00000000-0000-7000-8000-{number:012}").parse().unwrap()
    }

    fn decider(number: u32, roles: &[Role]) -> Decider<'_> {
        Decider { officer: officer(number), roles }
    }

    #[test]
    fn a_warning_takes_one_officer_and_a_block_takes_two() {
        assert_eq!(propose(decider(1, ANALYST), Level::Warn), Ok(Step::Publish));
        assert_eq!(propose(decider(1, ANALYST), Level::Block), Ok(Step::AwaitSecondOfficer));
        let open = ProposalState::Open;
        assert_eq!(approve(decider(1, BOTH), officer(1), Level::Block, open), Err(NotAllowed::OwnProposal));
        assert_eq!(approve(decider(2, BOTH), officer(1), Level::Block, open), Ok(Step::Publish));
    }

    #[test]
    fn only_an_approver_approves_or_rejects() {
        let missing = NotAllowed::MissingPermission(Permission::Approve);
        let open = ProposalState::Open;
        assert_eq!(approve(decider(2, DUTY), officer(1), Level::Block, open), Err(missing));
        assert_eq!(reject(decider(2, DUTY), open, "sai"), Err(missing));
        assert_eq!(reject(decider(2, BOTH), open, "  "), Err(NotAllowed::GroundMissing));
        assert_eq!(reject(decider(2, BOTH), open, "chưa đủ chứng cứ"), Ok(()));
    }

    #[test]
    fn a_decided_proposal_stays_decided() {
        for state in [ProposalState::Approved, ProposalState::Rejected, ProposalState::Withdrawn] {
            let decided = NotAllowed::AlreadyDecided(state);
            assert_eq!(approve(decider(2, BOTH), officer(1), Level::Block, state), Err(decided));
            assert_eq!(reject(decider(2, BOTH), state, "sai"), Err(decided));
            assert_eq!(withdraw(decider(1, DUTY), officer(1), state), Err(decided));
        }
    }

    #[test]
    fn only_its_maker_withdraws_a_proposal() {
        let open = ProposalState::Open;
        assert_eq!(withdraw(decider(1, ANALYST), officer(1), open), Ok(()));
        assert_eq!(withdraw(decider(2, BOTH), officer(1), open), Err(NotAllowed::NotOwnProposal));
    }

    #[test]
    fn one_officer_releases_and_an_analyst_only_proposes_to() {
        assert_eq!(delist(decider(1, DUTY), "chủ mới của tên miền"), Ok(Step::Publish));
        assert_eq!(delist(decider(1, DUTY), ""), Err(NotAllowed::GroundMissing));
        let missing = NotAllowed::MissingPermission(Permission::Delist);
        assert_eq!(delist(decider(1, ANALYST), "nhầm"), Err(missing));
        assert_eq!(propose_delist(decider(1, ANALYST), "nhầm"), Ok(Step::AwaitSecondOfficer));
    }

    #[test]
    fn whoever_has_no_role_decides_nothing() {
        let nobody = decider(1, &[]);
        assert!(propose(nobody, Level::Warn).is_err());
        assert!(approve(nobody, officer(2), Level::Warn, ProposalState::Open).is_err());
        assert!(delist(nobody, "nhầm").is_err());
    }
}
