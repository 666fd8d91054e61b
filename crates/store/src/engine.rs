//! The two databases, and every place where they differ.

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, AnyPool, Executor as _};

use crate::{StoreError, Tx};

/// Which database the URL names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded; one writer at a time.
    Sqlite,
    /// A server, for more than one node.
    Postgres,
}

impl Engine {
    /// By the scheme of the URL; `None` for any other.
    pub fn of_url(url: &str) -> Option<Engine> {
        match url.split(':').next() {
            Some("sqlite") => Some(Engine::Sqlite),
            Some("postgres" | "postgresql") => Some(Engine::Postgres),
            _ => None,
        }
    }

    /// The engine that a transaction is on.
    pub(crate) fn of(tx: &crate::Tx) -> Engine {
        if tx.backend_name() == "SQLite" { Engine::Sqlite } else { Engine::Postgres }
    }

    /// Writes the parameter with this number (from 1) of a statement whose parameters come in order. SQLite's get no
    /// name: with names, binding a statement of a thousand parameters searches a list of a thousand names for each.
    pub(crate) fn push_parameter(self, sql: &mut String, number: usize) {
        match self {
            Engine::Sqlite => sql.push('?'),
            Engine::Postgres => sql.push_str(&format!("${number}")),
        }
    }

    /// Starts a transaction that will write. SQLite takes its one write lock at once, because a read lock
    /// that asks for more later is refused instead of queued.
    pub(crate) const fn begin_write(self) -> &'static str {
        match self {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        }
    }

    /// Starts a transaction that sees one state of the database from its first read to its last.
    pub(crate) const fn begin_read(self) -> &'static str {
        match self {
            Engine::Sqlite => "BEGIN",
            Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// Begins a transaction on a connection of `pool`.
    ///
    /// On PostgreSQL in a task of its own. Who asked for it may go away, as the handler of a request does with its
    /// client; between `BEGIN` and its answer the driver (sqlx 0.9) does not yet count the transaction, rolls nothing
    /// back, and the pool would give the connection to the next caller in the middle of somebody else's
    /// transaction. A transaction that was begun and is not wanted any more is rolled back as every other that is
    /// dropped. SQLite's driver sees to it itself.
    pub(crate) async fn begin(self, pool: &AnyPool, statement: &'static str) -> Result<Tx, StoreError> {
        if self == Engine::Sqlite {
            return Ok(pool.begin_with(statement).await?);
        }
        let pool = pool.clone();
        let begun = tokio::spawn(async move { pool.begin_with(statement).await });
        // Nobody aborts the task: it ends without an answer only when the program does.
        Ok(begun.await.map_err(|_| sqlx::Error::PoolClosed)??)
    }

    /// Makes rows that another transaction is claiming invisible to a claim. SQLite has one writer, so
    /// nobody else can be claiming.
    pub(crate) const fn skip_locked(self) -> &'static str {
        match self {
            Engine::Sqlite => "",
            Engine::Postgres => "FOR UPDATE SKIP LOCKED",
        }
    }

    /// The aggregate that joins texts with a separator: `(expression, separator)` follow it.
    pub(crate) const fn join_texts(self) -> &'static str {
        match self {
            Engine::Sqlite => "group_concat",
            Engine::Postgres => "string_agg",
        }
    }

    /// Tells the other nodes, at commit, that the log has grown; `None` where there is only one node.
    pub(crate) const fn notify(self) -> Option<&'static str> {
        match self {
            Engine::Sqlite => None,
            Engine::Postgres => Some("SELECT pg_notify('khien_serial', CAST($1 AS TEXT)) IS NULL"),
        }
    }

    /// Keeps two nodes that start together from migrating at the same time, until the transaction ends.
    pub(crate) const fn lock_migrations(self) -> Option<&'static str> {
        match self {
            Engine::Sqlite => None,
            // Any fixed number nobody else uses in this database: the letters "khien".
            Engine::Postgres => Some("SELECT pg_advisory_xact_lock(461094743406)"),
        }
    }

    /// Opens the pools to write with and to read with.
    ///
    /// SQLite gets one connection to write with: writers queue in the process, where waiting is fair,
    /// instead of at the file lock, where it is polling and can end in an error.
    pub(crate) async fn connect(self, url: &str) -> Result<(AnyPool, AnyPool), StoreError> {
        match self {
            Engine::Sqlite => {
                let url = sqlite_url(url);
                let write = pool_options(self, 1, WRITE_CACHE_KIB).connect(&url).await?;
                let read = pool_options(self, 4, READ_CACHE_KIB).connect(&url).await?;
                Ok((write, read))
            }
            Engine::Postgres => {
                let pool = pool_options(self, 16, 0).connect(url).await?;
                Ok((pool.clone(), pool))
            }
        }
    }
}

/// Creates the file when it is not there, unless the URL says otherwise.
fn sqlite_url(url: &str) -> String {
    if url.contains("mode=") || url.contains(":memory:") {
        url.to_owned()
    } else {
        let separator = if url.contains('?') { '&' } else { '?' };
        format!("{url}{separator}mode=rwc")
    }
}

/// Pages that the one SQLite connection which writes keeps, in KiB: an import touches index pages at random,
/// and each is then written once instead of many times.
const WRITE_CACHE_KIB: u32 = 32_000;

/// Pages that each SQLite connection which reads keeps, in KiB. Small: what is read often stands in memory as
/// a snapshot, and the operating system keeps the file.
const READ_CACHE_KIB: u32 = 2_000;

fn pool_options(engine: Engine, connections_max: u32, cache_kib: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections_max)
        // Longer than any transaction of ours; a caller who waits this long is told to come back.
        .acquire_timeout(std::time::Duration::from_secs(10))
        .after_connect(move |connection, _| Box::pin(prepare_connection(engine, cache_kib, connection)))
}

async fn prepare_connection(
    engine: Engine,
    cache_kib: u32,
    connection: &mut AnyConnection,
) -> Result<(), sqlx::Error> {
    if engine == Engine::Sqlite {
        // FULL: what was acknowledged survives a power cut, which NORMAL does not promise in WAL mode
        // (sqlite.org/pragma.html#pragma_synchronous). secure_delete: an erased identity leaves no bytes
        // in free pages.
        for pragma in [
            "PRAGMA busy_timeout = 10000",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA foreign_keys = ON",
            "PRAGMA secure_delete = ON",
            // The write-ahead log is copied back after 20,000 pages, for imports.
            "PRAGMA wal_autocheckpoint = 20000",
            "PRAGMA journal_size_limit = 100000000",
            "PRAGMA temp_store = MEMORY",
        ] {
            connection.execute(pragma).await?;
        }
        let cache = format!("PRAGMA cache_size = -{cache_kib}");
        connection.execute(sqlx::AssertSqlSafe(cache)).await?;
    }
    Ok(())
}
