//! The list of formats.

/// One form in which the list leaves the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// All entries with all their fields. Page: `docs/formats/json.md`.
    Json,
    /// All entries as a table. Page: `docs/formats/csv.md`.
    Csv,
    /// One blocked host a line. Page: `docs/formats/domains.md`.
    Domains,
    /// A hosts file. Page: `docs/formats/hosts.md`.
    Hosts,
    /// Rules for browser blockers. Page: `docs/formats/adblock.md`.
    Adblock,
    /// A response policy zone for resolvers. Page: `docs/formats/rpz.md`.
    Rpz,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Format] =
        &[Format::Json, Format::Csv, Format::Domains, Format::Hosts, Format::Adblock, Format::Rpz];

    /// The stable name used in addresses and on the command line.
    pub const fn slug(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Domains => "domains",
            Format::Hosts => "hosts",
            Format::Adblock => "adblock",
            Format::Rpz => "rpz",
        }
    }

    /// The format with this slug.
    pub fn from_slug(slug: &str) -> Option<Format> {
        Format::ALL.iter().copied().find(|format| format.slug() == slug)
    }

    /// The `Content-Type`. Source: RFC 8259 (JSON, always UTF-8), RFC 7111 (CSV), RFC 6838 (plain text
    /// for what has no registered type; RFC 4027's `text/dns` is registered for zone files).
    pub const fn media_type(self) -> &'static str {
        match self {
            Format::Json => "application/json",
            Format::Csv => "text/csv; charset=utf-8; header=present",
            Format::Domains | Format::Hosts | Format::Adblock => "text/plain; charset=utf-8",
            Format::Rpz => "text/dns; charset=utf-8",
        }
    }

    /// The name a download is saved under.
    pub const fn file_name(self) -> &'static str {
        match self {
            Format::Json => "khien.json",
            Format::Csv => "khien.csv",
            Format::Domains => "khien-domains.txt",
            Format::Hosts => "khien-hosts.txt",
            Format::Adblock => "khien-adblock.txt",
            Format::Rpz => "khien-rpz.zone",
        }
    }

    /// Whether it has a form for the changes between two serials.
    pub const fn has_delta(self) -> bool {
        matches!(self, Format::Json | Format::Csv)
    }

    /// Whether a consumer refuses whatever it holds, so that it carries only `block` entries that are
    /// hosts (and links, where exact) and never an allow-listed one.
    pub const fn refuses_names(self) -> bool {
        matches!(self, Format::Domains | Format::Hosts | Format::Adblock | Format::Rpz)
    }
}
