//! Legal deadlines as dated data.

use crate::Text;

/// One deadline as it stood in a span of time.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// Stable name, e.g. `classify`, `resolve`.
    pub code: String,
    /// What must be done by then.
    pub name: Text,
    /// Length in hours; 0 when it is counted in days or months. Of the three lengths one is not 0.
    pub hours: i64,
    /// Length in calendar days; 0 when it is counted otherwise.
    pub days: i64,
    /// Length in calendar months; 0 when it is counted otherwise.
    pub months: i64,
    /// First day it holds, `yyyy-mm-dd`.
    pub valid_from: String,
    /// Last day it holds, `yyyy-mm-dd`; `None` while it holds.
    pub valid_to: Option<String>,
    /// Law and article, e.g. `BLTTHS 2015, Điều 145`.
    pub basis: String,
}

/// The table `law.toml`.
#[derive(Clone, Debug, Default)]
pub struct Law {
    /// All deadlines, oldest first.
    pub deadlines: Vec<Deadline>,
}

impl Law {
    /// The deadline `code` as it stands on an ISO day in Viet Nam.
    pub fn deadline(&self, code: &str, on_day: &str) -> Option<&Deadline> {
        self.deadlines.iter().rev().find(|deadline| {
            deadline.code == code
                && deadline.valid_from.as_str() <= on_day
                && deadline.valid_to.as_deref().is_none_or(|last| on_day <= last)
        })
    }
}
