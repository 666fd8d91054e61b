//! A receiver of pushes: HTTPS on a loopback port, with a certificate of its own, that does as the test says.
#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "what a test cannot go on without fails it"
)]

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use data_encoding::BASE64;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use ring::digest::{SHA256, digest};
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
pub use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// Seconds since 1970, as the receiver's owner reads them.
pub type Seconds = Arc<dyn Fn() -> i64 + Send + Sync>;

/// What the receiver does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Checks signature, age and sequence, and acknowledges.
    Checks,
    /// Takes everything.
    TakesAll,
    /// Refuses everything with this status.
    Status(u16),
    /// Sends the client elsewhere.
    Redirects,
    /// Breaks every connection off.
    Breaks,
    /// Takes what it should, and breaks the connection off before it answers.
    TakesAndBreaks,
    /// Never answers.
    Hangs,
    /// Works every second time.
    Flaps,
    /// Checks, but refuses acts with a serial that can be divided by this.
    RefusesEvery(u64),
}

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The address it was sent to.
    pub url: String,
    /// Names in lower case.
    pub headers: HashMap<String, String>,
    /// As it came.
    pub body: Vec<u8>,
}

#[derive(Default)]
struct State {
    requests: u64,
    recorded: Vec<Recorded>,
    /// Serials that were taken, in the order of arrival.
    serials: Vec<u64>,
    /// Each sequence number taken, with the digest of its content.
    sequences: Vec<(u64, String)>,
    /// When each serial came.
    taken_at: Vec<std::time::Instant>,
}

/// A receiver at work.
pub struct Receiver {
    /// Where it takes pushes.
    pub url: String,
    /// What a client must trust, or the authority that a file of roots holds.
    pub certificate: CertificateDer<'static>,
    behaviour: Arc<Mutex<Behaviour>>,
    state: Arc<Mutex<State>>,
    key: Arc<Mutex<Option<Vec<u8>>>>,
    clock: Seconds,
}

impl Receiver {
    /// A receiver on a free port, which reads `clock`.
    pub async fn start(clock: Seconds, behaviour: Behaviour) -> Arc<Receiver> {
        let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
        let certificate = made.cert.der().clone();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://127.0.0.1:{}/khien", listener.local_addr().unwrap().port());
        let receiver = Arc::new(Receiver {
            url,
            certificate,
            behaviour: Arc::new(Mutex::new(behaviour)),
            state: Arc::default(),
            key: Arc::default(),
            clock,
        });
        let own = Arc::downgrade(&receiver);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let Some(receiver) = own.upgrade() else { return };
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    if receiver.behaviour() == Behaviour::Breaks {
                        receiver.state.lock().unwrap().requests += 1;
                        return;
                    }
                    let Ok(stream) = acceptor.accept(stream).await else { return };
                    let service = service_fn(move |request| answer(receiver.clone(), request));
                    let connection = hyper::server::conn::http1::Builder::new();
                    let _ = connection.serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        receiver
    }

    /// The public key, as the receiver's owner has installed it.
    pub fn trust(&self, jwk: &Value) {
        let x = data_encoding::BASE64URL_NOPAD.decode(jwk["x"].as_str().unwrap().as_bytes()).unwrap();
        *self.key.lock().unwrap() = Some(x);
    }

    /// What it does from now on.
    pub fn behave(&self, behaviour: Behaviour) {
        *self.behaviour.lock().unwrap() = behaviour;
    }

    fn behaviour(&self) -> Behaviour {
        *self.behaviour.lock().unwrap()
    }

    /// Requests so far.
    pub fn requests(&self) -> u64 {
        self.state.lock().unwrap().requests
    }

    /// Serials that were taken, in the order of arrival.
    pub fn serials(&self) -> Vec<u64> {
        self.state.lock().unwrap().serials.clone()
    }

    /// Sequence numbers that were taken, in the order of arrival.
    pub fn sequences(&self) -> Vec<u64> {
        self.state.lock().unwrap().sequences.iter().map(|(sequence, _)| *sequence).collect()
    }

    /// Every request so far.
    pub fn recorded(&self) -> Vec<Recorded> {
        self.state.lock().unwrap().recorded.clone()
    }

    /// When each serial was taken.
    pub fn taken_at(&self) -> Vec<std::time::Instant> {
        self.state.lock().unwrap().taken_at.clone()
    }

    /// Whether the signature is ours, young, and over this very content.
    fn is_signed(&self, request: &Recorded) -> bool {
        let Some(key) = self.key.lock().unwrap().clone() else { return false };
        let field = |name: &str| request.headers.get(name).cloned().unwrap_or_default();
        let digest = format!("sha-256=:{}:", BASE64.encode(digest(&SHA256, &request.body).as_ref()));
        let input = field("signature-input");
        let Some(parameters) = input.strip_prefix("khien=") else { return false };
        let number = |name: &str| -> i64 {
            let rest = parameters.split(&format!(";{name}=")).nth(1).unwrap_or("");
            rest.split(';').next().unwrap_or("").parse().unwrap_or(0)
        };
        let now = (self.clock)();
        let components =
            "(\"@method\" \"@target-uri\" \"content-type\" \"content-digest\" \"khien-sequence\")";
        let base = format!(
            "\"@method\": POST\n\"@target-uri\": {}\n\"content-type\": {}\n\"content-digest\": {}\n\
             \"khien-sequence\": {}\n\"@signature-params\": {parameters}",
            request.url,
            field("content-type"),
            field("content-digest"),
            field("khien-sequence"),
        );
        let signature = field("signature");
        let signature =
            signature.strip_prefix("khien=:").and_then(|rest| rest.strip_suffix(':')).unwrap_or("");
        let signature = BASE64.decode(signature.as_bytes()).unwrap_or_default();
        parameters.starts_with(components)
            && field("content-digest") == digest
            && (now - number("created")).abs() <= 300
            && number("expires") >= now
            && UnparsedPublicKey::new(&ED25519, key).verify(base.as_bytes(), &signature).is_ok()
    }

    /// Checks a request and takes it, as a receiver should: the status and the body of the answer.
    pub fn take(&self, request: &Recorded, refuses_every: u64) -> (u16, Value) {
        if !self.is_signed(request) {
            return (401, Value::Null);
        }
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        if body["format"] == "khien-probe-1" {
            return (200, serde_json::json!({"challenge": body["challenge"]}));
        }
        let sequence: u64 = request.headers["khien-sequence"].parse().unwrap();
        let digest = request.headers["content-digest"].clone();
        let serials: Vec<u64> =
            body["acts"].as_array().unwrap().iter().map(|act| act["serial"].as_u64().unwrap()).collect();
        if refuses_every > 0 && serials.iter().any(|serial| serial % refuses_every == 0) {
            return (422, Value::Null);
        }
        let mut state = self.state.lock().unwrap();
        if let Some((_, known)) = state.sequences.iter().find(|(taken, _)| *taken == sequence) {
            // The answer was lost, and it is sent again; anything else under an old number is a forgery.
            return (if *known == digest { 200 } else { 409 }, Value::Null);
        }
        let result = |serial: &u64| match serial % 3 {
            0 => serde_json::json!({"serial": serial, "status": "no_action", "reason": "not our customer"}),
            1 => serde_json::json!({"serial": serial, "status": "actioned"}),
            _ => serde_json::json!({"serial": serial, "status": "enriched", "reason": "seen since Monday"}),
        };
        let results: Vec<Value> = serials.iter().map(result).collect();
        state.sequences.push((sequence, digest));
        state.taken_at.extend(serials.iter().map(|_| std::time::Instant::now()));
        state.serials.extend(serials);
        (200, serde_json::json!({"results": results}))
    }
}

async fn answer(
    receiver: Arc<Receiver>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, std::io::Error> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    let headers: HashMap<String, String> = parts
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    let recorded = Recorded { url: format!("https://{}{}", headers["host"], parts.uri), headers, body };
    let count = {
        let mut state = receiver.state.lock().unwrap();
        state.requests += 1;
        state.recorded.push(recorded.clone());
        state.requests
    };
    let (status, body) = match receiver.behaviour() {
        Behaviour::Checks => receiver.take(&recorded, 0),
        Behaviour::RefusesEvery(number) => receiver.take(&recorded, number),
        Behaviour::Flaps if count.is_multiple_of(2) => receiver.take(&recorded, 0),
        Behaviour::Flaps => (503, Value::Null),
        Behaviour::TakesAll => {
            let body: Value = serde_json::from_slice(&recorded.body).unwrap();
            (200, serde_json::json!({"challenge": body["challenge"]}))
        }
        Behaviour::Status(status) => (status, Value::Null),
        Behaviour::Redirects => (307, Value::Null),
        Behaviour::TakesAndBreaks => {
            receiver.take(&recorded, 0);
            return Err(std::io::Error::other("broken off"));
        }
        Behaviour::Hangs | Behaviour::Breaks => {
            std::future::pending::<Infallible>().await;
            unreachable!("it never answers");
        }
    };
    let mut answer = Response::builder().status(status);
    if status == 307 {
        answer = answer.header("location", "https://127.0.0.1:1/elsewhere");
    }
    Ok(answer.body(Full::from(body.to_string())).unwrap())
}
