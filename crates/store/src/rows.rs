//! Many rows in few statements: a statement costs more than the row it writes.

use sqlx::any::AnyRow;

use crate::{Engine, Tx};

/// The value of one column.
pub(crate) enum Value {
    Text(String),
    Number(i64),
    Bytes(Vec<u8>),
    NoText,
    NoNumber,
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Value {
        text.map_or(Value::NoText, Value::Text)
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Value {
        number.map_or(Value::NoNumber, Value::Number)
    }
}

/// Rows of one statement. Few sizes, so that a database prepares few statements.
const SIZES: [usize; 4] = [64, 16, 4, 1];

/// Runs `start VALUES (…), (…) end` for all rows, which have the same columns; answers what `end` returns.
pub(crate) async fn insert_many(
    tx: &mut Tx,
    start: &str,
    rows: Vec<Vec<Value>>,
    end: &str,
) -> Result<Vec<AnyRow>, sqlx::Error> {
    let mut returned = Vec::new();
    let mut left = rows.len();
    let mut rows = rows.into_iter();
    while left > 0 {
        let size = SIZES.into_iter().find(|size| *size <= left).unwrap_or(1);
        let chunk: Vec<Vec<Value>> = rows.by_ref().take(size).collect();
        left -= size;
        returned.extend(insert_chunk(tx, start, chunk, end).await?);
    }
    Ok(returned)
}

/// `($1, $2), ($3, $4)`: the parameters of so many rows of so many columns.
fn groups(engine: Engine, rows: usize, columns: usize) -> String {
    let mut text = String::with_capacity(rows * columns * 7);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            text.push_str(if column == 0 { "" } else { ", " });
            engine.push_parameter(&mut text, row * columns + column + 1);
        }
        text.push(')');
    }
    text
}

/// Runs `start VALUES (…), (…) end` for all texts, in statements of few sizes; answers what it returns. For reads
/// that ask for many things at once.
pub(crate) async fn select_many(
    tx: &mut Tx,
    start: &str,
    texts: impl IntoIterator<Item = String>,
    end: &str,
) -> Result<Vec<AnyRow>, sqlx::Error> {
    let rows = texts.into_iter().map(|text| vec![Value::Text(text)]).collect();
    insert_many(tx, start, rows, end).await
}

async fn insert_chunk(
    tx: &mut Tx,
    start: &str,
    rows: Vec<Vec<Value>>,
    end: &str,
) -> Result<Vec<AnyRow>, sqlx::Error> {
    let columns = rows.first().map_or(0, Vec::len);
    let sql = format!("{start} VALUES {} {end}", groups(Engine::of(tx), rows.len(), columns));
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
    for value in rows.into_iter().flatten() {
        query = match value {
            Value::Text(text) => query.bind(text),
            Value::Number(number) => query.bind(number),
            Value::Bytes(bytes) => query.bind(bytes),
            Value::NoText => query.bind(None::<String>),
            Value::NoNumber => query.bind(None::<i64>),
        };
    }
    query.fetch_all(&mut **tx).await
}
