//! Shifts, what happens when one ends, notes, and reminders of deadlines, on both databases and with a clock of our own.

use desk::roster::{RosterError, shift_times};
use desk::{ClockAct, NewShift, NewUnit, NotAllowed, Role, Sight, UnitId, UnitKind};
use model::report::SourceKind;
use model::{OfficerId, Reference, ReportId, Time};
use store::audit::Deed;
use store::calendar::CalendarScope;
use store::reminder::ReminderKind;
use store::{Store, StoreError, Version};

use crate::fixture::{insert, officer};

const DUTY: &[Role] = &[Role::DutyOfficer];

fn at(text: &str) -> Time {
    format!("{text}:00+07:00").parse().unwrap()
}

fn ministry() -> UnitId {
    UnitId::ministry()
}

fn shift(day: &str, from: &str, to: &str, supervisor: OfficerId, officers: &[OfficerId]) -> NewShift {
    let (starts_at, ends_at) = shift_times(day, from, to).unwrap();
    NewShift { unit: ministry(), starts_at, ends_at, supervisor, officers: officers.to_vec() }
}

/// A lead who plans, and three who work.
struct Desk {
    lead: OfficerId,
    lan: OfficerId,
    minh: OfficerId,
    tuan: OfficerId,
}

async fn people(store: &Store) -> Desk {
    Desk {
        lead: officer(store, "truong-ca", &[Role::Approver]).await,
        lan: officer(store, "lan", DUTY).await,
        minh: officer(store, "minh", DUTY).await,
        tuan: officer(store, "tuan", DUTY).await,
    }
}

async fn take(store: &Store, number: u64, by: OfficerId, now: Time) -> ReportId {
    let id = insert(store, number, now).await.id;
    store.assign_report(id, Version(1), Some(by), by, now).await.unwrap();
    id
}

async fn owner(store: &Store, id: ReportId) -> Option<OfficerId> {
    store.report(id, &Sight::All).await.unwrap().assigned_to
}

async fn deeds(store: &Store, target: &str) -> Vec<(Deed, String)> {
    let lines = store.audit_lines_about(target, 100).await.unwrap();
    lines.into_iter().map(|line| (line.what, line.why)).collect()
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, StoreError>, expected: RosterError) {
    match outcome {
        Err(StoreError::Roster(error)) if error == expected => {}
        other => panic!("{other:?} in place of {expected:?}"),
    }
}

#[tokio::test]
async fn a_night_shift_hands_over_what_is_open_once() {
    testkit::for_each_database(async |database| {
        let store = &database.store;
        let desk = people(store).await;
        let evening = at("2026-11-30T20:00");
        // The last night of November, and the first day of December.
        let night = shift("2026-11-30", "22:00", "06:00", desk.lead, &[desk.lan]);
        let day = shift("2026-12-01", "06:00", "14:00", desk.lead, &[desk.minh, desk.tuan]);
        for one in [&night, &day] {
            store.plan_shift(one, desk.lead, evening).await.unwrap();
        }
        let started = at("2026-11-30T23:30");
        let (first, second) =
            (take(store, 1, desk.lan, started).await, take(store, 2, desk.lan, started).await);
        let mine = take(store, 3, desk.minh, started).await;
        take(store, 4, desk.minh, started).await;
        assert_eq!(store.end_shifts(at("2026-12-01T05:59")).await.unwrap(), 0, "it is not over");
        assert_eq!(owner(store, first).await, Some(desk.lan));
        // Two nodes at the same moment: each report changes hands once.
        let again = database.open_again().await;
        let over = at("2026-12-01T06:00");
        let (a, b) = tokio::join!(store.end_shifts(over), again.end_shifts(over));
        assert_eq!(a.unwrap() + b.unwrap(), 2);
        // Minh holds two already: both go to Tuấn, whatever the order of their ids.
        let owners = [owner(store, first).await, owner(store, second).await];
        assert_eq!(owners, [Some(desk.tuan), Some(desk.tuan)]);
        assert_eq!(owner(store, mine).await, Some(desk.minh), "on duty: keeps it");
        let lines = deeds(store, &format!("report:{first}")).await;
        assert!(lines.contains(&(Deed::HandOver, desk.tuan.to_string())), "{lines:?}");
        let told = store.reminders(desk.tuan, 10).await.unwrap();
        assert_eq!((told.len(), told[0].kind, told[0].subject.as_str()), (1, ReminderKind::HandOver, "2"));
        assert!(store.reminders(desk.minh, 10).await.unwrap().is_empty());
        assert_eq!(store.end_shifts(at("2026-12-01T07:00")).await.unwrap(), 0);
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn a_day_without_a_roster_sends_work_into_the_queue_and_shows_it() {
    testkit::for_each_database(async |database| {
        let store = &database.store;
        let desk = people(store).await;
        let start = at("2026-12-31T19:00");
        store
            .plan_shift(&shift("2026-12-31", "18:00", "06:00", desk.lead, &[desk.lan]), desk.lead, start)
            .await
            .unwrap();
        let begun = take(store, 1, desk.lan, start).await;
        let source = take(store, 2, desk.lan, start).await;
        let resolving = take(store, 3, desk.lan, start).await;
        let law = &Reference::embedded().law;
        for id in [source, resolving] {
            store
                .record_source(id, Version(2), SourceKind::Denunciation, law, desk.lan, start)
                .await
                .unwrap();
        }
        store
            .act_on_clock(resolving, Version(3), ClockAct::Classify, "", law, desk.lan, start)
            .await
            .unwrap();
        let nobody = store.unowned(&Sight::All, start, 10).await.unwrap();
        assert_eq!((nobody.sources.len(), nobody.begun.len(), nobody.off_duty.len()), (0, 0, 0));
        // Before the work was passed on, what is in hand shows as in the hands of somebody off duty.
        let over = at("2027-01-01T06:00");
        let late = store.unowned(&Sight::All, over, 10).await.unwrap();
        assert_eq!(late.off_duty.iter().map(|line| line.id).collect::<Vec<_>>(), [begun]);
        assert_eq!(store.end_shifts(over).await.unwrap(), 2);
        assert_eq!([owner(store, begun).await, owner(store, source).await], [None, None]);
        assert_eq!(
            owner(store, resolving).await,
            Some(desk.lan),
            "a classified source stays with its officer"
        );
        let left = store.unowned(&Sight::All, over, 10).await.unwrap();
        assert_eq!(left.sources.iter().map(|line| line.id).collect::<Vec<_>>(), [source]);
        assert_eq!(left.begun.iter().map(|line| line.id).collect::<Vec<_>>(), [begun]);
        assert!(left.off_duty.is_empty());
        // Another unit's officers see none of it.
        let elsewhere = Sight::Unit("ha-noi".parse().unwrap());
        let theirs = store.unowned(&elsewhere, over, 10).await.unwrap();
        assert!(theirs.sources.is_empty() && theirs.begun.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_planned_is_refused() {
    testkit::for_each_database(async |database| {
        let store = &database.store;
        let desk = people(store).await;
        let press = officer(store, "bao-chi", &[Role::Press]).await;
        let auditor = officer(store, "kiem-tra", &[Role::Auditor]).await;
        let now = at("2026-11-22T10:00");
        let plan = async |one: &NewShift| store.plan_shift(one, desk.lead, now).await;
        let day = shift("2026-11-23", "06:00", "14:00", desk.lead, &[desk.lan]);
        let id = plan(&day).await.unwrap();
        refused(
            plan(&shift("2026-11-23", "13:00", "22:00", desk.minh, &[desk.lan])).await,
            RosterError::Twice,
        );
        refused(plan(&shift("2026-11-24", "06:00", "14:00", desk.lead, &[])).await, RosterError::Nobody);
        refused(
            plan(&shift("2026-11-24", "06:00", "14:00", press, &[desk.lan])).await,
            RosterError::NotOfUnit,
        );
        refused(
            plan(&shift("2026-11-24", "06:00", "14:00", desk.lead, &[auditor])).await,
            RosterError::NotOfUnit,
        );
        refused(
            plan(&shift("2026-11-22", "02:00", "10:00", desk.lead, &[desk.lan])).await,
            RosterError::Begun,
        );
        // One that runs now may still be entered; it is not taken out again.
        let running = plan(&shift("2026-11-22", "06:00", "14:00", desk.lead, &[desk.lan])).await.unwrap();
        refused(store.remove_shift(&running, desk.lead, now).await, RosterError::Begun);
        store.remove_shift(&id, desk.lead, now).await.unwrap();
        assert!(matches!(store.remove_shift(&id, desk.lead, now).await, Err(StoreError::NotFound("shift"))));
        let mut elsewhere = day.clone();
        elsewhere.unit = "khong-co".parse().unwrap();
        assert!(matches!(plan(&elsewhere).await, Err(StoreError::NotFound("unit"))));
        let by = |by| store.plan_shift(&day, by, now);
        assert!(matches!(by(desk.lan).await, Err(StoreError::NotAllowed(NotAllowed::MissingPermission(_)))));
        let shifts = store.shifts(&ministry(), at("2026-11-01T00:00"), at("2026-12-01T00:00")).await.unwrap();
        assert_eq!(shifts.iter().map(|kept| kept.id.as_str()).collect::<Vec<_>>(), [running.as_str()]);
    })
    .await;
}

#[tokio::test]
async fn who_plans_plans_within_what_they_see() {
    testkit::for_each_database(async |database| {
        let store = &database.store;
        let now = at("2026-11-22T10:00");
        for (id, province) in [("da-nang", "48"), ("ha-noi", "01")] {
            let unit = NewUnit {
                id: id.parse().unwrap(),
                kind: UnitKind::Province,
                parent: Some(ministry()),
                name: id.to_owned(),
                province: Some(province.to_owned()),
                commune: None,
                methods: Vec::new(),
            };
            store.create_unit(&unit, Reference::embedded(), None, now).await.unwrap();
        }
        let desk = people(store).await;
        for one in [desk.lead, desk.lan] {
            store.set_officer_unit(one, Version(1), &"da-nang".parse().unwrap(), None, now).await.unwrap();
        }
        let mut own = shift("2026-11-23", "06:00", "14:00", desk.lead, &[desk.lan]);
        own.unit = "da-nang".parse().unwrap();
        store.plan_shift(&own, desk.lead, now).await.unwrap();
        let mut other = shift("2026-11-24", "06:00", "14:00", desk.lead, &[desk.lan]);
        other.unit = "ha-noi".parse().unwrap();
        let outcome = store.plan_shift(&other, desk.lead, now).await;
        assert!(matches!(outcome, Err(StoreError::NotAllowed(NotAllowed::OtherUnit))), "{outcome:?}");
        let outcome = store.copy_shifts(&other.unit, now, desk.lead, now).await;
        assert!(matches!(outcome, Err(StoreError::NotAllowed(NotAllowed::OtherUnit))), "{outcome:?}");
    })
    .await;
}

#[tokio::test]
async fn a_week_is_copied_whole_or_not_at_all() {
    testkit::for_each_database(async |database| {
        let store = &database.store;
        let desk = people(store).await;
        let now = at("2026-11-16T00:00");
        let week = [
            shift("2026-11-16", "06:00", "14:00", desk.lead, &[desk.lan]),
            shift("2026-11-22", "22:00", "06:00", desk.lead, &[desk.minh]),
        ];
        for one in &week {
            store.plan_shift(one, desk.lead, now).await.unwrap();
        }
        let copy = async |monday: &str| store.copy_shifts(&ministry(), at(monday), desk.lead, now).await;
        assert_eq!(copy("2026-11-23T00:00").await.unwrap(), 2);
        refused(copy("2026-11-23T00:00").await, RosterError::NothingToCopy);
        refused(copy("2026-12-28T00:00").await, RosterError::NothingToCopy);
        // Lan is on duty elsewhere on one of the days: nothing of the week is written.
        let clash = shift("2026-11-30", "08:00", "12:00", desk.tuan, &[desk.lan]);
        store.plan_shift(&clash, desk.lead, now).await.unwrap();
        refused(copy("2026-11-30T00:00").await, RosterError::Twice);
        let of = async |from: &str, to: &str| store.shifts(&ministry(), at(from), at(to)).await.unwrap();
        let copied = of("2026-11-23T06:00", "2026-11-30T06:00").await;
        let hours: Vec<String> = copied.iter().map(|kept| kept.shift.starts_at.vietnam_date_time()).collect();
        assert_eq!(hours, ["23/11/2026 06:00", "29/11/2026 22:00"]);
        assert_eq!(copied[1].shift.officers, [desk.minh]);
        assert_eq!(of("2026-11-30T06:00", "2026-12-31T00:00").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_next_shift_reads_what_the_last_one_left() {
    testkit::for_each_database(async |database| {
        let store = &database.store;
        let desk = people(store).await;
        let start = at("2026-11-22T05:00");
        let mut ids = Vec::new();
        for one in [
            shift("2026-11-22", "06:00", "14:15", desk.lead, &[desk.lan]),
            shift("2026-11-22", "14:00", "22:00", desk.tuan, &[desk.minh]),
        ] {
            ids.push(store.plan_shift(&one, desk.lead, start).await.unwrap());
        }
        let leaving = at("2026-11-22T14:10");
        let write = async |text: &str, by| store.write_shift_note(&ids[0], text, by, leaving).await;
        refused(write("  ", desk.lan).await, RosterError::Note);
        refused(write(&"a".repeat(4_001), desk.lan).await, RosterError::Note);
        refused(write("việc 12/2026 chờ ngân hàng", desk.minh).await, RosterError::NotOwnShift);
        let note = write(" việc 12/2026 chờ ngân hàng ", desk.lan).await.unwrap();
        let unread = async |by, now: &str| store.unread_shift_notes(by, at(now)).await.unwrap();
        assert_eq!(unread(desk.minh, "2026-11-22T13:59").await, [], "not on duty yet");
        let found = unread(desk.minh, "2026-11-22T14:10").await;
        assert_eq!((found.len(), found[0].text.as_str()), (1, "việc 12/2026 chờ ngân hàng"));
        assert_eq!(unread(desk.tuan, "2026-11-22T15:00").await.len(), 1, "who leads reads it too");
        assert_eq!(unread(desk.lan, "2026-11-22T14:10").await, [], "not one's own");
        let later = at("2026-11-22T14:30");
        assert_eq!(store.count_told(desk.minh, later).await.unwrap(), (1, 0));
        for _ in 0..2 {
            store.read_shift_note(&note, desk.minh, later).await.unwrap();
        }
        assert_eq!(store.count_told(desk.minh, later).await.unwrap(), (0, 0));
        assert_eq!(unread(desk.tuan, "2026-11-22T15:00").await.len(), 1);
        let kept = store.shift_notes(&ministry(), start, later.plus_days(1)).await.unwrap();
        assert_eq!((kept.len(), kept[0].1.read_by.as_slice()), (1, &[(desk.minh, later)][..]));
        let reads = deeds(store, &format!("shift:{}", ids[0])).await;
        assert_eq!(reads.iter().filter(|(what, _)| *what == Deed::ReadShiftNote).count(), 1, "said once");
    })
    .await;
}

/// From the day on which the rule holds.
#[tokio::test]
async fn who_leads_is_told_once_of_a_note_that_is_not_read_in_time() {
    testkit::for_each_database(async |database| {
        let store = &database.store;
        let desk = people(store).await;
        let start = at("2026-11-24T05:00");
        let mut ids = Vec::new();
        for one in [
            shift("2026-11-24", "06:00", "14:00", desk.lead, &[desk.lan]),
            shift("2026-11-24", "14:00", "22:00", desk.tuan, &[desk.minh]),
        ] {
            ids.push(store.plan_shift(&one, desk.lead, start).await.unwrap());
        }
        let leaving = at("2026-11-24T13:50");
        let note = store.write_shift_note(&ids[0], "chờ ngân hàng trả lời", desk.lan, leaving).await.unwrap();
        let rules = &Reference::embedded().reminders;
        let told = async |now: &str| store.escalate_notes(rules, at(now)).await.unwrap();
        assert_eq!(told("2026-11-24T15:59").await, 0, "two hours of the shift that reads it");
        store.read_shift_note(&note, desk.tuan, at("2026-11-24T15:00")).await.unwrap();
        // Two nodes at the same moment; Minh has not read it.
        let again = database.open_again().await;
        let late = at("2026-11-24T16:00");
        let (a, b) = tokio::join!(store.escalate_notes(rules, late), again.escalate_notes(rules, late));
        assert_eq!(a.unwrap() + b.unwrap(), 1);
        let found = store.reminders(desk.tuan, 10).await.unwrap();
        assert_eq!(
            (found.len(), found[0].kind, found[0].subject.as_str()),
            (1, ReminderKind::NoteUnread, "1")
        );
        assert!(store.reminders(desk.minh, 10).await.unwrap().is_empty(), "who leads alone");
        assert_eq!(told("2026-11-24T21:00").await, 0, "said once");
        // What everybody has read in time is not told of, nor what was written too late for the shift.
        let second = store.write_shift_note(&ids[0], "thêm một việc", desk.lan, late).await.unwrap();
        for by in [desk.tuan, desk.minh] {
            store.read_shift_note(&second, by, late).await.unwrap();
        }
        store.write_shift_note(&ids[0], "sát giờ", desk.lan, at("2026-11-24T20:30")).await.unwrap();
        assert_eq!(told("2026-11-24T21:59").await, 0);
        let lines = deeds(store, &format!("shift:{}", ids[0])).await;
        assert!(lines.contains(&(Deed::Remind, format!("note-unread {}", desk.tuan))), "{lines:?}");
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn each_deadline_is_told_once_to_who_can_act() {
    testkit::for_each_database(async |database| {
        let store = &database.store;
        let desk = people(store).await;
        let reference = Reference::embedded();
        let recorded = at("2026-11-30T20:00");
        let owned = take(store, 1, desk.lan, recorded).await;
        store
            .record_source(owned, Version(2), SourceKind::Denunciation, &reference.law, desk.lan, recorded)
            .await
            .unwrap();
        store
            .plan_shift(&shift("2026-12-01", "14:00", "22:00", desk.tuan, &[desk.minh]), desk.lead, recorded)
            .await
            .unwrap();
        let told = async |now: &str| store.remind_sources(&reference.reminders, at(now)).await.unwrap();
        assert_eq!(told("2026-12-01T13:59").await, 0);
        // Two nodes at the same moment.
        let again = database.open_again().await;
        let six = at("2026-12-01T14:00");
        let (a, b) = tokio::join!(
            store.remind_sources(&reference.reminders, six),
            again.remind_sources(&reference.reminders, six)
        );
        assert_eq!(a.unwrap() + b.unwrap(), 1);
        assert_eq!(told("2026-12-01T16:59").await, 0, "said once");
        let of = async |who| store.reminders(who, 10).await.unwrap();
        let mine = of(desk.lan).await;
        assert_eq!(
            (mine.len(), mine[0].kind, mine[0].subject.as_str()),
            (1, ReminderKind::Deadline, "1/2026")
        );
        assert_eq!(mine[0].due_at, Some(at("2026-12-01T20:00")));
        // Three hours before: who leads the shift on duty.
        assert_eq!(told("2026-12-01T17:00").await, 1);
        assert_eq!(of(desk.tuan).await[0].kind, ReminderKind::Escalation);
        assert!(of(desk.lead).await.is_empty() && of(desk.minh).await.is_empty());
        // The program was down for the last hour: one sentence to each when it is back, and none twice.
        assert_eq!(told("2026-12-01T20:30").await, 2);
        assert_eq!((of(desk.lan).await.len(), of(desk.tuan).await.len()), (2, 2));
        // Nobody is on duty any more: the days before the resolution is due, who may approve is told.
        store
            .act_on_clock(
                owned,
                Version(3),
                ClockAct::Classify,
                "",
                &reference.law,
                desk.lan,
                at("2026-12-01T21:00"),
            )
            .await
            .unwrap();
        assert_eq!(told("2026-12-18T08:00").await, 2);
        assert_eq!((of(desk.lan).await.len(), of(desk.lead).await.len()), (3, 1));
        let lines = deeds(store, &format!("report:{owned}")).await;
        let said: Vec<&str> = lines
            .iter()
            .filter(|(what, _)| *what == Deed::Remind)
            .filter_map(|(_, why)| why.split(' ').next())
            .collect();
        assert_eq!(
            said,
            [
                "classify-owner",
                "classify-risk",
                "classify-owner-last",
                "classify-overdue",
                "resolve-owner",
                "resolve-risk"
            ]
        );
        assert_eq!(store.count_told(desk.lan, six).await.unwrap().1, 3);
        let newest = of(desk.lan).await[0].created_at;
        assert_eq!(store.put_reminders_away(desk.lan, newest, newest).await.unwrap(), 3);
        assert_eq!(store.count_told(desk.lan, six).await.unwrap().1, 0);
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn a_letter_goes_once_and_only_to_who_left_an_address() {
    testkit::for_each_database(async |database| {
        let store = &database.store;
        let desk = people(store).await;
        let reference = Reference::embedded();
        let recorded = at("2026-11-30T20:00");
        let id = take(store, 1, desk.lan, recorded).await;
        store
            .record_source(id, Version(2), SourceKind::Denunciation, &reference.law, desk.lan, recorded)
            .await
            .unwrap();
        store.set_officer_address(desk.lan, "lan@khien.example", recorded).await.unwrap();
        let now = at("2026-12-01T17:00");
        store.remind_sources(&reference.reminders, now).await.unwrap();
        let (mine, theirs) =
            (store.reminders(desk.lan, 1).await.unwrap(), store.reminders(desk.lead, 1).await.unwrap());
        assert_eq!(store.reminder_letter(&theirs[0].id).await.unwrap(), None, "no address");
        let letter = store.reminder_letter(&mine[0].id).await.unwrap().unwrap();
        assert_eq!(letter.address, "lan@khien.example");
        store.reminder_mailed(&mine[0].id, now).await.unwrap();
        assert_eq!(store.reminder_letter(&mine[0].id).await.unwrap(), None, "taken already");
        store.set_officer_address(desk.lan, "", now).await.unwrap();
        assert_eq!(store.officer_address(desk.lan).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_calendar_address_ends_with_the_next_and_with_the_account() {
    testkit::for_each_database(async |database| {
        let store = &database.store;
        let desk = people(store).await;
        let boss = officer(store, "quan-tri", &[Role::Administrator]).await;
        let now = at("2026-11-22T10:00");
        let found = async |token: &str| {
            store.calendar_owner(token).await.unwrap().map(|(officer, scope)| (officer.id, scope))
        };
        store.set_calendar_link(desk.lan, "one", CalendarScope::Mine, now).await.unwrap();
        assert_eq!(found("one").await, Some((desk.lan, CalendarScope::Mine)));
        store.set_calendar_link(desk.lan, "two", CalendarScope::Unit, now).await.unwrap();
        assert_eq!((found("one").await, found("two").await), (None, Some((desk.lan, CalendarScope::Unit))));
        store.set_officer_enabled(desk.lan, Version(1), false, boss, now).await.unwrap();
        assert_eq!(found("two").await, None);
        store.set_calendar_link(desk.minh, "three", CalendarScope::Mine, now).await.unwrap();
        store.drop_calendar_link(desk.minh, now).await.unwrap();
        assert_eq!((found("three").await, found("").await), (None, None));
    })
    .await;
}
