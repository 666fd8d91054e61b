//! What is copied: every table but the migrations, and but sessions, invitations and sign-ins under way, which a
//! restored server must not honour.

use serde_json::Value;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;

use crate::StoreError;
use crate::row::Columns as _;

mod consumers;
mod events;
mod officers;
mod publication;
mod reports;
mod roster;
mod trail;
mod work;

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

/// One table.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// Every column; those of the primary key first.
    pub(super) columns: &'static [(&'static str, Kind)],
    /// How many of them are the primary key.
    pub(super) key_len: usize,
}

/// All tables by what they are about, in an order in which every row that is referred to comes before those that refer
/// to it.
const GROUPS: [&[Table]; 8] = [
    officers::TABLES,
    reports::TABLES,
    events::TABLES,
    publication::TABLES,
    work::TABLES,
    consumers::TABLES,
    roster::TABLES,
    trail::TABLES,
];

/// Every table, in the order of [`GROUPS`].
pub(super) fn tables() -> impl Iterator<Item = &'static Table> {
    GROUPS.into_iter().flatten()
}

/// A statement with its values.
pub(super) type AnyQuery = Query<'static, sqlx::Any, AnyArguments>;

impl Kind {
    /// The value of a column as JSON.
    pub(super) fn read(self, row: &AnyRow, column: &str) -> Result<Value, StoreError> {
        Ok(match self {
            Kind::Number => row.number_or_none(column)?.map_or(Value::Null, Value::from),
            Kind::Text => row.text_or_none(column)?.map_or(Value::Null, Value::from),
            Kind::Bytes => Value::from(data_encoding::HEXLOWER.encode(&row.bytes(column)?)),
        })
    }

    /// Adds a JSON value to a statement; `None` when it is not of this kind.
    pub(super) fn bind(self, query: AnyQuery, value: &Value) -> Option<AnyQuery> {
        Some(match (self, value) {
            (Kind::Number, Value::Null) => query.bind(None::<i64>),
            (Kind::Text, Value::Null) => query.bind(None::<String>),
            (Kind::Number, Value::Number(number)) => query.bind(number.as_i64()?),
            (Kind::Text, Value::String(text)) => query.bind(text.clone()),
            (Kind::Bytes, Value::String(hex)) => {
                query.bind(data_encoding::HEXLOWER.decode(hex.as_bytes()).ok()?)
            }
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
             WHERE m.type = 'table' AND m.name NOT IN ('sessions', 'invitations', 'sign_in_attempts', 'passkey_uses',
                'logout_tokens')
             ORDER BY m.name, p.name",
        );
        let rows = rows.fetch_all(&mut connection).await.unwrap();
        let created: Vec<(String, String)> =
            rows.iter().map(|row| (row.text("held_by").unwrap(), row.text("held").unwrap())).collect();
        let mut copied: Vec<(String, String)> = Vec::new();
        for table in tables() {
            copied.extend(table.columns.iter().map(|(name, _)| (table.name.to_owned(), (*name).to_owned())));
        }
        copied.sort();
        assert_eq!(copied, created);
    }
}
