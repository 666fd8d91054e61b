//! Methods, advice and the first hour: complete, in two languages, with their marks.

use std::collections::BTreeSet;

use model::reference::{AdviceTable, MethodEntry, Reference};
use model::{Method, Text, Verdict};

fn entries() -> &'static [MethodEntry] {
    &Reference::embedded().taxonomy.methods
}

/// Every sentence meant for people, with the place it stands in.
fn sentences() -> Vec<(String, &'static Text)> {
    let reference = Reference::embedded();
    let mut all = Vec::new();
    for entry in entries() {
        all.push((format!("name of {}", entry.method), &entry.name));
        all.push((format!("story of {}", entry.method), &entry.story));
        all.extend(entry.signs.iter().map(|sign| (format!("sign of {}", entry.method), sign)));
        let advice = reference.advice.of_method(entry.method);
        all.extend(advice.into_iter().map(|advice| (format!("advice {}", advice.code), &advice.text)));
    }
    for step in &reference.first_hour.steps {
        all.push((format!("title of {}", step.code), &step.title));
        all.extend(step.actions.iter().map(|action| (format!("action of {}", step.code), action)));
    }
    let first_hour = &reference.first_hour;
    all.extend(first_hour.evidence.iter().map(|text| ("evidence".to_owned(), text)));
    all.extend(first_hour.afterwards.iter().map(|text| ("afterwards".to_owned(), text)));
    all.extend(reference.hotlines.hotlines.iter().map(|h| (format!("purpose of {}", h.number), &h.purpose)));
    all
}

#[test]
fn every_method_has_its_entry_in_order() {
    let methods: Vec<Method> = entries().iter().map(|entry| entry.method).collect();
    assert_eq!(methods, Method::ALL);
    let taxonomy = &Reference::embedded().taxonomy;
    assert_eq!(taxonomy.families.len(), 8);
    for family in &taxonomy.families {
        assert!(taxonomy.methods_of(&family.slug).count() >= 3, "{}", family.slug);
    }
    assert_eq!(taxonomy.technique("apk-malware").map(|name| name.en.contains("app")), Some(true));
}

#[test]
fn every_one_of_the_24_official_forms_has_a_method() {
    let forms: BTreeSet<u8> =
        entries().iter().flat_map(|entry| entry.crosswalk.attt24.iter().copied()).collect();
    assert_eq!(forms, (1..=24).collect());
}

#[test]
fn methods_fall_into_the_six_rows_of_dong_thap() {
    let rows: BTreeSet<&str> = entries().iter().map(|entry| entry.crosswalk.dong_thap.as_str()).collect();
    let expected = BTreeSet::from([
        // A hoax takes no property, so the report has no row for it.
        "",
        "Chiếm quyền sử dụng Facebook",
        "Giả danh cơ quan tư pháp",
        "Mua hàng qua mạng xã hội",
        "Quen biết qua Facebook, Zalo hứa gửi quà",
        "Thủ đoạn khác",
        "Đánh cắp thông tin tài khoản",
    ]);
    assert_eq!(rows, expected);
}

#[test]
fn every_sentence_is_there_in_both_languages_and_vietnamese_keeps_its_marks() {
    let has_mark = |text: &str| text.chars().any(|c| matches!(c, 'à'..='ỹ' | 'À'..='Ỹ'));
    for (place, text) in sentences() {
        assert!(has_mark(&text.vi), "{place}: `{}`", text.vi);
        assert!(
            !text.en.chars().any(|c| matches!(c, 'ă' | 'đ' | 'ơ' | 'ư' | 'ạ'..='ỹ')),
            "{place}: `{}`",
            text.en
        );
        assert_ne!(text.vi, text.en, "{place}");
    }
}

#[test]
fn a_story_has_three_or_four_sentences_or_one_more() {
    for entry in entries() {
        for story in [&entry.story.vi, &entry.story.en] {
            let sentences = story.matches(". ").count() + 1;
            assert!((3..=5).contains(&sentences), "{}: {sentences} sentences", entry.method);
        }
    }
}

#[test]
fn advice_is_three_to_five_short_imperatives_and_three_are_shown() {
    let advice = &Reference::embedded().advice;
    for method in Method::ALL {
        let own = advice.of_method(*method);
        assert!((3..=5).contains(&own.len()), "{method}");
        for imperative in own {
            let words = imperative.text.vi.split_whitespace().count();
            assert!(words <= 24, "{}: {words} words", imperative.code);
        }
        assert_eq!(advice.of(Verdict::Dangerous, Some(*method)).len(), AdviceTable::SHOWN_MAX);
    }
    for verdict in Verdict::ALL {
        assert_eq!(advice.of(verdict, None).len(), AdviceTable::SHOWN_MAX, "{verdict:?}");
    }
}

#[test]
fn a_verdict_that_is_no_scam_takes_no_advice_from_a_method() {
    let advice = &Reference::embedded().advice;
    let codes = |verdict| -> Vec<&str> {
        advice.of(verdict, Some(Method::GovJudicial)).iter().map(|advice| advice.code.as_str()).collect()
    };
    assert_eq!(codes(Verdict::Listed)[0], "hang-up-police");
    assert_eq!(codes(Verdict::NoInformation)[0], "still-careful");
    assert_eq!(codes(Verdict::Official)[0], "official-no-code");
}

#[test]
fn nothing_tells_a_reader_that_it_is_safe() {
    for (place, text) in sentences() {
        let vi = text.vi.to_lowercase();
        let says_safe = vi.contains("an toàn") && !vi.contains("không có nghĩa là an toàn");
        // The words also stand in names of offices.
        assert!(!says_safe || place.starts_with("purpose"), "{place}: `{}`", text.vi);
    }
}

#[test]
fn the_first_hour_has_four_steps_by_the_clock() {
    let steps = &Reference::embedded().first_hour.steps;
    let clock: Vec<(u16, u16)> = steps.iter().map(|step| (step.from_minute, step.to_minute)).collect();
    assert_eq!(clock, [(0, 5), (5, 15), (15, 30), (30, 60)]);
}
