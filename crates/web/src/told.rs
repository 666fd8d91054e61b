//! What an officer is told, in one sentence: the same in the console and in a letter.

use model::reference::Law;
use store::reminder::{Reminder, ReminderKind};

use crate::catalogue::Words;
use crate::label::due_label;

/// The sentence of a reminder: the number in the register and what is due when, nothing of what was reported.
pub fn reminder_sentence(law: &Law, t: Words, one: &Reminder) -> String {
    // The name as the table knows it; a code that is gone shows itself.
    let row = law.deadlines.iter().rev().find(|deadline| deadline.code == one.deadline);
    let name = row.map_or(one.deadline.as_str(), |row| t.of(&row.name));
    let due = one.due_at.map(|due| due_label(t, due)).unwrap_or_default();
    let values =
        [("subject", one.subject.as_str().into()), ("what", name.into()), ("due", due.as_str().into())];
    let is_over = one.due_at.is_some_and(|due| due <= one.created_at);
    let key = match one.kind {
        ReminderKind::HandOver => "reminder-say-hand-over",
        ReminderKind::NoteUnread => "reminder-say-note-unread",
        _ if is_over => "reminder-say-over",
        ReminderKind::Deadline => "reminder-say-deadline",
        ReminderKind::Escalation => "reminder-say-escalation",
    };
    t.say_all(key, &values).into_owned()
}

#[cfg(test)]
mod tests {
    use model::{Language, Reference, Time};

    use super::*;

    fn say(kind: ReminderKind, due: Option<&str>) -> String {
        let at = |text: &str| -> Time { text.parse().unwrap() };
        let one = Reminder {
            id: "1".to_owned(),
            kind,
            target: "report:1".to_owned(),
            subject: "12/2026".to_owned(),
            deadline: "classify".to_owned(),
            due_at: due.map(at),
            created_at: at("2026-11-22T03:00:00Z"),
            read_at: None,
            mailed_at: None,
        };
        reminder_sentence(&Reference::embedded().law, Words::new(Language::En), &one)
    }

    #[test]
    fn a_reminder_says_what_is_due_and_when() {
        let soon = say(ReminderKind::Deadline, Some("2026-11-22T08:00:00Z"));
        assert!(
            soon.contains("12/2026") && soon.contains("Classify") && soon.contains("22/11/2026 15:00"),
            "{soon}"
        );
        let over = say(ReminderKind::Escalation, Some("2026-11-22T03:00:00Z"));
        assert_ne!(over, say(ReminderKind::Escalation, Some("2026-11-22T03:00:01Z")));
        assert!(say(ReminderKind::HandOver, None).contains("12/2026"));
        assert!(say(ReminderKind::NoteUnread, None).contains("12/2026"), "how many have not read it");
    }
}
