//! Signing in with an account at a provider (OpenID Connect Core 1.0, authorization code flow with PKCE).
//!
//! In reading order: [`settings`] of a provider; the [`proof`] that one browser began and ends a sign-in; what a provider
//! says of itself ([`metadata`]) and its [`keys`]; the [`id_token`] and everything that is checked in it, and the
//! [`logout_token`] that ends what it began;
//! [`provider`]: asked over the guarded client, each answer bounded. Who may sign in is in `store::officer::provider`,
//! the pages are in `console::provider`.

pub mod id_token;
pub mod keys;
pub mod logout_token;
pub mod metadata;
pub mod proof;
pub mod provider;
pub mod settings;

pub use proof::Proof;
pub use provider::{Identity, OidcError, Provider};
pub use settings::{ClientSecret, ProviderSettings};
