//! Shifts, notes and reminders, and how officers are reached and known.

use super::Kind::{Bytes, Number, Text};
use super::Table;

pub(super) const TABLES: &[Table] = &[
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
            ("escalated_at", Number),
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
];
