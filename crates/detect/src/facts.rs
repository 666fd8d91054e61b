//! Plain facts about a submission that rules may require by name.

macro_rules! facts {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// One plain fact.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Fact { $($(#[$doc])* $variant),* }

        impl Fact {
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
}

/// A set of facts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts(u32);

impl Facts {
    /// Adds a fact.
    pub(crate) fn insert(&mut self, fact: Fact) {
        self.0 |= 1 << fact as u32;
    }

    /// Whether it holds.
    pub(crate) fn has(self, fact: Fact) -> bool {
        self.0 & (1 << fact as u32) != 0
    }
}
