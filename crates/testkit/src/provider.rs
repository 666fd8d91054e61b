//! A real provider of sign-ins: the npm package `oidc-provider`, over TLS on a loopback port, and somebody at a browser
//! who signs in there.
//!
//! Without it a test says "not run: oidc-provider" and passes, unless `KHIEN_TEST_REQUIRE` lists `oidc-provider`.
#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "what a test cannot go on without fails it"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

use crate::is_required;

/// Our name at every provider of a test.
pub const CLIENT_ID: &str = "khien";
/// Our secret there.
pub const CLIENT_SECRET: &str = "bi mat: +/%&=";

/// A running provider.
pub struct OidcProvider {
    /// The address that names it.
    pub issuer: String,
    /// What a client must trust.
    pub certificate: CertificateDer<'static>,
    /// The same, as a file holds it.
    pub certificate_pem: String,
    /// Cookies of whoever signed in last as this one.
    browsers: Mutex<BTreeMap<String, Cookies>>,
    process: Child,
    commands: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl OidcProvider {
    /// Starts one that signs with `algorithm`; with `thin_tokens` it says more than who it is only when asked. `None`
    /// when the package is not installed.
    pub async fn start(algorithm: &str, thin_tokens: bool) -> Option<OidcProvider> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = root.join("target/peers/node");
        if !folder.join("node_modules/oidc-provider").is_dir() {
            let is_required = is_required("oidc-provider");
            assert!(!is_required, "KHIEN_TEST_REQUIRE lists oidc-provider: run `cargo xtask test`");
            eprintln!("not run: oidc-provider (no package under target/peers/node)");
            return None;
        }
        let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
        let job = json!({
            "certificate": made.cert.pem(), "key": made.signing_key.serialize_pem(), "algorithm": algorithm,
            "thin_tokens": thin_tokens, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET,
        });
        let mut process = Command::new("node")
            .arg(root.join("crates/testkit/node/provider.mjs"))
            .arg(folder.canonicalize().unwrap())
            .arg(job.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let commands = process.stdin.take().unwrap();
        let mut answers = BufReader::new(process.stdout.take().unwrap()).lines();
        let issuer = next(&mut answers, "issuer").await.as_str().unwrap().to_owned();
        let certificate = made.cert.der().clone();
        Some(OidcProvider {
            issuer,
            certificate,
            certificate_pem: made.cert.pem(),
            browsers: Mutex::default(),
            process,
            commands,
            answers,
        })
    }

    /// Makes us known there, sent back to `redirect_uri`.
    pub async fn register(&mut self, redirect_uri: &str) {
        self.command(&json!({ "register": redirect_uri })).await;
    }

    /// Where we want to be told of sign-outs; `with_session`: tokens name the session there.
    pub async fn tell_sign_outs(&mut self, address: &str, with_session: bool) {
        let client =
            json!({ "backchannel_logout_uri": address, "backchannel_logout_session_required": with_session });
        self.command(&json!({ "signOuts": client })).await;
    }

    /// Tells us that every session of `account` ended, as when its administrator ends them.
    pub async fn dismiss(&mut self, account: &str) {
        self.command(&json!({ "dismiss": account })).await;
    }

    /// A token of a sign-out, signed with the provider's key: `claims` and `header` are put over those that are right,
    /// and null takes one out; `how`: `unsigned`, `foreign-key`, or empty.
    pub async fn logout_token(&mut self, claims: Value, header: Value, how: &str) -> String {
        let command = json!({ "sign": { "claims": claims, "header": header, "how": how } });
        self.command(&command).await.as_str().unwrap().to_owned()
    }

    /// New keys; the old ones are gone.
    pub async fn rotate(&mut self) {
        self.command(&json!({ "rotate": true })).await;
    }

    /// Every account is called so from now on.
    pub async fn rename(&mut self, name: &str) {
        self.command(&json!({ "rename": name })).await;
    }

    /// Changes tokens: claims to be put over those that are right, or `unsigned`, `shared-secret`, `foreign-key`; null:
    /// tokens are right again.
    pub async fn tamper(&mut self, how: Value) {
        self.command(&json!({ "tamper": how })).await;
    }

    /// Ends it.
    pub async fn stop(&mut self) {
        self.process.kill().await.unwrap();
    }

    async fn command(&mut self, command: &Value) -> Value {
        self.commands.write_all(format!("{command}\n").as_bytes()).await.unwrap();
        next(&mut self.answers, "done").await
    }

    /// Signs in as `login` at the address to which we sent the browser, and answers with the address to which the
    /// provider sends it back.
    pub async fn sign_in(&self, address: &str, login: &str) -> String {
        let mut browser = Browser { provider: self, cookies: BTreeMap::new() };
        let mut page = browser.ask(Method::GET, address, String::new()).await;
        // Two forms and the redirects between them are a dozen pages.
        for _ in 0..20 {
            page = match page.headers.get(header::LOCATION) {
                Some(location) => {
                    let location = self.absolute(location.to_str().unwrap());
                    if !location.starts_with(&self.issuer) {
                        self.browsers.lock().unwrap().insert(login.to_owned(), browser.cookies);
                        return location;
                    }
                    browser.ask(Method::GET, &location, String::new()).await
                }
                None => {
                    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
                    let action = between(&page.body, "action=\"", "\"");
                    let action = action.unwrap_or_else(|| panic!("no form in {}", page.body));
                    let prompt = between(&page.body, "name=\"prompt\" value=\"", "\"").unwrap();
                    let form = format!("prompt={prompt}&login={login}&password=x");
                    browser.ask(Method::POST, &self.absolute(action), form).await
                }
            };
        }
        panic!("the provider never sends the browser back");
    }

    /// Signs out there in the browser that signed in last as `login`, on the provider's own pages.
    pub async fn sign_out(&self, login: &str) {
        let cookies = self.browsers.lock().unwrap().remove(login).expect("signed in before");
        let mut browser = Browser { provider: self, cookies };
        let page = browser.ask(Method::GET, &format!("{}/session/end", self.issuer), String::new()).await;
        let action =
            between(&page.body, "action=\"", "\"").unwrap_or_else(|| panic!("no form in {}", page.body));
        let secret = between(&page.body, "name=\"xsrf\" value=\"", "\"").unwrap();
        let form = format!("xsrf={secret}&logout=yes");
        let ended = browser.ask(Method::POST, &self.absolute(action), form).await;
        assert!(ended.status.is_redirection(), "{}: {}", ended.status, ended.body);
    }

    fn absolute(&self, address: &str) -> String {
        if address.starts_with('/') { format!("{}{address}", self.issuer) } else { address.to_owned() }
    }
}

async fn next(answers: &mut Lines<BufReader<ChildStdout>>, name: &str) -> Value {
    loop {
        let line = answers.next_line().await.unwrap().expect("the provider runs");
        // The package warns in lines of its own that it is not set up for production.
        let Ok(line) = serde_json::from_str::<Value>(&line) else { continue };
        return line[name].clone();
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.split_once(start)?.1.split_once(end).map(|(found, _)| found)
}

type Cookies = BTreeMap<String, String>;

struct Answered {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

/// Keeps cookies and sends forms.
struct Browser<'a> {
    provider: &'a OidcProvider,
    cookies: Cookies,
}

impl Browser<'_> {
    async fn ask(&mut self, method: Method, address: &str, form: String) -> Answered {
        let rest = address.strip_prefix("https://").unwrap();
        let (host, path) = rest.split_once('/').unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(self.provider.certificate.clone()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let stream = TcpStream::connect(host).await.unwrap();
        let name = ServerName::try_from("127.0.0.1").unwrap();
        let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        let connection = tokio::spawn(connection);
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(format!("/{path}"))
            .header(header::HOST, host)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::new(Bytes::from(form)))
            .unwrap();
        let (parts, body) = sender.send_request(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        connection.abort();
        self.keep(&parts.headers);
        let body = String::from_utf8_lossy(&body).into_owned();
        Answered { status: parts.status, headers: parts.headers, body }
    }

    fn keep(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
