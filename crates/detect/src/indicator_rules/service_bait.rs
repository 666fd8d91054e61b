//! A host that joins the name of a service of the state, of power, water, banks or platforms with a bait, and is not
//! of whoever gives the service. Two signs are asked for, because honest firms and blogs write about these services.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use model::Method;

use super::baits::{baits, is_agents};
use super::free_hosting::is_free;
use super::suspicious_ending::{is_cheap, is_identified, is_second_sign};
use super::{Context, Grounds, Host};
use crate::rules::file::RuleKind;

/// A service whose pages are forged.
struct Service {
    /// In Vietnamese, as the reason names it.
    name: &'static str,
    votes: &'static [(Method, f32)],
    /// Words that hardly anybody else makes a host of.
    own: &'static [&'static str],
    /// Words that are a service and a bait in one: enough alone.
    acts: &'static [&'static str],
    /// Words of whole trades: they count where both a bait and an ending that costs nothing stand beside them.
    shared: &'static [&'static str],
}

/// Source: names of the services on their own pages; which of them are forged: warnings of 2023 to 2026.
const SERVICES: &[Service] = &[
    Service {
        name: "định danh điện tử, căn cước",
        votes: &[(Method::GovServiceApp, 0.8)],
        acts: &["kichhoatdinhdanh", "capnhatcccd", "dinhdanhmuc1", "dinhdanhmuc2"],
        own: &["dinhdanhmuc", "dinhdanhcongdan", "dinhdanhdientu", "cccd", "cancuoc", "eidvn", "eidvietnam"],
        shared: &["dinhdanh"],
    },
    Service {
        name: "cư trú",
        votes: &[(Method::GovServiceApp, 0.8)],
        acts: &[],
        own: &["cutruvn", "dangkycutru", "khaibaocutru", "khaibaotamtru"],
        shared: &["tamtru", "thuongtru"],
    },
    Service {
        name: "công an, an ninh mạng",
        votes: &[(Method::GovJudicial, 0.8)],
        acts: &[],
        own: &["cucanninhmang", "toiphamcongnghecao", "anninhdieutra", "canhsatdieutra", "cucanninh"],
        shared: &["congan", "anninhmang"],
    },
    Service {
        name: "phạt nguội",
        votes: &[(Method::GovFine, 0.8)],
        acts: &["nopphatnguoi", "nopphatgiaothong", "tichhopgplx", "tichhopbanglai"],
        own: &["phatnguoi", "viphamgiaothong", "viphamgt"],
        shared: &["gplx", "banglaixe"],
    },
    Service {
        name: "hoàn thuế, quyết toán thuế",
        votes: &[(Method::GovServiceApp, 0.8)],
        acts: &["hoanthuetncn"],
        own: &[
            "hoanthue",
            "quyettoanthue",
            "tncn",
            "canbothue",
            "cucthue",
            "thuedientu",
            "etax",
            "thuekhoan",
        ],
        shared: &["nopthue", "khaithue"],
    },
    Service {
        name: "bảo hiểm xã hội, lương hưu",
        votes: &[(Method::GovBenefit, 0.7)],
        acts: &["nhanluonghuu"],
        own: &[
            "bhxh",
            "bhyt",
            "bhtn",
            "luonghuu",
            "vssid",
            "baohiemxahoi",
            "baohiemyte",
            "baohiemthatnghiep",
        ],
        shared: &[],
    },
    Service {
        name: "trợ cấp, an sinh xã hội",
        votes: &[(Method::GovBenefit, 0.8)],
        acts: &["nhantrocap"],
        own: &["ansinhxahoi", "trocapxahoi", "qua100k", "quaquockhanh", "tienansinh"],
        shared: &["ansinh", "trocap", "cuutro"],
    },
    Service {
        name: "đăng ký đất đai",
        votes: &[(Method::GovServiceApp, 0.8)],
        acts: &[],
        own: &["vbdlis", "vpdkdd", "tracuudat", "dangkydatdai"],
        shared: &["datdai", "sodo", "sohong"],
    },
    Service {
        name: "tòa án, thi hành án",
        votes: &[(Method::GovJudicial, 0.8)],
        acts: &[],
        own: &["thihanhan", "thads", "banantoaan", "lenhbat", "hosovuan"],
        shared: &["trieutap"],
    },
    Service {
        name: "điện lực",
        votes: &[(Method::OrgUtility, 0.8)],
        acts: &["hoantiendien"],
        own: &["tiendien", "catdien", "congto", "hoadondien"],
        shared: &["dienluc"],
    },
    Service {
        name: "cấp nước",
        votes: &[(Method::OrgUtility, 0.8)],
        acts: &["hoantiennuoc"],
        own: &["tiennuoc", "catnuoc"],
        shared: &["capnuoc", "nuocsach"],
    },
    Service {
        name: "chuẩn hóa thông tin thuê bao",
        votes: &[(Method::OrgTelecom, 0.8)],
        acts: &["chuanhoasim", "chuanhoathuebao", "chuanhoathongtinthuebao"],
        own: &["chuanhoathongtin", "khoasim", "thongtinthuebao"],
        shared: &["thuebao"],
    },
    Service {
        name: "đăng kiểm",
        votes: &[(Method::GovServiceApp, 0.8)],
        acts: &[],
        own: &["dangkiem"],
        shared: &[],
    },
    Service {
        name: "thẻ và tài khoản ngân hàng",
        votes: &[(Method::OrgBankPhish, 0.8)],
        acts: &[],
        own: &["phithuongnien", "nanghanmuc", "sinhtrachoc", "khoataikhoan", "trasoat", "hanmucthe"],
        shared: &["thetindung"],
    },
    Service {
        name: "xóa nợ xấu",
        votes: &[(Method::LoanFee, 0.8)],
        acts: &["xoanoxau"],
        own: &["noxau"],
        shared: &[],
    },
    Service {
        name: "nhận tiền từ nước ngoài",
        votes: &[(Method::OrgBankPhish, 0.8)],
        acts: &[],
        own: &["nhantienquocte", "nhantiennuocngoai", "nhankieuhoi"],
        shared: &["chuyentienquocte", "kieuhoi"],
    },
    Service {
        name: "bình chọn cuộc thi",
        votes: &[(Method::AcctSocialPhish, 0.8)],
        acts: &[],
        own: &[
            "binhchonbe",
            "binhchonchobe",
            "binhchonthieunhi",
            "binhchontainang",
            "binhchonhoathi",
            "binhchoncuocthi",
            "bauchonbe",
            "bauchonchobe",
            "bauchonthieunhi",
            "bauchontainang",
            "bauchonhoathi",
            "bauchoncuocthi",
        ],
        shared: &["binhchon", "bauchon"],
    },
    Service {
        name: "điểm thưởng của nhà mạng, ngân hàng",
        votes: &[(Method::OrgTelecom, 0.5)],
        acts: &[],
        own: &["diemthuong"],
        shared: &[],
    },
    Service {
        name: "lấy lại tiền bị lừa",
        votes: &[(Method::AdvRecovery, 0.9)],
        acts: &["laylaitienluadao", "thuhoitienluadao", "hoantienluadao"],
        own: &["laylaitien", "thuhoitien", "doilaitien"],
        shared: &["luadao"],
    },
];

/// Log-odds of two signs, one of which may be the ending, and of a service with an ending that weighs for itself.
const TWO: f32 = 3.1;
const BESIDE_CHEAP: f32 = 2.2;

/// What a word of a service needs beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Act,
    Own,
    Shared,
}

/// Every word of every service, the service, and what it needs.
static WORDS: LazyLock<(AhoCorasick, Vec<(usize, Kind)>)> = LazyLock::new(|| {
    let (mut words, mut places) = (Vec::<&str>::new(), Vec::new());
    for (index, service) in SERVICES.iter().enumerate() {
        for (kind, list) in
            [(Kind::Act, service.acts), (Kind::Own, service.own), (Kind::Shared, service.shared)]
        {
            words.extend(list);
            places.extend(list.iter().map(|_| (index, kind)));
        }
    }
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
    (automaton.expect("a hundred words fit in one automaton"), places)
});

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let hosts = &context.knowledge.hosts;
    let judged = |host: &&Host| {
        !is_identified(&host.name)
            && !hosts.is_shortener(&host.name)
            && context.knowledge.popular.find(&host.name).is_none()
            // Lawyers, accountants and driving schools write of these services.
            && !is_agents(&host.seen.replace("thieunhi", ""))
    };
    // Nearly every host names no service: that is asked first.
    let speaks = |host: &&Host| WORDS.0.is_match(&host.seen.replace('-', "")) || is_complaint(&host.seen);
    for host in context.hosts.iter().filter(speaks).filter(judged) {
        let free = is_free(hosts, &host.name);
        let found = forged(&host.seen, free, is_second_sign(&host.name));
        let (subject, votes) = match found {
            Some(service) => (service.name, service.votes),
            None if free && is_complaint(&host.seen) => (PLATFORM, PLATFORM_VOTES),
            None => continue,
        };
        let weight = if is_cheap(&host.name) { BESIDE_CHEAP } else { TWO };
        let subject = Some(subject.to_owned());
        grounds.add("service-bait", RuleKind::Scam, weight, Some(host.span), subject, votes);
        return;
    }
}

/// The service that a host forges: named beside a bait, or under an ending that anybody gets.
fn forged(seen: &str, free: bool, ending: bool) -> Option<&'static Service> {
    let joined = seen.replace('-', "");
    let (automaton, places) = &*WORDS;
    let found = automaton.find(&joined)?;
    let (index, kind) = places[found.pattern().as_usize()];
    // What is left of the host when the service is taken out.
    let rest = [&joined[..found.start()], &joined[found.end()..]].join("-");
    let says_state = rest.split(['.', '-']).any(|part| part == "gov")
        || seen.split(['.', '-']).any(|part| OFFICES.contains(&part));
    let bait = baits(&rest)
        || is_series(&rest)
        || says_state
        || automaton.find(&rest).is_some_and(|other| places[other.pattern().as_usize()].1 != Kind::Shared);
    let cheap = free || ending;
    let meant = match kind {
        Kind::Act => true,
        Kind::Own => bait || cheap,
        Kind::Shared => says_state || (bait && cheap),
    };
    meant.then(|| &SERVICES[index])
}

/// Letters by which whoever gives such a service is known, as a part of a host.
const OFFICES: &[&str] = &[
    "bca", "csgt", "evn", "evncpc", "evnhanoi", "evnhcmc", "evnnpc", "evnspc", "gdt", "hawacom", "moh",
    "nhnn", "sawaco", "sbv", "vnta", "vssid",
];

/// Whether four to six digits stand beside the service, as one host of many is told from the next; a year does not.
fn is_series(rest: &str) -> bool {
    rest.split(['.', '-']).any(|part| {
        let digits = (4..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        digits && !(part.len() == 4 && (part.starts_with("19") || part.starts_with("20")))
    })
}

const PLATFORM: &str = "Facebook (Meta)";
const PLATFORM_VOTES: &[(Method, f32)] = &[(Method::AcctSocialPhish, 0.8)];
/// What pages of a platform complain of, and what they complain about. Source: warnings of Meta and of the state.
const COMPLAINTS: &[&str] =
    &["violation", "appeal", "restricted", "suspend", "disabled", "copyright", "tichxanh", "bluebadge"];
const ABOUT: &[&str] =
    &["page", "business", "account", "community", "meta", "policy", "review", "case", "center"];

/// `page-violation-review`: a complaint in the name of a platform.
fn is_complaint(seen: &str) -> bool {
    let holds = |words: &[&str]| words.iter().any(|word| seen.contains(word));
    holds(COMPLAINTS) && holds(ABOUT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_needs_a_second_sign() {
        for (seen, free, ending) in [
            ("nhanqua-luonghuu.vidu", false, false),
            ("thihanhan-vidu.vidu", false, true),
            ("datdai-tracuu.vidu", true, false),
        ] {
            assert!(forged(seen, free, ending).is_some(), "{seen}");
        }
        for (seen, free, ending) in [
            ("luonghuu.vidu", false, false),
            ("datdai-tracuu.vidu", false, false),
            ("datdai-vidu.vidu", false, true),
            ("thue-ketoan-vidu.vidu", true, true),
        ] {
            assert!(forged(seen, free, ending).is_none(), "{seen}");
        }
    }
}
