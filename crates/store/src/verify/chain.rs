//! Reads a log line by line and computes its hashes anew.

use std::collections::HashMap;

use model::publication::ActHash;
use model::{Indicator, Listing, Serial};

use super::{Log, Problem, VerifyReport};
use crate::audit::AuditLine;
use crate::publication::act_from_row;
use crate::row::{Columns as _, column};
use crate::{StoreError, Tx};

/// Lines read at a time.
const PAGE: i64 = 5_000;

/// The state of one walk along a log.
struct Walk {
    log: Log,
    /// Position of the line before.
    position: u64,
    /// Hash stored with the line before.
    hash: ActHash,
}

impl Walk {
    fn new(log: Log) -> Walk {
        Walk { log, position: 0, hash: ActHash::ZERO }
    }

    /// Takes the next line. `computed` gives its hash from that of the line before; `None` when the line
    /// cannot be read.
    fn step(
        &mut self,
        position: u64,
        stored: Option<ActHash>,
        computed: Option<ActHash>,
        report: &mut VerifyReport,
    ) {
        for missing in self.position + 1..position {
            report.push(Problem::MissingLine(self.log, missing));
        }
        match (stored, computed) {
            (Some(stored), Some(computed)) if stored == computed => {}
            (Some(_), Some(_)) => report.push(Problem::WrongHash(self.log, position)),
            _ => report.push(Problem::Unreadable(self.log, position)),
        }
        self.position = position;
        // Go on from the stored hash, so that one changed line is one problem and not a thousand.
        self.hash = stored.unwrap_or(self.hash);
    }

    async fn end(&self, tx: &mut Tx, report: &mut VerifyReport) -> Result<(), StoreError> {
        let head = sqlx::query("SELECT position, hash FROM log_heads WHERE name = $1")
            .bind(self.log.slug())
            .fetch_optional(&mut **tx)
            .await?;
        let is_right = head.is_some_and(|row| {
            row.unsigned("position").is_ok_and(|position| position == self.position)
                && row.parsed::<ActHash>("hash").is_ok_and(|hash| hash == self.hash)
        });
        if !is_right {
            report.push(Problem::WrongHead(self.log));
        }
        Ok(())
    }
}

/// Checks the publication log; answers the list it leads to.
pub(super) async fn verify_acts(
    tx: &mut Tx,
    report: &mut VerifyReport,
) -> Result<HashMap<Indicator, Listing>, StoreError> {
    let mut walk = Walk::new(Log::Publication);
    let mut folded: HashMap<Indicator, Listing> = HashMap::new();
    loop {
        let rows = sqlx::query("SELECT * FROM acts WHERE serial > $1 ORDER BY serial LIMIT $2")
            .bind(column(walk.position))
            .bind(PAGE)
            .fetch_all(&mut **tx)
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let act = act_from_row(row).ok();
            let computed = act.as_ref().map(|act| act.hash(walk.hash));
            walk.step(row.unsigned("serial")?, row.parsed("hash").ok(), computed, report);
            report.acts += 1;
            let Some(act) = act else { continue };
            let listed_at = folded.get(&act.indicator).map_or(act.at, |listing| listing.listed_at);
            match act.listing(listed_at) {
                Some(listing) => folded.insert(act.indicator, listing),
                None => folded.remove(&act.indicator),
            };
        }
    }
    walk.end(tx, report).await?;
    report.serial = Serial(walk.position);
    report.act_hash = walk.hash;
    Ok(folded)
}

/// Checks the audit trail.
pub(super) async fn verify_audit(tx: &mut Tx, report: &mut VerifyReport) -> Result<(), StoreError> {
    let mut walk = Walk::new(Log::Audit);
    loop {
        let rows = sqlx::query("SELECT * FROM audit_lines WHERE position > $1 ORDER BY position LIMIT $2")
            .bind(column(walk.position))
            .bind(PAGE)
            .fetch_all(&mut **tx)
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let computed = AuditLine::from_row(row).ok().map(|line| line.hash(walk.hash));
            walk.step(row.unsigned("position")?, row.parsed("hash").ok(), computed, report);
            report.audit_lines += 1;
        }
    }
    walk.end(tx, report).await?;
    report.audit_hash = walk.hash;
    Ok(())
}
