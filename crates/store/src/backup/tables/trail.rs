//! The audit trail, and jobs that wait.

use super::Kind::{Number, Text};
use super::Table;

pub(super) const TABLES: &[Table] = &[
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
