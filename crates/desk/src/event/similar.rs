//! Whether a new report tells of the same as an earlier one: exact and near duplicates, one ground each.

use model::{Indicator, IndicatorKind as Kind, Time};

use crate::slugs::slugs;

/// Days between two reports beyond which a rule no longer joins them; an officer still can.
pub const WITHIN_DAYS: i64 = 30;

/// Reports with a value beyond which it says nothing any more: a bank's hotline, a shared host, a name
/// that half the country receives. Such a value never joins anything by rule.
pub const COMMON_FROM: u64 = 500;

slugs! {
    /// Why a report was folded. The catalogue holds a sentence `fold-<slug>` in each language. In the
    /// order of their strength.
    FoldReason {
        /// The same text, letter for letter once normalised.
        SameText = "same-text",
        /// The same account is to be paid.
        SameAccount = "same-account",
        /// The same link, name or app.
        SameLink = "same-link",
        /// The same caller or sender, and the same method.
        SameCaller = "same-caller",
        /// A text of the same template.
        SameTemplate = "same-template",
    }
}

/// What is known of a new report and one earlier report beside it.
#[derive(Clone, Debug)]
pub struct FoldEvidence<'a> {
    /// When the earlier one came.
    pub earlier_at: Time,
    /// When the new one came.
    pub at: Time,
    /// Indicators that both hold, each with the number of reports that hold it.
    pub shared: &'a [(Indicator, u64)],
    /// Whether officers, senders or the engine take both for the same method.
    pub same_method: bool,
    /// Whether both hold the same text once normalised; false when one holds none.
    pub same_text: bool,
    /// Whether the sketches of their texts are near (`detect::sketch`); false when one is too short.
    pub near_text: bool,
}

/// Why the new report is folded into the event of the earlier one; `None` when it is not.
///
/// A number alone does not join two reports: callers hide behind numbers that belong to others, so the
/// method must be the same too. An official channel is never passed in as shared.
pub fn fold_reason(evidence: &FoldEvidence<'_>) -> Option<FoldReason> {
    if evidence.at.millis_since(evidence.earlier_at).abs() > WITHIN_DAYS * 24 * 3_600_000 {
        return None;
    }
    if evidence.same_text {
        return Some(FoldReason::SameText);
    }
    let telling = evidence.shared.iter().filter(|(_, reports)| *reports < COMMON_FROM);
    let by_kind = telling.filter_map(|(indicator, _)| match indicator.kind() {
        Kind::BankAccount | Kind::CryptoWallet => Some(FoldReason::SameAccount),
        Kind::Domain | Kind::Url | Kind::App | Kind::File => Some(FoldReason::SameLink),
        Kind::Phone | Kind::SmsSender | Kind::Email | Kind::SocialAccount => {
            evidence.same_method.then_some(FoldReason::SameCaller)
        }
    });
    by_kind.min().or((evidence.near_text && evidence.same_method).then_some(FoldReason::SameTemplate))
}
