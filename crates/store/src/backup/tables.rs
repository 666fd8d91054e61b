//! What is copied: every table but the migrations, and but sessions, invitations and sign-ins under way, which a
//! restored server must not honour.

use serde_json::Value;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;

use crate::StoreError;
use crate::row::Columns as _;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `BIGINT`: a JSON number.
    Number,
    /// `TEXT`: a JSON string.
    Text,
    /// `BYTEA`: a JSON string of hex digits.
    Bytes,
}

use Kind::{Bytes, Number, Text};

/// One table.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// Every column; those of the primary key first.
    pub(super) columns: &'static [(&'static str, Kind)],
    /// How many of them are the primary key.
    pub(super) key_len: usize,
}

/// In an order in which every row that is referred to comes before those that refer to it.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "key_checks",
        columns: &[("name", Text), ("nonce", Bytes), ("ciphertext", Bytes)],
        key_len: 1,
    },
    Table { name: "log_heads", columns: &[("name", Text), ("position", Number), ("hash", Text)], key_len: 1 },
    Table {
        name: "units",
        columns: &[
            ("id", Text),
            ("kind", Text),
            ("parent_id", Text),
            ("name", Text),
            ("province", Text),
            ("commune", Text),
            ("methods", Text),
            ("created_at", Number),
            ("closed_at", Number),
            ("version", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "officers",
        columns: &[
            ("id", Text),
            ("name", Text),
            ("display_name", Text),
            ("password_hash", Text),
            ("totp_nonce", Bytes),
            ("totp_secret", Bytes),
            ("totp_step", Number),
            ("failures", Number),
            ("locked_until", Number),
            ("created_at", Number),
            ("disabled_at", Number),
            ("version", Number),
            ("unit_id", Text),
        ],
        key_len: 1,
    },
    Table { name: "officer_roles", columns: &[("officer_id", Text), ("role", Text)], key_len: 2 },
    Table {
        name: "glass_breaks",
        columns: &[
            ("id", Text),
            ("officer_id", Text),
            ("reason", Text),
            ("began_at", Number),
            ("ends_at", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "reports",
        columns: &[
            ("id", Text),
            ("submission", Text),
            ("tracking_code", Text),
            ("channel", Text),
            ("state", Text),
            ("is_open", Number),
            ("place_in_queue", Number),
            ("urgency", Number),
            ("received_at", Number),
            ("updated_at", Number),
            ("text", Text),
            ("happened_at", Number),
            ("province", Text),
            ("place", Text),
            ("money_lost", Number),
            ("claimed_method", Text),
            ("method", Text),
            ("method_by_officer", Number),
            ("verdict", Text),
            ("assessment", Text),
            ("indicator_first", Text),
            ("indicator_count", Number),
            ("assigned_to", Text),
            ("version", Number),
            ("event_id", Text),
            ("text_digest", Text),
            ("sketch", Number),
            ("unit_id", Text),
            ("unit_province", Text),
            ("unit_reason", Text),
            ("erased_at", Number),
            ("news_at", Number),
            ("closed_as", Text),
            ("spam_of", Text),
        ],
        key_len: 1,
    },
    Table {
        name: "report_indicators",
        columns: &[("report_id", Text), ("indicator", Text), ("origin", Text)],
        key_len: 2,
    },
    Table {
        name: "attachments",
        columns: &[
            ("id", Text),
            ("report_id", Text),
            ("name", Text),
            ("media_type", Text),
            ("bytes_len", Number),
            ("sha256", Text),
            ("created_at", Number),
            ("scanned_at", Number),
            ("scan_found", Text),
        ],
        key_len: 1,
    },
    Table {
        name: "identities",
        columns: &[("report_id", Text), ("nonce", Bytes), ("ciphertext", Bytes), ("created_at", Number)],
        key_len: 1,
    },
    Table {
        name: "identity_digests",
        columns: &[("digest", Text), ("report_id", Text), ("is_source", Number)],
        key_len: 2,
    },
    Table {
        name: "source_records",
        columns: &[("source", Text), ("confirmed", Number), ("spam", Number)],
        key_len: 1,
    },
    Table { name: "report_weights", columns: &[("report_id", Text), ("weight", Number)], key_len: 1 },
    Table { name: "search_numbers", columns: &[("number", Number), ("report_id", Text)], key_len: 1 },
    Table {
        name: "search_postings",
        columns: &[("word", Text), ("block", Number), ("numbers", Bytes)],
        key_len: 2,
    },
    Table {
        name: "report_senders",
        columns: &[("report_id", Text), ("sender", Text), ("reference", Text)],
        key_len: 1,
    },
    Table {
        name: "bulk_files",
        columns: &[("sender", Text), ("file_key", Text), ("sha256", Text), ("created_at", Number)],
        key_len: 2,
    },
    Table {
        name: "quarantine",
        columns: &[
            ("id", Text),
            ("reference", Text),
            ("reason", Text),
            ("bytes_len", Number),
            ("received_at", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "drafts",
        columns: &[
            ("officer_id", Text),
            ("form", Text),
            ("nonce", Bytes),
            ("ciphertext", Bytes),
            ("created_at", Number),
            ("updated_at", Number),
        ],
        key_len: 2,
    },
    Table { name: "registers", columns: &[("year", Number), ("last_number", Number)], key_len: 1 },
    Table {
        name: "sources",
        columns: &[
            ("report_id", Text),
            ("year", Number),
            ("number", Number),
            ("kind", Text),
            ("recorded_at", Number),
            ("recorded_by", Text),
            ("due", Text),
            ("clock", Text),
            ("next_due_at", Number),
            ("at_risk_at", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "notes",
        columns: &[
            ("id", Text),
            ("report_id", Text),
            ("officer_id", Text),
            ("written_at", Number),
            ("text", Text),
        ],
        key_len: 1,
    },
    Table {
        name: "additions",
        columns: &[
            ("id", Text),
            ("report_id", Text),
            ("submission", Text),
            ("received_at", Number),
            ("text", Text),
        ],
        key_len: 1,
    },
    Table {
        name: "event_acts",
        columns: &[
            ("id", Number),
            ("kind", Text),
            ("reason", Text),
            ("done_at", Number),
            ("done_by", Text),
            ("undone_at", Number),
            ("undone_by", Text),
        ],
        key_len: 1,
    },
    Table {
        name: "event_links",
        columns: &[("id", Number), ("a", Text), ("b", Text), ("made_by", Number)],
        key_len: 1,
    },
    Table { name: "event_cuts", columns: &[("link_id", Number), ("act_id", Number)], key_len: 2 },
    Table { name: "event_counters", columns: &[("name", Text), ("position", Number)], key_len: 1 },
    Table {
        name: "acts",
        columns: &[
            ("serial", Number),
            ("at", Number),
            ("action", Text),
            ("indicator", Text),
            ("method", Text),
            ("level", Text),
            ("reason", Text),
            ("expires_at", Number),
            ("proposed_by", Text),
            ("approved_by", Text),
            ("evidence", Text),
            ("hash", Text),
        ],
        key_len: 1,
    },
    Table {
        name: "listings",
        columns: &[
            ("serial", Number),
            ("indicator", Text),
            ("method", Text),
            ("level", Text),
            ("reason", Text),
            ("listed_at", Number),
            ("expires_at", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "allowed",
        columns: &[
            ("id", Text),
            ("indicator", Text),
            ("owner", Text),
            ("source", Text),
            ("reason", Text),
            ("expires_at", Number),
            ("proposed_by", Text),
            ("proposed_at", Number),
            ("confirmed_by", Text),
            ("confirmed_at", Number),
            ("ended_by", Text),
            ("ended_at", Number),
            ("ended_why", Text),
        ],
        key_len: 1,
    },
    Table {
        name: "proposals",
        columns: &[
            ("id", Text),
            ("action", Text),
            ("indicator", Text),
            ("method", Text),
            ("level", Text),
            ("reason", Text),
            ("expires_at", Number),
            ("evidence", Text),
            ("report_id", Text),
            ("proposed_by", Text),
            ("proposed_at", Number),
            ("state", Text),
            ("decided_by", Text),
            ("decided_at", Number),
            ("ground", Text),
            ("serial", Number),
            ("version", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "appeals",
        columns: &[
            ("report_id", Text),
            ("indicator", Text),
            ("received_at", Number),
            ("due_at", Number),
            ("state", Text),
            ("decided_by", Text),
            ("decided_at", Number),
            ("ground", Text),
            ("serial", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "legal_holds",
        columns: &[
            ("id", Text),
            ("report_id", Text),
            ("whole_event", Number),
            ("ground", Text),
            ("placed_by", Text),
            ("placed_at", Number),
            ("lifted_by", Text),
            ("lifted_at", Number),
            ("lift_ground", Text),
        ],
        key_len: 1,
    },
    Table {
        name: "document_templates",
        columns: &[
            ("code", Text),
            ("text", Text),
            ("changed_by", Text),
            ("changed_at", Number),
            ("version", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "batches",
        columns: &[
            ("id", Text),
            ("action", Text),
            ("ground", Text),
            ("state", Text),
            ("has_more", Number),
            ("planned_by", Text),
            ("planned_at", Number),
            ("began_at", Number),
            ("undone_by", Text),
            ("undone_at", Number),
            ("undo_ground", Text),
        ],
        key_len: 1,
    },
    Table {
        name: "batch_rows",
        columns: &[
            ("batch_id", Text),
            ("place", Number),
            ("report_id", Text),
            ("version", Number),
            ("state", Text),
            ("skip", Text),
            ("was", Text),
        ],
        key_len: 2,
    },
    Table {
        name: "cases",
        columns: &[
            ("id", Text),
            ("year", Number),
            ("number", Number),
            ("title", Text),
            ("unit_id", Text),
            ("unit_province", Text),
            ("outcome", Text),
            ("opened_at", Number),
            ("opened_by", Text),
            ("version", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "case_steps",
        columns: &[
            ("case_id", Text),
            ("position", Number),
            ("at", Number),
            ("officer_id", Text),
            ("facts", Text),
            ("ground", Text),
        ],
        key_len: 2,
    },
    Table {
        name: "case_reports",
        columns: &[
            ("report_id", Text),
            ("case_id", Text),
            ("linked_at", Number),
            ("linked_by", Text),
            ("money", Number),
            ("loss_id", Text),
        ],
        key_len: 1,
    },
    Table {
        name: "views",
        columns: &[
            ("id", Text),
            ("officer_id", Text),
            ("unit_id", Text),
            ("list", Text),
            ("name", Text),
            ("query", Text),
            ("created_at", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "value_exclusions",
        columns: &[("indicator", Text), ("ground", Text), ("excluded_by", Text), ("excluded_at", Number)],
        key_len: 1,
    },
    Table {
        name: "consumers",
        columns: &[
            ("id", Text),
            ("name", Text),
            ("kind", Text),
            ("contact", Text),
            ("formats", Text),
            ("requests_per_day", Number),
            ("networks", Text),
            ("notify", Text),
            ("created_at", Number),
            ("disabled_at", Number),
            ("version", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "consumer_keys",
        columns: &[
            ("id", Text),
            ("consumer_id", Text),
            ("key_hash", Text),
            ("prefix", Text),
            ("created_at", Number),
            ("revoked_at", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "consumer_certificates",
        columns: &[
            ("id", Text),
            ("consumer_id", Text),
            ("fingerprint", Text),
            ("created_at", Number),
            ("revoked_at", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "consumer_seen",
        columns: &[("consumer_id", Text), ("channel", Text), ("serial", Number), ("seen_at", Number)],
        key_len: 2,
    },
    Table {
        name: "consumer_days",
        columns: &[("consumer_id", Text), ("day", Text), ("requests", Number)],
        key_len: 2,
    },
    Table {
        name: "push_keys",
        columns: &[("name", Text), ("nonce", Bytes), ("ciphertext", Bytes), ("created_at", Number)],
        key_len: 1,
    },
    Table {
        name: "pushes",
        columns: &[
            ("id", Text),
            ("consumer_id", Text),
            ("address", Text),
            ("state", Text),
            ("created_at", Number),
            ("delivered", Number),
            ("sequence", Number),
            ("in_flight_to", Number),
            ("attempts", Number),
            ("next_attempt_at", Number),
            ("last_error", Text),
            ("leased_by", Text),
            ("leased_until", Number),
            ("version", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "push_dead_letters",
        columns: &[
            ("push_id", Text),
            ("sequence", Number),
            ("serial_first", Number),
            ("serial_last", Number),
            ("attempts", Number),
            ("error", Text),
            ("buried_at", Number),
        ],
        key_len: 2,
    },
    Table {
        name: "acknowledgements",
        columns: &[
            ("consumer_id", Text),
            ("serial", Number),
            ("status", Text),
            ("reason", Text),
            ("at", Number),
        ],
        key_len: 2,
    },
    Table {
        name: "intake_statuses",
        columns: &[("id", Text), ("consumer_id", Text), ("created_at", Number), ("body", Text)],
        key_len: 1,
    },
    Table {
        name: "shifts",
        columns: &[
            ("id", Text),
            ("unit_id", Text),
            ("starts_at", Number),
            ("ends_at", Number),
            ("planned_by", Text),
            ("planned_at", Number),
            ("ended_at", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "shift_officers",
        columns: &[
            ("shift_id", Text),
            ("officer_id", Text),
            ("is_supervisor", Number),
            ("takes_work", Number),
        ],
        key_len: 2,
    },
    Table {
        name: "shift_notes",
        columns: &[
            ("id", Text),
            ("shift_id", Text),
            ("officer_id", Text),
            ("written_at", Number),
            ("text", Text),
        ],
        key_len: 1,
    },
    Table {
        name: "shift_note_reads",
        columns: &[("note_id", Text), ("officer_id", Text), ("read_at", Number)],
        key_len: 2,
    },
    Table {
        name: "source_reminders",
        columns: &[("report_id", Text), ("once_key", Text), ("said_at", Number)],
        key_len: 2,
    },
    Table {
        name: "reminders",
        columns: &[
            ("id", Text),
            ("officer_id", Text),
            ("kind", Text),
            ("target", Text),
            ("subject", Text),
            ("deadline", Text),
            ("due_at", Number),
            ("created_at", Number),
            ("read_at", Number),
            ("mailed_at", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "officer_addresses",
        columns: &[("officer_id", Text), ("nonce", Bytes), ("ciphertext", Bytes), ("updated_at", Number)],
        key_len: 1,
    },
    Table {
        name: "calendar_links",
        columns: &[("officer_id", Text), ("token_hash", Text), ("scope", Text), ("created_at", Number)],
        key_len: 1,
    },
    Table {
        name: "provider_accounts",
        columns: &[
            ("officer_id", Text),
            ("issuer", Text),
            ("account", Text),
            ("subject", Text),
            ("allowed_by", Text),
            ("allowed_at", Number),
            ("linked_at", Number),
        ],
        key_len: 2,
    },
    Table {
        name: "passkeys",
        columns: &[
            ("id", Text),
            ("officer_id", Text),
            ("credential_id", Text),
            ("public_key", Bytes),
            ("host", Text),
            ("sign_count", Number),
            ("name", Text),
            ("created_at", Number),
            ("used_at", Number),
        ],
        key_len: 1,
    },
    Table {
        name: "audit_lines",
        columns: &[
            ("position", Number),
            ("at", Number),
            ("who", Text),
            ("what", Text),
            ("target", Text),
            ("why", Text),
            ("hash", Text),
        ],
        key_len: 1,
    },
    Table {
        name: "jobs",
        columns: &[
            ("id", Text),
            ("kind", Text),
            ("payload", Text),
            ("created_at", Number),
            ("run_at", Number),
            ("attempts", Number),
            ("last_error", Text),
        ],
        key_len: 1,
    },
];

/// A statement with its values.
pub(super) type AnyQuery = Query<'static, sqlx::Any, AnyArguments>;

impl Kind {
    /// The value of a column as JSON.
    pub(super) fn read(self, row: &AnyRow, column: &str) -> Result<Value, StoreError> {
        Ok(match self {
            Number => row.number_or_none(column)?.map_or(Value::Null, Value::from),
            Text => row.text_or_none(column)?.map_or(Value::Null, Value::from),
            Bytes => Value::from(data_encoding::HEXLOWER.encode(&row.bytes(column)?)),
        })
    }

    /// Adds a JSON value to a statement; `None` when it is not of this kind.
    pub(super) fn bind(self, query: AnyQuery, value: &Value) -> Option<AnyQuery> {
        Some(match (self, value) {
            (Number, Value::Null) => query.bind(None::<i64>),
            (Text, Value::Null) => query.bind(None::<String>),
            (Number, Value::Number(number)) => query.bind(number.as_i64()?),
            (Text, Value::String(text)) => query.bind(text.clone()),
            (Bytes, Value::String(hex)) => query.bind(data_encoding::HEXLOWER.decode(hex.as_bytes()).ok()?),
            _ => return None,
        })
    }
}

impl Table {
    /// The names of the columns, separated by commas.
    pub(super) fn column_list(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    /// The names of the key columns, separated by commas.
    pub(super) fn key_list(&self) -> String {
        self.columns[..self.key_len].iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Connection as _;

    use super::*;

    /// A column that a migration adds and this list forgets would be lost by a restore.
    #[tokio::test]
    async fn every_column_of_every_migration_is_copied() {
        sqlx::any::install_default_drivers();
        let mut connection = sqlx::AnyConnection::connect("sqlite::memory:").await.unwrap();
        for (_, text) in crate::migrations::MIGRATIONS {
            sqlx::raw_sql(*text).execute(&mut connection).await.unwrap();
        }
        let rows = sqlx::query(
            "SELECT m.name AS held_by, p.name AS held FROM sqlite_master AS m, pragma_table_info(m.name) AS p
             WHERE m.type = 'table' AND m.name NOT IN ('sessions', 'invitations', 'sign_in_attempts', 'passkey_uses')
             ORDER BY m.name, p.name",
        );
        let rows = rows.fetch_all(&mut connection).await.unwrap();
        let created: Vec<(String, String)> =
            rows.iter().map(|row| (row.text("held_by").unwrap(), row.text("held").unwrap())).collect();
        let mut copied: Vec<(String, String)> = Vec::new();
        for table in TABLES {
            copied.extend(table.columns.iter().map(|(name, _)| (table.name.to_owned(), (*name).to_owned())));
        }
        copied.sort();
        assert_eq!(copied, created);
    }
}
