//! What officers do to events. Each act has a ground and can be undone at any later time.

use std::collections::BTreeSet;

use desk::event::{ActId, EventActKind, EventError};
use desk::{NotAllowed, Permission};
use model::{OfficerId, ReportId, Time};

use super::graph::{head_of, heads_of_act, insert_act, load, next_act};
use crate::audit::{self, Deed, Who};
use crate::row::column;
use crate::{Store, StoreError, sight};

impl Store {
    /// Joins the events of two reports.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Event`] when they are one already, [`StoreError::NotAllowed`];
    /// [`StoreError::Conflict`] when an event holds more than [`super::EVENT_REPORTS_MAX`] reports.
    pub async fn merge_events(
        &self,
        a: ReportId,
        b: ReportId,
        ground: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<ActId, StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::WorkReports).await?;
        for report in [a, b] {
            sight::require_seen(&mut tx, &officer, report, now).await?;
        }
        let act = next_act(&mut tx).await?;
        let heads = BTreeSet::from([head_of(&mut tx, a).await?, head_of(&mut tx, b).await?]);
        let mut loaded = load(&mut tx, &heads).await?;
        loaded.graph.join(act, EventActKind::Merge, a, b)?;
        insert_act(&mut tx, act, EventActKind::Merge, ground.trim(), Who::Officer(by), now).await?;
        loaded.write(&mut tx).await?;
        for report in [a, b] {
            let target = format!("report:{report}");
            let why = format!("{act}: {}", ground.trim());
            audit::append(&mut tx, now, Who::Officer(by), Deed::MergeEvents, &target, &why).await?;
        }
        tx.commit().await?;
        Ok(act)
    }

    /// Takes reports out of the event they are in; they become one of their own.
    ///
    /// # Errors
    /// As [`Store::merge_events`].
    pub async fn split_event(
        &self,
        out: &BTreeSet<ReportId>,
        ground: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<ActId, StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::WorkReports).await?;
        for report in out {
            sight::require_seen(&mut tx, &officer, *report, now).await?;
        }
        let act = next_act(&mut tx).await?;
        let first = *out.first().ok_or(EventError::EmptySide)?;
        let mut heads = BTreeSet::new();
        for report in out {
            heads.insert(head_of(&mut tx, *report).await?);
        }
        let mut loaded = load(&mut tx, &heads).await?;
        loaded.graph.split(act, out)?;
        insert_act(&mut tx, act, EventActKind::Split, ground.trim(), Who::Officer(by), now).await?;
        loaded.write(&mut tx).await?;
        let (target, why) = (format!("report:{first}"), format!("{act}: {}", ground.trim()));
        audit::append(&mut tx, now, Who::Officer(by), Deed::SplitEvent, &target, &why).await?;
        tx.commit().await?;
        Ok(act)
    }

    /// Undoes an act, whatever was done after it. The officer sees at least one of the reports that it joined or
    /// parted.
    ///
    /// # Errors
    /// [`StoreError::Event`] when the act does not stand; else as [`Store::merge_events`].
    pub async fn undo_event_act(&self, act: ActId, by: OfficerId, now: Time) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::WorkReports).await?;
        let sight = sight::sight_at(&mut tx, &officer, now).await?;
        // Takes the counter, so that no other act happens meanwhile; the number is left unused.
        next_act(&mut tx).await?;
        let (heads, ends) = heads_of_act(&mut tx, act).await?;
        let mut is_seen = false;
        for report in ends {
            is_seen = is_seen || sight::is_seen(&mut tx, &sight, report).await?;
        }
        if !is_seen {
            return Err(NotAllowed::OtherUnit.into());
        }
        let mut loaded = load(&mut tx, &heads).await?;
        loaded.graph.undo(act)?;
        sqlx::query("UPDATE event_acts SET undone_at = $2, undone_by = $3 WHERE id = $1")
            .bind(column(act))
            .bind(now.millis())
            .bind(Who::Officer(by).to_string())
            .execute(&mut *tx)
            .await?;
        loaded.write(&mut tx).await?;
        let head = *heads.first().ok_or(EventError::NotStanding(act))?;
        let (target, why) = (format!("report:{head}"), act.to_string());
        audit::append(&mut tx, now, Who::Officer(by), Deed::UndoEventAct, &target, &why).await?;
        tx.commit().await?;
        Ok(())
    }
}
