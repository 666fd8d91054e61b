//! What a submission says beside indicators, as people read it: a name for each sort, and the value in words.

use model::{Obfuscation, Stated, StatedKind};

use crate::catalogue::Words;

/// From where on the writing is called disguised, 0 to 1. Set by hand: a stray letter of another alphabet lies below.
const TOLD_FROM: f32 = 0.2;

/// What sort of thing it is, e.g. "Số tiền".
pub fn kind_label(kind: StatedKind, t: Words) -> String {
    t.say(&format!("stated-{}", kind.slug())).into_owned()
}

/// The value as people read it: `2.500.000 đ`, `24 giờ`, `30/11/2026`, `6 chữ số`.
pub fn value_label(stated: &Stated, t: Words) -> String {
    let value = stated.value.as_str();
    match stated.kind {
        StatedKind::Amount => value.parse::<u64>().map(|dong| format!("{} đ", t.number(dong))).ok(),
        StatedKind::Code => t.say_with("stated-digits", "count", value).into_owned().into(),
        StatedKind::Deadline => deadline_label(value, t),
        _ => None,
    }
    .unwrap_or_else(|| value.to_owned())
}

/// `PT24H`, `P3D`, `today`, `2026-11-30`, `--11-30`; a time of day stays as it is.
fn deadline_label(value: &str, t: Words) -> Option<String> {
    if value == "today" {
        return Some(t.say("stated-today").into_owned());
    }
    let period = value.strip_prefix("PT").map(|rest| (rest, true));
    if let Some((rest, is_time)) = period.or_else(|| value.strip_prefix('P').map(|rest| (rest, false))) {
        let (number, unit) = rest.split_at(rest.len().checked_sub(1)?);
        let key = match (unit, is_time) {
            ("H", true) => "stated-hours",
            ("M", true) => "stated-minutes",
            ("D", false) => "stated-days",
            ("W", false) => "stated-weeks",
            _ => return None,
        };
        return Some(t.say_with(key, "count", number).into_owned());
    }
    if let Some(day) = value.strip_prefix("--") {
        let (month, day) = day.split_once('-')?;
        return Some(format!("{day}/{month}"));
    }
    let mut parts = value.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Some(format!("{day}/{month}/{year}"))
}

/// How the writing hides what it says, in a sentence; `None` when it hides little or nothing.
pub fn obfuscation_line(obfuscation: &Obfuscation, t: Words) -> Option<String> {
    if obfuscation.score < TOLD_FROM {
        return None;
    }
    let ways: Vec<String> = obfuscation
        .ways
        .iter()
        .map(|(way, count)| t.say_with(&format!("disguise-{}", way.slug()), "count", *count).into_owned())
        .collect();
    #[expect(clippy::cast_possible_truncation, reason = "a score of 0 to 1 in percent")]
    let percent = (obfuscation.score * 100.0).round() as i64;
    Some(
        t.say_all("disguise-line", &[("percent", percent.into()), ("ways", ways.join(", ").into())])
            .into_owned(),
    )
}

#[cfg(test)]
mod tests {
    use model::{Disguise, Language};

    use super::*;

    fn check(kind: StatedKind, value: &str, vietnamese: &str, english: &str) {
        let stated = Stated { kind, value: value.to_owned(), span: None };
        let of = |language| value_label(&stated, Words::new(language));
        assert_eq!((of(Language::Vi).as_str(), of(Language::En).as_str()), (vietnamese, english));
    }

    #[test]
    fn values_are_words_in_both_languages() {
        check(StatedKind::Amount, "2500000", "2.500.000 đ", "2,500,000 đ");
        check(StatedKind::Deadline, "PT24H", "24 giờ", "24 hours");
        check(StatedKind::Deadline, "P3D", "3 ngày", "3 days");
        check(StatedKind::Deadline, "today", "trong hôm nay", "today");
        check(StatedKind::Deadline, "2026-11-30", "30/11/2026", "30/11/2026");
        check(StatedKind::Deadline, "--12-05", "05/12", "05/12");
        check(StatedKind::Deadline, "17:30", "17:30", "17:30");
        check(StatedKind::Code, "6", "6 chữ số", "6 digits");
        check(StatedKind::Holder, "Nguyễn Văn Mẫu", "Nguyễn Văn Mẫu", "Nguyễn Văn Mẫu");
    }

    #[test]
    fn every_sort_and_every_way_has_words() {
        for language in [Language::Vi, Language::En] {
            let t = Words::new(language);
            assert!(StatedKind::ALL.iter().all(|kind| t.has(&format!("stated-{}", kind.slug()))));
            assert!(Disguise::ALL.iter().all(|way| t.has(&format!("disguise-{}", way.slug()))));
        }
    }

    #[test]
    fn little_disguise_is_not_told() {
        let t = Words::new(Language::En);
        let ways = vec![(Disguise::Lookalikes, 4)];
        let line = obfuscation_line(&Obfuscation { score: 0.55, ways: ways.clone() }, t);
        assert!(line.is_some_and(|line| line.contains("55") && line.contains('4')));
        assert_eq!(obfuscation_line(&Obfuscation { score: 0.1, ways }, t), None);
    }
}
