//! Every code has its sentence in both languages.

use desk::{NotAllowed, Permission, ProposalState, RankReason, RefusalCode, Role, RosterError};

const VIETNAMESE: &str = include_str!("../../../../data/text/vi/desk.ftl");
const ENGLISH: &str = include_str!("../../../../data/text/en/desk.ftl");

const DUTY: [&str; 2] =
    [include_str!("../../../../data/text/vi/duty.ftl"), include_str!("../../../../data/text/en/duty.ftl")];

#[test]
fn every_refusal_of_the_roster_has_its_sentence() {
    for code in RosterError::ALL.map(RosterError::code) {
        for text in DUTY {
            assert!(text.contains(&format!("\nroster-{code} = ")), "no `roster-{code}`");
            assert!(text.contains(&format!("\nerror-{code} = ")), "no `error-{code}`");
        }
    }
}

fn check(prefix: &str, codes: impl IntoIterator<Item = &'static str>) {
    for code in codes {
        for (language, text) in [("vi", VIETNAMESE), ("en", ENGLISH)] {
            let start = format!("\n{prefix}-{code} = ");
            assert!(text.contains(&start), "{language}/desk.ftl has no `{prefix}-{code}`");
        }
    }
}

#[test]
fn every_code_has_its_sentence() {
    check("refusal", RefusalCode::ALL.iter().map(|code| code.slug()));
    check("rank", RankReason::ALL.iter().map(|reason| reason.slug()));
    check("role", Role::ALL.iter().map(|role| role.slug()));
    check("permission", Permission::ALL.iter().map(|permission| permission.slug()));
    check("proposal", ProposalState::ALL.iter().map(|state| state.slug()));
    check("step", ["no-such-step", "ground-missing"]);
    check("import", ["broken-utf8", "repeated"]);
    let refusals = [
        NotAllowed::MissingPermission(Permission::Approve),
        NotAllowed::OwnProposal,
        NotAllowed::AlreadyDecided(ProposalState::Approved),
        NotAllowed::GroundMissing,
        NotAllowed::NotOwnProposal,
    ];
    check("not-allowed", refusals.map(NotAllowed::code));
}

#[test]
fn both_languages_have_the_same_keys_in_the_same_order() {
    let keys = |text: &'static str| {
        text.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key).collect::<Vec<_>>()
    };
    assert_eq!(keys(VIETNAMESE), keys(ENGLISH));
}
