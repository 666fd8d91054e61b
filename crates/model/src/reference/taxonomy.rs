//! Families, methods and crosswalks to other classifications.

use crate::{Method, Text};

/// A family of methods.
#[derive(Clone, Debug)]
pub struct Family {
    /// Stable name, e.g. `gov`.
    pub slug: String,
    /// Name.
    pub name: Text,
}

/// What a method is called elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Crosswalk {
    /// Numbers of the 24 official forms (Cẩm nang, Cục ATTT, 2023), 1 to 24.
    pub attt24: Vec<u8>,
    /// One of the six buckets of Đồng Tháp's report.
    pub dong_thap: String,
    /// Articles of the Criminal Code, as a hint for an officer, never a conclusion.
    pub criminal_code: Vec<String>,
    /// FTC Sentinel category.
    pub ftc: String,
    /// Scamwatch category.
    pub scamwatch: String,
    /// UK Finance APP type.
    pub uk_finance: String,
    /// VERIS social variety and vector.
    pub veris: String,
    /// RSIT class and type.
    pub rsit: String,
}

/// One method as shown to people.
#[derive(Clone, Debug)]
pub struct MethodEntry {
    /// Which.
    pub method: Method,
    /// Slug of its family.
    pub family: String,
    /// Name.
    pub name: Text,
    /// How it goes on, in three or four sentences for a citizen.
    pub story: Text,
    /// Real signs, one each.
    pub signs: Vec<Text>,
    /// What it is called elsewhere.
    pub crosswalk: Crosswalk,
}

/// The table `taxonomy.toml`.
#[derive(Clone, Debug, Default)]
pub struct Taxonomy {
    /// In the order shown.
    pub families: Vec<Family>,
    /// In the order of [`Method::ALL`]; one entry each.
    pub methods: Vec<MethodEntry>,
    /// Techniques (a separate facet): slug and name.
    pub techniques: Vec<(String, Text)>,
}

impl Taxonomy {
    /// The entry of a method.
    pub fn entry(&self, method: Method) -> &MethodEntry {
        &self.methods[method as usize]
    }
}
