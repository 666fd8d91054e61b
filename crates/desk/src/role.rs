//! Who may do what: one table.

use crate::slugs::slugs;

slugs! {
    /// What an officer is appointed to do. One officer may hold several roles.
    Role {
        /// Takes reports in hand, records sources, proposes.
        DutyOfficer = "duty-officer",
        /// Studies reports and indicators, proposes.
        Analyst = "analyst",
        /// Decides on what others propose.
        Approver = "approver",
        /// Deals with providers.
        Liaison = "liaison",
        /// Writes for the public.
        Press = "press",
        /// Reads everything that was done, changes nothing.
        Auditor = "auditor",
        /// Manages officers; sees no report.
        Administrator = "administrator",
    }
}

slugs! {
    /// One thing that needs a role.
    Permission {
        /// See the queue and reports, without any reporter's identity.
        ReadReports = "read-reports",
        /// Take in hand, set the method, write notes, dismiss.
        WorkReports = "work-reports",
        /// Record a report as a source; legal clocks start.
        RecordSource = "record-source",
        /// Open a reporter's identity, with a reason, audited.
        OpenIdentity = "open-identity",
        /// See for a short time what lies on other units' desks, with a reason, audited.
        BreakGlass = "break-glass",
        /// Give out lists of reports as files, with a reason, audited.
        ExportReports = "export-reports",
        /// Plan who is on duty.
        ManageRoster = "manage-roster",
        /// See the list, its log and the open proposals.
        ReadList = "read-list",
        /// Propose to list, revise or delist.
        Propose = "propose",
        /// Approve or reject what another officer proposed.
        Approve = "approve",
        /// Take an entry off the list at once.
        Delist = "delist",
        /// Read the audit trail.
        ReadAudit = "read-audit",
        /// Invite officers, change their roles, disable them.
        ManageOfficers = "manage-officers",
        /// See who gets the list, how far behind they are, and whom to call.
        ReadConsumers = "read-consumers",
        /// Make consumers' accounts and keys, change their terms, close them.
        ManageConsumers = "manage-consumers",
    }
}

impl Role {
    /// Everything this role may do.
    ///
    /// Reading about people and deciding about the list are kept from the roles that manage accounts,
    /// and an auditor changes nothing, so that no single role can act and cover it up.
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission::{
            Approve, BreakGlass, Delist, ExportReports, ManageConsumers, ManageOfficers, ManageRoster,
            OpenIdentity, Propose, ReadAudit, ReadConsumers, ReadList, ReadReports, RecordSource,
            WorkReports,
        };
        match self {
            Role::DutyOfficer => &[
                ReadReports,
                WorkReports,
                RecordSource,
                OpenIdentity,
                BreakGlass,
                ExportReports,
                ReadList,
                Propose,
                Delist,
            ],
            Role::Analyst => &[ReadReports, WorkReports, ExportReports, ReadList, Propose],
            Role::Approver => {
                &[ReadReports, BreakGlass, ExportReports, ManageRoster, ReadList, Propose, Approve, Delist]
            }
            Role::Liaison => &[ReadList, ReadConsumers],
            Role::Press => &[ReadList],
            Role::Auditor => &[ReadReports, ReadList, ReadAudit, ReadConsumers],
            Role::Administrator => {
                &[ReadList, ReadAudit, ManageOfficers, ManageRoster, ReadConsumers, ManageConsumers]
            }
        }
    }
}

/// Whether an officer with these roles may do this.
pub fn allows(roles: &[Role], permission: Permission) -> bool {
    roles.iter().any(|role| role.permissions().contains(&permission))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_has_somebody_who_may() {
        for permission in Permission::ALL {
            assert!(Role::ALL.iter().any(|role| allows(&[*role], *permission)), "{permission}");
        }
    }

    #[test]
    fn who_manages_accounts_sees_no_report_and_who_audits_changes_nothing() {
        use Permission::{Approve, Delist, OpenIdentity, Propose, ReadReports, RecordSource, WorkReports};
        for permission in [ReadReports, OpenIdentity, Propose, Approve, Delist] {
            assert!(!allows(&[Role::Administrator], permission), "{permission}");
        }
        for permission in [WorkReports, RecordSource, OpenIdentity, Propose, Approve, Delist] {
            assert!(!allows(&[Role::Auditor], permission), "{permission}");
        }
    }

    #[test]
    fn several_roles_add_up_and_none_allow_nothing() {
        assert!(allows(&[Role::Administrator, Role::Approver], Permission::Approve));
        assert!(Permission::ALL.iter().all(|permission| !allows(&[], *permission)));
    }
}
