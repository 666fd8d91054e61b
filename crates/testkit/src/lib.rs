//! Test helpers: fresh databases on either engine, fixed clock, golden files, real peers
