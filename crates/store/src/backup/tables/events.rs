//! Reports that are one event.

use super::Kind::{Number, Text};
use super::Table;

pub(super) const TABLES: &[Table] = &[
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
];
