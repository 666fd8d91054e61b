//! One struct per topic. An empty text means "not set".

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use web::WebSettings;
use web::file::WritingSettings;
use web::limits::Rates;

use super::{DnsSettings, MailSettings, PushSettings, ScannerSettings, SignInSettings, SmsSettings};

/// Everything that can be set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The listener.
    pub server: ServerSettings,
    /// Where things are kept.
    pub storage: StorageSettings,
    /// What the portal says of itself.
    pub portal: PortalSettings,
    /// How much and how often.
    pub limits: LimitSettings,
    /// Writing in pictures.
    pub writing: PictureWritingSettings,
    /// The zone for resolvers.
    pub dns: DnsSettings,
    /// Acts pushed to consumers' own addresses.
    pub push: PushSettings,
    /// The desk's mailbox, and the mail server that answers go to.
    pub mail: MailSettings,
    /// The short code, by SMPP.
    pub sms: SmsSettings,
    /// Providers of sign-ins beside our own accounts.
    pub sign_in: SignInSettings,
    /// The virus scanner.
    pub scanner: ScannerSettings,
    /// The publication log as a public Merkle log.
    pub transparency: TransparencySettings,
    /// Figures for monitoring.
    pub metrics: MetricSettings,
    /// What is written about the work.
    pub log: LogSettings,
    /// Work in the background.
    pub jobs: JobSettings,
}

/// The listener.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerSettings {
    /// Address and port of portal, console and feeds.
    pub listen: SocketAddr,
    /// Address and port of the same under TLS, ended by ourselves; empty: none.
    pub tls_listen: String,
    /// File with the chain of certificates for it, PEM.
    pub tls_certificate_file: PathBuf,
    /// File with their key, PEM.
    pub tls_key_file: PathBuf,
    /// Scheme and host under which people reach us, without a slash at the end; empty: as each request says.
    pub public_url: String,
    /// Whether people reach us over TLS, ended by a proxy: cookies are then `Secure` and HSTS is sent.
    pub behind_tls: bool,
    /// Header in which a trusted proxy puts the client's address; empty: the address of the connection.
    pub client_address_header: String,
    /// Header in which a trusted proxy puts the name of the client's certificate; empty: none.
    pub client_name_header: String,
    /// Seconds that requests in flight may take to finish after a stop signal.
    pub stop_grace_s: u64,
}

impl Default for ServerSettings {
    fn default() -> ServerSettings {
        ServerSettings {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            tls_listen: String::new(),
            tls_certificate_file: PathBuf::new(),
            tls_key_file: PathBuf::new(),
            public_url: String::new(),
            behind_tls: false,
            client_address_header: String::new(),
            client_name_header: String::new(),
            stop_grace_s: 30,
        }
    }
}

/// Where things are kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StorageSettings {
    /// Folder of the embedded database, the evidence files, the identity key and the overrides.
    pub data_dir: PathBuf,
    /// URL of the database; empty: SQLite in the data folder.
    pub database: String,
    /// File of the key that encrypts identities; empty: `identity.key` in the data folder.
    pub identity_key_file: PathBuf,
}

impl Default for StorageSettings {
    fn default() -> StorageSettings {
        StorageSettings {
            data_dir: PathBuf::from("khien-data"),
            database: String::new(),
            identity_key_file: PathBuf::new(),
        }
    }
}

/// What the portal says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PortalSettings {
    /// Name of the office that runs this desk, shown at the foot of each page; may be empty.
    pub operator: String,
    /// Name of the office above it, in the head of letters; empty: none.
    pub office_superior: String,
    /// Short name of the office in the symbols of letters, e.g. `PA05`.
    pub office_symbol: String,
    /// Where letters are signed, e.g. `Đà Nẵng`.
    pub office_place: String,
    /// Code of the province this desk serves; empty: no preference.
    pub province: String,
}

/// How much and how often. Rates are requests a minute for one client; 0 switches a rate off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "each key is explained in etc/khien.toml and named as in `WebSettings`")]
pub struct LimitSettings {
    pub check_per_minute: u32,
    pub create_report_per_minute: u32,
    pub track_per_minute: u32,
    pub look_up_per_minute: u32,
    pub get_feed_per_minute: u32,
    pub sign_in_per_minute: u32,
    pub taxii_per_minute: u32,
    pub body_bytes_max: usize,
    pub check_file_bytes_max: usize,
    pub report_bytes_max: usize,
    pub taxii_bytes_max: usize,
    pub bulk_bytes_max: usize,
    pub uploads_max: usize,
    pub connections_max: usize,
    pub header_timeout_s: u64,
    pub body_timeout_s: u64,
    pub request_timeout_s: u64,
}

impl Default for LimitSettings {
    fn default() -> LimitSettings {
        let web = WebSettings::default();
        LimitSettings {
            check_per_minute: web.rates.check,
            create_report_per_minute: web.rates.create_report,
            track_per_minute: web.rates.track,
            look_up_per_minute: web.rates.look_up,
            get_feed_per_minute: web.rates.get_feed,
            sign_in_per_minute: web.rates.sign_in,
            taxii_per_minute: web.rates.taxii,
            body_bytes_max: web.body_bytes_max,
            check_file_bytes_max: web.check_file_bytes_max,
            report_bytes_max: web.report_bytes_max,
            taxii_bytes_max: web.taxii_bytes_max,
            bulk_bytes_max: web.bulk_bytes_max,
            uploads_max: web.uploads_max,
            connections_max: web.connections_max,
            header_timeout_s: web.header_timeout.as_secs(),
            body_timeout_s: web.body_timeout.as_secs(),
            request_timeout_s: web.request_timeout.as_secs(),
        }
    }
}

/// How writing in pictures is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PictureWritingSettings {
    /// Name or path of Tesseract; empty: writing in pictures is not read.
    pub program: String,
    /// Its languages, joined by `+`.
    pub languages: String,
    /// Seconds to wait for one picture.
    pub timeout_s: u64,
    /// Seconds of processor time for one picture.
    pub cpu_s: u64,
    /// MiB of memory for one picture.
    pub memory_mib: u64,
    /// Pictures that are read at the same time; more wait.
    pub at_once: usize,
}

impl Default for PictureWritingSettings {
    fn default() -> PictureWritingSettings {
        let web = WritingSettings::default();
        PictureWritingSettings {
            program: web.program,
            languages: web.languages,
            timeout_s: web.timeout.as_secs(),
            cpu_s: web.cpu_s,
            memory_mib: web.memory_bytes >> 20,
            at_once: web.at_once,
        }
    }
}

impl PictureWritingSettings {
    /// The HTTP side's view of them.
    pub fn web(&self) -> WritingSettings {
        WritingSettings {
            program: self.program.clone(),
            languages: self.languages.clone(),
            timeout: Duration::from_secs(self.timeout_s),
            cpu_s: self.cpu_s,
            memory_bytes: self.memory_mib << 20,
            at_once: self.at_once,
        }
    }
}

/// The publication log as a public Merkle log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TransparencySettings {
    /// Name of the log, once and for all; empty: the host of `server.public_url` and `/log` when the key is
    /// made, or a name under `.invalid`.
    pub origin: String,
    /// File of the key that signs; empty: `log.key` in the data folder.
    pub key_file: PathBuf,
}

/// Figures for monitoring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MetricSettings {
    /// Address and port of `/metrics`, apart from the portal's; empty: none.
    pub listen: String,
}

impl Default for MetricSettings {
    fn default() -> MetricSettings {
        MetricSettings { listen: "127.0.0.1:9464".to_owned() }
    }
}

/// What is written about the work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogSettings {
    /// `error`, `warn`, `info`, `debug` or `trace`, or directives such as `info,web=debug`.
    pub level: String,
    /// How a line is written.
    pub format: LogFormat,
}

impl Default for LogSettings {
    fn default() -> LogSettings {
        LogSettings { level: "info".to_owned(), format: LogFormat::Auto }
    }
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Text on a terminal, JSON otherwise.
    Auto,
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Work in the background.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct JobSettings {
    /// Seconds between two looks for work that nobody announced.
    pub poll_interval_s: u64,
    /// Longest time in seconds between two searches for listings past their expiry; the moment one ends is waited for.
    pub expiry_interval_s: u64,
    /// Hour of Viet Nam, 0 to 23, in which personal data past its term is erased each day; 24: never.
    pub retention_hour: u8,
}

impl Default for JobSettings {
    fn default() -> JobSettings {
        JobSettings { poll_interval_s: 5, expiry_interval_s: 60, retention_hour: 3 }
    }
}

impl Settings {
    /// The HTTP side's view of the settings.
    pub fn web(&self) -> WebSettings {
        let limits = &self.limits;
        WebSettings {
            public_url: non_empty(self.server.public_url.trim_end_matches('/')),
            client_address_header: non_empty(&self.server.client_address_header),
            client_name_header: non_empty(&self.server.client_name_header),
            behind_tls: self.server.behind_tls,
            province: non_empty(&self.portal.province),
            operator: self.portal.operator.clone(),
            office: web::Office {
                superior: self.portal.office_superior.clone(),
                symbol: self.portal.office_symbol.clone(),
                place: self.portal.office_place.clone(),
            },
            sends_sms: !self.sms.smpp_address.is_empty() && !self.sms.short_code.is_empty(),
            // Read when the program serves: they need files.
            providers: Vec::new(),
            rates: Rates {
                check: limits.check_per_minute,
                create_report: limits.create_report_per_minute,
                track: limits.track_per_minute,
                look_up: limits.look_up_per_minute,
                get_feed: limits.get_feed_per_minute,
                sign_in: limits.sign_in_per_minute,
                taxii: limits.taxii_per_minute,
            },
            body_bytes_max: limits.body_bytes_max,
            check_file_bytes_max: limits.check_file_bytes_max,
            writing: self.writing.web(),
            report_bytes_max: limits.report_bytes_max,
            taxii_bytes_max: limits.taxii_bytes_max,
            bulk_bytes_max: limits.bulk_bytes_max,
            uploads_max: limits.uploads_max,
            connections_max: limits.connections_max,
            header_timeout: Duration::from_secs(limits.header_timeout_s),
            body_timeout: Duration::from_secs(limits.body_timeout_s),
            request_timeout: Duration::from_secs(limits.request_timeout_s),
        }
    }
}

fn non_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
