//! Settings: one file, environment over the file, flags over both.
//!
//! `sections`, `dns`, `mail`, `push`, `scanner`, `sign_in` and `sms` hold one struct per topic with defaults and units; `layers` lays file, environment and
//! flags over each other. `etc/khien.toml` names every key.

mod dns;
mod layers;
mod mail;
mod push;
mod scanner;
mod sections;
mod sign_in;
mod sms;

pub use dns::{ConsumerSettings, DnsSettings, ZoneSettings};
pub use layers::{Flag, Layers, SettingsError};
pub use mail::MailSettings;
pub use push::PushSettings;
pub use scanner::ScannerSettings;
pub use sections::{
    JobSettings, LimitSettings, LogFormat, LogSettings, MetricSettings, PictureWritingSettings,
    PortalSettings, ServerSettings, Settings, StorageSettings, TransparencySettings,
};
pub use sign_in::{SignInProviderSettings, SignInSettings};
pub use sms::SmsSettings;
