//! What an indicator matches, in the pattern language of STIX.

use model::indicator::host;
use model::{Indicator, IndicatorKind};

/// The pattern. Source: STIX 2.1, section 9; objects of section 6 where there is one for the kind, `x-khien-…`
/// of the extension where there is none.
pub(super) fn write(indicator: &Indicator) -> String {
    let value = indicator.value();
    match indicator.kind() {
        IndicatorKind::Domain => format!("[{}]", host_comparison(value)),
        IndicatorKind::Url => {
            // A listed link has no scheme; readers compare whole addresses.
            let value = quote(value);
            format!("[url:value = 'http://{value}' OR url:value = 'https://{value}']")
        }
        IndicatorKind::Email => equal("email-addr:value", value),
        IndicatorKind::File => equal("file:hashes.'SHA-256'", value),
        IndicatorKind::Phone => equal("x-khien-phone:value", value),
        IndicatorKind::SmsSender => equal("x-khien-sms-sender:value", value),
        IndicatorKind::SocialAccount => {
            pair(value.split_once(':'), "user-account:account_type", "user-account:account_login", value)
        }
        IndicatorKind::BankAccount => {
            pair(value.split_once(':'), "x-khien-bank-account:bin", "x-khien-bank-account:number", value)
        }
        IndicatorKind::CryptoWallet => {
            pair(value.split_once(':'), "x-khien-wallet:chain", "x-khien-wallet:address", value)
        }
        IndicatorKind::App => match value.split_once('#') {
            Some(parts) => pair(Some(parts), "x-khien-app:package", "x-khien-app:certificate_sha256", value),
            None => equal("x-khien-app:package", value),
        },
    }
}

fn host_comparison(value: &str) -> String {
    let path = match value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => return format!("ipv6-addr:value = '{}'", quote(address)),
        None if host::is_address(value) => "ipv4-addr:value",
        None => "domain-name:value",
    };
    format!("{path} = '{}'", quote(value))
}

fn equal(path: &str, value: &str) -> String {
    format!("[{path} = '{}']", quote(value))
}

/// Two parts of a value that must both fit. A canonical value of these kinds has both.
fn pair(parts: Option<(&str, &str)>, first: &str, second: &str, value: &str) -> String {
    match parts {
        Some((one, two)) => format!("[{first} = '{}' AND {second} = '{}']", quote(one), quote(two)),
        None => equal(second, value),
    }
}

/// Inside quotes a quote and a backslash are escaped (STIX 2.1, 9.2).
fn quote(value: &str) -> String {
    value.replace('\\', "\\\\").replace('\'', "\\'")
}
