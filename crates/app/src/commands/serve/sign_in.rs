//! Providers of sign-ins, as the HTTP side needs them: every setting checked, secrets read.

use push::Address;
use web::auth::oidc::{ClientSecret, ProviderSettings};

use super::mail::password;
use super::push::client_settings;
use crate::complaint::Complaint;
use crate::context::Context;
use crate::settings::SignInProviderSettings;

/// Every provider of the settings. None of them is asked yet: one that is away keeps nobody from starting.
///
/// # Errors
/// When a setting cannot be used.
pub(super) fn providers(context: &Context) -> anyhow::Result<Vec<ProviderSettings>> {
    let all = &context.settings.sign_in.providers;
    // They send browsers back to an address that they know beforehand.
    if !all.is_empty() && context.settings.server.public_url.is_empty() {
        return Err(Complaint::new("sign-in-public-url", "").into());
    }
    for (index, one) in all.iter().enumerate() {
        let is_double = all[..index].iter().any(|other| other.id == one.id || other.issuer == one.issuer);
        if is_double || !ProviderSettings::is_slug(&one.id) {
            return Err(Complaint::new("sign-in-id", &one.id).into());
        }
    }
    all.iter().map(|one| provider(one, context.settings.sign_in.timeout_s)).collect()
}

fn provider(one: &SignInProviderSettings, timeout_s: u64) -> anyhow::Result<ProviderSettings> {
    if Address::parse(&one.issuer).is_err() {
        return Err(Complaint::new("sign-in-issuer", &one.issuer).into());
    }
    let secret = password(&one.client_secret_file)?;
    if one.name.is_empty() || one.client_id.is_empty() || one.account_claim.is_empty() || secret.is_empty() {
        return Err(Complaint::new("sign-in-empty", &one.id).into());
    }
    let networks = one.allowed_networks.iter().map(String::as_str);
    Ok(ProviderSettings {
        slug: one.id.clone(),
        name: one.name.clone(),
        issuer: one.issuer.clone(),
        client_id: one.client_id.clone(),
        client_secret: ClientSecret::new(&secret),
        account_claim: one.account_claim.clone(),
        second_factor_amr: one.second_factor_amr.clone(),
        second_factor_acr: one.second_factor_acr.clone(),
        client: client_settings(networks, &one.roots_file, timeout_s.clamp(1, 30))?,
    })
}
