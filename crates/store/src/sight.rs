//! What an officer may see, as SQL: the one place where visibility is kept.
//!
//! Every query that shows reports, or what hangs on them, to an officer takes a [`Sight`] and puts [`condition`]
//! into its `WHERE`; every change names its officer and calls [`require_seen`]. A query that serves no officer
//! (jobs, the portal by tracking code, figures) takes [`Sight::All`].

use desk::{NotAllowed, Sight, UnitId};
use model::{ReportId, Time};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;

use crate::officer::Officer;
use crate::row::Columns as _;
use crate::{StoreError, Tx};

/// ` AND …` over the columns of `reports`; the value is parameter `$parameter`, bound by [`bind`]. Empty where
/// everything is seen, so that an officer of the root costs nothing.
pub(crate) fn condition(sight: &Sight, parameter: usize) -> String {
    match sight {
        Sight::All => String::new(),
        Sight::Province(_) => format!(" AND reports.unit_province = ${parameter}"),
        Sight::Unit(_) => format!(" AND reports.unit_id = ${parameter}"),
    }
}

/// Binds the value of [`condition`]: the last parameter of the statement, or none.
pub(crate) fn bind<'q>(
    query: Query<'q, sqlx::Any, AnyArguments>,
    sight: &Sight,
) -> Query<'q, sqlx::Any, AnyArguments> {
    match sight {
        Sight::All => query,
        Sight::Province(province) => query.bind(province.clone()),
        Sight::Unit(unit) => query.bind(unit.as_str().to_owned()),
    }
}

/// Whether a row with `unit_id` and `unit_province` is seen.
pub(crate) fn sees(sight: &Sight, row: &AnyRow) -> Result<bool, StoreError> {
    let unit: Option<UnitId> = row.parsed_or_none("unit_id")?;
    let province = row.text_or_none("unit_province")?;
    Ok(sight.sees(&unit.unwrap_or_default(), province.as_deref()))
}

/// What the officer sees at `now`: the unit's, or everything while the glass is broken.
pub(crate) async fn sight_at(tx: &mut Tx, officer: &Officer, now: Time) -> Result<Sight, StoreError> {
    let own = officer.unit.sight();
    if own == Sight::All || crate::officer::glass::broken(tx, officer.id, now).await?.is_none() {
        return Ok(own);
    }
    Ok(Sight::All)
}

/// Refuses what is done to a report that the officer may not see.
pub(crate) async fn require_seen(
    tx: &mut Tx,
    officer: &Officer,
    report: ReportId,
    now: Time,
) -> Result<(), StoreError> {
    let sight = sight_at(tx, officer, now).await?;
    if is_seen(tx, &sight, report).await? { Ok(()) } else { Err(NotAllowed::OtherUnit.into()) }
}

/// Whether a report is seen.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such report.
pub(crate) async fn is_seen(tx: &mut Tx, sight: &Sight, report: ReportId) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT unit_id, unit_province FROM reports WHERE id = $1")
        .bind(report.to_string())
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(StoreError::NotFound("report"))?;
    sees(sight, &row)
}
