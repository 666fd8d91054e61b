//! Banks and wallets by BIN.

/// One bank or wallet in the NAPAS system.
#[derive(Clone, Debug)]
pub struct Bank {
    /// Six-digit bank identification number at NAPAS, e.g. `970436`.
    pub bin: String,
    /// Short name as people say it, e.g. `Vietcombank`.
    pub name: String,
    /// Full Vietnamese name.
    pub full_name: String,
    /// Other ways people write it, folded (lower case, no marks).
    pub aliases: Vec<String>,
    /// Its verified 24-hour number; `None` when none is verified (then: the number on the card).
    pub hotline: Option<String>,
}

/// The table `banks.csv`.
#[derive(Clone, Debug, Default)]
pub struct Banks {
    /// In the order of their names.
    pub banks: Vec<Bank>,
}

impl Banks {
    /// The bank with this BIN.
    pub fn by_bin(&self, bin: &str) -> Option<&Bank> {
        self.banks.iter().find(|bank| bank.bin == bin)
    }

    /// The bank people mean by this name, with or without marks.
    pub fn find(&self, name: &str) -> Option<&Bank> {
        self.banks.iter().find(|bank| bank.name == name)
    }
}
