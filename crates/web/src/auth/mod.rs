//! Who an officer is: [`password`], second factor ([`totp`]) and random [`token`]s.

pub mod password;
pub mod token;
pub mod totp;

pub use token::Token;
pub use totp::TotpSecret;
