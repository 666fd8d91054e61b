//! Indicators as people read them.

use model::indicator::host;
use model::{Indicator, IndicatorKind, Reference, Time};

use crate::catalogue::Words;

/// Letters of a fingerprint that are shown in short.
const FINGERPRINT_SHOWN: usize = 12;

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

/// The value where there is little room: of a fingerprint its beginning, which is enough to tell two apart by eye.
pub fn short_label(indicator: &Indicator, reference: &Reference) -> String {
    match (indicator.kind(), indicator.value().split_once('#')) {
        (IndicatorKind::App, Some((package, certificate))) => {
            format!("{package} · {}", fingerprint(certificate))
        }
        (IndicatorKind::File, _) => fingerprint(indicator.value()),
        _ => value_label(indicator, reference),
    }
}

fn fingerprint(hex: &str) -> String {
    match hex.get(..FINGERPRINT_SHOWN) {
        Some(beginning) if beginning.len() < hex.len() => format!("{beginning}…"),
        _ => hex.to_owned(),
    }
}

/// When something is due. The law counts days to 24:00 of the last one: that day is named, for 00:00 of the next
/// would be read as a day more.
pub fn due_label(t: Words, due: Time) -> String {
    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
    const VIETNAM_MS: i64 = 7 * 60 * 60 * 1_000;
    if (due.millis() + VIETNAM_MS).rem_euclid(DAY_MS) != 0 {
        return due.vietnam_date_time();
    }
    let last_day = Time::from_millis(due.millis() - 1).vietnam_date();
    t.say_with("due-end-of-day", "date", last_day).into_owned()
}

/// A number to dial, grouped as people read it; short codes and what is not a number stay as they are.
pub fn dialled_label(number: &str) -> String {
    if number.len() < 8 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    match (number, number.strip_prefix('0')) {
        (_, Some(national)) => phone_label(&format!("+84{national}")),
        (free, None) if free.starts_with("18") || free.starts_with("19") => {
            phone_label(&format!("+84{free}"))
        }
        (other, None) => other.to_owned(),
    }
}

/// The number grouped as people say it: `0912 345 678`, `1900 1234`, `113`.
fn phone_label(value: &str) -> String {
    let Some(national) = value.strip_prefix("+84") else { return value.to_owned() };
    if national.starts_with("18") || national.starts_with("19") {
        let (head, tail) = national.split_at(national.len().min(4));
        // Four digits are read at once, six in two halves.
        let (middle, tail) = tail.split_at(if tail.len() == 6 { 3 } else { 0 });
        return [head, middle, tail]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join(" ");
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
    use model::Language;

    use super::*;

    #[test]
    fn a_term_of_days_names_its_last_day() {
        for (due, label) in [
            ("2026-12-13T00:00:00+07:00", "hết ngày 12/12/2026"),
            ("2026-12-12T23:59:59+07:00", "12/12/2026 23:59"),
            ("2026-11-23T10:01:00+07:00", "23/11/2026 10:01"),
        ] {
            assert_eq!(due_label(Words::new(Language::Vi), due.parse().unwrap()), label, "{due}");
        }
    }

    #[test]
    fn fingerprints_are_shortened_and_nothing_else() {
        for (indicator, label) in [
            (
                "app:vn.mau.example#c9a120e81fd19e40c116636e71ed6dc4e031d8687855de047710252ce3d991b8",
                "vn.mau.example · c9a120e81fd1…",
            ),
            ("app:vn.mau.example", "vn.mau.example"),
            ("file:9f9ff357177620d85c23bb80c2f4accf683637947da959cae7cc08f2d681072c", "9f9ff3571776…"),
            ("phone:+84912345678", "0912 345 678"),
        ] {
            let indicator: Indicator = indicator.parse().unwrap();
            assert_eq!(short_label(&indicator, Reference::embedded()), label);
        }
    }

    #[test]
    fn values_are_grouped_as_people_read_them() {
        for (value, label) in [
            ("+84912345678", "0912 345 678"),
            ("+842437654321", "02437 654 321"),
            ("+8419001234", "1900 1234"),
            ("+841900545413", "1900 545 413"),
            ("113", "113"),
            ("+447700900123", "+447700900123"),
        ] {
            assert_eq!(phone_label(value), label, "{value}");
        }
    }

    #[test]
    fn numbers_to_dial_are_grouped_too() {
        for (number, label) in [
            ("113", "113"),
            ("5656", "5656"),
            ("18008098", "1800 8098"),
            ("1900545413", "1900 545 413"),
            ("0692348560", "0692 348 560"),
            ("02363955995", "02363 955 995"),
        ] {
            assert_eq!(dialled_label(number), label);
        }
    }

    #[test]
    fn the_address_of_a_page_survives_a_link_with_a_query() {
        let url = Indicator::parse(IndicatorKind::Url, "http://a.example/x?y=1&z=#k").unwrap();
        assert_eq!(public_path(&url), "/muc/url:a.example/x%3Fy%3D1%26z%3D");
    }
}
