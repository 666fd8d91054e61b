//! What the person at the terminal reads: the address, and once the link for the first officer.

use std::io::Write as _;
use std::net::SocketAddr;

use store::Store;

use crate::complaint::OrComplain as _;
use crate::context::Context;

/// Hours for which the link for the first officer is good.
const FIRST_LINK_HOURS: i64 = 24;

/// Prints the address, and the link while there is no officer. On standard output, never in the log: the
/// link is a secret. Nobody may be reading; that is no reason not to serve.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn greet(context: &Context, store: &Store, address: SocketAddr) -> anyhow::Result<()> {
    let words = &context.words;
    let url = context.base_url(address);
    let mut text = format!("{}\n", words.say_with("cli-serving", "url", url.as_str()));
    let now = context.now();
    let token = store.first_officer_token(now, now.plus_hours(FIRST_LINK_HOURS)).await;
    if let Some(token) = token.or_complain("database", "")? {
        let link = format!("{url}/console/dau-tien/{token}");
        text.push_str(&words.say_with("cli-first-officer", "link", link.as_str()));
        text.push('\n');
    }
    let mut out = std::io::stdout().lock();
    if out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_err() {
        tracing::debug!("standard output is closed: the address was told to nobody");
    }
    Ok(())
}
