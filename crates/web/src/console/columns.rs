//! Which columns a list of reports shows. How urgent a report is and what it says stand in every list.

use super::frame::Choice;
use crate::Error;
use crate::catalogue::Words;

/// Columns that may be chosen: name in addresses, key of the heading.
const ALL: [(&str, &str); 7] = [
    ("code", "list-code"),
    ("clock", "console-clock"),
    ("method", "console-method"),
    ("province", "console-province"),
    ("money", "console-money"),
    ("indicators", "console-indicators"),
    ("age", "console-age"),
];

/// The columns of one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns(Vec<&'static str>);

impl Columns {
    /// From an address: names separated by commas; empty: all but the code.
    ///
    /// # Errors
    /// [`Error::BadRequest`] for a name that is no column.
    pub(super) fn read(text: &str) -> Result<Columns, Error> {
        if text.is_empty() {
            return Ok(Columns(ALL.iter().map(|(name, _)| *name).filter(|name| *name != "code").collect()));
        }
        Columns::of(text.split(','))
    }

    /// Of these names; `none` stands for a list without any of them.
    ///
    /// # Errors
    /// [`Error::BadRequest`] for a name that is no column.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a str>) -> Result<Columns, Error> {
        let mut chosen = Vec::new();
        for name in names.filter(|name| *name != "none") {
            let known = ALL.iter().find(|(known, _)| *known == name);
            chosen.push(known.ok_or(Error::BadRequest("bad-query"))?.0);
        }
        Ok(Columns(ALL.iter().map(|(name, _)| *name).filter(|name| chosen.contains(name)).collect()))
    }

    /// Whether this column is shown.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains(&name)
    }

    /// As [`Columns::read`] reads it.
    pub(super) fn to_text(&self) -> String {
        if self.0.is_empty() { "none".to_owned() } else { self.0.join(",") }
    }

    /// Every column to choose from.
    pub(super) fn choices(&self, t: Words) -> Vec<Choice> {
        ALL.iter().map(|(name, key)| Choice::new(name, t.say(key), self.has(name))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_as_they_are_written() {
        let usual = Columns::read("").unwrap();
        assert_eq!(usual.to_text(), "clock,method,province,money,indicators,age");
        let some = Columns::read("money,code,money").unwrap();
        assert_eq!((some.to_text().as_str(), some.has("age")), ("code,money", false));
        let none = Columns::of(std::iter::empty()).unwrap();
        assert_eq!(Columns::read(&none.to_text()).unwrap(), none);
        assert!(Columns::read("tien").is_err());
    }
}
