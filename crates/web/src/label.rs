//! Indicators as people read them.

use model::indicator::host;
use model::{Indicator, IndicatorKind, Reference};

use crate::catalogue::Words;

/// What sort of thing it is, e.g. "Số điện thoại".
pub fn kind_label(kind: IndicatorKind, t: Words) -> String {
    t.say(&format!("kind-{}", kind.slug().replace('_', "-"))).into_owned()
}

/// The value as people read it: a phone number in groups, an account with its bank's name, a link with
/// its host in its own script.
pub fn value_label(indicator: &Indicator, reference: &Reference) -> String {
    let value = indicator.value();
    match indicator.kind() {
        IndicatorKind::Phone => phone_label(value),
        IndicatorKind::BankAccount => match value.split_once(':') {
            Some((bin, account)) => {
                let bank = reference.banks.by_bin(bin).map_or(bin, |bank| bank.name.as_str());
                format!("{bank} · {account}")
            }
            None => value.to_owned(),
        },
        IndicatorKind::Domain => host_label(value),
        IndicatorKind::Url => {
            let end = value.find(['/', '?']).unwrap_or(value.len());
            format!("{}{}", host_label(&value[..end]), &value[end..])
        }
        IndicatorKind::SocialAccount => match value.split_once(':') {
            Some((platform, name)) => format!("{}: {name}", capitalised(platform)),
            None => value.to_owned(),
        },
        _ => value.to_owned(),
    }
}

/// The number grouped as people say it: `0912 345 678`, `1900 1234`, `113`.
fn phone_label(value: &str) -> String {
    let Some(national) = value.strip_prefix("+84") else { return value.to_owned() };
    if national.starts_with("18") || national.starts_with("19") {
        let at = national.len().min(4);
        return format!("{} {}", &national[..at], &national[at..]).trim_end().to_owned();
    }
    let number = format!("0{national}");
    if number.len() < 8 || !number.is_ascii() {
        return number;
    }
    let (head, tail) = number.split_at(number.len() - 6);
    format!("{head} {} {}", &tail[..3], &tail[3..])
}

/// A name in another script is shown with its registered form beside it, so that a look-alike letter
/// deceives nobody.
fn host_label(host: &str) -> String {
    let unicode = host::to_unicode(host);
    if unicode == host { host.to_owned() } else { format!("{unicode} ({host})") }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The address of the public page of an indicator, without the language.
pub fn public_path(indicator: &Indicator) -> String {
    feed::public_path(indicator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_grouped_as_people_read_them() {
        for (value, label) in [
            ("+84912345678", "0912 345 678"),
            ("+842437654321", "02437 654 321"),
            ("+8419001234", "1900 1234"),
            ("113", "113"),
            ("+447700900123", "+447700900123"),
        ] {
            assert_eq!(phone_label(value), label, "{value}");
        }
    }

    #[test]
    fn the_address_of_a_page_survives_a_link_with_a_query() {
        let url = Indicator::parse(IndicatorKind::Url, "http://a.example/x?y=1&z=#k").unwrap();
        assert_eq!(public_path(&url), "/muc/url:a.example/x%3Fy%3D1%26z%3D");
    }
}
