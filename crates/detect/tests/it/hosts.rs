//! Hosts that imitate, lure or play: what is known, what comes near it, and honest hosts that look like it. All names
//! are made up, except those of the owners imitated and of their own pages.

use detect::{Engine, NoList, Submission};
use model::{Reference, Verdict};

fn verdict(host: &str) -> (Verdict, Vec<String>) {
    let assessment = Engine::rules_alone(Reference::embedded()).assess(&Submission::text(host), &NoList);
    (assessment.verdict, assessment.reasons.into_iter().map(|reason| reason.code).collect())
}

#[test]
fn a_brand_with_a_number_or_the_country_is_an_imitation() {
    for host in
        ["tikivip666.com", "momovn.net", "vi-sendo88.club", "vimomo.weebly.com", "thanhvien-garena.vn"]
    {
        let (verdict, codes) = verdict(host);
        assert!(matches!(verdict, Verdict::Dangerous | Verdict::Suspicious), "{host} {codes:?}");
        assert!(codes.iter().any(|code| code == "imitates-brand"), "{host} {codes:?}");
    }
    // Near and alike: a brand's letters inside another word, a shop of the same name elsewhere, agents under .vn.
    for host in ["contiki.example", "momoshop.example", "dailyviettel.vn", "shopee.vn", "momo.vn"] {
        let (verdict, codes) = verdict(host);
        assert!(!matches!(verdict, Verdict::Dangerous | Verdict::Suspicious), "{host} {codes:?}");
    }
}

#[test]
fn two_words_that_lure_are_more_than_one() {
    for host in ["ruttien-thetindung.com", "napthe-nhanqua.net", "sukien-vongquay.com"] {
        assert!(matches!(verdict(host).0, Verdict::Dangerous | Verdict::Suspicious), "{host}");
    }
    for host in ["tochucsukien.com", "thetindung.com", "hotro-khachhang.vn", "tuyendung.com"] {
        let (verdict, codes) = verdict(host);
        assert!(!matches!(verdict, Verdict::Dangerous | Verdict::Suspicious), "{host} {codes:?}");
    }
}

#[test]
fn a_game_of_chance_is_no_scam_and_no_honest_page() {
    for host in ["taixiu-vidu.com", "vidubet88.net", "chanle-vidu.club"] {
        let (verdict, codes) = verdict(host);
        assert!(
            verdict != Verdict::NoInformation && codes.iter().any(|code| code == "gambling-host"),
            "{host} {codes:?}"
        );
    }
    for host in ["alphabet.example", "windows10.example", "soixe.vn", "vidientu.vn"] {
        assert!(!verdict(host).1.iter().any(|code| code == "gambling-host"), "{host}");
    }
}
