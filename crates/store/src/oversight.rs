//! What an auditor asks the trail: who saw what, when and why.

use desk::Sight;
use model::{OfficerId, Time};

use crate::audit::{AuditLine, Deed, Who};
use crate::row::column;
use crate::{Store, StoreError};

/// Which lines. Each `None` means "any".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only what this officer did.
    pub who: Option<OfficerId>,
    /// Only what was done.
    pub what: Option<Deed>,
    /// Only about this: `report:<id>`, `officer:<id>`, `unit:<id>`, an indicator.
    pub target: Option<String>,
    /// Only from this instant on.
    pub from: Option<Time>,
    /// Only before this instant.
    pub to: Option<Time>,
}

impl Store {
    /// Lines in sight before `before` (`None`: from the newest), newest first, at most `limit`. In sight are lines
    /// of officers whose units are, and lines about reports that are, whoever did it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn audit_search(
        &self,
        filter: &AuditFilter,
        sight: &Sight,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<AuditLine>, StoreError> {
        let sql = search_sql(filter, sight);
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(before.map_or(i64::MAX, column))
            .bind(i64::from(limit));
        if let Some(officer) = filter.who {
            query = query.bind(Who::Officer(officer).to_string());
        }
        if let Some(deed) = filter.what {
            query = query.bind(deed.slug());
        }
        if let Some(target) = &filter.target {
            query = query.bind(target.as_str());
        }
        if let Some(from) = filter.from {
            query = query.bind(from.millis());
        }
        if let Some(to) = filter.to {
            query = query.bind(to.millis());
        }
        let rows = crate::sight::bind(query, sight).fetch_all(&self.inner.read).await?;
        let lines = rows.iter().map(AuditLine::from_row).collect::<Result<_, _>>()?;
        self.with_grounds(lines).await
    }
}

/// Only the conditions that are asked for, so that either database picks the index made for them.
fn search_sql(filter: &AuditFilter, sight: &Sight) -> String {
    let mut sql =
        String::from("SELECT position, at, who, what, target, why FROM audit_lines WHERE position < $1");
    let mut parameter = 2;
    let conditions = [
        ("who =", filter.who.is_some()),
        ("what =", filter.what.is_some()),
        ("target =", filter.target.is_some()),
        ("at >=", filter.from.is_some()),
        ("at <", filter.to.is_some()),
    ];
    for (condition, _) in conditions.iter().filter(|(_, is_asked)| *is_asked) {
        parameter += 1;
        sql.push_str(&format!(" AND {condition} ${parameter}"));
    }
    let reports = crate::sight::condition(sight, parameter + 1);
    if !reports.is_empty() {
        let units = match sight {
            Sight::All => "",
            Sight::Province(_) => "units.province",
            Sight::Unit(_) => "units.id",
        };
        sql.push_str(&format!(
            " AND (EXISTS (SELECT 1 FROM officers JOIN units ON units.id = officers.unit_id
                    WHERE officers.id = SUBSTR(audit_lines.who, 9) AND {units} = ${parameter_sight})
                OR EXISTS (SELECT 1 FROM reports WHERE reports.id = SUBSTR(audit_lines.target, 8){reports}))",
            parameter_sight = parameter + 1,
        ));
    }
    sql.push_str(" ORDER BY position DESC LIMIT $2");
    sql
}
