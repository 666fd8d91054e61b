//! Who an officer is.
//!
//! In reading order: [`password`], second factor ([`totp`]) and random [`token`]s; [`lockout`] after
//! wrong attempts; the [`cookie`]; [`signed_in`]: the officer behind a request and the forms that only
//! that officer can have sent. The pages are in [`crate::console`]. [`consumer`] is who asks for the list,
//! with a key and without a session. [`oidc`] is an officer's account at a provider,
//! [`passkey`] a key in an officer's device.

pub mod consumer;
pub mod cookie;
pub mod lockout;
pub mod oidc;
pub mod passkey;
pub mod password;
pub mod signed_in;
pub mod token;
pub mod totp;

pub use consumer::{Asker, REPORTS};
pub use signed_in::{Fields, NotSignedIn, Posted, SignedIn};
pub use token::Token;
pub use totp::TotpSecret;
