//! What the earlier reports of a source say of this one, in words.

use desk::weight::SourceRecord;
use model::ReportId;

use super::frame::Fact;
use crate::catalogue::Words;
use crate::{App, Error};

/// The record of the report's source; `None` where there is none.
pub(super) async fn fact(app: &App, t: Words, id: ReportId) -> Result<Option<Fact>, Error> {
    let (record, weight) = app.store.source_record(id).await?;
    if record == SourceRecord::default() {
        return Ok(None);
    }
    let values =
        [("confirmed", record.confirmed.into()), ("spam", record.spam.into()), ("weight", weight.into())];
    Ok(Fact::new(t.say("console-source-record"), t.say_all("console-source-weighs", &values).into_owned()))
}
