//! The settings of the DNS service → zones that may safely be served.
//!
//! [`key_file`] reads and writes the keys; [`consumers`] and [`view`] refuse what would let strangers in or
//! make a zone out of a name that is not ours.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use model::Reference;
use zone::{Consumer, Consumers, View};

use crate::complaint::{Complaint, OrComplain as _};
use crate::settings::{ConsumerSettings, DnsSettings};

pub(crate) mod key_file;

/// Who may fetch the zone.
///
/// # Errors
/// When nobody may, two share a name, or one of them cannot be let in safely.
pub(crate) fn consumers(settings: &DnsSettings) -> anyhow::Result<Consumers> {
    if settings.consumers.is_empty() {
        return Err(Complaint::new("dns-no-consumers", "").into());
    }
    let mut taken: Vec<Consumer> = Vec::new();
    for wanted in &settings.consumers {
        if taken.iter().any(|other| other.name == wanted.name) {
            return Err(Complaint::new("dns-same-name", &wanted.name).into());
        }
        taken.push(consumer(wanted)?);
    }
    Ok(Consumers::new(taken))
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
    let metadata = std::fs::metadata(file).or_complain("dns-key-file", file.display())?;
    if metadata.permissions().mode() & 0o007 != 0 {
        return Err(Complaint::new("dns-key-exposed", file.display()).into());
    }
    let text = std::fs::read_to_string(file).or_complain("dns-key-file", file.display())?;
    key_file::secret(&text, name).or_complain("dns-key-file", file.display())
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

/// The zone of the settings.
///
/// # Errors
/// When the name is no name, has one label, or is one that others register under or share: a secondary
/// answers for everything below the name of a zone.
pub(crate) fn view(settings: &DnsSettings, reference: Arc<Reference>) -> anyhow::Result<View> {
    let name = settings.zone.as_str();
    let is_foreign = reference.hosts.protection(name).is_some() || name == "gov.vn";
    if !is_key_name(name) || !name.contains('.') || is_foreign {
        return Err(Complaint::new("dns-zone", name).into());
    }
    View::new(name, reference).or_complain("dns-zone", name)
}
