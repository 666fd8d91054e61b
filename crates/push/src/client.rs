//! One request over TLS, to the address that was checked, within a time and a size.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{self, HeaderName};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

use crate::address::{Address, AddressError, AddressRules};
use crate::signature::SignatureFields;

/// Longest answer that is read, in octets; an acknowledgement of 100 acts takes a tenth of it.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// How requests are made.
#[derive(Clone, Debug)]
pub struct ClientSettings {
    /// Which addresses beyond the public ones may be used.
    pub rules: AddressRules,
    /// Longest time for one request, from resolving the name to the end of the answer.
    pub timeout: Duration,
    /// Certificate authorities beyond the public ones, e.g. of the operator's own network.
    pub roots: Vec<CertificateDer<'static>>,
}

impl Default for ClientSettings {
    fn default() -> ClientSettings {
        ClientSettings { rules: AddressRules::default(), timeout: Duration::from_secs(10), roots: Vec::new() }
    }
}

/// The certificates in a PEM file; `None` when there is none or one cannot be read.
pub fn roots_from_pem(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    found.ok().filter(|found| !found.is_empty())
}

/// Makes requests; cheap to clone.
#[derive(Clone)]
pub struct Client {
    settings: Arc<ClientSettings>,
    tls: TlsConnector,
}

/// What a receiver answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Body, at most 64 KiB.
    pub body: Vec<u8>,
}

/// No answer that counts.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// We do not push there.
    #[error("use the address")]
    Address(#[from] AddressError),
    /// Nobody takes the connection, or it broke.
    #[error("connect")]
    Connect(#[source] std::io::Error),
    /// The certificate is not good for the host, or there is no TLS.
    #[error("agree on TLS")]
    Tls(#[source] std::io::Error),
    /// Not HTTP, or broken off.
    #[error("exchange a request and its answer")]
    Http(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Not within the time.
    #[error("get an answer within the time")]
    Slow,
    /// The receiver wants us elsewhere. An address is changed by its owner with us, never by an answer.
    #[error("get an answer other than a redirect ({0})")]
    Redirected(u16),
}

impl SendError {
    /// Stable code; the catalogue holds `push-error-<code>`.
    pub const fn code(&self) -> &'static str {
        match self {
            SendError::Address(error) => error.code(),
            SendError::Connect(_) => "connect",
            SendError::Tls(_) => "tls",
            SendError::Http(_) => "http",
            SendError::Slow => "slow",
            SendError::Redirected(_) => "redirected",
        }
    }
}

impl Client {
    /// A client that trusts the public certificate authorities and those of the settings.
    pub fn new(settings: ClientSettings) -> Client {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        roots.add_parsable_certificates(settings.roots.iter().cloned());
        let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider knows the default versions of TLS")
            .with_root_certificates(roots)
            .with_no_client_auth();
        Client { settings: Arc::new(settings), tls: TlsConnector::from(Arc::new(config)) }
    }

    /// Posts a signed body.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn post(
        &self,
        address: &Address,
        sequence: u64,
        fields: Option<&SignatureFields>,
        body: Vec<u8>,
    ) -> Result<Answer, SendError> {
        let mut headers = vec![
            (header::CONTENT_TYPE, "application/json".to_owned()),
            (HeaderName::from_static("khien-sequence"), sequence.to_string()),
        ];
        if let Some(fields) = fields {
            headers.extend([
                (HeaderName::from_static("content-digest"), fields.content_digest.clone()),
                (HeaderName::from_static("signature-input"), fields.signature_input.clone()),
                (HeaderName::from_static("signature"), fields.signature.clone()),
            ]);
        }
        self.send(address, Method::POST, &headers, body).await
    }

    /// Sends a request of the caller's own; host and agent are ours. An answer of any status but a redirect counts.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn send(
        &self,
        address: &Address,
        method: Method,
        headers: &[(HeaderName, String)],
        body: Vec<u8>,
    ) -> Result<Answer, SendError> {
        let exchange = self.exchange(address, method, headers, body);
        let answer =
            tokio::time::timeout(self.settings.timeout, exchange).await.map_err(|_| SendError::Slow)??;
        if (300..400).contains(&answer.status) {
            Err(SendError::Redirected(answer.status))
        } else {
            Ok(answer)
        }
    }

    async fn exchange(
        &self,
        address: &Address,
        method: Method,
        headers: &[(HeaderName, String)],
        body: Vec<u8>,
    ) -> Result<Answer, SendError> {
        let http = |error: hyper::Error| SendError::Http(Box::new(error));
        let pinned = address.pin(&self.settings.rules).await?;
        let stream = TcpStream::connect(pinned).await.map_err(SendError::Connect)?;
        let _ = stream.set_nodelay(true);
        let host = address.host().trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host).map_err(|_| AddressError::Form)?;
        let stream = self.tls.connect(name, stream).await.map_err(SendError::Tls)?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(http)?;
        // The connection ends with this request: dropping the sender closes it.
        let connection = tokio::spawn(connection);
        let mut request = Request::builder()
            .method(method)
            .uri(address.path_and_query())
            .header(header::HOST, address.authority())
            .header(header::USER_AGENT, concat!("khien/", env!("CARGO_PKG_VERSION")));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request =
            request.body(Full::new(Bytes::from(body))).map_err(|error| SendError::Http(Box::new(error)))?;
        let answered = async {
            let response = sender.send_request(request).await.map_err(http)?;
            let status = response.status().as_u16();
            let body = Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect().await;
            Ok(Answer { status, body: body.map_err(SendError::Http)?.to_bytes().to_vec() })
        };
        let answer = answered.await;
        connection.abort();
        answer
    }
}
