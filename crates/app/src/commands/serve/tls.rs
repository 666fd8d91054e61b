//! Portal, console and feeds under TLS that we end ourselves.

use std::net::SocketAddr;
use std::path::PathBuf;

use tokio::net::TcpListener;
use web::tls::TlsAcceptor;

use crate::complaint::{Complaint, OrComplain as _};
use crate::settings::ServerSettings;

/// Takes the port and reads certificate and key; `None` when none is wanted.
///
/// # Errors
/// When a file cannot be used, or the address.
pub(super) async fn open(settings: &ServerSettings) -> anyhow::Result<Option<(TcpListener, TlsAcceptor)>> {
    if settings.tls_listen.is_empty() {
        return Ok(None);
    }
    let wanted: SocketAddr =
        settings.tls_listen.parse().map_err(|_| Complaint::new("listen", &settings.tls_listen))?;
    let read = |file: &PathBuf| std::fs::read(file).or_complain("server-tls", file.display());
    let (chain, key) = (read(&settings.tls_certificate_file)?, read(&settings.tls_key_file)?);
    let acceptor = web::tls::acceptor(&chain, &key);
    let acceptor = acceptor.or_complain("server-tls", settings.tls_certificate_file.display())?;
    let listener = TcpListener::bind(wanted).await.or_complain("listen", wanted)?;
    Ok(Some((listener, acceptor)))
}
