//! `khien import-reports`: a bank's or carrier's file of reports, each row answered for.

use std::io::{self, Write as _};
use std::path::PathBuf;

use detect::{Engine, Submission};
use intake::Desk;
use intake::bulk::{self, BulkFormat, Outcome, RowAnswer, Sender};
use model::{Assessment, Reference, Snapshot, Time};
use store::audit::Who;
use store::{Store, StoreError};

use crate::Outcome as Ending;
use crate::complaint::{Complaint, OrComplain as _};
use crate::context::{self, Context};

/// Flags of `import-reports`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "NAME")]
    sender: Option<String>,
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

/// Refused rows named on standard error.
const NAMED_MAX: usize = 50;

/// What the rows need of the rest, without a server.
struct CommandDesk {
    store: Store,
    engine: Engine,
    snapshot: Snapshot,
    reference: std::sync::Arc<Reference>,
}

impl Desk for CommandDesk {
    fn store(&self) -> &Store {
        &self.store
    }

    fn reference(&self) -> &Reference {
        &self.reference
    }

    fn assess(&self, text: &str) -> Assessment {
        self.engine.assess(&Submission { text, sender: None, channel: None }, &self.snapshot)
    }

    fn now(&self) -> Time {
        context::now()
    }
}

/// Takes the rows of the file; what was stored before a failure stays, and the same file again goes on there.
///
/// # Errors
/// When the file or the database cannot be used.
pub(crate) async fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<Ending> {
    let shown = arguments.file.display();
    let length = std::fs::metadata(&arguments.file).or_complain("read-file", &shown)?.len();
    if length > context.settings.limits.bulk_bytes_max as u64 {
        return Err(Complaint::new("bulk-too-large", shown).into());
    }
    let bytes = std::fs::read(&arguments.file).or_complain("read-file", &shown)?;
    let rows = bulk::read(BulkFormat::of_bytes(&bytes), &bytes).or_complain("bulk", &shown)?;
    let store = context.open_store().await?;
    let snapshot = store.load_snapshot().await.or_complain("load-list", "")?;
    let reference = context.reference()?;
    let desk = CommandDesk { store, engine: Engine::new(&reference), snapshot, reference };
    let sha256 = intake::sha256_hex(&bytes);
    let key = arguments.key.as_deref().unwrap_or(&sha256);
    let began = desk.store.begin_bulk_file("command", key, &sha256, desk.now()).await;
    if matches!(began, Err(StoreError::Conflict(_))) {
        return Err(Complaint::new("bulk-key", key).into());
    }
    began.or_complain("database", "")?;
    let name = arguments.sender.clone().unwrap_or_else(|| "khien import-reports".to_owned());
    let sender = Sender { id: "command".to_owned(), name, who: Who::Command };
    let answers = bulk::take(&desk, &sender, key, &rows).await.or_complain("database", "")?;
    desk.store.close().await;
    tell(context, &answers)
}

fn tell(context: &Context, answers: &[RowAnswer]) -> anyhow::Result<Ending> {
    let t = context.words;
    let count = |wanted: fn(&Outcome) -> bool| answers.iter().filter(|row| wanted(&row.outcome)).count();
    let refused = answers.iter().filter_map(|row| match &row.outcome {
        Outcome::Refused(problems) => Some((row, problems)),
        Outcome::Stored(_) | Outcome::Repeated(_) => None,
    });
    let mut err = io::stderr().lock();
    for (row, problems) in refused.take(NAMED_MAX) {
        for problem in problems {
            let sentence = web::error::field_sentence(problem, t);
            writeln!(err, "{} {}: {sentence}", row.line, problem.field)?;
        }
    }
    let refused = count(|outcome| matches!(outcome, Outcome::Refused(_)));
    let values = [
        ("stored", count(|outcome| matches!(outcome, Outcome::Stored(_))).into()),
        ("repeated", count(|outcome| matches!(outcome, Outcome::Repeated(_))).into()),
        ("refused", refused.into()),
    ];
    writeln!(io::stdout().lock(), "{}", t.say_all("bulk-summary", &values))?;
    Ok(if refused == 0 { Ending::Done } else { Ending::InPart })
}
