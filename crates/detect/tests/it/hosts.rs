//! Hosts that imitate, lure or play: what is known, what comes near it, and honest hosts that look like it. All names
//! are made up, except those of the owners imitated and of their own pages.

use std::sync::LazyLock;

use detect::{Engine, NoList, Submission};
use model::{Reference, Verdict};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::rules_alone(Reference::embedded()));

fn verdict(host: &str) -> (Verdict, Vec<String>) {
    let assessment = ENGINE.assess(&Submission::text(host), &NoList);
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

/// Each kind of host that came after 2023: a hit, what comes near it, an honest one that looks like it.
#[test]
fn what_fraudsters_registered_later_is_known_by_its_shape() {
    for (code, hit, near, honest) in [
        // The name of a state service, misspelt or torn, and `gov` where anybody can register it.
        ("imitates-state", "vneld-capnhat.cc", "vnel-capnhat.example", "vneid.gov.vn"),
        ("imitates-state", "dich-vu-cong-quoc-gia.top", "dich-vu-cong-nghe.com", "dichvucong.gov.vn"),
        ("imitates-state", "bo-c0ng-an.vip", "bo-cong-cu.example", "bocongan.gov.vn"),
        ("imitates-state", "gdtgov.cfd", "gdtgo.cfd", "www.gov.uk"),
        ("imitates-state", "nopphat.gov-online.icu", "nopphat.governance.example", "tax.service.gov.uk"),
        ("imitates-state", "dichvucong.tgovn.cc", "dichcong.tgo.example", "dichvucong.hanoi.gov.vn"),
        ("imitates-state", "vneid.id.vn", "vnei.id.vn", "csgt.vn"),
        // A bank's name of three letters with the words of a counter, or a misspelt `bank`.
        ("imitates-brand", "vcbcskh.com", "vcbevents.com", "vietcombank.com.vn"),
        ("imitates-brand", "vaymsb24.com", "vaymau24.com", "msb.com.vn"),
        ("imitates-brand", "vcbdigibink.com", "vcbook.com", "vietcombank.com.vn"),
        ("imitates-brand", "acbbank-online.net", "acbaker.example", "acb.com.vn"),
        // A name of letters that stand together in no word, wherever it stands.
        ("imitates-brand", "smrtbbidvx.com", "smrtbbidx.com", "bidv.com.vn"),
        ("imitates-brand", "tinghtkvn.com", "tinghtvn.com", "ghtk.vn"),
        // A short name with words that promise work or a gift.
        ("imitates-brand", "tikictv7.com", "tikita-kasi.example", "tiki.vn"),
        ("imitates-brand", "kiemmomo.com", "momosushi-vidu.example", "momo.vn"),
        // Endings under `.vn` that anybody gets.
        ("imitates-brand", "vietcombank.id.vn", "traicay.id.vn", "vidu.id.vn"),
    ] {
        let (answer, codes) = verdict(hit);
        assert!(matches!(answer, Verdict::Dangerous | Verdict::Suspicious), "{hit} {codes:?}");
        assert!(codes.iter().any(|held| held == code), "{hit} {codes:?}");
        for other in [near, honest] {
            let (answer, codes) = verdict(other);
            assert!(!codes.iter().any(|held| held == code) || !is_alarm(answer), "{other} {codes:?}");
        }
    }
}

#[test]
fn an_ending_of_the_country_in_the_middle_is_no_ending() {
    for host in ["vidu.com.vn.tracuu.top", "vidu.gov.vn.tracuu.top"] {
        assert!(
            verdict(host).1.iter().any(|code| code == "fake-ending" || code == "imitates-state"),
            "{host}"
        );
    }
    for host in ["vidu.com.vn", "www.vidu.org.vn", "vn.vidu.com"] {
        assert!(!verdict(host).1.iter().any(|code| code == "fake-ending"), "{host}");
    }
}

/// Names that very many people visit imitate nobody, and words of other languages are no names of banks.
#[test]
fn popular_names_and_ordinary_words_imitate_nobody() {
    for host in [
        "shopee.sg",
        "amazon.de",
        "techrepublic.com",
        "republic-vidu.example",
        "credit-vidu.example",
        "phatnguoi.vn",
    ] {
        let (answer, codes) = verdict(host);
        assert!(!is_alarm(answer) && !codes.iter().any(|code| code == "imitates-brand"), "{host} {codes:?}");
    }
    assert!(is_alarm(verdict("m.shopee-sg.top").0) && is_alarm(verdict("vietcombank.weebly.com").0));
}

fn is_alarm(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Dangerous | Verdict::Suspicious)
}
