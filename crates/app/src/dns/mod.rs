//! The settings of the DNS service → zones that may safely be served.
//!
//! [`key_file`] reads and writes the keys; [`consumers`] refuses what would let strangers in, [`views`] what
//! would make a zone out of a name that is not ours; [`definitions`] knows a zone that changed with the settings.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use zone::{Consumer, Consumers, View};

use crate::complaint::{Complaint, OrComplain as _};
use crate::settings::{ConsumerSettings, DnsSettings};

pub(crate) mod definitions;
pub(crate) mod key_file;
pub(crate) mod views;

/// Who may fetch the zone by the settings; others may by keys of the console.
///
/// # Errors
/// When two share a name, or one of them cannot be let in safely.
pub(crate) fn consumers(settings: &DnsSettings, views: &[View]) -> anyhow::Result<Consumers> {
    let mut taken: Vec<Consumer> = Vec::new();
    for wanted in &settings.consumers {
        if taken.iter().any(|other| other.name == wanted.name) {
            return Err(Complaint::new("dns-same-name", &wanted.name).into());
        }
        let mut consumer = consumer(wanted)?;
        consumer.zones = zones_of(wanted, settings, views)?;
        taken.push(consumer);
    }
    Ok(Consumers::new(taken))
}

/// The names of the zones that a consumer may fetch; empty: all.
fn zones_of(
    wanted: &ConsumerSettings,
    settings: &DnsSettings,
    views: &[View],
) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for zone in &wanted.zones {
        let known = settings.zones.iter().any(|known| known.name == *zone) || *zone == settings.zone;
        let slices = |view: &&View| {
            view.name() == zone || view.name().split_once('.').is_some_and(|(_, of)| of == zone)
        };
        let found: Vec<String> = views.iter().filter(slices).map(|view| view.name().to_owned()).collect();
        if !known || found.is_empty() {
            return Err(Complaint::new("dns-consumer-zone", zone).into());
        }
        names.extend(found);
    }
    Ok(names)
}

fn consumer(wanted: &ConsumerSettings) -> anyhow::Result<Consumer> {
    if !is_key_name(&wanted.name) {
        return Err(Complaint::new("dns-consumer-name", &wanted.name).into());
    }
    let has_key = !wanted.key_file.as_os_str().is_empty();
    let is_everybody = wanted.addresses.iter().any(std::net::IpAddr::is_unspecified);
    if !has_key && (wanted.addresses.is_empty() || is_everybody) {
        return Err(Complaint::new("dns-open", &wanted.name).into());
    }
    if let Some(nowhere) = wanted.notify.iter().find(|to| to.port() == 0 || to.ip().is_unspecified()) {
        return Err(Complaint::new("dns-notify", nowhere).into());
    }
    let secret = if has_key { Some(secret(&wanted.key_file, &wanted.name)?) } else { None };
    let consumer = Consumer::new(&wanted.name, secret.as_deref(), wanted.addresses.clone());
    let mut consumer = consumer.or_complain("dns-key-file", wanted.key_file.display())?;
    consumer.notify.clone_from(&wanted.notify);
    Ok(consumer)
}

/// The secret in a key file, which other users of the machine may not read.
fn secret(file: &Path, name: &str) -> anyhow::Result<Vec<u8>> {
    key_file::secret(&closed_text(file)?, name).or_complain("dns-key-file", file.display())
}

/// The name and the secret in a key file, which other users of the machine may not read.
///
/// # Errors
/// When it cannot be read, is open to others, or is no key.
pub(crate) fn key(file: &Path) -> anyhow::Result<(String, Vec<u8>)> {
    key_file::key(&closed_text(file)?, "NAME").or_complain("dns-key-file", file.display())
}

/// The text of a file that other users of the machine may not read.
fn closed_text(file: &Path) -> anyhow::Result<String> {
    let metadata = std::fs::metadata(file).or_complain("dns-key-file", file.display())?;
    if metadata.permissions().mode() & 0o007 != 0 {
        return Err(Complaint::new("dns-key-exposed", file.display()).into());
    }
    std::fs::read_to_string(file).or_complain("dns-key-file", file.display())
}

/// Whether this may name a consumer and its key: a host-like name in lower case, so that it can stand in
/// every resolver's settings as it is.
pub(crate) fn is_key_name(name: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
    };
    name.len() <= 253 && name.split('.').all(is_label)
}
