//! What a client asks for. Source: TAXII 2.1, 3.4 and 3.5.

use feed::Moment;

use crate::Error;

/// Objects in one answer when the client names no number, and at most.
pub(super) const LIMIT_USUAL: usize = 1_000;
pub(super) const LIMIT_MAX: usize = 5_000;

/// Identifiers in one question.
const IDS_MAX: usize = 100;

/// A question, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// Only what was added after this moment.
    pub(super) added_after: Option<Moment>,
    /// Only what stands after this position.
    pub(super) after: u64,
    /// Objects in the answer; 0: as usual.
    pub(super) limit: usize,
    /// Only these objects; empty: all.
    pub(super) ids: Vec<String>,
    /// Only these types; empty: all.
    pub(super) types: Vec<String>,
    /// Only these versions; `None`: the last.
    pub(super) versions: Option<Versions>,
    /// Whether STIX 2.1, the only one here, is among the wanted.
    pub(super) other_version: bool,
}

/// Which versions of each object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Versions {
    pub(super) first: bool,
    pub(super) last: bool,
    pub(super) all: bool,
    pub(super) exactly: Vec<Moment>,
}

impl Filter {
    /// Reads the query of an address. A parameter that the standard does not know is passed over, as it
    /// asks for; a known one that cannot be read is refused.
    pub(super) fn parse(query: Option<&str>) -> Result<Filter, Error> {
        let mut filter = Filter::default();
        for (name, value) in url::form_urlencoded::parse(query.unwrap_or("").as_bytes()) {
            let bad = |_| Error::BadRequest("bad-query");
            match name.as_ref() {
                "added_after" => {
                    filter.added_after = Some(value.parse().map_err(|_| Error::BadRequest("bad-query"))?);
                }
                // Readers that want no limit send 0, and an empty `next` for the first page.
                "limit" => filter.limit = value.parse().map_err(bad)?,
                "next" if !value.is_empty() => filter.after = value.parse().map_err(bad)?,
                "match[id]" => filter.ids.extend(list(&value)),
                "match[type]" => filter.types.extend(list(&value)),
                "match[version]" => {
                    let versions = filter.versions.get_or_insert_default();
                    for version in list(&value) {
                        versions.add(&version)?;
                    }
                }
                "match[spec_version]" => filter.other_version = list(&value).all(|version| version != "2.1"),
                _ => {}
            }
        }
        if filter.ids.len() > IDS_MAX {
            return Err(Error::BadRequest("bad-query"));
        }
        Ok(filter)
    }

    pub(super) fn limit(&self) -> usize {
        if self.limit == 0 { LIMIT_USUAL } else { self.limit.min(LIMIT_MAX) }
    }

    /// Whether objects of this type are asked for.
    pub(super) fn wants_type(&self, kind: &str) -> bool {
        !self.other_version && (self.types.is_empty() || self.types.iter().any(|wanted| wanted == kind))
    }
}

impl Versions {
    fn add(&mut self, version: &str) -> Result<(), Error> {
        match version {
            "first" => self.first = true,
            "last" => self.last = true,
            "all" => self.all = true,
            moment => self.exactly.push(moment.parse().map_err(|_| Error::BadRequest("bad-query"))?),
        }
        Ok(())
    }
}

fn list(value: &str) -> impl Iterator<Item = String> {
    value.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_read() {
        let filter = Filter::parse(Some(
            "added_after=2026-11-22T00:00:00.000001Z&limit=9999999&next=7&match%5Btype%5D=indicator,identity\
             &match[version]=first,2026-11-22T00:00:00.000002Z&utm=1",
        ))
        .unwrap();
        assert_eq!(filter.added_after, Some(Moment(1_795_305_600_000_001)));
        assert_eq!((filter.after, filter.limit()), (7, LIMIT_MAX));
        assert!(filter.wants_type("identity") && !filter.wants_type("marking-definition"));
        let versions = filter.versions.unwrap();
        assert!(versions.first && !versions.last && !versions.all);
        assert_eq!(versions.exactly, [Moment(1_795_305_600_000_002)]);
        let none = Filter::parse(Some("limit=0&next=")).unwrap();
        assert_eq!((none.clone(), none.limit()), (Filter::default(), LIMIT_USUAL));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for query in ["limit=-1", "limit=a", "next=x", "added_after=yesterday", "match[version]=newest"] {
            assert!(Filter::parse(Some(query)).is_err(), "{query}");
        }
        let many = format!("match[id]={}", ["indicator--1"; 101].join(","));
        assert!(Filter::parse(Some(&many)).is_err());
    }
}
