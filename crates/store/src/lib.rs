//! The only crate with SQL: SQLite by default, PostgreSQL by URL
