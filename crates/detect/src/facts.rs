//! Plain facts about a submission that rules may require by name.

macro_rules! facts {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// One plain fact.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Fact { $($(#[$doc])* $variant),* }

        impl Fact {
            /// Every fact with its name.
            pub(crate) const NAMED: &[(Fact, &str)] = &[$((Fact::$variant, $name)),*];

            /// The fact a rule file names.
            pub(crate) fn from_name(name: &str) -> Option<Fact> {
                match name { $($name => Some(Fact::$variant),)* _ => None }
            }
        }
    };
}

facts! {
    /// A link or host that is no known official channel.
    Link = "link",
    /// A link or host that is a known official channel.
    OfficialLink = "official-link",
    /// A mobile number, an account on a platform, or an e-mail address: a way to a person.
    Contact = "contact",
    /// A mobile number.
    MobilePhone = "mobile-phone",
    /// A number to call that is neither mobile nor a known official one.
    Hotline = "hotline",
    /// A bank account.
    BankAccount = "bank-account",
    /// A crypto-currency address.
    CryptoWallet = "crypto-wallet",
    /// The sender is a mobile or foreign number.
    SenderPhone = "sender-phone",
    /// The sender is a name.
    SenderName = "sender-name",
    /// The writing is disguised.
    Disguised = "disguised",
    /// Somebody called; what follows is told of a call, never read from a text.
    Call = "call",
    /// The number shown belongs to another country.
    CallForeign = "call-foreign",
    /// No number, or none that can be dialled, was shown.
    CallHidden = "call-hidden",
    /// The number shown cannot make calls, or no such number exists.
    CallCannot = "call-cannot",
    /// A recorded voice spoke.
    CallRobot = "call-robot",
    /// The number shown belongs to an office, but not to the one that the caller claims to be.
    CallOfAnother = "call-of-another",
    /// The reader called back on a number known before, and it was true.
    CallConfirmed = "call-confirmed",
    /// The reader called back on a number known before, and it was not true.
    CallDenied = "call-denied",
    /// They asked the reader to come to their office.
    CallInvites = "call-invites",
    /// The reader expects what the call is about.
    CallExpected = "call-expected",
}

/// A set of facts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts(u32);

impl Facts {
    /// Adds a fact.
    pub(crate) fn insert(&mut self, fact: Fact) {
        self.0 |= 1 << fact as u32;
    }

    /// The set without one fact.
    pub(crate) fn without(self, fact: Fact) -> Facts {
        Facts(self.0 & !(1 << fact as u32))
    }

    /// Whether it holds.
    pub(crate) fn has(self, fact: Fact) -> bool {
        self.0 & (1 << fact as u32) != 0
    }
}
