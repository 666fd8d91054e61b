//! What of an act is public for ever.
//!
//! Nothing can be taken out of a Merkle log. So an entry never holds officers, evidence or grounds, and an
//! indicator that may be a person's (a number, an account, a mailbox) stands in it only as a commitment: a
//! hash with a salt of its own. While the entry is listed its page shows the salt, and everybody can check
//! the commitment; afterwards the salt is not shown any more, and nobody can find the number by trying all.

use data_encoding::HEXLOWER;
use model::publication::ActHash;
use model::{Act, IndicatorKind};
use serde_json::json;
use sha2::{Digest as _, Sha256};

/// Hides what one entry commits to. Different for every act; never stored, made from the secret of the log.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

/// The salt is a secret.
impl std::fmt::Debug for Salt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Salt(…)")
    }
}

impl Salt {
    /// The salt of the act with this serial in the log with this secret.
    pub fn of_act(secret: &[u8; 32], serial: model::Serial) -> Salt {
        // Every part has a fixed length, and nobody sees a hash that could be continued.
        let hash = Sha256::new()
            .chain_update(b"khien log salt 1\0")
            .chain_update(secret)
            .chain_update(serial.0.to_be_bytes());
        Salt(hash.finalize().into())
    }

    /// SHA-256 over this salt and the bytes.
    pub fn commit(&self, bytes: &[u8]) -> [u8; 32] {
        Sha256::new().chain_update(self.0).chain_update(bytes).finalize().into()
    }
}

/// Whether an indicator of this kind may be a person's, so that the log holds only a commitment to it.
pub const fn is_personal(kind: IndicatorKind) -> bool {
    matches!(
        kind,
        IndicatorKind::Phone
            | IndicatorKind::Email
            | IndicatorKind::SocialAccount
            | IndicatorKind::BankAccount
            | IndicatorKind::CryptoWallet
    )
}

/// The public part of one act.
#[derive(Clone, Copy, Debug)]
pub struct PublicAct<'a> {
    /// The act.
    pub act: &'a Act,
    /// Its hash in the chain of the log, which covers officers and evidence too.
    pub hash: ActHash,
    /// What hides the rest.
    pub salt: Salt,
}

impl PublicAct<'_> {
    /// The bytes of the entry: one JSON object with its fields always in the same order.
    pub fn entry(&self) -> Vec<u8> {
        let PublicAct { act, hash, salt } = self;
        let indicator = act.indicator.to_string();
        let named = if is_personal(act.indicator.kind()) {
            let commitment = HEXLOWER.encode(&salt.commit(indicator.as_bytes()));
            format!("\"kind\":\"{}\",\"commitment\":\"{commitment}\"", act.indicator.kind().slug())
        } else {
            format!("\"indicator\":{}", json!(indicator))
        };
        format!(
            "{{\"serial\":{},\"at\":\"{}\",\"action\":\"{}\",{named},\"method\":\"{}\",\"level\":\"{}\",\
             \"reason\":\"{}\",\"expires_at\":\"{}\",\"record\":\"{}\"}}",
            act.serial,
            act.at,
            act.action.slug(),
            act.method.slug(),
            act.level.slug(),
            act.reason.slug(),
            act.expires_at,
            HEXLOWER.encode(&salt.commit(&hash.0)),
        )
        .into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use model::{Action, Level, ListingReason, Method, Serial, Time};

    use super::*;

    fn entry(indicator: &str, evidence: &str) -> String {
        let act = Act {
            serial: Serial(7),
            at: Time::from_millis(1_795_305_600_000),
            action: Action::List,
            indicator: indicator.parse().unwrap(),
            method: Method::GovFine,
            level: Level::Block,
            reason: ListingReason::Impersonation,
            expires_at: Time::from_millis(1_800_000_000_000),
            proposed_by: Some("00000000-0000-0001-0000-000000000002".parse().unwrap()),
            approved_by: None,
            evidence: evidence.to_owned(),
        };
        let salt = Salt::of_act(&[5; 32], act.serial);
        let public = PublicAct { act: &act, hash: act.hash(ActHash::ZERO), salt };
        String::from_utf8(public.entry()).unwrap()
    }

    #[test]
    fn an_entry_holds_what_may_stay_for_ever() {
        let text = entry("url:a.example/b?c=\"d", "một bằng chứng");
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(text.starts_with("{\"serial\":7,\"at\":\"2026-11-22T00:00:00Z\",\"action\":\"list\",\"indicator\":\"url:a.example/b"), "{text}");
        assert_eq!(value["record"].as_str().unwrap().len(), 64);
        assert!(!text.contains("bằng chứng") && !text.contains("00000000-0000-0001"), "{text}");
        assert_ne!(text, entry("url:a.example/b?c=\"d", "khác"), "the record covers the evidence");
    }

    #[test]
    fn a_number_is_only_committed_to() {
        let text = entry("phone:+84900000001", "");
        assert!(!text.contains("900000001"), "{text}");
        let commitment = Salt::of_act(&[5; 32], Serial(7)).commit(b"phone:+84900000001");
        assert!(text.contains(&HEXLOWER.encode(&commitment)), "{text}");
        assert!(text.contains("\"kind\":\"phone\""));
        assert_ne!(Salt::of_act(&[5; 32], Serial(8)), Salt::of_act(&[5; 32], Serial(7)));
        assert_ne!(Salt::of_act(&[6; 32], Serial(7)), Salt::of_act(&[5; 32], Serial(7)));
    }
}
