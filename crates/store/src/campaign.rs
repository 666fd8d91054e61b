//! Campaigns: grown from what reports share when somebody looks, and values that officers took out of them. The rule
//! is `desk::campaign`'s.

use std::collections::BTreeMap;

use desk::campaign::{Campaign, Growth, Node, REPORTS_MAX, Shared};
use desk::event::COMMON_FROM;
use desk::{NotAllowed, Permission, Sight};
use model::{Indicator, OfficerId, ReportId, Time};
use sqlx::any::AnyRow;

use crate::audit::{self, Deed, Who};
use crate::event::graph::head_of;
use crate::report::COUNTED_MAX;
use crate::row::{Columns as _, column};
use crate::{Store, StoreError, Tx, sight};

/// Reports that one statement asks for the values of.
const CHUNK: usize = 100;

impl Store {
    /// The campaign that a report is part of, as far as it is in sight: grown from the report's event. `is_official`
    /// says which values are official channels or shared hosts.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotAllowed`] when the report is not in sight.
    pub async fn campaign_of(
        &self,
        report: ReportId,
        is_official: impl Fn(&Indicator) -> bool,
        sight: &Sight,
    ) -> Result<Campaign, StoreError> {
        let mut tx = self.begin_read().await?;
        if !sight::is_seen(&mut tx, sight, report).await? {
            return Err(NotAllowed::OtherUnit.into());
        }
        let mut growth = Growth::new(&first(&mut tx, report, sight).await?);
        while !growth.frontier().is_empty() {
            for chunk in growth.frontier().to_vec().chunks(CHUNK) {
                for (of, values) in values(&mut tx, chunk, &is_official).await? {
                    growth.add_values(of, &values);
                }
            }
            let mut found = BTreeMap::new();
            for indicator in growth.wanted() {
                let nodes = holders(&mut tx, &indicator, sight).await?;
                found.insert(indicator, nodes);
            }
            growth.step(&found);
        }
        tx.commit().await?;
        Ok(growth.finish())
    }

    /// Takes a value out: from now on it joins nothing to a campaign.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] without the permission or a ground.
    pub async fn exclude_value(
        &self,
        indicator: &Indicator,
        ground: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::WorkReports).await?;
        if ground.trim().is_empty() {
            return Err(NotAllowed::GroundMissing.into());
        }
        sqlx::query(
            "INSERT INTO value_exclusions (indicator, ground, excluded_by, excluded_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (indicator) DO NOTHING",
        )
        .bind(indicator.to_string())
        .bind(ground.trim())
        .bind(by.to_string())
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        let target = indicator.to_string();
        audit::append(&mut tx, now, Who::Officer(by), Deed::ExcludeValue, &target, ground.trim()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Lets a value join again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it was not taken out; [`StoreError::NotAllowed`].
    pub async fn include_value(
        &self,
        indicator: &Indicator,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::WorkReports).await?;
        let gone = sqlx::query("DELETE FROM value_exclusions WHERE indicator = $1")
            .bind(indicator.to_string())
            .execute(&mut *tx)
            .await?;
        if gone.rows_affected() == 0 {
            return Err(StoreError::NotFound("value"));
        }
        let target = indicator.to_string();
        audit::append(&mut tx, now, Who::Officer(by), Deed::IncludeValue, &target, "").await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The reports of the event that a report is in, itself first of all.
async fn first(tx: &mut Tx, report: ReportId, sight: &Sight) -> Result<Vec<Node>, StoreError> {
    let head = head_of(tx, report).await?;
    let seen = sight::condition(sight, 4);
    let sql = format!(
        "SELECT id, tracking_code, received_at, method FROM reports WHERE (event_id = $1 OR id = $1){seen}
         ORDER BY CASE WHEN id = $2 THEN 0 ELSE 1 END, id LIMIT $3"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(head.to_string())
        .bind(report.to_string())
        .bind(column(REPORTS_MAX as u64 + 1));
    let rows = sight::bind(query, sight).fetch_all(&mut **tx).await?;
    rows.iter().map(node).collect()
}

/// The values of these reports, each with the number of reports that hold it.
async fn values(
    tx: &mut Tx,
    reports: &[ReportId],
    is_official: &impl Fn(&Indicator) -> bool,
) -> Result<BTreeMap<ReportId, Vec<Shared>>, StoreError> {
    let list: Vec<String> = (2..2 + reports.len()).map(|parameter| format!("${parameter}")).collect();
    let sql = format!(
        "SELECT report_id, indicator,
            (SELECT COUNT(*) FROM (SELECT 1 FROM report_indicators AS others
                WHERE others.indicator = mine.indicator LIMIT $1) AS counted) AS reports,
            (SELECT COUNT(*) FROM value_exclusions
                WHERE value_exclusions.indicator = mine.indicator) AS excluded
         FROM report_indicators AS mine WHERE report_id IN ({})",
        list.join(", ")
    );
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(column(COUNTED_MAX + 1));
    for report in reports {
        query = query.bind(report.to_string());
    }
    let mut found: BTreeMap<ReportId, Vec<Shared>> = BTreeMap::new();
    for row in &query.fetch_all(&mut **tx).await? {
        let indicator = row.indicator()?;
        let shared = Shared {
            reports: row.unsigned("reports")?,
            is_official: is_official(&indicator),
            is_excluded: row.number("excluded")? > 0,
            indicator,
        };
        found.entry(row.parsed("report_id")?).or_default().push(shared);
    }
    Ok(found)
}

/// The reports in sight that hold a value; bounded, because a value that joins is not in more.
async fn holders(tx: &mut Tx, indicator: &Indicator, sight: &Sight) -> Result<Vec<Node>, StoreError> {
    let sql = format!(
        "SELECT id, tracking_code, received_at, method FROM report_indicators
         JOIN reports ON reports.id = report_indicators.report_id
         WHERE indicator = $1{} ORDER BY report_id LIMIT $2",
        sight::condition(sight, 3)
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(indicator.to_string()).bind(column(COMMON_FROM));
    let rows = sight::bind(query, sight).fetch_all(&mut **tx).await?;
    rows.iter().map(node).collect()
}

fn node(row: &AnyRow) -> Result<Node, StoreError> {
    Ok(Node {
        id: row.parsed("id")?,
        code: row.parsed("tracking_code")?,
        at: row.time("received_at")?,
        method: row.parsed_or_none("method")?,
    })
}
