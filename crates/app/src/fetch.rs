//! Files from another server, over HTTP or HTTPS: for auditors and mirrors.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, Response, StatusCode, Uri, header};
use hyper_util::rt::TokioIo;
use push::client::roots_from_pem;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

use crate::complaint::{Complaint, OrComplain as _};

/// Longest silence while we wait for an answer or for more of one.
const PATIENCE: Duration = Duration::from_secs(60);

/// One server, with one connection that is opened anew when it ends.
pub(crate) struct Site {
    url: Uri,
    tls: Option<TlsConnector>,
    key: Option<String>,
    connection: Option<SendRequest<Empty<Bytes>>>,
}

/// An answer whose body is still to come.
pub(crate) struct Fetched {
    /// Its `ETag`.
    pub(crate) tag: Option<String>,
    body: Incoming,
}

impl Site {
    /// The server of `url`. Under `https` it must show a certificate of a public authority, or of one in the file `ca`.
    ///
    /// # Errors
    /// A [`Complaint`] `code` when it is no address with a host; one about `ca` when that cannot be read.
    pub(crate) fn open(url: &str, ca: Option<&Path>, code: &'static str) -> anyhow::Result<Site> {
        let refused = || Complaint::new(code, url);
        let parsed: Uri = url.trim_end_matches('/').parse().map_err(|_| refused())?;
        if parsed.host().is_none() {
            return Err(refused().into());
        }
        let tls = match parsed.scheme_str() {
            Some("https") => Some(connector(ca)?),
            Some("http") if ca.is_none() => None,
            _ => return Err(refused().into()),
        };
        Ok(Site { url: parsed, tls, key: None, connection: None })
    }

    /// The same server, asked with the key of a consumer.
    pub(crate) fn with_key(self, key: Option<String>) -> Site {
        Site { key, ..self }
    }

    /// The path of the address, without a slash at the end.
    pub(crate) fn path(&self) -> &str {
        self.url.path().trim_end_matches('/')
    }

    /// Fetches a path; `None` when the server says that it is still what `tag` names.
    ///
    /// # Errors
    /// When there is no connection, or another answer.
    pub(crate) async fn get(&mut self, path: &str, tag: Option<&str>) -> anyhow::Result<Option<Fetched>> {
        if self.connection.as_ref().is_none_or(SendRequest::is_closed) {
            self.connection = Some(within(self.connect()).await?);
        }
        let request = self.request(path, tag)?;
        let sender = self.connection.as_mut().expect("it was opened just now");
        let asking = async {
            sender.ready().await?;
            anyhow::Ok(sender.send_request(request).await?)
        };
        let answer: Response<Incoming> = within(asking).await?;
        match answer.status() {
            StatusCode::NOT_MODIFIED if tag.is_some() => Ok(None),
            StatusCode::OK => {
                let tag = answer.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok());
                Ok(Some(Fetched { tag: tag.map(str::to_owned), body: answer.into_body() }))
            }
            status => anyhow::bail!("{status}"),
        }
    }

    fn request(&self, path: &str, tag: Option<&str>) -> anyhow::Result<Request<Empty<Bytes>>> {
        let host = self.url.authority().map_or("", |authority| authority.as_str());
        let mut request = Request::get(path)
            .header(header::HOST, host)
            .header(header::USER_AGENT, concat!("khien/", env!("CARGO_PKG_VERSION")));
        if let Some(tag) = tag {
            request = request.header(header::IF_NONE_MATCH, tag);
        }
        if let Some(key) = &self.key {
            request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        }
        Ok(request.body(Empty::new())?)
    }

    async fn connect(&self) -> anyhow::Result<SendRequest<Empty<Bytes>>> {
        let host = self.url.host().unwrap_or_default().trim_matches(['[', ']']);
        let port = self.url.port_u16().unwrap_or(if self.tls.is_some() { 443 } else { 80 });
        let stream = TcpStream::connect((host, port)).await?;
        let _ = stream.set_nodelay(true);
        match &self.tls {
            None => shake_hands(stream).await,
            Some(tls) => {
                let name = ServerName::try_from(host.to_owned())?;
                shake_hands(tls.connect(name, stream).await?).await
            }
        }
    }
}

impl Fetched {
    /// The next piece; `None` at the end, which is the true end of the body.
    ///
    /// # Errors
    /// When the connection breaks or nothing comes.
    pub(crate) async fn piece(&mut self) -> anyhow::Result<Option<Bytes>> {
        loop {
            let frame = within(async { Ok(self.body.frame().await) }).await?;
            let Some(frame) = frame else { return Ok(None) };
            if let Ok(data) = frame?.into_data() {
                return Ok(Some(data));
            }
        }
    }

    /// The whole body.
    ///
    /// # Errors
    /// As [`Fetched::piece`], and when it is longer than `bytes_max`.
    pub(crate) async fn whole(mut self, bytes_max: usize) -> anyhow::Result<Vec<u8>> {
        let mut whole = Vec::new();
        while let Some(piece) = self.piece().await? {
            anyhow::ensure!(whole.len() + piece.len() <= bytes_max, "more than {bytes_max} bytes");
            whole.extend_from_slice(&piece);
        }
        Ok(whole)
    }
}

async fn within<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::time::timeout(PATIENCE, work)
        .await
        .unwrap_or_else(|_| anyhow::bail!("no answer within {PATIENCE:?}"))
}

async fn shake_hands<S>(stream: S) -> anyhow::Result<SendRequest<Empty<Bytes>>>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // Ends with the sender, or with an error that the next request tells.
    tokio::spawn(async move { drop(connection.await) });
    Ok(sender)
}

/// Trusts the public authorities, or those of the file alone: who names one means that one.
fn connector(ca: Option<&Path>) -> anyhow::Result<TlsConnector> {
    let mut roots = RootCertStore::empty();
    match ca {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(file) => {
            let pem = std::fs::read(file).or_complain("read-file", file.display())?;
            let found = roots_from_pem(&pem).ok_or_else(|| Complaint::new("ca-file", file.display()))?;
            let (added, _) = roots.add_parsable_certificates(found);
            if added == 0 {
                return Err(Complaint::new("ca-file", file.display()).into());
            }
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider knows the default versions of TLS")
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}
