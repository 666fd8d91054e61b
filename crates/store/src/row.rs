//! Rows to values, with a clear error when a stored value is not what the store wrote.

use std::str::FromStr;

use model::{Indicator, IndicatorKind, Time};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::StoreError;

/// Reads columns by name.
pub(crate) trait Columns {
    fn text(&self, name: &str) -> Result<String, StoreError>;
    fn text_or_none(&self, name: &str) -> Result<Option<String>, StoreError>;
    fn number(&self, name: &str) -> Result<i64, StoreError>;
    fn number_or_none(&self, name: &str) -> Result<Option<i64>, StoreError>;
    fn bytes(&self, name: &str) -> Result<Vec<u8>, StoreError>;

    fn time(&self, name: &str) -> Result<Time, StoreError> {
        Ok(Time::from_millis(self.number(name)?))
    }

    fn time_or_none(&self, name: &str) -> Result<Option<Time>, StoreError> {
        Ok(self.number_or_none(name)?.map(Time::from_millis))
    }

    /// A count, serial or length.
    fn unsigned(&self, name: &str) -> Result<u64, StoreError> {
        u64::try_from(self.number(name)?).map_err(|_| StoreError::Corrupt(format!("negative {name}")))
    }

    /// A value written with `Display`.
    fn parsed<T: FromStr>(&self, name: &str) -> Result<T, StoreError> {
        self.text(name)?.parse().map_err(|_| StoreError::Corrupt(format!("unreadable {name}")))
    }

    fn parsed_or_none<T: FromStr>(&self, name: &str) -> Result<Option<T>, StoreError> {
        match self.text_or_none(name)? {
            None => Ok(None),
            Some(text) => {
                text.parse().map(Some).map_err(|_| StoreError::Corrupt(format!("unreadable {name}")))
            }
        }
    }

    /// A value written as its slug.
    fn slug<T>(&self, name: &str, from_slug: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        from_slug(&self.text(name)?).ok_or_else(|| StoreError::Corrupt(format!("unknown {name}")))
    }

    fn indicator(&self) -> Result<Indicator, StoreError> {
        stored_indicator(&self.text("indicator")?)
    }
}

impl Columns for AnyRow {
    fn text(&self, name: &str) -> Result<String, StoreError> {
        Ok(self.try_get(name)?)
    }

    fn text_or_none(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self.try_get(name)?)
    }

    fn number(&self, name: &str) -> Result<i64, StoreError> {
        Ok(self.try_get(name)?)
    }

    fn number_or_none(&self, name: &str) -> Result<Option<i64>, StoreError> {
        Ok(self.try_get(name)?)
    }

    fn bytes(&self, name: &str) -> Result<Vec<u8>, StoreError> {
        Ok(self.try_get(name)?)
    }
}

/// An indicator as stored: `kind:value`, canonical already.
pub(crate) fn stored_indicator(text: &str) -> Result<Indicator, StoreError> {
    let read = text
        .split_once(':')
        .and_then(|(kind, value)| Indicator::from_canonical(IndicatorKind::from_slug(kind)?, value).ok());
    read.ok_or_else(|| StoreError::Corrupt("unreadable indicator".to_owned()))
}

/// A count, serial or length as a column.
pub(crate) fn column(number: u64) -> i64 {
    i64::try_from(number).expect("counts, serials and amounts of money stay far below 2^63")
}

/// A UUID of version 7 (RFC 9562) made at `now`, so that ids sort by time of creation.
pub(crate) fn new_uuid(now: Time) -> Result<uuid::Uuid, StoreError> {
    let mut random = [0u8; 10];
    getrandom::fill(&mut random).map_err(|_| StoreError::Random)?;
    let millis = u64::try_from(now.millis()).expect("a time is never before 1970");
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}
