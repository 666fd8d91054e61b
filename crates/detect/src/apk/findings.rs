//! What of an app speaks for fraud: one finding, one line in [`FINDINGS`].
//!
//! Sources of the signs: warnings of the police and of banks about apps that imitate VNeID, tax, insurance and banks
//! (2023–2026): installed from a file, accessibility, reading messages, drawing over other apps, recording the
//! screen. Permissions and services: Android developers, "Manifest.permission", "Service". Weights are set by hand:
//! no labelled malicious apps were at hand.

use super::manifest::Component;
use super::{Apk, State};

/// Certificates that anybody has the key of: a published app is never signed with them. Source: AOSP, test key.
const TEST_CERTIFICATES: &[&str] = &["a40da80a59d170caa950cf15c18c454d47a39b26989d8b640ecd745ba71bf5dc"];
/// Service type "records the screen". Source: Android developers, `ServiceInfo`.
const SCREEN_SERVICE: u32 = 0x20;
/// One finding: stable code, weight in log-odds, and whether it holds, with what the sentence is about.
pub(crate) struct Finding {
    pub(crate) code: &'static str,
    pub(crate) weight: f32,
    pub(crate) holds: fn(&Apk) -> Option<String>,
}

/// Every finding that needs nothing but the app.
pub(crate) const FINDINGS: &[Finding] = &[
    // Said of every file: the shops do not hand out files.
    Finding { code: "apk-from-file", weight: 0.0, holds: |_| Some(String::new()) },
    Finding { code: "apk-malformed", weight: 2.0, holds: malformed },
    Finding {
        code: "apk-accessibility",
        weight: 2.0,
        holds: |apk| has(services(apk), "BIND_ACCESSIBILITY_SERVICE"),
    },
    Finding { code: "apk-sms", weight: 1.2, holds: |apk| asks(apk, &["RECEIVE_SMS", "READ_SMS"]) },
    Finding { code: "apk-device-admin", weight: 1.2, holds: |apk| has(receivers(apk), "BIND_DEVICE_ADMIN") },
    Finding {
        code: "apk-notifications",
        weight: 1.0,
        holds: |apk| has(services(apk), "BIND_NOTIFICATION_LISTENER_SERVICE"),
    },
    Finding {
        code: "apk-installs",
        weight: 1.0,
        holds: |apk| asks(apk, &["REQUEST_INSTALL_PACKAGES", "INSTALL_PACKAGES"]),
    },
    Finding { code: "apk-overlay", weight: 0.8, holds: |apk| asks(apk, &["SYSTEM_ALERT_WINDOW"]) },
    Finding { code: "apk-screen", weight: 0.8, holds: records_screen },
    Finding {
        code: "apk-calls",
        weight: 0.8,
        holds: |apk| asks(apk, &["ANSWER_PHONE_CALLS", "PROCESS_OUTGOING_CALLS"]),
    },
    Finding { code: "apk-hidden", weight: 0.8, holds: is_hidden },
    Finding { code: "apk-telegram", weight: 1.5, holds: |apk| yes(apk.inside.telegram_robot) },
    Finding { code: "apk-loads-code", weight: 0.5, holds: |apk| yes(apk.inside.loads_code) },
    Finding { code: "apk-test-key", weight: 0.8, holds: test_key },
    Finding { code: "apk-unsigned", weight: 1.0, holds: |apk| yes(apk.signature() == State::Unsigned) },
    Finding {
        code: "apk-signature-broken",
        weight: 1.2,
        holds: |apk| yes(matches!(apk.signature(), State::Broken(_))),
    },
];

/// Codes of findings that need more than the app.
pub(crate) const ICON: &str = "apk-icon";
pub(crate) const IMITATES: &str = "apk-imitates";
pub(crate) const OFFICIAL_NAME: &str = "apk-official-name";
pub(crate) const OFFICIAL_SIGNER: &str = "apk-official-signer";
pub(crate) const OTHER_SIGNER: &str = "apk-other-signer";
pub(crate) const UNREADABLE: &str = "apk-unreadable";

fn yes(holds: bool) -> Option<String> {
    holds.then(String::new)
}

fn services(apk: &Apk) -> &[Component] {
    &apk.manifest.services
}

fn receivers(apk: &Apk) -> &[Component] {
    &apk.manifest.receivers
}

/// The component that only the system may call with this permission.
fn has(components: &[Component], permission: &str) -> Option<String> {
    let guarded =
        |component: &&Component| component.permission.strip_prefix("android.permission.") == Some(permission);
    components.iter().find(guarded).map(|component| component.name.clone())
}

fn asks(apk: &Apk, wanted: &[&str]) -> Option<String> {
    let names = apk.manifest.permissions.iter();
    let found =
        names.filter_map(|name| name.strip_prefix("android.permission.")).find(|name| wanted.contains(name));
    found.map(str::to_owned)
}

fn records_screen(apk: &Apk) -> Option<String> {
    let by_service = services(apk).iter().any(|service| service.service_type & SCREEN_SERVICE != 0);
    let by_permission = asks(apk, &["FOREGROUND_SERVICE_MEDIA_PROJECTION"]).is_some();
    yes(by_service || by_permission || apk.inside.captures_screen)
}

/// Works in the background and shows no icon to start or remove it by.
fn is_hidden(apk: &Apk) -> Option<String> {
    let works = !services(apk).is_empty() || !receivers(apk).is_empty();
    yes(works && apk.manifest.main_activity.is_none())
}

fn malformed(apk: &Apk) -> Option<String> {
    let names: Vec<&str> = apk.oddities.iter().map(|oddity| oddity.slug()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn test_key(apk: &Apk) -> Option<String> {
    let known = |signer: &&super::Signer| {
        signer.subject.contains("CN=Android Debug")
            || TEST_CERTIFICATES.contains(&signer.certificate.as_str())
    };
    apk.signing.signers().iter().find(known).map(|signer| signer.subject.clone())
}
