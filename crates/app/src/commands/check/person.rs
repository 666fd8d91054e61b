//! One answer in words, in the order of the product: verdict, what to do now, why, the trick, whom to call.

use std::io::{self, Write};

use model::{Assessment, Verdict};

use web::stated;

use super::Checker;

/// Writes the answer.
///
/// # Errors
/// When `out` fails.
pub(super) fn write(checker: &Checker<'_>, assessment: &Assessment, mut out: impl Write) -> io::Result<()> {
    let words = &checker.words;
    let owner = assessment.indicators.iter().find_map(|found| found.official_owner.as_deref());
    let key = format!("verdict-{}", assessment.verdict.slug().replace('_', "-"));
    writeln!(out, "{}", words.say_with(&key, "owner", owner.unwrap_or_default()))?;

    let method = assessment.method.map(|guess| guess.method);
    let advice = checker.reference.advice.of(assessment.verdict, method);
    section(
        &mut out,
        checker,
        "cli-check-do",
        advice.iter().map(|advice| words.of(&advice.text).to_owned()),
    )?;
    let reasons = assessment.reasons.iter().map(|reason| checker.sentence(reason));
    section(&mut out, checker, "cli-check-why", reasons)?;
    let found = assessment.indicators.iter().map(|found| match &found.listed {
        Some(listed) => {
            let since = listed.listed_at.vietnam_date();
            let values = [("indicator", found.indicator.to_string().into()), ("since", since.into())];
            words.say_all("cli-check-listed", &values).into_owned()
        }
        None => found.indicator.to_string(),
    });
    section(&mut out, checker, "cli-check-found", found)?;
    let stated = assessment.stated.iter().map(|stated| {
        format!("{}: {}", stated::kind_label(stated.kind, *words), stated::value_label(stated, *words))
    });
    section(
        &mut out,
        checker,
        "answer-stated",
        stated.chain(stated::obfuscation_line(&assessment.obfuscation, *words)),
    )?;
    if !matches!(assessment.verdict, Verdict::NoInformation | Verdict::Official)
        && let Some(entry) = method.map(|method| checker.reference.taxonomy.entry(method))
    {
        section(&mut out, checker, "cli-check-method", std::iter::once(words.of(&entry.name).to_owned()))?;
    }
    out.flush()
}

fn section(
    out: &mut impl Write,
    checker: &Checker<'_>,
    heading: &str,
    lines: impl Iterator<Item = String>,
) -> io::Result<()> {
    for (index, line) in lines.enumerate() {
        if index == 0 {
            writeln!(out, "\n{}", checker.words.say(heading))?;
        }
        writeln!(out, "  - {line}")?;
    }
    Ok(())
}
