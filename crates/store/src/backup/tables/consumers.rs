//! Who gets the list.

use super::Kind::{Bytes, Number, Text};
use super::Table;

pub(super) const TABLES: &[Table] = &[
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
];
