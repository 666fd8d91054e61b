//! What to do now: at most three imperatives per answer, biggest first.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ReferenceError;
use super::table::{Table, is_slug};
use crate::{Method, Text, Verdict};

/// One imperative.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// Stable code, kebab-case, e.g. `hang-up`.
    pub code: String,
    /// The sentence.
    pub text: Text,
}

/// The table `advice.toml`.
#[derive(Clone, Debug, Default)]
pub struct AdviceTable {
    pub(crate) advice: Vec<Advice>,
    pub(crate) by_method: Vec<(Method, Vec<usize>)>,
    pub(crate) by_verdict: Vec<(Verdict, Vec<usize>)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "source")]
    _source: String,
    advice: Vec<Advice>,
    by_verdict: BTreeMap<String, Vec<String>>,
    by_method: BTreeMap<String, Vec<String>>,
}

impl AdviceTable {
    /// Imperatives shown under one answer.
    pub const SHOWN_MAX: usize = 3;

    pub(super) const FILE: &'static str = "advice.toml";

    pub(super) fn parse(text: &str) -> Result<AdviceTable, ReferenceError> {
        let table = Table::new(Self::FILE, text);
        let file: File = table.toml()?;
        for (index, advice) in file.advice.iter().enumerate() {
            if !is_slug(&advice.code) || file.advice[..index].iter().any(|other| other.code == advice.code) {
                return Err(
                    table.refuse(0, format!("advice `{}` is not a slug, or is there twice", advice.code))
                );
            }
            table.check_text(0, &format!("advice `{}`", advice.code), &advice.text)?;
        }
        let mut by_method = Vec::new();
        for (slug, codes) in &file.by_method {
            let method: Method = slug.parse().map_err(|error| table.refuse(0, error))?;
            by_method.push((method, positions(table, &file.advice, slug, codes)?));
        }
        let mut by_verdict = Vec::new();
        for (slug, codes) in &file.by_verdict {
            let verdict = Verdict::from_slug(slug);
            let verdict = verdict.ok_or_else(|| table.refuse(0, format!("no verdict `{slug}`")))?;
            by_verdict.push((verdict, positions(table, &file.advice, slug, codes)?));
        }
        if let Some(method) = Method::ALL.iter().find(|m| !by_method.iter().any(|(of, _)| of == *m)) {
            return Err(table.refuse(0, format!("method `{method}` has no advice")));
        }
        if let Some(verdict) = Verdict::ALL.iter().find(|v| !by_verdict.iter().any(|(of, _)| of == *v)) {
            return Err(table.refuse(0, format!("verdict `{}` has no advice", verdict.slug())));
        }
        Ok(AdviceTable { advice: file.advice, by_method, by_verdict })
    }

    /// What to do now, biggest first, at most [`AdviceTable::SHOWN_MAX`]: by method for a scam, else by verdict.
    pub fn of(&self, verdict: Verdict, method: Option<Method>) -> Vec<&Advice> {
        let scam = matches!(verdict, Verdict::Listed | Verdict::Dangerous | Verdict::Suspicious);
        let of_method = method
            .filter(|_| scam)
            .and_then(|m| self.by_method.iter().find(|(of, _)| *of == m))
            .map(|(_, a)| a);
        let of_verdict = self.by_verdict.iter().find(|(of, _)| *of == verdict).map(|(_, a)| a);
        let chosen = of_method.or(of_verdict).map_or(&[][..], Vec::as_slice);
        chosen.iter().take(Self::SHOWN_MAX).map(|index| &self.advice[*index]).collect()
    }

    /// Everything that helps against one method, biggest first: three to five imperatives.
    pub fn of_method(&self, method: Method) -> Vec<&Advice> {
        let own = self.by_method.iter().find(|(of, _)| *of == method);
        own.map(|(_, advice)| advice.iter().map(|index| &self.advice[*index]).collect()).unwrap_or_default()
    }

    /// The imperative with this code.
    pub fn get(&self, code: &str) -> Option<&Advice> {
        self.advice.iter().find(|advice| advice.code == code)
    }
}

fn positions(
    table: Table<'_>,
    advice: &[Advice],
    of: &str,
    codes: &[String],
) -> Result<Vec<usize>, ReferenceError> {
    if codes.len() < AdviceTable::SHOWN_MAX {
        return Err(table.refuse(0, format!("`{of}` has fewer than {} imperatives", AdviceTable::SHOWN_MAX)));
    }
    let position = |code: &String| {
        let index = advice.iter().position(|advice| advice.code == *code);
        index.ok_or_else(|| table.refuse(0, format!("`{of}` names no known advice `{code}`")))
    };
    codes.iter().map(position).collect()
}
