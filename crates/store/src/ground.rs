//! Grounds that stand apart from the trail, in the batch or the step they belong to, so that their term can end; put
//! beside the lines of the trail for whoever reads them.

use model::BatchId;

use crate::audit::{AuditLine, Deed};
use crate::row::Columns as _;
use crate::{Store, StoreError};

const BATCH: &str = "SELECT ground FROM batches WHERE id = $1";
const UNDONE: &str = "SELECT COALESCE(undo_ground, '') AS ground FROM batches WHERE id = $1";
const STEP: &str =
    "SELECT ground FROM case_steps WHERE case_id = $1 AND at = $2 ORDER BY position DESC LIMIT 1";

/// Where the ground of a line stands, and by which id; `None` where the line says all.
fn place(line: &AuditLine) -> Option<(&'static str, &str)> {
    match line.what {
        Deed::BeginBatch => Some((BATCH, line.target.strip_prefix("batch:")?)),
        Deed::UndoBatch => Some((UNDONE, line.target.strip_prefix("batch:")?)),
        Deed::StepCase => Some((STEP, line.target.strip_prefix("case:")?)),
        _ => {
            let (_, id) = line.why.strip_suffix(')')?.rsplit_once("(batch:")?;
            id.parse::<BatchId>().is_ok().then_some((BATCH, id))
        }
    }
}

impl Store {
    /// Adds to each line the ground that stands apart from it, while it does.
    pub(crate) async fn with_grounds(&self, mut lines: Vec<AuditLine>) -> Result<Vec<AuditLine>, StoreError> {
        for line in &mut lines {
            let Some((sql, id)) = place(line) else { continue };
            let mut query = sqlx::query(sql).bind(id.to_owned());
            if sql == STEP {
                query = query.bind(line.at.millis());
            }
            let row = query.fetch_optional(&self.inner.read).await?;
            let ground = row.map(|row| row.text("ground")).transpose()?.unwrap_or_default();
            if !ground.is_empty() {
                line.why = format!("{} · {ground}", line.why).trim_start_matches(" · ").to_owned();
            }
        }
        Ok(lines)
    }
}
