//! `khien demo`: fills an empty database with a synthetic province-year.

use std::io::{self, IsTerminal as _, Write as _};
use std::iter::Peekable;
use std::time::Instant;

use desk::guard::{self, NewListing};
use desk::{Permission, Role};
use detect::{Engine, Submission};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use model::{Assessment, Indicator, IndicatorKind, Level, ListingReason, Method, OfficerId, Reference};
use model::{Serial, Snapshot, Time};
use store::audit::Who;
use store::officer::NewOfficer;
use store::report::{BulkReport, QueueFilter};
use store::{Store, StoreError};

use crate::Outcome;
use crate::complaint::{Complaint, OrComplain as _};
use crate::context::Context;
use crate::demo::{self, DemoReport, DemoYear};

/// Reports in one transaction.
const BATCH: usize = 1_000;

/// What the audit trail and the log say of everything made here.
const WHY: &str = "synthetic sample data";

/// Proposals that wait for the newcomer's decision.
const PROPOSALS: usize = 10;

/// Hours for which the newcomer's link is good.
const LINK_HOURS: i64 = 72;

/// What the newcomer may do.
const NEWCOMER: &[Role] = &[Role::Administrator, Role::DutyOfficer, Role::Analyst, Role::Approver];

/// Flags of `demo`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[arg(long, value_name = "N", default_value_t = demo::REPORTS)]
    reports: u64,
    #[arg(long, value_name = "N", default_value_t = demo::LISTINGS)]
    listings: usize,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// Fills the database; refuses one that holds anything.
///
/// # Errors
/// When the database is not empty or cannot be used, or an override leaves no province or bank.
pub(crate) async fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let reference = context.reference()?;
    let store = context.open_store().await?;
    if !is_empty(&store).await.or_complain("database", "")? {
        return Err(Complaint::new("not-empty", context.data_dir().root().display()).into());
    }
    let year = DemoYear::new(arguments.seed, context.now(), &reference);
    let year = year.ok_or_else(|| Complaint::new("demo-tables", demo::PROVINCE))?;
    let filled = Filling { store: &store, engine: Engine::new(&reference), bar: progress(arguments.reports) }
        .fill(&year, arguments, context.now())
        .await
        .or_complain("database", "")?;
    let officers = add_officers(&store, context.now()).await.or_complain("database", "")?;
    let proposals =
        add_proposals(&store, &officers, &reference, context.now()).await.or_complain("database", "")?;
    let text = context.words.say_all(
        "cli-demo-done",
        &[
            ("reports", arguments.reports.into()),
            ("listings", filled.into()),
            ("officers", officers.len().into()),
            ("proposals", proposals.into()),
            ("seconds", started.elapsed().as_secs().into()),
        ],
    );
    writeln!(io::stdout(), "{text}\n{}", newcomer_link(context, &store).await?)?;
    Ok(Outcome::Done)
}

async fn is_empty(store: &Store) -> Result<bool, StoreError> {
    let far = Time::from_millis(i64::MAX);
    let reports = store.counts(Time::EPOCH, far).await?.reports;
    let serial = store.head_serial().await?;
    Ok(reports == 0 && serial == Serial(0) && store.count_officers().await? == 0)
}

struct Filling<'a> {
    store: &'a Store,
    engine: Engine,
    bar: ProgressBar,
}

impl Filling<'_> {
    /// Month by month, so that a report is assessed against the list as it stood; answers the entries.
    async fn fill(&self, year: &DemoYear<'_>, wanted: &Arguments, now: Time) -> Result<u64, StoreError> {
        let mut reports = year.reports(wanted.reports).peekable();
        let mut snapshot = Snapshot::default();
        let mut listed = 0;
        for month in year.months(wanted.listings) {
            self.insert_until(&mut reports, month.at, &snapshot, now).await?;
            listed += self.store.bulk_list(&month.listings, WHY, month.at).await?.listed;
            snapshot = self.store.load_snapshot().await?;
        }
        self.insert_until(&mut reports, now, &snapshot, now).await?;
        self.bar.finish_and_clear();
        Ok(listed)
    }

    /// Inserts the reports that came until `end`.
    async fn insert_until(
        &self,
        reports: &mut Peekable<impl Iterator<Item = DemoReport>>,
        end: Time,
        snapshot: &Snapshot,
        now: Time,
    ) -> Result<(), StoreError> {
        loop {
            let next = || reports.next_if(|report| report.received_at <= end);
            let batch: Vec<BulkReport> =
                std::iter::from_fn(next).take(BATCH).map(|report| self.assessed(report, snapshot)).collect();
            if batch.is_empty() {
                return Ok(());
            }
            self.store.bulk_insert_reports(&batch, WHY, now).await?;
            self.bar.inc(batch.len() as u64);
        }
    }

    fn assessed(&self, demo: DemoReport, snapshot: &Snapshot) -> BulkReport {
        let assessment: Assessment = self.engine.assess(&Submission::text(&demo.report.text), snapshot);
        BulkReport {
            report: demo.report,
            assessment,
            tracking_code: demo.tracking_code,
            received_at: demo.received_at,
            state: demo.state,
        }
    }
}

/// The invented officers. No password fits them, so nobody can sign in as one.
async fn add_officers(store: &Store, now: Time) -> Result<Vec<(OfficerId, Vec<Role>)>, StoreError> {
    let mut officers = Vec::new();
    for (name, display_name, roles) in demo::officers() {
        let new = NewOfficer {
            name,
            display_name,
            // Not a PHC string: every comparison with it fails.
            password_hash: "!".to_owned(),
            totp_secret: Vec::new(),
            totp_step: 0,
            roles: roles.clone(),
        };
        officers.push((store.create_officer(&new, Who::Command, now).await?, roles));
    }
    Ok(officers)
}

/// The sentence with a link to an account that may see and do everything the pages show.
async fn newcomer_link(context: &Context, store: &Store) -> anyhow::Result<String> {
    let now = context.now();
    let token = store
        .invite_officer_by_command(NEWCOMER, &desk::UnitId::ministry(), now, now.plus_hours(LINK_HOURS))
        .await;
    let token = token.or_complain("database", "")?;
    let link = format!("{}/console/dau-tien/{token}", context.base_url(context.settings.server.listen));
    let values = [("link", link.into()), ("hours", LINK_HOURS.into())];
    Ok(context.words.say_all("cli-officer-link", &values).into_owned())
}

/// Proposals to block what the most urgent reports name; answers how many.
async fn add_proposals(
    store: &Store,
    officers: &[(OfficerId, Vec<Role>)],
    reference: &Reference,
    now: Time,
) -> Result<usize, StoreError> {
    let may_propose = |(_, roles): &&(OfficerId, Vec<Role>)| desk::role::allows(roles, Permission::Propose);
    let Some((officer, _)) = officers.iter().find(may_propose) else { return Ok(0) };
    let mut made = 0;
    for line in store.queue(&QueueFilter::default(), &desk::Sight::All, None, 200).await?.lines {
        let Ok(indicator) = line.indicator_first.parse::<Indicator>() else { continue };
        let fits = matches!(indicator.kind(), IndicatorKind::Domain | IndicatorKind::BankAccount);
        if made == PROPOSALS || !fits || store.listing(&indicator).await?.is_some() {
            continue;
        }
        let listing = NewListing {
            method: line.method.unwrap_or(Method::Other),
            level: Level::Block,
            reason: ListingReason::VictimReports,
            expires_at: now.plus_days(guard::usual_days(indicator.kind())),
            evidence: format!("{} đề nghị chặn theo phản ánh", demo::MARK),
            indicator,
        };
        let Ok(cleared) = guard::clear(listing, reference, now) else { continue };
        match store.propose(cleared, *officer, Some(line.id), now).await {
            Ok(_) => made += 1,
            // Another report of the same campaign has led to one already.
            Err(StoreError::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(made)
}

/// A bar on a terminal; nothing in a pipe.
fn progress(len: u64) -> ProgressBar {
    let target =
        if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(len), target);
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}");
    bar.set_style(style.expect("the template is fixed and right"));
    bar
}
