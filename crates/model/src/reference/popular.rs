//! Names that very many people visit.

use super::ReferenceError;
use super::table::Table;
use crate::{Indicator, IndicatorKind};

/// The table `popular.csv`: one text and where each name starts, because a list of a million names is usual.
#[derive(Clone, Debug, Default)]
pub struct Popular {
    /// The names, in order, one behind the other.
    text: Box<str>,
    /// Where each ends.
    ends: Box<[u32]>,
}

/// A list as somebody else wrote it, and what of it could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PopularList {
    /// Canonical names, in order, none twice.
    pub names: Vec<String>,
    /// Lines that are no name, each with its number from 1; at most [`PopularList::REFUSED_MAX`].
    pub refused: Vec<(usize, String)>,
    /// All of them.
    pub refused_count: usize,
}

impl PopularList {
    /// Refused lines that are kept.
    pub const REFUSED_MAX: usize = 20;

    /// Reads a list, one `name` or `rank,name` a line, as Tranco, Cisco Umbrella and others write theirs; the first
    /// `names_max` lines that are names. `www.` is left off.
    pub fn read(text: &str, names_max: usize) -> PopularList {
        let mut list = PopularList::default();
        for (number, line) in (1..).zip(text.lines()) {
            if list.names.len() >= names_max {
                break;
            }
            let Some(cell) = cell(line) else { continue };
            match canonical(cell) {
                Some(name) => list.names.push(name),
                // The first line may be a header.
                None if number == 1 && is_header(line) => {}
                None => {
                    list.refused_count += 1;
                    if list.refused.len() < Self::REFUSED_MAX {
                        list.refused.push((number, line.chars().take(80).collect()));
                    }
                }
            }
        }
        list.names.sort_unstable();
        list.names.dedup();
        list
    }
}

/// The name on a line; `None` for a comment or an empty one.
fn cell(line: &str) -> Option<&str> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    match line.split_once(',') {
        Some((rank, rest)) if rank.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(rest.split(',').next().unwrap_or(rest).trim())
        }
        _ => Some(line),
    }
}

fn is_header(line: &str) -> bool {
    line.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b',' | b'_' | b' '))
}

fn canonical(cell: &str) -> Option<String> {
    let name = Indicator::parse(IndicatorKind::Domain, cell).ok()?;
    let name = name.value();
    let bare = name.strip_prefix("www.").filter(|rest| rest.contains('.')).unwrap_or(name);
    bare.contains('.').then(|| bare.to_owned())
}

impl Popular {
    /// File name under `data/`.
    pub const FILE: &'static str = "popular.csv";

    /// Reads the table.
    ///
    /// # Errors
    /// [`ReferenceError`] naming the first line that is no name.
    pub fn parse(text: &str) -> Result<Popular, ReferenceError> {
        let list = PopularList::read(text, usize::MAX);
        match list.refused.first() {
            Some((line, cell)) => {
                Err(Table::new(Self::FILE, text).refuse(*line, format!("`{cell}` is not a name")))
            }
            None => Ok(Popular::of(&list.names)),
        }
    }

    /// Of names in order.
    fn of(names: &[String]) -> Popular {
        let mut text = String::with_capacity(names.iter().map(String::len).sum());
        let mut ends = Vec::with_capacity(names.len());
        for name in names {
            text.push_str(name);
            ends.push(u32::try_from(text.len()).expect("a list of names is far less than 4 GiB"));
        }
        Popular { text: text.into(), ends: ends.into() }
    }

    /// How many names it holds.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The popular name that a listing of this canonical host would take from its visitors: the host itself, without
    /// `www.`; `None` when it is none. A name below a popular one is another site.
    pub fn find<'h>(&self, host: &'h str) -> Option<&'h str> {
        let bare = host.strip_prefix("www.").unwrap_or(host);
        [host, bare].into_iter().find(|name| self.holds(name))
    }

    fn holds(&self, name: &str) -> bool {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.name(middle).cmp(name) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        false
    }

    fn name(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.text[start..self.ends[at] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_others_write_it() {
        let text = "rank,domain\n1,google.com\n2,WWW.Example.com\n# more\n\nvnexpress.net\n3,no name\nvn\n9,google.com";
        let list = PopularList::read(text, 10);
        assert_eq!(list.names, ["example.com", "google.com", "vnexpress.net"]);
        assert_eq!(list.refused, [(7, "3,no name".to_owned()), (8, "vn".to_owned())]);
        assert_eq!(PopularList::read(text, 1).names, ["google.com"]);
        assert!(Popular::parse(text).unwrap_err().to_string().contains("popular.csv"));
    }

    #[test]
    fn a_popular_name_is_found_with_and_without_www_and_nothing_below_it() {
        let popular = Popular::parse("b.example\na.example\nlong.c.example\n").unwrap();
        for (host, expected) in [
            ("a.example", Some("a.example")),
            ("www.a.example", Some("a.example")),
            ("m.a.example", None),
            ("c.example", None),
            ("long.c.example", Some("long.c.example")),
            ("b.exampl", None),
        ] {
            assert_eq!(popular.find(host), expected, "{host}");
        }
        assert!(Popular::default().find("a.example").is_none());
    }

    #[test]
    fn the_shipped_table_knows_what_the_country_reads() {
        let popular = &crate::Reference::embedded().popular;
        assert!(popular.len() > 7_000, "{}", popular.len());
        for host in ["vnexpress.net", "www.dantri.com.vn", "tiki.vn", "wikipedia.org"] {
            assert!(popular.find(host).is_some(), "{host}");
        }
        assert!(popular.find("vnexpress-tang-qua.example").is_none());
    }
}
