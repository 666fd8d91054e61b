//! Providers of sign-ins (OpenID Connect) beside our own accounts.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Providers of sign-ins (OpenID Connect) beside our own accounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignInSettings {
    /// Seconds for one request to a provider, from resolving the name to the end of the answer; 30 at most.
    pub timeout_s: u64,
    /// Whose accounts may sign officers in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<SignInProviderSettings>,
}

impl Default for SignInSettings {
    fn default() -> SignInSettings {
        SignInSettings { timeout_s: 10, providers: Vec::new() }
    }
}

/// One provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignInProviderSettings {
    /// Short name in addresses: lower-case letters, digits and hyphens.
    pub id: String,
    /// As the button calls it.
    pub name: String,
    /// The address that names it, exactly as it names itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// File with our secret there.
    pub client_secret_file: PathBuf,
    /// The claim that holds what administrators call an account.
    pub account_claim: String,
    /// Methods (`amr`) of which one makes our own code unnecessary; empty: none.
    pub second_factor_amr: Vec<String>,
    /// Classes (`acr`) of which one makes our own code unnecessary; empty: none.
    pub second_factor_acr: Vec<String>,
    /// Ranges of private addresses in which the issuer's own host may be; empty: none.
    pub allowed_networks: Vec<String>,
    /// File (PEM) of certificate authorities beyond the public ones; empty: none.
    pub roots_file: PathBuf,
}

impl Default for SignInProviderSettings {
    fn default() -> SignInProviderSettings {
        SignInProviderSettings {
            id: String::new(),
            name: String::new(),
            issuer: String::new(),
            client_id: String::new(),
            client_secret_file: PathBuf::new(),
            account_claim: "preferred_username".to_owned(),
            second_factor_amr: Vec::new(),
            second_factor_acr: Vec::new(),
            allowed_networks: Vec::new(),
            roots_file: PathBuf::new(),
        }
    }
}
