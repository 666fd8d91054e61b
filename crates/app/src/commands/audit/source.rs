//! Where a log is read from: a server over HTTP, or a folder with the same files.

use std::path::PathBuf;

use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, StatusCode, Uri, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::complaint::{Complaint, OrComplain as _};

/// Longest file of a log: a bundle of 256 entries of 65,535 bytes and their lengths.
const FILE_BYTES_MAX: usize = 256 * (65_535 + 2);

/// A log to read.
pub(super) enum Source {
    /// `http://host:port/log`; one connection, opened anew when it ends.
    Server { url: Uri, connection: Option<SendRequest<Empty<Bytes>>> },
    /// A copy of the files.
    Folder(PathBuf),
}

impl Source {
    /// The log at this address or in this folder.
    ///
    /// # Errors
    /// When it is an address that cannot be fetched.
    pub(super) fn open(log: &str) -> anyhow::Result<Source> {
        if !log.contains("://") {
            return Ok(Source::Folder(PathBuf::from(log)));
        }
        let url: Uri = log.trim_end_matches('/').parse().or_complain("audit-url", log)?;
        if url.scheme_str() != Some("http") || url.host().is_none() {
            return Err(Complaint::new("audit-url", log).into());
        }
        Ok(Source::Server { url, connection: None })
    }

    /// A file of the log as text.
    ///
    /// # Errors
    /// When it cannot be fetched or is not UTF-8.
    pub(super) async fn text(&mut self, path: &str) -> anyhow::Result<String> {
        String::from_utf8(self.bytes(path).await?).or_complain("audit-fetch", path)
    }

    /// A file of the log.
    ///
    /// # Errors
    /// When it cannot be fetched.
    pub(super) async fn bytes(&mut self, path: &str) -> anyhow::Result<Vec<u8>> {
        match self {
            Source::Folder(folder) => std::fs::read(folder.join(path)).or_complain("audit-fetch", path),
            Source::Server { url, connection } => {
                if connection.as_ref().is_none_or(SendRequest::is_closed) {
                    *connection = Some(connect(url).await.or_complain("audit-fetch", &*url)?);
                }
                let sender = connection.as_mut().expect("it was opened just now");
                fetch(sender, url, path).await.or_complain("audit-fetch", path)
            }
        }
    }
}

async fn connect(url: &Uri) -> anyhow::Result<SendRequest<Empty<Bytes>>> {
    let host = url.host().unwrap_or_default().trim_matches(['[', ']']);
    let stream = TcpStream::connect((host, url.port_u16().unwrap_or(80))).await?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // Ends with the sender, or with an error that the next request tells.
    tokio::spawn(async move { drop(connection.await) });
    Ok(sender)
}

async fn fetch(sender: &mut SendRequest<Empty<Bytes>>, url: &Uri, path: &str) -> anyhow::Result<Vec<u8>> {
    let host = url.authority().map_or("", |authority| authority.as_str());
    let target = format!("{}/{path}", url.path().trim_end_matches('/'));
    let request = Request::get(target).header(header::HOST, host).body(Empty::new())?;
    sender.ready().await?;
    let answer = sender.send_request(request).await?;
    let status = answer.status();
    let body = Limited::new(answer.into_body(), FILE_BYTES_MAX).collect().await;
    let body = body.map_err(|error| anyhow::anyhow!(error))?.to_bytes();
    if status != StatusCode::OK {
        anyhow::bail!("{status}");
    }
    Ok(body.into())
}
