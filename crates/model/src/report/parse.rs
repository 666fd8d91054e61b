//! Fields as sent to a [`NewReport`], with every bad field named.

use uuid::Uuid;

use super::{Contact, NewAttachment, NewReport, ReportChannel};
use crate::{Indicator, IndicatorKind, Method, Time};

/// The fields of a report as sent, before any check. An empty text means "not given".
#[derive(Clone, Debug, Default)]
pub struct ReportFields {
    /// UUID made by the form or client; empty: the caller must fill it in before parsing.
    pub submission: String,
    /// What happened.
    pub text: String,
    /// `yyyy-mm-dd`, `yyyy-mm-ddThh:mm` (both in Viet Nam) or an ISO 8601 instant.
    pub happened_at: String,
    /// Code of a province.
    pub province: String,
    /// Place within the province.
    pub place: String,
    /// Đồng, as people write it: `2500000`, `2.500.000 đ`, `2,5 triệu`, `500k`.
    pub money_lost: String,
    /// Slug of a method.
    pub method: String,
    /// One indicator each, `kind:value`.
    pub indicators: Vec<String>,
    /// Reporter's name.
    pub contact_name: String,
    /// Reporter's phone.
    pub contact_phone: String,
    /// Reporter's e-mail.
    pub contact_email: String,
    /// Whether the reporter wants to be told of the outcome by short message; nothing without a number.
    pub contact_sms: bool,
    /// Files, already typed by content.
    pub attachments: Vec<NewAttachment>,
}

/// One field that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read field `{field}` with value `{value}`: {code}")]
pub struct FieldError {
    /// Name of the field, as in the API.
    pub field: &'static str,
    /// Stable code, kebab-case; the catalogue holds a sentence `field-<code>` in each language.
    pub code: &'static str,
    /// The value, cut to 80 characters; empty for personal fields.
    pub value: String,
}

impl NewReport {
    /// Reads the fields of a report sent over `channel` at `now`.
    ///
    /// `is_province` says whether a code names a province.
    ///
    /// # Errors
    /// Every field that could not be taken, in the order of the form.
    pub fn parse(
        fields: ReportFields,
        channel: ReportChannel,
        now: Time,
        is_province: impl Fn(&str) -> bool,
    ) -> Result<NewReport, Vec<FieldError>> {
        let mut errors = Errors(Vec::new());
        let report = NewReport {
            submission: errors.take(
                "submission",
                &fields.submission,
                Uuid::parse_str(&fields.submission).map_err(|_| "not-a-uuid"),
                Uuid::nil(),
            ),
            channel,
            text: errors.text("text", &fields.text, NewReport::TEXT_CHARS_MAX),
            happened_at: errors
                .optional("happened_at", &fields.happened_at, |value| parse_happened_at(value, now)),
            province: errors.optional("province", &fields.province, |value| {
                if is_province(value) { Ok(value.to_owned()) } else { Err("unknown-province") }
            }),
            place: errors.text("place", &fields.place, NewReport::PLACE_CHARS_MAX),
            money_lost: errors.optional("money_lost", &fields.money_lost, parse_money),
            method: errors.optional("method", &fields.method, |value| {
                value.parse::<Method>().map_err(|_| "unknown-method")
            }),
            indicators: errors.indicators(&fields.indicators),
            contact: errors.contact(&fields),
            attachments: errors.attachments(fields.attachments),
        };
        if report.text.is_empty() && report.indicators.is_empty() && report.attachments.is_empty() {
            errors.push("text", "", "nothing-reported");
        }
        let marked = [&report.text, &report.place].into_iter().any(|text| carries_secret_marking(text));
        if marked {
            errors.push("text", "", "secret-marking");
        }
        if errors.0.is_empty() { Ok(report) } else { Err(errors.0) }
    }
}

struct Errors(Vec<FieldError>);

impl Errors {
    fn push(&mut self, field: &'static str, value: &str, code: &'static str) {
        self.0.push(FieldError { field, code, value: value.chars().take(80).collect() });
    }

    fn take<T>(
        &mut self,
        field: &'static str,
        value: &str,
        parsed: Result<T, &'static str>,
        instead: T,
    ) -> T {
        parsed.unwrap_or_else(|code| {
            self.push(field, value, code);
            instead
        })
    }

    fn optional<T>(
        &mut self,
        field: &'static str,
        value: &str,
        parse: impl Fn(&str) -> Result<T, &'static str>,
    ) -> Option<T> {
        let value = value.trim();
        if value.is_empty() {
            return None;
        }
        let parsed = parse(value).map(Some);
        self.take(field, value, parsed, None)
    }

    /// Control characters other than line breaks and tabs become spaces: nothing a person typed is lost.
    fn text(&mut self, field: &'static str, value: &str, chars_max: usize) -> String {
        let clean: String = value
            .chars()
            .map(|c| if c.is_control() && !matches!(c, '\n' | '\r' | '\t') { ' ' } else { c })
            .collect();
        let clean = clean.trim();
        if clean.chars().count() > chars_max {
            self.push(field, clean, "too-long");
        }
        clean.to_owned()
    }

    fn indicators(&mut self, values: &[String]) -> Vec<Indicator> {
        let mut indicators: Vec<Indicator> = Vec::new();
        if values.len() > NewReport::INDICATORS_MAX {
            self.push("indicators", &values.len().to_string(), "too-many");
            return indicators;
        }
        for value in values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()) {
            match value.parse::<Indicator>() {
                Ok(indicator) if indicators.contains(&indicator) => {}
                Ok(indicator) => indicators.push(indicator),
                Err(_) => self.push("indicators", value, "not-an-indicator"),
            }
        }
        indicators
    }

    fn contact(&mut self, fields: &ReportFields) -> Option<Contact> {
        let name = self.text("contact_name", &fields.contact_name, NewReport::NAME_CHARS_MAX);
        let value_of = |kind, value: &str, code| {
            Indicator::parse(kind, value).map(|indicator| indicator.value().to_owned()).map_err(|_| code)
        };
        let phone = self.optional("contact_phone", &fields.contact_phone, |value| {
            value_of(IndicatorKind::Phone, value, "not-a-phone")
        });
        let email = self.optional("contact_email", &fields.contact_email, |value| {
            value_of(IndicatorKind::Email, value, "not-an-email")
        });
        for error in self.0.iter_mut().filter(|error| error.field.starts_with("contact_")) {
            error.value.clear();
        }
        let sms = fields.contact_sms && phone.is_some();
        let contact = Contact { name, phone, email, sms };
        (contact != Contact::default()).then_some(contact)
    }

    fn attachments(&mut self, attachments: Vec<NewAttachment>) -> Vec<NewAttachment> {
        if attachments.len() > NewAttachment::COUNT_MAX {
            self.push("attachments", &attachments.len().to_string(), "too-many");
        }
        for attachment in &attachments {
            if attachment.bytes.len() > NewAttachment::BYTES_MAX {
                self.push("attachments", &attachment.name, "file-too-large");
            }
        }
        attachments
    }
}

/// A day or minute in Viet Nam, or an instant; not before 2000, not more than a day ahead.
fn parse_happened_at(value: &str, now: Time) -> Result<Time, &'static str> {
    let iso = match value.len() {
        10 => format!("{value}T00:00:00+07:00"),
        16 => format!("{value}:00+07:00"),
        _ => value.to_owned(),
    };
    let time: Time = iso.parse().map_err(|_| "not-a-date")?;
    // 946,684,800 s: 2000-01-01T00:00:00Z. Online fraud in Viet Nam is younger than that.
    if time.seconds() < 946_684_800 {
        return Err("date-too-old");
    }
    if time > now.plus_days(1) { Err("date-in-future") } else { Ok(time) }
}

/// Đồng as people write it: grouping dots, commas or spaces; `k`/`nghìn`, `tr`/`triệu`, `tỷ` after it.
fn parse_money(value: &str) -> Result<u64, &'static str> {
    let lower = value.to_lowercase();
    let lower = ["đồng", "vnđ", "vnd", "đ", "dong", "d"]
        .iter()
        .find_map(|unit| lower.strip_suffix(unit))
        .unwrap_or(&lower)
        .trim();
    let units: [(&[&str], u64); 3] = [
        (&["tỷ", "tỉ", "ty"], 1_000_000_000),
        (&["triệu", "trieu", "tr", "củ"], 1_000_000),
        (&["nghìn", "ngàn", "nghin", "ngan", "k"], 1_000),
    ];
    let scaled = units.iter().find_map(|(names, factor)| {
        names.iter().find_map(|name| lower.strip_suffix(name)).map(|number| (number.trim(), *factor))
    });
    let amount = match scaled {
        Some((number, factor)) => scaled_amount(number, factor)?,
        None => grouped_amount(lower)?,
    };
    if amount > NewReport::MONEY_MAX { Err("amount-too-large") } else { Ok(amount) }
}

/// `2,5` or `2.5` or `2` times the factor.
fn scaled_amount(number: &str, factor: u64) -> Result<u64, &'static str> {
    let (whole, fraction) = number.split_once([',', '.']).unwrap_or((number, ""));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !(fraction.is_empty() || digits(fraction)) || fraction.len() > 9 {
        return Err("not-an-amount");
    }
    let whole: u64 = whole.parse().map_err(|_| "amount-too-large")?;
    let scale = 10u64.pow(u32::try_from(fraction.len()).expect("at most nine digits"));
    let part = fraction.parse::<u64>().unwrap_or(0) * factor / scale;
    whole.checked_mul(factor).and_then(|amount| amount.checked_add(part)).ok_or("amount-too-large")
}

/// Digits, with dots, commas or spaces between groups of three.
fn grouped_amount(number: &str) -> Result<u64, &'static str> {
    let mut groups = number.split(['.', ',', ' ', '\u{a0}']);
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    let digits = first.to_owned() + &rest.concat();
    if !grouped || digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err("not-an-amount");
    }
    digits.parse().map_err(|_| "amount-too-large")
}

/// Whether a line of the text is a marking of state secrets: `MẬT`, `TỐI MẬT` or `TUYỆT MẬT` alone on a
/// line, or after `độ mật:`. Source: Luật Bảo vệ bí mật nhà nước 117/2025/QH15 (three grades); such a
/// document may only be kept on an independent network.
pub fn carries_secret_marking(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim().trim_matches(|c: char| !c.is_alphanumeric());
        let lower = line.to_lowercase();
        match lower.strip_prefix("độ mật") {
            Some(rest) => matches!(rest.trim_start_matches([':', ' ']), "mật" | "tối mật" | "tuyệt mật"),
            // Alone on a line, a stamp is in capitals; the word in small letters is ordinary speech.
            None => matches!(line, "MẬT" | "TỐI MẬT" | "TUYỆT MẬT"),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_millis(1_795_305_600_000); // 2026-11-22T00:00:00Z

    fn parse(change: impl FnOnce(&mut ReportFields)) -> Result<NewReport, Vec<(&'static str, &'static str)>> {
        let mut fields = ReportFields {
            submission: "019a0000-0000-7000-8000-000000000000".to_owned(),
            text: "Có người gọi tự xưng công an".to_owned(),
            ..ReportFields::default()
        };
        change(&mut fields);
        NewReport::parse(fields, ReportChannel::Web, NOW, |code| code == "48")
            .map_err(|errors| errors.iter().map(|error| (error.field, error.code)).collect())
    }

    #[test]
    fn a_plain_report_is_taken() {
        let report = parse(|fields| {
            fields.happened_at = "2026-11-21T18:30".to_owned();
            fields.province = "48".to_owned();
            fields.money_lost = "2.500.000 đ".to_owned();
        })
        .unwrap();
        assert_eq!(report.happened_at.unwrap().to_string(), "2026-11-21T11:30:00Z");
        assert_eq!((report.money_lost, report.contact), (Some(2_500_000), None));
    }

    #[test]
    fn every_bad_field_is_named() {
        let errors = parse(|fields| {
            fields.submission = "x".to_owned();
            fields.happened_at = "3026-01-01".to_owned();
            fields.province = "00".to_owned();
            fields.money_lost = "nhiều lắm".to_owned();
            fields.method = "magic".to_owned();
        });
        let expected = [
            ("submission", "not-a-uuid"),
            ("happened_at", "date-in-future"),
            ("province", "unknown-province"),
            ("money_lost", "not-an-amount"),
            ("method", "unknown-method"),
        ];
        assert_eq!(errors, Err(expected.to_vec()));
    }

    #[test]
    fn an_empty_report_is_refused() {
        assert_eq!(
            parse(|fields| fields.text = " \u{0} ".to_owned()),
            Err(vec![("text", "nothing-reported")])
        );
    }

    #[test]
    fn markings_of_state_secrets_are_refused_and_the_word_in_a_sentence_is_not() {
        for marked in ["TUYỆT MẬT\nKế hoạch", "Độ mật: Tối mật", "a\n  [MẬT]\nb", "MẬT"]
        {
            let outcome = parse(|fields| fields.text = marked.to_owned());
            assert_eq!(outcome, Err(vec![("text", "secret-marking")]), "{marked}");
        }
        assert!(parse(|fields| fields.text = "họ bảo giữ bí mật, tuyệt mật không nói ai".to_owned()).is_ok());
    }

    #[test]
    fn money_is_read_as_people_write_it() {
        for (text, amount) in [
            ("0", 0),
            ("2500000", 2_500_000),
            ("2,500,000 VND", 2_500_000),
            ("500k", 500_000),
            ("2,5 triệu", 2_500_000),
            ("1.25 tỷ đồng", 1_250_000_000),
            ("5tr", 5_000_000),
        ] {
            assert_eq!(parse_money(text), Ok(amount), "{text}");
        }
        for (text, code) in [
            ("-5", "not-an-amount"),
            ("1.5", "not-an-amount"),
            ("99999999999999999999", "amount-too-large"),
            ("1000000 tỷ", "amount-too-large"),
            ("tr", "not-an-amount"),
        ] {
            assert_eq!(parse_money(text), Err(code), "{text}");
        }
    }
}
