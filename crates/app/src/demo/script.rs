//! The sentences and weights of `messages.toml`.

use std::sync::OnceLock;

use model::{IndicatorKind, Method};
use serde::Deserialize;

/// How the synthetic year speaks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Script {
    pub(super) opening: Vec<String>,
    pub(super) closing: Vec<String>,
    pub(super) lost: Vec<String>,
    pub(super) kept: Vec<String>,
    pub(super) methods: Vec<MethodScript>,
}

/// How one method shows in the synthetic year.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MethodScript {
    #[serde(rename = "slug")]
    pub(super) method: Method,
    /// Share among all reports, relative.
    pub(super) weight: u64,
    /// Share of its reports in which money went, 0 to 1.
    pub(super) loses: f64,
    /// The middle of the sums lost, in đồng.
    pub(super) median: u64,
    /// Kinds of indicator that one campaign has.
    pub(super) uses: Vec<IndicatorKind>,
    /// What people write, with slots.
    pub(super) texts: Vec<String>,
}

impl Script {
    /// The sentences that are compiled in.
    pub(super) fn embedded() -> &'static Script {
        static SCRIPT: OnceLock<Script> = OnceLock::new();
        SCRIPT.get_or_init(|| {
            toml::from_str(include_str!("messages.toml")).expect("a test reads the sentences")
        })
    }
}
