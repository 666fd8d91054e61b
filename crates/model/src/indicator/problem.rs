//! Why a text is not an indicator: one stable code per thing a person can do about it.

macro_rules! problems {
    ($($(#[$doc:meta])* $variant:ident = $slug:literal),* $(,)?) => {
        /// Why a text is not an indicator of the wanted kind.
        ///
        /// The catalogue holds a sentence `indicator-<code>` for each in both languages.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Problem { $($(#[$doc])* $variant),* }

        impl Problem {
            /// Every problem.
            pub const ALL: &'static [Problem] = &[$(Problem::$variant),*];

            /// The stable code, kebab-case.
            pub const fn code(self) -> &'static str {
                match self { $(Problem::$variant => $slug),* }
            }
        }
    };
}

problems! {
    /// Nothing is left after trimming.
    Empty = "empty",
    /// Longer than this kind can be.
    TooLong = "too-long",
    /// Shorter than this kind can be.
    TooShort = "too-short",
    /// The text before the colon names no kind.
    UnknownKind = "unknown-kind",
    /// A control character (NUL, escape) that nobody types.
    ControlCharacter = "control-character",
    /// A character that cannot stand in this kind.
    BadCharacter = "bad-character",
    /// A domain was wanted and a link to a page was given.
    HasPath = "has-path",
    /// A domain was wanted and an e-mail address was given.
    HasUser = "has-user",
    /// Neither a host name nor an address.
    NotAHost = "not-a-host",
    /// One label only: a top-level name, a local name or a word.
    NoDot = "no-dot",
    /// A label of more than 63 octets, or a name of more than 253.
    HostTooLong = "host-too-long",
    /// Letters that no registry and no browser accepts in a name.
    BadIdn = "bad-idn",
    /// Looks like an IP address and is none.
    BadAddress = "bad-address",
    /// An address of a local network, which means somebody else for each reader.
    PrivateAddress = "private-address",
    /// A link that is not for the web (`mailto:`, `javascript:`, `tel:`).
    UnsupportedScheme = "unsupported-scheme",
    /// Digits that no numbering plan holds.
    NotInPlan = "not-in-plan",
    /// A country code that the ITU has not assigned.
    UnassignedCountryCode = "unassigned-country-code",
    /// No bank or wallet of this name or number is known.
    UnknownBank = "unknown-bank",
    /// The text names more than one bank.
    AmbiguousBank = "ambiguous-bank",
    /// No account number in the text.
    NoAccount = "no-account",
    /// The text holds more than one account number.
    SeveralAccounts = "several-accounts",
    /// The platform is missing or is none we know.
    UnknownPlatform = "unknown-platform",
    /// The link leads to something on the platform that names no account.
    NotAnAccount = "not-an-account",
    /// The name breaks the rules of the platform.
    BadAccountName = "bad-account-name",
    /// Digits only: a telephone number rather than a sender name.
    OnlyDigits = "only-digits",
    /// No `@`, or more than one.
    NotAnAddress = "not-an-address",
    /// The check characters are wrong: most likely a slip in copying.
    BadChecksum = "bad-checksum",
    /// The shape of none of the chains we know.
    UnknownChain = "unknown-chain",
    /// Not the name of an application package.
    NotAPackage = "not-a-package",
    /// Not a SHA-256 of 64 hex digits.
    NotAHash = "not-a-hash",
}
