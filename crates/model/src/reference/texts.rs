//! The tables as they are compiled in.

macro_rules! data {
    ($file:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/", $file))
    };
}

pub(super) const PROVINCES: &str = data!("provinces.csv");
pub(super) const COMMUNES: &str = data!("communes.csv");
pub(super) const DISTRICTS: &str = data!("districts.csv");
pub(super) const BANKS: &str = data!("banks.csv");
pub(super) const HOTLINES: &str = data!("hotlines.toml");
pub(super) const CALLERS: &str = data!("callers.toml");
pub(super) const HOSTS: &str = data!("hosts.toml");
pub(super) const HOST_WORDS: &str = data!("host_words.toml");
pub(super) const SERVICES: &str = data!("services.toml");
pub(super) const POPULAR: &str = data!("popular.csv");
pub(super) const LAW: &str = data!("law.toml");
pub(super) const REMINDERS: &str = data!("reminders.toml");
pub(super) const RETENTION: &str = data!("retention.toml");
pub(super) const TAXONOMY: &str = data!("taxonomy.toml");
pub(super) const ADVICE: &str = data!("advice.toml");
pub(super) const FIRST_HOUR: &str = data!("first_hour.toml");
pub(super) const OFFICIAL: &str = data!("official.toml");
pub(super) const APP_ICONS: &str = data!("app_icons.csv");
