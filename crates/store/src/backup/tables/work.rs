//! What officers do with many reports, and what they keep.

use super::Kind::{Number, Text};
use super::Table;

pub(super) const TABLES: &[Table] = &[
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
            ("reporter_answer", Text),
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
];
