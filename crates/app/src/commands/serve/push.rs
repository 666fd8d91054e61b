//! Acts pushed to consumers' own addresses, and the key that their receivers check with.

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
    let client = Client::new(client_settings(settings)?);
    let seed = store.push_key(context::now()).await.or_complain("database", "")?;
    let key = SigningKey::from_seed(&seed);
    let keys = serde_json::json!({"keys": [key.public_jwk()]}).to_string();
    let node = uuid::Uuid::new_v4().to_string();
    let courier = Arc::new(Courier::new(store.clone(), client, key, node));
    background.spawn(push::run(courier, Arc::new(context::now), Arc::new(random), stopping));
    let answer = async move || ([(header::CONTENT_TYPE, "application/jwk-set+json")], keys);
    Ok(Router::new().route(KEY_PATH, get(answer)))
}

fn client_settings(settings: &PushSettings) -> anyhow::Result<ClientSettings> {
    let mut rules = AddressRules::default();
    for text in settings.allowed_networks.split([',', ' ']).filter(|text| !text.is_empty()) {
        rules.allowed.push(text.parse().map_err(|_| Complaint::new("push-network", text))?);
    }
    let mut roots = Vec::new();
    let file = &settings.roots_file;
    if !file.as_os_str().is_empty() {
        let pem = std::fs::read(file).or_complain("push-roots", file.display())?;
        roots =
            push::client::roots_from_pem(&pem).ok_or_else(|| Complaint::new("push-roots", file.display()))?;
    }
    Ok(ClientSettings { rules, timeout: Duration::from_secs(settings.timeout_s.clamp(1, 50)), roots })
}

fn random() -> [u8; 32] {
    let mut random = [0; 32];
    getrandom::fill(&mut random).expect("the system gives random bytes");
    random
}
