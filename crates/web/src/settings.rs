//! Settings of the HTTP side; the binary reads them from its settings file.

use std::time::Duration;

use axum::http::{HeaderMap, header};

use crate::auth::oidc::ProviderSettings;
use crate::file::WritingSettings;
use crate::limits::Rates;

/// What the head of a letter says, beside the name of the office. Empty values are left open for a pen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// The office above it.
    pub superior: String,
    /// Its short name in symbols, e.g. `PA05`.
    pub symbol: String,
    /// Where letters are signed, e.g. `Đà Nẵng`.
    pub place: String,
}

/// Settings of the HTTP side. Defaults suit one machine on its loopback address.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// Scheme and host under which people reach the portal, e.g. `https://khien.example`, without a
    /// slash at the end. `None`: taken from each request's `Host`.
    pub public_url: Option<String>,
    /// Header in which a trusted proxy puts the client's address (the last entry counts),
    /// e.g. `x-forwarded-for`. `None`: the address of the connection. Only set it when every request
    /// passes the proxy.
    pub client_address_header: Option<String>,
    /// Header in which a trusted proxy puts the name that the client's certificate was issued to, alone or
    /// as a distinguished name (`CN=isp.example,O=…`): the consumer of that name. `None`: certificates say
    /// nothing. Only set it when the proxy checks certificates and every request passes it.
    pub client_name_header: Option<String>,
    /// Whether people reach the portal over TLS (cookies are then `Secure`, and HSTS is sent).
    pub behind_tls: bool,
    /// Code of the province this desk serves, e.g. `48`; chosen first in lists. `None`: no preference.
    pub province: Option<String>,
    /// Name of the office that runs this desk, shown at the foot of each page; may be empty.
    pub operator: String,
    /// What letters say of that office.
    pub office: Office,
    /// Whether short messages can be sent from here, so that the form may offer them.
    pub sends_sms: bool,
    /// Whose accounts may sign officers in beside our own.
    pub providers: Vec<ProviderSettings>,
    /// How often one client may do what.
    pub rates: Rates,
    /// Bytes of an ordinary request body. 256 KiB holds the longest report text with room for UTF-8 and
    /// percent encoding.
    pub body_bytes_max: usize,
    /// Bytes of one file to be checked: a picture or an app.
    pub check_file_bytes_max: usize,
    /// How writing in pictures is read.
    pub writing: WritingSettings,
    /// Bytes of a report with its evidence files together.
    pub report_bytes_max: usize,
    /// Bytes of one body that a TAXII client sends.
    pub taxii_bytes_max: usize,
    /// Bytes of one file of many reports.
    pub bulk_bytes_max: usize,
    /// Requests with files that may be read into memory at the same time; more wait their turn.
    pub uploads_max: usize,
    /// Connections open at the same time; more wait in the listener's queue.
    pub connections_max: usize,
    /// Longest wait for the head of a request.
    pub header_timeout: Duration,
    /// Longest silence within a request body.
    pub body_timeout: Duration,
    /// Longest work on one request until its answer begins.
    pub request_timeout: Duration,
}

impl Default for WebSettings {
    fn default() -> WebSettings {
        WebSettings {
            public_url: None,
            client_address_header: None,
            client_name_header: None,
            behind_tls: false,
            province: None,
            operator: String::new(),
            office: Office::default(),
            sends_sms: false,
            providers: Vec::new(),
            rates: Rates::default(),
            body_bytes_max: 256 * 1024,
            check_file_bytes_max: 64 * 1024 * 1024,
            writing: WritingSettings::default(),
            report_bytes_max: 40 * 1024 * 1024,
            taxii_bytes_max: 8 * 1024 * 1024,
            bulk_bytes_max: 16 * 1024 * 1024,
            uploads_max: 4,
            connections_max: 4096,
            header_timeout: Duration::from_secs(10),
            body_timeout: Duration::from_secs(15),
            request_timeout: Duration::from_secs(120),
        }
    }
}

impl WebSettings {
    /// Scheme and host of our own addresses: as set, else as the browser reached us; empty when neither says.
    pub(crate) fn base_url(&self, headers: &HeaderMap) -> String {
        if let Some(url) = &self.public_url {
            return url.clone();
        }
        let scheme = if self.behind_tls { "https" } else { "http" };
        let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
        host.map(|host| format!("{scheme}://{host}")).unwrap_or_default()
    }
}
