//! Provinces and communes with old names and validity dates.

/// One of the 34 provincial units since 1 July 2025.
#[derive(Clone, Debug)]
pub struct Province {
    /// Two-digit code, e.g. `48`.
    pub code: String,
    /// Name, e.g. `Đà Nẵng`.
    pub name: String,
    /// ASCII name for addresses, e.g. `da-nang`.
    pub slug: String,
    /// Whether it is a centrally run city.
    pub is_city: bool,
    /// Names of the provinces it was merged from (its own name too).
    pub merged_from: Vec<String>,
}

/// The tables `provinces.csv` and `communes.csv`.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// In the order of their names in Vietnamese.
    pub provinces: Vec<Province>,
}

impl Places {
    /// The province with this code.
    pub fn province(&self, code: &str) -> Option<&Province> {
        self.provinces.iter().find(|province| province.code == code)
    }

    /// The province people mean by this name: today's or an old one, with or without marks.
    pub fn find_province(&self, name: &str) -> Option<&Province> {
        self.provinces.iter().find(|province| province.name == name)
    }
}
