//! `khien retention`: erases personal data past its term, as of a day.

use std::io::Write as _;

use desk::clocks::start_of_iso_day;
use desk::retention::due_rules;
use model::Time;
use store::audit::Who;

use crate::Outcome;
use crate::complaint::{Complaint, OrComplain as _};
use crate::context::Context;

/// Flags of `retention`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[arg(long, value_name = "DAY")]
    at: Option<String>,
    #[arg(long)]
    dry_run: bool,
    #[arg(long)]
    ahead: bool,
}

impl Arguments {
    /// The instant as of which terms are counted.
    fn at(&self, now: Time) -> anyhow::Result<Time> {
        let Some(day) = &self.at else { return Ok(now) };
        let at = start_of_iso_day(day).filter(|_| day.len() == 10);
        let at = at.ok_or_else(|| Complaint::new("retention-day", day))?;
        if at > now && !self.dry_run && !self.ahead {
            return Err(Complaint::new("retention-ahead", day).into());
        }
        Ok(at)
    }
}

/// Counts or erases what is due.
///
/// # Errors
/// When the day is none or is still to come, or the database fails.
pub(crate) async fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let at = arguments.at(context.now())?;
    let reference = context.reference()?;
    let rules = due_rules(&reference.retention, at);
    let store = context.open_existing_store().await?;
    let (sentence, erased) = if arguments.dry_run {
        ("cli-retention-counted", store.count_erasable(&rules).await)
    } else {
        ("cli-retention-done", store.erase_due(&rules, Who::Command, at).await)
    };
    store.close().await;
    let erased = erased.or_complain("retention", "")?;
    let values = [
        ("day", at.vietnam_iso_date().into()),
        ("identities", erased.identities.into()),
        ("contents", erased.contents.into()),
        ("files", erased.files.into()),
        ("words", erased.words.into()),
    ];
    writeln!(std::io::stdout(), "{}", context.words.say_all(sentence, &values))?;
    Ok(Outcome::Done)
}
