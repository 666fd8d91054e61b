//! The people of the invented desk.

use desk::Role;

/// Name to sign in with, name shown, roles of each invented officer. None of them can sign in.
pub(crate) fn officers() -> Vec<(String, String, Vec<Role>)> {
    let roles: [&[Role]; 5] = [
        &[Role::DutyOfficer, Role::Analyst],
        &[Role::DutyOfficer],
        &[Role::Approver],
        &[Role::Analyst, Role::Press],
        &[Role::Auditor],
    ];
    let officer = |(index, roles): (usize, &&[Role])| {
        let number = index + 1;
        (format!("can-bo-mau-{number}"), format!("Cán bộ mẫu {number}"), roles.to_vec())
    };
    roles.iter().enumerate().map(officer).collect()
}
