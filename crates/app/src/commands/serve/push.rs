//! Acts pushed to consumers' own addresses, and the key that their receivers check with.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::header;
use axum::routing::get;
use push::{AddressRules, Client, ClientSettings, Courier, SigningKey};
use store::Store;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::complaint::{Complaint, OrComplain as _};
use crate::context;
use crate::settings::PushSettings;

/// Where receivers find the key; the page on the format names it.
const KEY_PATH: &str = "/.well-known/khien-push-keys.json";

/// Starts to push, and answers the route that shows the key.
///
/// # Errors
/// When a setting cannot be used, or the database does not answer.
pub(super) async fn start(
    settings: &PushSettings,
    store: &Store,
    stopping: watch::Receiver<bool>,
    background: &mut JoinSet<()>,
) -> anyhow::Result<Router> {
    let networks = settings.allowed_networks.split([',', ' ']).filter(|text| !text.is_empty());
    let timeout_s = settings.timeout_s.clamp(1, 50);
    let client = Client::new(client_settings(networks, &settings.roots_file, timeout_s)?);
    let seed = store.push_key(context::now()).await.or_complain("database", "")?;
    let key = SigningKey::from_seed(&seed);
    let keys = serde_json::json!({"keys": [key.public_jwk()]}).to_string();
    let node = uuid::Uuid::new_v4().to_string();
    let courier = Arc::new(Courier::new(store.clone(), client, key, node));
    background.spawn(push::run(courier, Arc::new(context::now), Arc::new(random), stopping));
    let answer = async move || ([(header::CONTENT_TYPE, "application/jwk-set+json")], keys);
    Ok(Router::new().route(KEY_PATH, get(answer)))
}

/// How requests are made that leave for addresses from settings or from consumers.
///
/// # Errors
/// When a range or the file of authorities cannot be read.
pub(super) fn client_settings<'a>(
    networks: impl Iterator<Item = &'a str>,
    roots_file: &Path,
    timeout_s: u64,
) -> anyhow::Result<ClientSettings> {
    let mut rules = AddressRules::default();
    for text in networks {
        rules.allowed.push(text.parse().map_err(|_| Complaint::new("push-network", text))?);
    }
    let mut roots = Vec::new();
    if !roots_file.as_os_str().is_empty() {
        let complaint = || Complaint::new("push-roots", roots_file.display());
        let pem = std::fs::read(roots_file).or_complain("push-roots", roots_file.display())?;
        roots = push::client::roots_from_pem(&pem).ok_or_else(complaint)?;
    }
    Ok(ClientSettings { rules, timeout: Duration::from_secs(timeout_s), roots })
}

fn random() -> [u8; 32] {
    let mut random = [0; 32];
    getrandom::fill(&mut random).expect("the system gives random bytes");
    random
}
