//! What we must know of a provider beforehand.

use std::fmt;

use push::ClientSettings;

/// What the provider and we both know.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// A secret as the provider gave it.
    pub fn new(text: &str) -> ClientSecret {
        ClientSecret(text.to_owned())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

/// A provider whose accounts may sign officers in.
#[derive(Clone, Debug)]
pub struct ProviderSettings {
    /// Its short name in addresses: lower-case letters, digits and hyphens.
    pub slug: String,
    /// As the button calls it.
    pub name: String,
    /// The address that names it, exactly as it names itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: ClientSecret,
    /// The claim that holds what an administrator calls an account: `preferred_username`, `email` (which then must be
    /// verified), `sub` or one of the provider's own.
    pub account_claim: String,
    /// Methods (`amr`, RFC 8176) of which one makes our own code unnecessary; empty: none.
    pub second_factor_amr: Vec<String>,
    /// Classes (`acr`) of which one makes our own code unnecessary; empty: none.
    pub second_factor_acr: Vec<String>,
    /// How it is asked. The rules on addresses hold for the issuer's own host; any other host it names must be public.
    pub client: ClientSettings,
}

impl ProviderSettings {
    /// Whether this can be the short name of a provider.
    pub fn is_slug(text: &str) -> bool {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        (1..=32).contains(&text.len()) && text.bytes().all(plain)
    }

    /// What we ask for: the provider says who it is, and what the claim needs (OpenID Connect Core 1.0, 5.4).
    pub(super) fn scope(&self) -> &'static str {
        match self.account_claim.as_str() {
            "sub" => "openid",
            "email" => "openid email",
            _ => "openid profile",
        }
    }
}
