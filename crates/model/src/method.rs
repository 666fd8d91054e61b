//! The fixed slugs of the taxonomy; names, families and crosswalks are in `data/taxonomy.toml`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! methods {
    ($($variant:ident = $slug:literal),* $(,)?) => {
        /// How a fraud works: one of 32 loss methods, a hoax, or not yet known.
        ///
        /// The set is part of every published format, so it is fixed here; wording is data.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "each variant is its slug; the taxonomy names it in two languages")]
        pub enum Method {
            $(#[serde(rename = $slug)] $variant),*
        }

        impl Method {
            /// Every method, in the order of the taxonomy.
            pub const ALL: &'static [Method] = &[$(Method::$variant),*];

            /// The stable name used in SQL, JSON, feeds and addresses.
            pub const fn slug(self) -> &'static str {
                match self { $(Method::$variant => $slug),* }
            }
        }
    };
}

methods! {
    GovJudicial = "gov-judicial",
    GovServiceApp = "gov-service-app",
    GovFine = "gov-fine",
    GovBenefit = "gov-benefit",
    OrgBankPhish = "org-bank-phish",
    OrgBankCard = "org-bank-card",
    OrgTelecom = "org-telecom",
    OrgUtility = "org-utility",
    OrgDelivery = "org-delivery",
    OrgSchool = "org-school",
    AcctSocialPhish = "acct-social-phish",
    AcctImpersonateContact = "acct-impersonate-contact",
    AcctIdentityLoan = "acct-identity-loan",
    ShopBuyer = "shop-buyer",
    ShopSeller = "shop-seller",
    ShopTravel = "shop-travel",
    JobTask = "job-task",
    JobOverseas = "job-overseas",
    JobChildTalent = "job-child-talent",
    InvTrading = "inv-trading",
    InvPonzi = "inv-ponzi",
    LoanFee = "loan-fee",
    GambleTips = "gamble-tips",
    RelGift = "rel-gift",
    RelInvest = "rel-invest",
    RelEmergency = "rel-emergency",
    CoerceKidnap = "coerce-kidnap",
    CoerceExtort = "coerce-extort",
    AdvPrize = "adv-prize",
    AdvCharity = "adv-charity",
    AdvMistransfer = "adv-mistransfer",
    AdvRecovery = "adv-recovery",
    InfoHoax = "info-hoax",
    Other = "other",
}

/// The text is not the slug of a method.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("find the method `{0}` in the taxonomy")]
pub struct ParseMethodError(pub String);

impl FromStr for Method {
    type Err = ParseMethodError;

    fn from_str(text: &str) -> Result<Method, ParseMethodError> {
        let found = Method::ALL.iter().find(|method| method.slug() == text);
        found.copied().ok_or_else(|| ParseMethodError(text.to_owned()))
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}
