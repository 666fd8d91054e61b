//! Keys, units and officers.

use super::Kind::{Bytes, Number, Text};
use super::Table;

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
];
