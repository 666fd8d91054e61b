//! The whole HTTP side on a free loopback port, with its own clock, over a store of either engine.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use detect::Engine;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use model::{Reference, Time};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use web::limits::{Limits, Rates};
use web::transparency::{LogKey, TransparencyLog};
use web::{App, AppParts, SnapshotCell, WebSettings};

use crate::TestDatabase;

/// Where the clock of a test starts: 22 November 2026, 10:00 in Viet Nam.
pub const START: Time = Time::from_millis(1_795_316_400_000);

/// A running server. It stops when dropped.
pub struct TestApp {
    /// The state behind the routes.
    pub app: App,
    /// Where it listens.
    pub address: SocketAddr,
    clock: Arc<AtomicI64>,
    _stop: oneshot::Sender<()>,
}

impl TestApp {
    /// Serves over `database`, without limits on rates.
    pub async fn start(database: &TestDatabase) -> TestApp {
        TestApp::start_with(database, |_| ()).await
    }

    /// Serves over `database` with settings of the test's own; rates start switched off.
    pub async fn start_with(database: &TestDatabase, change: impl FnOnce(&mut WebSettings)) -> TestApp {
        let mut settings = WebSettings { rates: Rates::OFF, ..WebSettings::default() };
        change(&mut settings);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a loopback port is free");
        let address = listener.local_addr().expect("a bound listener has an address");
        let clock = Arc::new(AtomicI64::new(START.millis()));
        let reading = Arc::clone(&clock);
        let reference = Arc::new(Reference::embedded().clone());
        let snapshot = database.store.load_snapshot().await.expect("the list loads");
        let log_key = LogKey::new("khien.example/log", &[7; 32]).expect("the name is right");
        let folder = database.settings.evidence_dir.with_file_name("log");
        let transparency = TransparencyLog::open(log_key, folder).expect("the folder can be used");
        transparency.advance(&database.store).await.expect("the log advances");
        let app = App::new(AppParts {
            store: database.store.clone(),
            engine: Engine::new(&reference),
            reference,
            snapshot: SnapshotCell::new(snapshot),
            transparency: Some(transparency.clone()),
            clock: Arc::new(move || Time::from_millis(reading.load(Ordering::SeqCst))),
            limits: Limits::new(&settings.rates),
            settings: settings.clone(),
        });
        let (stop, stopped) = oneshot::channel::<()>();
        let routes = web::router(app.clone());
        tokio::spawn(async move {
            // Dropping the sender ends the wait with an error, which is as good as a word.
            web::serve(listener, routes, &settings, async { drop(stopped.await) }).await;
        });
        TestApp { app, address, clock, _stop: stop }
    }

    /// What the server's clock shows.
    pub fn now(&self) -> Time {
        self.app.now()
    }

    /// Moves the server's clock.
    pub fn set_now(&self, now: Time) {
        self.clock.store(now.millis(), Ordering::SeqCst);
    }

    /// Brings the list in memory up to the log, as the follower of the binary does.
    pub async fn follow_log(&self) {
        let snapshot = self.app.store.load_snapshot().await.expect("the list loads");
        self.app.snapshot.store(snapshot);
        let log = self.app.transparency.as_ref().expect("every test has a log");
        log.advance(&self.app.store).await.expect("the log advances");
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Fetches a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, &[], Bytes::new()).await
    }

    /// Fetches a page with headers of the test's own.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.call(Method::GET, path, headers, Bytes::new()).await
    }

    /// Sends a form as a browser without JavaScript does.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_form_with(path, &[], fields).await
    }

    /// Sends a form with headers of the test's own (a cookie, another origin).
    pub async fn post_form_with(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        fields: &[(&str, &str)],
    ) -> Answer {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
        all.extend_from_slice(headers);
        self.call(Method::POST, path, &all, Bytes::from(pairs.join("&"))).await
    }

    /// Sends JSON.
    pub async fn post_json(&self, path: &str, body: &serde_json::Value) -> Answer {
        let headers = [("content-type", "application/json")];
        self.call(Method::POST, path, &headers, Bytes::from(body.to_string())).await
    }

    /// Sends a form with files; a file is its field, name, claimed media type and content.
    pub async fn post_multipart(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &str, &[u8])],
    ) -> Answer {
        self.post_multipart_with(path, &[], fields, files).await
    }

    /// Sends a form with files and headers of the test's own.
    pub async fn post_multipart_with(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        fields: &[(&str, &str)],
        files: &[(&str, &str, &str, &[u8])],
    ) -> Answer {
        const BOUNDARY: &str = "khien-test-boundary-3f9a";
        let mut body = Vec::new();
        for (name, value) in fields {
            let head = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(value.as_bytes());
            body.extend_from_slice(b"\r\n");
        }
        for (name, file_name, media_type, content) in files {
            let head = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
                 content-type: {media_type}\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
        let mut all = vec![("content-type", content_type.as_str())];
        all.extend_from_slice(headers);
        self.call(Method::POST, path, &all, Bytes::from(body)).await
    }

    /// Sends one request on a connection of its own.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn call(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Bytes) -> Answer {
        let stream = TcpStream::connect(self.address).await.expect("the server listens");
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.expect("HTTP/1.1 begins");
        let connection = tokio::spawn(connection);
        let mut request = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            request = request.header(header::HOST, self.address.to_string());
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body)).expect("the test's path and headers are right");
        let response = sender.send_request(request).await.expect("the server answers");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("the answer arrives whole").to_bytes();
        connection.abort();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

/// Percent-encodes a form field: everything but letters and digits.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// What the server answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

impl Answer {
    /// The body as text.
    ///
    /// # Panics
    /// When it is not UTF-8.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is UTF-8")
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is not JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    /// A header; the empty text when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("the header is ASCII"))
    }

    /// The value of the hidden or visible `input` with this name, as the browser would send it back.
    ///
    /// # Panics
    /// When the page has no such field.
    pub fn field(&self, name: &str) -> String {
        let text = self.text();
        let start = text.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no field `{name}`"));
        let rest = &text[start..];
        let rest = &rest[..rest.find('>').unwrap_or(rest.len())];
        let value = rest.split_once("value=\"").map_or("", |(_, value)| value);
        let value = value.split('"').next().unwrap_or("");
        value
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&#34;", "\"")
            .replace("&#39;", "'")
            .replace("&#38;", "&")
    }
}
