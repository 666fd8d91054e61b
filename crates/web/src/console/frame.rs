//! What every page of the console shows around its content, and the small parts pages are made of.

use desk::appeal::AppealState;
use desk::{Permission, ProposalState, Role, clocks};
use store::report::DueCounts;

use super::appeals::APPEALS_MAX;
use super::words;
use crate::auth::SignedIn;
use crate::catalogue::Words;
use crate::page::Page;
use crate::{App, Error};

/// What every page of the console knows.
pub(super) struct Console {
    pub(super) page: Page,
    officer: SignedIn,
    proposals_open: usize,
    appeals_open: usize,
    due: DueCounts,
    notes_unread: u64,
    reminders_new: u64,
}

/// Open proposals that are counted and shown; a page of more could not be decided in a day.
pub(super) const PROPOSALS_MAX: u32 = 200;

impl Console {
    /// The frame around a page for this officer.
    pub(super) async fn new(app: &App, page: Page, officer: SignedIn) -> Result<Console, Error> {
        let mut console = Console {
            page,
            officer,
            proposals_open: 0,
            appeals_open: 0,
            due: DueCounts::default(),
            notes_unread: 0,
            reminders_new: 0,
        };
        if console.officer.may(Permission::ReadList) {
            console.proposals_open = app.store.proposals(ProposalState::Open, PROPOSALS_MAX).await?.len();
        }
        if console.officer.may(Permission::ReadReports) {
            let open = app.store.appeals(AppealState::Open, &console.officer.sight(), APPEALS_MAX).await?;
            console.appeals_open = open.len();
        }
        if console.officer.may(Permission::ReadReports) {
            let now = app.now();
            console.due = app.store.count_due(now, clocks::end_of_day(now), &console.officer.sight()).await?;
            let told = app.store.count_told(console.officer.0.officer.id, now).await?;
            (console.notes_unread, console.reminders_new) = told;
        }
        Ok(console)
    }

    /// The words of the page.
    pub(super) fn t(&self) -> Words {
        self.page.t
    }

    /// The officer.
    pub(super) fn officer(&self) -> &SignedIn {
        &self.officer
    }

    pub(super) fn officer_name(&self) -> &str {
        &self.officer.0.officer.display_name
    }

    pub(super) fn csrf(&self) -> &str {
        &self.officer.0.csrf_token
    }

    pub(super) fn due_words(&self) -> String {
        let values = [("today", self.due.today.into()), ("overdue", self.due.overdue.into())];
        self.t().say_all("console-due", &values).into_owned()
    }

    /// That the glass stands broken, until when and why; `None` while it is whole. Stands on every page.
    pub(super) fn glass_words(&self) -> Option<String> {
        let glass = self.officer.0.glass.as_ref()?;
        let until = glass.ends_at.vietnam_date_time();
        let values = [("until", until.into()), ("reason", glass.reason.as_str().into())];
        Some(self.t().say_all("glass-standing", &values).into_owned())
    }

    /// That the shift before has left a note which this officer, on duty now, has not read; `None` otherwise. Stands
    /// on every page until it is read.
    pub(super) fn note_words(&self) -> Option<String> {
        let count = self.notes_unread;
        (count > 0).then(|| self.t().say_with("roster-unread", "count", count).into_owned())
    }

    fn reminders_new(&self) -> usize {
        usize::try_from(self.reminders_new).unwrap_or(usize::MAX)
    }

    /// Sources that are overdue or due today.
    fn due_count(&self) -> usize {
        usize::try_from(self.due.overdue + self.due.today).unwrap_or(usize::MAX)
    }

    pub(super) fn rail(&self) -> Vec<RailEntry> {
        let entries = [
            ("/console/hang-doi", "console-queue", Permission::ReadReports, None),
            ("/console/thoi-han", "console-due-page", Permission::ReadReports, Some(self.due_count())),
            ("/console/nhac-viec", "reminder-page", Permission::ReadReports, Some(self.reminders_new())),
            ("/console/viec-chua-ai-giu", "unowned-page", Permission::ReadReports, None),
            ("/console/duong-day-nong", "call-page", Permission::WorkReports, None),
            ("/console/nhap", "bulk-page", Permission::WorkReports, None),
            ("/console/hang-loat", "batch-page", Permission::WorkReports, None),
            ("/console/vu-an", "case-page", Permission::ReadReports, None),
            ("/console/de-xuat", "console-proposals", Permission::ReadList, Some(self.proposals_open)),
            ("/console/khieu-nai", "console-appeals", Permission::ReadReports, Some(self.appeals_open)),
            ("/console/danh-sach", "console-list", Permission::ReadList, None),
            ("/console/cho-phep", "console-allowed", Permission::ReadList, None),
            ("/console/nhat-ky", "console-log", Permission::ReadList, None),
            ("/console/don-vi-nhan", "console-consumers", Permission::ReadConsumers, None),
            ("/console/kiem-toan", "console-audit", Permission::ReadAudit, None),
            ("/console/can-bo", "console-officers", Permission::ManageOfficers, None),
            ("/console/don-vi", "console-units", Permission::ManageOfficers, None),
            ("/console/ban-giao", "handover-page", Permission::ReadReports, None),
            ("/console/lich-truc", "roster-page", Permission::ReadReports, None),
            ("/console/khan-cap", "console-glass", Permission::BreakGlass, None),
            ("/console/mau-van-ban", "console-templates", Permission::ManageOfficers, None),
        ];
        // Who plans shifts without reading reports finds the roster too.
        let plans = |path: &str| path == "/console/lich-truc" && self.officer.may(Permission::ManageRoster);
        let allowed = entries
            .into_iter()
            .filter(|(path, _, permission, _)| self.officer.may(*permission) || plans(path));
        let entry = |(path, key, _, count): (&str, &str, Permission, Option<usize>)| RailEntry {
            href: self.page.href(path),
            label: self.t().say(key).into_owned(),
            is_here: self.page.is_at(path),
            count,
        };
        allowed.map(entry).collect()
    }
}

/// One way to go.
pub(super) struct RailEntry {
    pub(super) href: String,
    pub(super) label: String,
    pub(super) is_here: bool,
    pub(super) count: Option<usize>,
}

/// One option of a choice.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) selected: bool,
}

impl Choice {
    /// An option.
    pub(super) fn new(value: &str, label: impl Into<String>, selected: bool) -> Choice {
        Choice { value: value.to_owned(), label: label.into(), hint: String::new(), selected }
    }

    /// Every role, with what it is for.
    pub(super) fn roles(t: Words, selected: impl Fn(Role) -> bool) -> Vec<Choice> {
        let permission = |permission: &Permission| t.say(&format!("permission-{permission}"));
        let choice = |role: &Role| Choice {
            hint: role.permissions().iter().map(permission).collect::<Vec<_>>().join(" · "),
            ..Choice::new(role.slug(), words::role(t, *role), selected(*role))
        };
        Role::ALL.iter().map(choice).collect()
    }
}

/// A name and a value.
pub(super) struct Fact {
    pub(super) label: String,
    pub(super) value: String,
}

impl Fact {
    /// A fact; `None` when there is no value.
    pub(super) fn new(label: impl Into<String>, value: impl Into<String>) -> Option<Fact> {
        let value = value.into();
        (!value.is_empty()).then(|| Fact { label: label.into(), value })
    }
}

/// A word with a colour.
pub(super) struct Tag {
    pub(super) label: String,
    pub(super) class: &'static str,
}

/// A link with a remark.
pub(super) struct Link {
    pub(super) href: String,
    pub(super) label: String,
    pub(super) note: String,
}

/// One line of a history.
pub(super) struct Line {
    pub(super) at: String,
    pub(super) what: String,
    pub(super) who: String,
    pub(super) why: String,
}
