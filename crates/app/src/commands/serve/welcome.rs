//! What the person at the terminal reads: the address, and once the link for the first officer.

use std::io::Write as _;
use std::net::SocketAddr;

use store::Store;

use crate::complaint::OrComplain as _;
use crate::context::Context;

/// Hours for which the link for the first officer is good.
const FIRST_LINK_HOURS: i64 = 24;

/// Prints the address, and the link while there is no officer. On standard output, never in the log: the
/// link is a secret.
///
/// # Errors
/// When the database does not answer or standard output is closed.
pub(super) async fn greet(context: &Context, store: &Store, address: SocketAddr) -> anyhow::Result<()> {
    let words = &context.words;
    let url = context.base_url(address);
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", words.say_with("cli-serving", "url", url.as_str()))?;
    drop(out);
    let now = context.now();
    let token = store.first_officer_token(now, now.plus_hours(FIRST_LINK_HOURS)).await;
    if let Some(token) = token.or_complain("database", "")? {
        let link = format!("{url}/console/dau-tien/{token}");
        let mut out = std::io::stdout().lock();
        writeln!(out, "{}", words.say_with("cli-first-officer", "link", link.as_str()))?;
    }
    std::io::stdout().flush()?;
    Ok(())
}
