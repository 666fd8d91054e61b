//! The audit trail: who did what, to what, why and when, each line chained to the one before.

use std::fmt;
use std::str::FromStr;

use model::publication::ActHash;
use model::{OfficerId, Time};
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;

use crate::row::{Columns as _, column};
use crate::rows::{Value, insert_many};
use crate::{Store, StoreError, Tx};

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// An officer.
    Officer(OfficerId),
    /// A job of the program, e.g. expiry.
    System,
    /// Somebody who is not signed in: a report, a sign-in that failed.
    Public,
    /// Somebody at the command line of the server.
    Command,
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Who::Officer(id) => write!(f, "officer:{id}"),
            Who::System => f.write_str("system"),
            Who::Public => f.write_str("public"),
            Who::Command => f.write_str("command"),
        }
    }
}

/// The text names nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read who did something")]
pub struct ParseWhoError;

impl FromStr for Who {
    type Err = ParseWhoError;

    fn from_str(text: &str) -> Result<Who, ParseWhoError> {
        match text {
            "system" => Ok(Who::System),
            "public" => Ok(Who::Public),
            "command" => Ok(Who::Command),
            _ => {
                let id = text.strip_prefix("officer:").ok_or(ParseWhoError)?;
                id.parse().map(Who::Officer).map_err(|_| ParseWhoError)
            }
        }
    }
}

macro_rules! deeds {
    ($($(#[$doc:meta])* $variant:ident = $slug:literal),* $(,)?) => {
        /// What was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Deed { $($(#[$doc])* $variant),* }

        impl Deed {
            /// Every deed.
            pub const ALL: &'static [Deed] = &[$(Deed::$variant),*];

            /// The stable name used in SQL; the catalogue holds `deed-<slug>` in each language.
            pub const fn slug(self) -> &'static str {
                match self { $(Deed::$variant => $slug),* }
            }

            /// The deed with this slug.
            pub fn from_slug(slug: &str) -> Option<Deed> {
                Deed::ALL.iter().copied().find(|deed| deed.slug() == slug)
            }
        }
    };
}

deeds! {
    /// A report came in.
    CreateReport = "create-report",
    /// Many reports were brought in by command.
    ImportReports = "import-reports",
    /// Officers' decisions were written to a file as training data.
    ExportTraining = "export-training",
    /// A reporter added to a report by its code.
    AddToReport = "add-to-report",
    /// An officer typed in what somebody told, by telephone or in person.
    TakeCall = "take-call",
    /// An officer began to type what somebody tells.
    BeginDraft = "begin-draft",
    /// A report changed its state.
    SetReportState = "set-report-state",
    /// A report got another method.
    SetMethod = "set-method",
    /// A report was taken by an officer, or put back.
    AssignReport = "assign-report",
    /// A report changed hands because a shift ended.
    HandOver = "hand-over",
    /// Officers were told of a deadline.
    Remind = "remind",
    /// A report was recorded as a source.
    RecordSource = "record-source",
    /// An act on the legal clock of a source.
    SetClock = "set-clock",
    /// Reports were joined to one event.
    MergeEvents = "merge-events",
    /// Reports were taken out of an event.
    SplitEvent = "split-event",
    /// A report was opened by an officer.
    ReadReport = "read-report",
    /// An officer asked for a report that lies on another unit's desk, and was refused.
    RefuseReport = "refuse-report",
    /// A report was laid on another unit's desk.
    MoveReport = "move-report",
    /// Joining or parting was undone.
    UndoEventAct = "undo-event-act",
    /// One act on many reports was begun.
    BeginBatch = "begin-batch",
    /// An act on many reports is being undone.
    UndoBatch = "undo-batch",
    /// A report was put back as it was before an act on many.
    PutBack = "put-back",
    /// A case was opened.
    OpenCase = "open-case",
    /// A case was taken a step further.
    StepCase = "step-case",
    /// Reports were put into a case, or one was taken out.
    LinkCase = "link-case",
    /// A list of reports was given out as a file.
    ExportReports = "export-reports",
    /// A value was taken out of campaigns.
    ExcludeValue = "exclude-value",
    /// A value that was taken out joins again.
    IncludeValue = "include-value",
    /// An officer wrote a note.
    WriteNote = "write-note",
    /// An attached file was read.
    ReadAttachment = "read-attachment",
    /// A reporter's identity was read.
    OpenIdentity = "open-identity",
    /// Reports were looked for by who sent them.
    SearchSender = "search-sender",
    /// A reporter was told of the report: the program opened the address to do so.
    NotifyReporter = "notify-reporter",
    /// A reporter's identity was erased.
    EraseIdentity = "erase-identity",
    /// The content of a report was erased.
    EraseContent = "erase-content",
    /// What officers wrote apart from a report was erased by rule.
    EraseWords = "erase-words",
    /// A report, or its whole event, was kept from being erased.
    PlaceHold = "place-hold",
    /// A legal hold was lifted.
    LiftHold = "lift-hold",
    /// A letter about a report was drafted.
    MakeDocument = "make-document",
    /// A template of letters was changed.
    ChangeTemplate = "change-template",
    /// A listing, revision or delisting was proposed.
    Propose = "propose",
    /// A proposal was approved.
    Approve = "approve",
    /// A proposal was rejected.
    Reject = "reject",
    /// A proposal was taken back.
    Withdraw = "withdraw",
    /// An entry of the allow-list was proposed.
    ProposeAllowed = "propose-allowed",
    /// An entry of the allow-list was confirmed.
    ConfirmAllowed = "confirm-allowed",
    /// An entry of the allow-list ended.
    EndAllowed = "end-allowed",
    /// An appeal was decided.
    DecideAppeal = "decide-appeal",
    /// An act was appended to the publication log.
    AppendAct = "append-act",
    /// Many acts were appended by command.
    ImportActs = "import-acts",
    /// An officer was invited.
    InviteOfficer = "invite-officer",
    /// An officer's account was created.
    CreateOfficer = "create-officer",
    /// An officer's roles changed.
    SetRoles = "set-roles",
    /// An officer was put into another unit.
    SetUnit = "set-unit",
    /// A unit was made.
    CreateUnit = "create-unit",
    /// A unit was closed.
    CloseUnit = "close-unit",
    /// A unit was opened again.
    OpenUnit = "open-unit",
    /// A shift was planned.
    PlanShift = "plan-shift",
    /// A shift was taken out of the plan.
    RemoveShift = "remove-shift",
    /// A shift ended, and its work was passed on.
    EndShift = "end-shift",
    /// A note was left for the next shift.
    WriteShiftNote = "write-shift-note",
    /// The note of the shift before was read.
    ReadShiftNote = "read-shift-note",
    /// An officer changed the address they are told at.
    SetAddress = "set-address",
    /// An officer got, changed or ended the address of a calendar.
    SetCalendar = "set-calendar",
    /// An officer began to see other units' desks, for a short time.
    BreakGlass = "break-glass",
    /// That ended before its time.
    MendGlass = "mend-glass",
    /// An officer's account was disabled.
    DisableOfficer = "disable-officer",
    /// An officer's account was enabled again.
    EnableOfficer = "enable-officer",
    /// An officer's password or second factor changed.
    SetCredentials = "set-credentials",
    /// An account at a provider of sign-ins was named as an officer's.
    AllowProvider = "allow-provider",
    /// That ended.
    ForbidProvider = "forbid-provider",
    /// The account named was used first, and tied to its subject there.
    LinkProvider = "link-provider",
    /// An officer added a passkey.
    AddPasskey = "add-passkey",
    /// A passkey was ended.
    RemovePasskey = "remove-passkey",
    /// An officer signed in.
    SignIn = "sign-in",
    /// A sign-in failed.
    RefuseSignIn = "refuse-sign-in",
    /// A session was ended.
    EndSession = "end-session",
    /// A provider of sign-ins said that an officer signed out there, and the sessions it had begun ended.
    EndProviderSessions = "end-provider-sessions",
    /// A consumer's account was made.
    CreateConsumer = "create-consumer",
    /// A consumer got other terms, was closed or opened again.
    ChangeConsumer = "change-consumer",
    /// A key was made for a consumer.
    CreateConsumerKey = "create-consumer-key",
    /// A consumer's key was revoked.
    RevokeConsumerKey = "revoke-consumer-key",
    /// An address to push to was registered, probed, closed or started again.
    RegisterPush = "register-push",
    /// A push that its receiver kept refusing was given up.
    BuryPush = "bury-push",
    /// The database was restored from a backup.
    Restore = "restore",
}

/// One line of the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// From 1, without gaps.
    pub position: u64,
    /// When.
    pub at: Time,
    /// Who.
    pub who: Who,
    /// What.
    pub what: Deed,
    /// To what: `report:<id>`, `officer:<id>`, `proposal:<id>`, an indicator, or empty.
    pub target: String,
    /// The ground or a short detail; may be empty.
    pub why: String,
}

impl AuditLine {
    /// The hash that chains this line to the one before.
    ///
    /// SHA-256 over the previous hash (32 bytes), then position, milliseconds, who, what, target and why as
    /// UTF-8 text, each followed by one 0x0A byte; a line feed or backslash inside a field is escaped with
    /// a backslash, so that no two lines have the same bytes.
    pub fn hash(&self, previous: ActHash) -> ActHash {
        let escape = |text: &str| text.replace('\\', "\\\\").replace('\n', "\\n");
        let text = format!(
            "{}\n{}\n{}\n{}\n{}\n{}\n",
            self.position,
            self.at.millis(),
            self.who,
            self.what.slug(),
            escape(&self.target),
            escape(&self.why),
        );
        let mut hasher = Sha256::new();
        hasher.update(previous.0);
        hasher.update(text.as_bytes());
        ActHash(hasher.finalize().into())
    }

    pub(crate) fn from_row(row: &AnyRow) -> Result<AuditLine, StoreError> {
        Ok(AuditLine {
            position: row.unsigned("position")?,
            at: row.time("at")?,
            who: row.parsed("who")?,
            what: row.slug("what", Deed::from_slug)?,
            target: row.text("target")?,
            why: row.text("why")?,
        })
    }
}

/// A line before it has its place.
pub(crate) struct NewLine {
    pub(crate) at: Time,
    pub(crate) who: Who,
    pub(crate) what: Deed,
    pub(crate) target: String,
    pub(crate) why: String,
}

/// Appends a line. The last thing a transaction does: it holds the head of the trail until it commits,
/// and always after the head of the publication log, so that two transactions never wait for each other.
pub(crate) async fn append(
    tx: &mut Tx,
    at: Time,
    who: Who,
    what: Deed,
    target: &str,
    why: &str,
) -> Result<(), StoreError> {
    let line = NewLine { at, who, what, target: target.to_owned(), why: why.to_owned() };
    append_many(tx, vec![line]).await
}

/// Appends lines in this order; see [`append`].
pub(crate) async fn append_many(tx: &mut Tx, lines: Vec<NewLine>) -> Result<(), StoreError> {
    let head = sqlx::query(
        "UPDATE log_heads SET position = position + $1 WHERE name = 'audit' RETURNING position, hash",
    )
    .bind(column(lines.len() as u64))
    .fetch_one(&mut **tx)
    .await?;
    let mut position = head.unsigned("position")? - lines.len() as u64;
    let mut hash: ActHash = head.parsed("hash")?;
    let mut rows = Vec::with_capacity(lines.len());
    for NewLine { at, who, what, target, why } in lines {
        position += 1;
        let line = AuditLine { position, at, who, what, target, why };
        hash = line.hash(hash);
        rows.push(vec![
            Value::Number(column(position)),
            Value::Number(at.millis()),
            Value::Text(who.to_string()),
            Value::Text(what.slug().to_owned()),
            Value::Text(line.target),
            Value::Text(line.why),
            Value::Text(hash.to_string()),
        ]);
    }
    let start = "INSERT INTO audit_lines (position, at, who, what, target, why, hash)";
    insert_many(tx, start, rows, "").await?;
    sqlx::query("UPDATE log_heads SET hash = $1 WHERE name = 'audit'")
        .bind(hash.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

impl Store {
    /// Lines before `before` (`None`: from the newest), newest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn audit_lines(&self, before: Option<u64>, limit: u32) -> Result<Vec<AuditLine>, StoreError> {
        let rows = sqlx::query(
            "SELECT position, at, who, what, target, why FROM audit_lines
             WHERE position < $1 ORDER BY position DESC LIMIT $2",
        )
        .bind(before.map_or(i64::MAX, column))
        .bind(i64::from(limit))
        .fetch_all(&self.inner.read)
        .await?;
        rows.iter().map(AuditLine::from_row).collect()
    }

    /// Lines about one target, oldest first, at most `limit`; who opened a report is left out, see
    /// [`Store::audit_search`]. With the grounds that stand apart from the trail, while they do.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn audit_lines_about(&self, target: &str, limit: u32) -> Result<Vec<AuditLine>, StoreError> {
        let rows = sqlx::query(
            "SELECT position, at, who, what, target, why FROM audit_lines
             WHERE target = $1 AND what <> 'read-report' ORDER BY position LIMIT $2",
        )
        .bind(target)
        .bind(i64::from(limit))
        .fetch_all(&self.inner.read)
        .await?;
        let lines = rows.iter().map(AuditLine::from_row).collect::<Result<_, _>>()?;
        self.with_grounds(lines).await
    }
}
