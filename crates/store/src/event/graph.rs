//! The part of the graph of reports that an act touches: read, and written back.

use std::collections::{BTreeMap, BTreeSet};

use desk::event::{ActId, EventAct, EventActKind, EventError, EventGraph, Link};
use model::{ReportId, Time};

use super::EVENT_REPORTS_MAX;
use crate::audit::Who;
use crate::row::{Columns as _, column};
use crate::{StoreError, Tx};

/// The next number of a counter. Takes the counter's row, so that one act happens at a time.
pub(crate) async fn next_number(tx: &mut Tx, counter: &str) -> Result<u64, StoreError> {
    let row = sqlx::query(
        "INSERT INTO event_counters (name, position) VALUES ($1, 1)
         ON CONFLICT (name) DO UPDATE SET position = event_counters.position + 1
         RETURNING position",
    )
    .bind(counter)
    .fetch_one(&mut **tx)
    .await?;
    row.unsigned("position")
}

/// The number of a new act. Until the transaction ends no other act can begin.
pub(crate) async fn next_act(tx: &mut Tx) -> Result<ActId, StoreError> {
    next_number(tx, "acts").await
}

/// Writes a link that `act` made.
pub(crate) async fn insert_link(tx: &mut Tx, act: ActId, a: ReportId, b: ReportId) -> Result<(), StoreError> {
    let id = next_number(tx, "links").await?;
    sqlx::query("INSERT INTO event_links (id, a, b, made_by) VALUES ($1, $2, $3, $4)")
        .bind(column(id))
        .bind(a.min(b).to_string())
        .bind(a.max(b).to_string())
        .bind(column(act))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The head of the event that a report is in.
pub(crate) async fn head_of(tx: &mut Tx, report: ReportId) -> Result<ReportId, StoreError> {
    let row = sqlx::query("SELECT COALESCE(event_id, id) AS head FROM reports WHERE id = $1")
        .bind(report.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    row.ok_or(StoreError::NotFound("report"))?.parsed("head")
}

/// What was read, so that only what changed is written.
pub(crate) struct Loaded {
    pub(crate) graph: EventGraph,
    link_ids: Vec<u64>,
    cuts: BTreeSet<(u64, ActId)>,
    heads: BTreeMap<ReportId, ReportId>,
}

/// Reads the events with these heads, whole.
pub(crate) async fn load(tx: &mut Tx, heads: &BTreeSet<ReportId>) -> Result<Loaded, StoreError> {
    let mut loaded = Loaded {
        graph: EventGraph::default(),
        link_ids: Vec::new(),
        cuts: BTreeSet::new(),
        heads: BTreeMap::new(),
    };
    for head in heads {
        let rows = sqlx::query("SELECT id FROM reports WHERE event_id = $1 OR id = $1 ORDER BY id LIMIT $2")
            .bind(head.to_string())
            .bind(i64::from(EVENT_REPORTS_MAX) + 1)
            .fetch_all(&mut **tx)
            .await?;
        if rows.len() > EVENT_REPORTS_MAX as usize {
            return Err(StoreError::Conflict("an event of too many reports"));
        }
        for row in &rows {
            loaded.heads.insert(row.parsed("id")?, *head);
        }
    }
    let mut links: BTreeMap<u64, Link> = BTreeMap::new();
    let mut acts: BTreeMap<ActId, EventAct> = BTreeMap::new();
    for head in heads {
        read_links(tx, *head, &mut links).await?;
    }
    for head in heads {
        read_acts(tx, *head, &mut links, &mut acts).await?;
    }
    for (id, link) in &links {
        loaded.cuts.extend(link.cut_by.iter().map(|act| (*id, *act)));
    }
    // A link that leads out of what was read is not active (or it would have been read with its event);
    // it stays as it is.
    let (ids, links): (Vec<u64>, Vec<Link>) = links.into_iter().unzip();
    loaded.link_ids = ids;
    loaded.graph = EventGraph::new(loaded.heads.keys().copied(), links, acts.into_values());
    Ok(loaded)
}

async fn read_links(tx: &mut Tx, head: ReportId, links: &mut BTreeMap<u64, Link>) -> Result<(), StoreError> {
    for side in ["a", "b"] {
        let sql = format!(
            "SELECT event_links.id AS id, a, b, made_by FROM reports
             JOIN event_links ON event_links.{side} = reports.id
             WHERE reports.event_id = $1 OR reports.id = $1"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(head.to_string()).fetch_all(&mut **tx).await?;
        for row in &rows {
            let link = Link {
                a: row.parsed("a")?,
                b: row.parsed("b")?,
                made_by: row.unsigned("made_by")?,
                cut_by: BTreeSet::new(),
            };
            links.insert(row.unsigned("id")?, link);
        }
    }
    Ok(())
}

/// The acts that made or cut the links of an event; which act cut which link goes into `links`.
async fn read_acts(
    tx: &mut Tx,
    head: ReportId,
    links: &mut BTreeMap<u64, Link>,
    acts: &mut BTreeMap<ActId, EventAct>,
) -> Result<(), StoreError> {
    for side in ["a", "b"] {
        let sql = format!(
            "SELECT event_acts.id AS id, kind, undone_at, event_links.id AS link_id, CAST(0 AS BIGINT) AS is_cut FROM reports
             JOIN event_links ON event_links.{side} = reports.id
             JOIN event_acts ON event_acts.id = event_links.made_by
             WHERE reports.event_id = $1 OR reports.id = $1
             UNION ALL
             SELECT event_acts.id AS id, kind, undone_at, event_links.id AS link_id, CAST(1 AS BIGINT) AS is_cut FROM reports
             JOIN event_links ON event_links.{side} = reports.id
             JOIN event_cuts ON event_cuts.link_id = event_links.id
             JOIN event_acts ON event_acts.id = event_cuts.act_id
             WHERE reports.event_id = $1 OR reports.id = $1"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(head.to_string()).fetch_all(&mut **tx).await?;
        for row in &rows {
            let (id, is_undone) = (row.unsigned("id")?, row.number_or_none("undone_at")?.is_some());
            let kind = row.slug("kind", EventActKind::from_slug)?;
            acts.insert(id, EventAct { id, kind, is_undone });
            if row.number("is_cut")? == 1
                && let Some(link) = links.get_mut(&row.unsigned("link_id")?)
            {
                link.cut_by.insert(id);
            }
        }
    }
    Ok(())
}

impl Loaded {
    /// Writes new links and cuts, and the head of every report whose event changed.
    pub(crate) async fn write(self, tx: &mut Tx) -> Result<(), StoreError> {
        let links = self.graph.links();
        for link in &links[self.link_ids.len()..] {
            insert_link(tx, link.made_by, link.a, link.b).await?;
        }
        for (id, link) in self.link_ids.iter().zip(links) {
            for act in link.cut_by.iter().filter(|act| !self.cuts.contains(&(*id, **act))) {
                sqlx::query("INSERT INTO event_cuts (link_id, act_id) VALUES ($1, $2)")
                    .bind(column(*id))
                    .bind(column(*act))
                    .execute(&mut **tx)
                    .await?;
            }
        }
        for event in self.graph.events() {
            let head = *event.first().ok_or(StoreError::NotFound("report"))?;
            for report in event.iter().filter(|report| self.heads.get(report) != Some(&head)) {
                set_head(tx, *report, head).await?;
            }
        }
        Ok(())
    }
}

/// Writes the head of one report's event; none for a report that is its own.
pub(super) async fn set_head(tx: &mut Tx, report: ReportId, head: ReportId) -> Result<(), StoreError> {
    sqlx::query("UPDATE reports SET event_id = $2 WHERE id = $1")
        .bind(report.to_string())
        .bind((report != head).then(|| head.to_string()))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Writes an act.
pub(crate) async fn insert_act(
    tx: &mut Tx,
    id: ActId,
    kind: EventActKind,
    reason: &str,
    by: Who,
    now: Time,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO event_acts (id, kind, reason, done_at, done_by) VALUES ($1, $2, $3, $4, $5)")
        .bind(column(id))
        .bind(kind.slug())
        .bind(reason)
        .bind(now.millis())
        .bind(by.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Heads of the events that an act may touch when it is undone: of every report at the end of a link that
/// it made or cut. With them, those reports.
pub(crate) async fn heads_of_act(
    tx: &mut Tx,
    act: ActId,
) -> Result<(BTreeSet<ReportId>, BTreeSet<ReportId>), StoreError> {
    let rows = sqlx::query(
        "SELECT a, b FROM event_links WHERE made_by = $1
         UNION SELECT a, b FROM event_links JOIN event_cuts ON event_cuts.link_id = event_links.id
         WHERE event_cuts.act_id = $1",
    )
    .bind(column(act))
    .fetch_all(&mut **tx)
    .await?;
    let (mut heads, mut ends) = (BTreeSet::new(), BTreeSet::new());
    for row in &rows {
        for side in ["a", "b"] {
            let report = row.parsed(side)?;
            heads.insert(head_of(tx, report).await?);
            ends.insert(report);
        }
    }
    if heads.is_empty() { Err(EventError::NotStanding(act).into()) } else { Ok((heads, ends)) }
}
