//! `khien officer add`: a one-time link with which an officer chooses a password and a second factor.

use std::io::Write as _;

use clap::Subcommand;
use desk::{Role, UnitError, UnitId};
use store::StoreError;

use crate::Outcome;
use crate::complaint::{Complaint, OrComplain as _};
use crate::context::Context;

/// Hours for which a link is good.
const LINK_HOURS: i64 = 72;

/// What can be done about officers from the machine itself.
#[derive(Debug, Subcommand)]
pub(crate) enum Arguments {
    Add(AddArguments),
}

/// Flags of `officer add`.
#[derive(Debug, clap::Args)]
pub(crate) struct AddArguments {
    #[arg(long, value_name = "ROLE", value_parser = role)]
    role: Vec<Role>,
    #[arg(long, value_name = "UNIT", value_parser = unit, default_value_t)]
    unit: UnitId,
}

fn role(slug: &str) -> Result<Role, String> {
    let known: Vec<&str> = Role::ALL.iter().map(|role| role.slug()).collect();
    Role::from_slug(slug).ok_or_else(|| known.join(", "))
}

fn unit(id: &str) -> Result<UnitId, String> {
    id.parse().map_err(|error: UnitError| error.to_string())
}

/// Prints the link. The first officer's roles are chosen on the page; all others need `--role`.
///
/// # Errors
/// When no role is named, or the database cannot be used.
pub(crate) async fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments::Add(arguments) = arguments;
    let store = context.open_store().await?;
    let now = context.now();
    let expires_at = now.plus_hours(LINK_HOURS);
    let first = store.first_officer_token(now, expires_at).await.or_complain("database", "")?;
    let token = match first {
        Some(token) => token,
        None if arguments.role.is_empty() => return Err(Complaint::new("role-missing", "").into()),
        None => store
            .invite_officer_by_command(&arguments.role, &arguments.unit, now, expires_at)
            .await
            .map_err(|error| match error {
                StoreError::NotFound(_) => Complaint::new("no-such-unit", arguments.unit.as_str()).into(),
                error => anyhow::Error::from(error),
            })?,
    };
    store.close().await;
    let link = format!("{}/console/dau-tien/{token}", context.base_url(context.settings.server.listen));
    let text =
        context.words.say_all("cli-officer-link", &[("link", link.into()), ("hours", LINK_HOURS.into())]);
    writeln!(std::io::stdout(), "{text}")?;
    Ok(Outcome::Done)
}
