//! A fresh store on either engine, in its own folder or database, gone when dropped.

use std::path::Path;

use store::{Engine, IdentityKey, Store, StoreSettings};
use tempfile::TempDir;

/// The key of every test database.
pub const TEST_KEY: [u8; 32] = [0x4b; 32];

/// A fresh, empty store.
pub struct TestDatabase {
    /// The store, open.
    pub store: Store,
    /// What it was opened with, to open it again.
    pub settings: StoreSettings,
    folder: TempDir,
    /// Name of the database on the PostgreSQL server, and the server's URL; `None` for SQLite.
    on_server: Option<(String, String)>,
}

impl TestDatabase {
    /// A fresh SQLite file.
    pub async fn sqlite() -> TestDatabase {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let url = format!("sqlite://{}", folder.path().join("khien.db").display());
        TestDatabase::open(folder, url, None).await
    }

    /// A fresh database on the PostgreSQL server at `server_url`.
    pub async fn postgres(server_url: &str) -> TestDatabase {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let name = format!("khien_test_{:016x}", getrandom::u64().expect("random bytes"));
        // template0, because template1 cannot be copied by two tests at the same time.
        on_server(server_url, &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")).await;
        let (start, _) = server_url.rsplit_once('/').expect("the URL ends with a database");
        let url = format!("{start}/{name}");
        TestDatabase::open(folder, url, Some((name, server_url.to_owned()))).await
    }

    async fn open(folder: TempDir, url: String, on_server: Option<(String, String)>) -> TestDatabase {
        let settings = StoreSettings {
            database_url: url,
            identity_key: IdentityKey::new(TEST_KEY),
            evidence_dir: folder.path().join("evidence"),
        };
        let store = Store::open(&settings).await.expect("a fresh database opens");
        TestDatabase { store, settings, folder, on_server }
    }

    /// Which engine it is on.
    pub fn engine(&self) -> Engine {
        self.store.engine()
    }

    /// A folder of its own, for whatever the test needs.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A fresh, empty database on the same engine.
    pub async fn sibling(&self) -> TestDatabase {
        match &self.on_server {
            None => TestDatabase::sqlite().await,
            Some((_, server_url)) => TestDatabase::postgres(server_url).await,
        }
    }

    /// The same database opened once more, as another node or process would.
    pub async fn open_again(&self) -> Store {
        Store::open(&self.settings).await.expect("the same database opens again")
    }

    /// Runs a statement behind the store's back, to damage what it wrote or to look at it. Answers the
    /// rows it touched.
    pub async fn execute(&self, sql: &str) -> u64 {
        use sqlx::Connection as _;
        let mut connection =
            sqlx::AnyConnection::connect(&self.settings.database_url).await.expect("the database answers");
        let done = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut connection).await;
        connection.close().await.expect("the connection closes");
        done.expect("the statement is right").rows_affected()
    }

    /// The single number a query answers, read behind the store's back.
    pub async fn number(&self, sql: &str) -> i64 {
        use sqlx::Connection as _;
        let mut connection =
            sqlx::AnyConnection::connect(&self.settings.database_url).await.expect("the database answers");
        let number = sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(&mut connection).await;
        connection.close().await.expect("the connection closes");
        number.expect("the query answers one number")
    }

    /// The texts in the only column that a query answers, read behind the store's back.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        use sqlx::Connection as _;
        let mut connection =
            sqlx::AnyConnection::connect(&self.settings.database_url).await.expect("the database answers");
        let texts = sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_all(&mut connection).await;
        connection.close().await.expect("the connection closes");
        texts.expect("the query answers texts")
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some((name, server_url)) = self.on_server.take() else { return };
        // A test may be dropping this inside a runtime, which cannot be blocked: another thread can.
        let drop_database = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            runtime.expect("a runtime can be built").block_on(on_server(&server_url, &sql));
        });
        let _ = drop_database.join();
    }
}

async fn on_server(server_url: &str, sql: &str) {
    use sqlx::Connection as _;
    sqlx::any::install_default_drivers();
    let mut connection =
        sqlx::AnyConnection::connect(server_url).await.expect("the server of KHIEN_TEST_POSTGRES answers");
    let done = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut connection).await;
    connection.close().await.expect("the connection closes");
    done.expect("the server makes and drops test databases");
}

/// A fresh database on every engine there is: SQLite always, PostgreSQL when `KHIEN_TEST_POSTGRES` holds
/// the URL of a server.
///
/// # Panics
/// When `KHIEN_TEST_REQUIRE` lists `postgres` and there is no such server.
pub async fn databases() -> Vec<TestDatabase> {
    let mut all = vec![TestDatabase::sqlite().await];
    match std::env::var("KHIEN_TEST_POSTGRES") {
        Ok(url) if !url.is_empty() => all.push(TestDatabase::postgres(&url).await),
        _ if is_required("postgres") => panic!("KHIEN_TEST_REQUIRE lists postgres: set KHIEN_TEST_POSTGRES"),
        _ => eprintln!("not run: postgres (KHIEN_TEST_POSTGRES is not set)"),
    }
    all
}

/// Runs a test once on a fresh database of every engine there is, and says which when it fails.
pub async fn for_each_database(test: impl AsyncFn(&TestDatabase)) {
    for database in databases().await {
        let _told = TellEngine(database.engine());
        test(&database).await;
    }
}

struct TellEngine(Engine);

impl Drop for TellEngine {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("failed on {:?}", self.0);
        }
    }
}

/// Whether this run may not leave out the tests that need `peer` (`KHIEN_TEST_REQUIRE`, separated by
/// commas).
pub fn is_required(peer: &str) -> bool {
    std::env::var("KHIEN_TEST_REQUIRE").is_ok_and(|list| list.split(',').any(|name| name.trim() == peer))
}
