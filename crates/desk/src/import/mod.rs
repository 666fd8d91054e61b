//! A file of names, as found in the world, to listings: row by row, each taken or refused with its line.
//!
//! `lines` finds the cells (plain lines, hosts files, tables with a header); here each becomes an
//! indicator and passes the guard. Nothing is repaired by guessing: a row is taken, refused with a code,
//! or a repetition of an earlier one.

use std::collections::{BTreeMap, HashMap};

use model::{Indicator, IndicatorKind, Level, ListingReason, Method, Reference, Time};

use crate::guard::{self, ClearedListing, NewListing, RefusalCode};

mod lines;

/// What all rows of a file have in common.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// Kind of the values that do not say their own (`kind:value` does).
    pub kind: IndicatorKind,
    /// How the fraud works.
    pub method: Method,
    /// How strongly to act.
    pub level: Level,
    /// The published ground.
    pub reason: ListingReason,
    /// When the entries end.
    pub expires_at: Time,
    /// What they rest on, e.g. the name and date of the file's source.
    pub evidence: String,
}

/// One row and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Line of the file, from 1.
    pub line: u64,
    /// Bytes of the file read so far, for a progress bar.
    pub bytes_read: u64,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Ready for the list.
    Taken(Box<ClearedListing>),
    /// The same indicator as on an earlier line.
    Repeated {
        /// That line.
        line: u64,
    },
    /// Not for the list.
    Refused(RefusedRow),
}

/// Why a row is not for the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// The cell as found, cut to [`RefusedRow::VALUE_CHARS_MAX`] characters; broken bytes shown as `�`.
    pub value: String,
    /// Which rule.
    pub ground: Ground,
    /// What it ran into; empty when the value says it all.
    pub matched: String,
}

impl RefusedRow {
    /// Characters kept of a refused value.
    pub const VALUE_CHARS_MAX: usize = 80;
}

/// The rule that refused a row. Its catalogue key is [`Ground::key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// The bytes are not UTF-8.
    BrokenUtf8,
    /// No indicator of the wanted kind: the parser's code.
    Parser(&'static str),
    /// The over-block guard.
    Guard(RefusalCode),
}

impl Ground {
    /// Key of the sentence in the catalogue, also the name in a report: `import-broken-utf8`,
    /// `indicator-<code>` or `refusal-<code>`.
    pub fn key(self) -> String {
        match self {
            Ground::BrokenUtf8 => "import-broken-utf8".to_owned(),
            Ground::Parser(code) => format!("indicator-{code}"),
            Ground::Guard(code) => format!("refusal-{code}"),
        }
    }
}

/// Reads the rows of a file. `now` is the time of the import.
///
/// Blank lines, comments and the header are no rows. The answer is lazy: nothing is kept but the
/// indicators seen, to notice repetitions.
pub fn rows<'a>(
    file: &'a [u8],
    options: &'a ImportOptions,
    reference: &'a Reference,
    now: Time,
) -> impl Iterator<Item = Row> + 'a {
    let mut seen: HashMap<Indicator, u64> = HashMap::new();
    lines::cells(file).map(move |cell| {
        let outcome = match read_cell(&cell.bytes, options, reference, now) {
            Err(refused) => Outcome::Refused(refused),
            Ok(cleared) => match seen.get(&cleared.listing().indicator) {
                Some(line) => Outcome::Repeated { line: *line },
                None => {
                    seen.insert(cleared.listing().indicator.clone(), cell.line);
                    Outcome::Taken(Box::new(cleared))
                }
            },
        };
        Row { line: cell.line, bytes_read: cell.bytes_read, outcome }
    })
}

fn read_cell(
    bytes: &[u8],
    options: &ImportOptions,
    reference: &Reference,
    now: Time,
) -> Result<ClearedListing, RefusedRow> {
    let refused = |ground, matched| RefusedRow {
        value: String::from_utf8_lossy(bytes).chars().take(RefusedRow::VALUE_CHARS_MAX).collect(),
        ground,
        matched,
    };
    let text = std::str::from_utf8(bytes).map_err(|_| refused(Ground::BrokenUtf8, String::new()))?;
    let indicator = read_indicator(text, options.kind)
        .map_err(|error| refused(Ground::Parser(error.code), String::new()))?;
    let listing = NewListing {
        indicator,
        method: options.method,
        level: options.level,
        reason: options.reason,
        expires_at: options.expires_at,
        evidence: options.evidence.clone(),
    };
    guard::clear(listing, reference, now).map_err(|error| refused(Ground::Guard(error.code), error.matched))
}

/// `kind:value` says its own kind. A host with a path is the link, not the host: listing the host would
/// hit more than the file says.
fn read_indicator(text: &str, kind: IndicatorKind) -> Result<Indicator, model::ParseIndicatorError> {
    let own_kind =
        text.split_once(':').and_then(|(slug, value)| Some((IndicatorKind::from_slug(slug)?, value)));
    let (kind, value) = own_kind.unwrap_or((kind, text));
    match Indicator::parse(kind, value) {
        Err(error) if kind == IndicatorKind::Domain && error.code == "has-path" => {
            Indicator::parse(IndicatorKind::Url, value)
        }
        answer => answer,
    }
}

/// What became of a whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// Rows of all sorts.
    pub rows: u64,
    /// Rows taken, by kind of the indicator they became.
    pub taken: BTreeMap<IndicatorKind, u64>,
    /// Repetitions.
    pub repeated: u64,
    /// Rows refused, by rule.
    pub refused: BTreeMap<Ground, u64>,
}

impl ImportSummary {
    /// Counts one row.
    pub fn add(&mut self, row: &Row) {
        self.rows += 1;
        match &row.outcome {
            Outcome::Taken(cleared) => {
                *self.taken.entry(cleared.listing().indicator.kind()).or_default() += 1;
            }
            Outcome::Repeated { .. } => self.repeated += 1,
            Outcome::Refused(refused) => *self.refused.entry(refused.ground).or_default() += 1,
        }
    }

    /// Rows taken, of all kinds.
    pub fn taken_count(&self) -> u64 {
        self.taken.values().sum()
    }

    /// Rows refused, by all rules.
    pub fn refused_count(&self) -> u64 {
        self.refused.values().sum()
    }
}
