//! Hosts that imitate, lure or play: what is known, what comes near it, and honest hosts that look like it. All names
//! are made up, except those of the owners imitated and of their own pages.

use std::sync::LazyLock;

use detect::{Engine, NoList, Submission};
use model::reference::{HostWords, Services};
use model::{Language, Reference, Verdict};

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

/// Kinds of 2024 to 2026: a hit, what comes near it, an honest one that looks like it. What is imitated exists, every
/// host but an owner's own is made up.
#[test]
fn what_was_registered_since_is_known_by_its_shape() {
    for (code, hit, near, honest) in [
        // Letters that strangers bear too: with a bait, alone, in another country.
        ("imitates-brand", "vib-nhanthuong.com", "vib-holzbau.com", "vib-holzbau.ch"),
        ("imitates-brand", "agri-mokhoa.weebly.com", "agri-vidu.com", "agribank.com.vn"),
        ("imitates-brand", "amaz0n-vidu.com", "amazonas-vidu.com", "amazon.com"),
        ("imitates-brand", "doji-tangqua.net", "doji-vidu.net", "doji.vn"),
        ("imitates-brand", "ssi-vidu.asia", "ssi-vidu.com", "ssi.com.vn"),
        // Goods that others sell: with a bait, in a shop of an agent.
        ("imitates-brand", "vinfast-tangxe.com", "vinfast-vidu.com", "daily-vinfast-vidu.com"),
        ("imitates-brand", "panasonic-tuyendung.top", "panasonic-vidu.top", "dienlanh-panasonic-vidu.com"),
        // The names of carriers and brokers with the words of their trade.
        ("imitates-brand", "dhlparcel-vidu.com", "dhlan-vidu.com", "dhl.com"),
        ("imitates-brand", "tcbmobile-vn.net", "tcbmotor-vn.net", "techcombank.com.vn"),
        // Letters that look like others, are doubled, or are one wrong in a short name of a bank.
        ("imitates-brand", "rnicrosoft-vn.top", "mircosaft-vidu.top", "microsoft.com"),
        ("imitates-brand", "lcloud-vidu.live", "cloud-vidu.live", "icloud.com"),
        ("imitates-brand", "shoppee-vidu.net", "shopped-vidu.net", "shopee.vn"),
        ("imitates-brand", "tpbamk.com", "tpbark.com", "tpb.vn"),
        // The whole host of an owner in front of another, and as the name of a user.
        ("imitates-brand", "booking.com-id1.vidu.com", "vidu-booking.com", "booking.com"),
        ("imitates-brand", "techcombank.com.vn.mở-thẻ.net", "vidu.com.vn.mở-thẻ.net", "techcombank.com.vn"),
        ("imitates-brand", "dichvucong.gov.vn@vidu-app.com", "ten.nguoi@vidu-app.com", "dichvucong.gov.vn"),
        // A service with a bait, or under an ending that anybody gets.
        ("service-bait", "luonghuu-tangthem.com", "luonghuu-vidu.com", "baohiemxahoi.gov.vn"),
        ("service-bait", "tracuudat-vidu.id.vn", "tracuudat-vidu.vn", "datdai-vidu.id.vn"),
        ("service-bait", "hoantiendien.com", "tietkiemdien-vidu.com", "tiendien-vidu.com"),
        ("service-bait", "capnuoc-gov.com", "capnuoc-vidu.com", "tracuu-capnuoc-vidu.com"),
        ("service-bait", "account-appeal1.vercel.app", "account-vidu.vercel.app", "appeal-vidu.org"),
        // A path that names somebody, where the host is nobody's.
        (
            "named-in-path",
            "http://198.51.100.7/h5/lazada/",
            "http://198.51.100.7/h5/vidu/",
            "vidu.com/h5/lazada/",
        ),
        ("named-in-path", "http://198.51.100.7:8080/dvc/", "http://198.51.100.7:8080/dvd/", "vidu.com/dvc/"),
        ("named-in-path", "bom.so/ghtk-don1", "bom.so/vidu-don1", "i.ghtk.vn"),
        ("named-in-path", "bit.ly/vneid-capnhat", "bit.ly/vneid-huongdan", "bit.ly/vcb-uudai"),
        // A double that moved, neighbours swapped, four letters as the eye takes them.
        ("imitates-brand", "shoppe-vidu.io.vn", "shop-vidu.io.vn", "shopee.vn"),
        ("imitates-brand", "vnied-vidu.com", "vnide-xvidu.com", "vneid.gov.vn"),
        ("imitates-brand", "b1dv-vidu.com", "bldg-vidu.com", "bidv.com.vn"),
        // The number of luck behind a name, a body of the state with its papers, two of its services beside one another.
        ("imitates-brand", "agoda86-vidu.com", "agoda-vidu.com", "agoda.com"),
        ("imitates-brand", "gdt-hoadon-vidu.com", "hoadon-vidu.com", "gdt.gov.vn"),
        ("imitates-state", "baohiemxahoi-vssid.net", "baohiemnhantho-vidu.net", "vssid.gov.vn"),
        // Services that came later: votes, cleared debts, money from abroad, one host of a series.
        ("service-bait", "binhchonbe-vidu.weebly.com", "binhchon-vidu.weebly.com", "binhchon-vidu.com"),
        ("service-bait", "xoanoxau-vidu.com", "noxau-vidu.com", "muabanno-vidu.com"),
        ("service-bait", "nhankieuhoi-vidu.weebly.com", "kieuhoi-vidu.weebly.com", "kieuhoi-vidu.com"),
        ("service-bait", "trasoat-48151.com", "tiendien-2025.com", "tiendien-vidu.com"),
        ("service-bait", "tiennuoc-sawaco-vidu.com", "tiennuoc-vidu.com", "sawaco.com.vn"),
        ("service-bait", "congan-ctv.top", "luoibancongantoan.com", "bocongan.gov.vn"),
        ("named-in-path", "bit.ly/csgt-nopphat", "bit.ly/csgt-tin", "bit.ly/vcb-uudai"),
        // A kit of false shops.
        ("site-kit", "mall-60123.com/#/login", "mall-60123.com/#/gioithieu", "app.vidu.com/#/login"),
    ] {
        let (answer, codes) = verdict(hit);
        assert!(is_alarm(answer), "{hit} {codes:?}");
        assert!(codes.iter().any(|held| held == code), "{hit} {codes:?}");
        for other in [near, honest] {
            let (answer, codes) = verdict(other);
            assert!(!is_alarm(answer), "{other} {codes:?}");
        }
    }
}

/// Firms elsewhere with the same letters, agents at home, further houses of the owners themselves.
#[test]
fn honest_hosts_with_the_letters_of_others_are_left_alone() {
    for host in [
        "ocb-vidu.ch",
        "acb.net",
        "vps.net",
        "bidvest-vidu.co.za",
        "lottemart.co.id",
        "mbank.pl",
        "amazon-rainforest-vidu.org",
        "dhl.fr",
        "ghn-architekten-vidu.de",
        "dailyxe-vinfast-vidu.com",
        "luatsu-toaan-vidu.com",
        "lapmangviettel-vidu.com",
        "facebookmail.com",
        "zalo.cloud",
        "icloud.com.cn",
        "thue-ketoan-vidu.net",
        "review-dien-may.top",
        "minigame-lop-hoc.github.io",
        "viettel-store-vinhlong.io.vn",
        "magiamgia-shopee-vidu.com",
        "xkld-nhatban-vidu.com",
        "momoko-vidu.info",
    ] {
        let (answer, codes) = verdict(host);
        assert!(!is_alarm(answer), "{host} {codes:?}");
    }
}

/// What the reason of this code is about, as it is called in this language.
fn subject(engine: &Engine, host: &str, code: &str, language: Language) -> Option<String> {
    let reasons = engine.assess(&Submission::text(host), &NoList).reasons;
    let reason = reasons.into_iter().find(|reason| reason.code == code)?;
    reason.subject_in(language).map(str::to_owned)
}

/// The reason names who is imitated, and the question the other way round is answered with the same owner.
#[test]
fn the_reason_names_the_owner_or_the_service() {
    let subject = |host, code| subject(&ENGINE, host, code, Language::Vi);
    assert_eq!(subject("doji-tangqua.net", "imitates-brand").as_deref(), Some("DOJI"));
    assert_eq!(subject("icloud.com-vidu.top", "imitates-brand").as_deref(), Some("Apple"));
    assert_eq!(
        subject("luonghuu-tangthem.com", "service-bait").as_deref(),
        Some("bảo hiểm xã hội, lương hưu")
    );
    assert_eq!(subject("http://198.51.100.7/h5/lazada/", "named-in-path").as_deref(), Some("Lazada"));
}

#[test]
fn the_reason_names_the_owner_or_the_service_in_english_too() {
    for (host, code, name) in [
        ("luonghuu-tangthem.com", "service-bait", "social insurance and pensions"),
        ("http://198.51.100.7/dvc/", "named-in-path", "National Public Service Portal"),
        ("gdt-hoadon-vidu.com", "imitates-brand", "Tax Department"),
        ("dichvucong.gov.vn@vidu-app.com", "imitates-brand", "National Public Service Portal"),
        // Called the same in both, and the host itself.
        ("doji-tangqua.net", "imitates-brand", "DOJI"),
        ("ruttien-thetindung.com", "lure-words", "ruttien-thetindung.com"),
    ] {
        assert_eq!(subject(&ENGINE, host, code, Language::En).as_deref(), Some(name), "{host}");
    }
}

/// A service, and a bait beside another, that the shipped tables do not know.
#[test]
fn an_office_adds_a_service_and_a_bait_without_a_release() {
    const SERVICES: &str = include_str!("../../../../data/services.toml");
    const WORDS: &str = include_str!("../../../../data/host_words.toml");
    let service = r#"
[[services]]
code = "sample"
name = { vi = "dịch vụ mẫu", en = "a made-up service" }
methods = { gov-fine = 0.8 }
own = ["dichvumauvidu"]
source = "test"
"#;
    let own = Reference::with_overrides(|file| match file {
        Services::FILE => Some(format!("{SERVICES}{service}")),
        HostWords::FILE => Some(WORDS.replacen("\"0dong\",", "\"0dong\", \"moimauvidu\",", 1)),
        _ => None,
    });
    let own = Engine::rules_alone(&own.unwrap());
    let named = |engine, host| subject(engine, host, "service-bait", Language::En);
    for (host, name) in [
        ("dichvumauvidu-tangthem.com", "a made-up service"),
        ("luonghuu-moimauvidu.com", "social insurance and pensions"),
    ] {
        assert_eq!(named(&own, host).as_deref(), Some(name));
        assert_eq!(named(&ENGINE, host), None);
    }
}
