//! Words with which hosts bait: a gift, a fine, a lost account. They stand beside the name of an owner or of a service.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Vietnamese words without marks, then English ones. Long enough to stand in no other word.
/// Source: what the warnings of the state, of banks and of shops say such pages offer or ask, 2020 to 2026.
pub(super) const WORDS: &[&str] = &[
    "baomatthe",
    "boithuong",
    "canhbao",
    "capcuu",
    "capnhat",
    "catdien",
    "catnuoc",
    "chinhchu",
    "chitra",
    "chuyenkhoan",
    "congtacvien",
    "cuutro",
    "dangkyvay",
    "dangnhap",
    "datcoc",
    "datlich",
    "datphong",
    "datve",
    "diemthuong",
    "doibang",
    "doidiem",
    "doiqua",
    "doisim",
    "doitac",
    "doithe",
    "doithuong",
    "dongbo",
    "donhang",
    "donhoan",
    "duyetvay",
    "giahan",
    "giaingan",
    "giamgia",
    "giaolai",
    "goitrogia",
    "hanmuc",
    "hethan",
    "hoahong",
    "hoancoc",
    "hoanphi",
    "hoanthue",
    "hoantien",
    "hoanve",
    "hoanxu",
    "hocbong",
    "hoivien",
    "hongheo",
    "hosovuan",
    "hotline",
    "hotro",
    "huydon",
    "huygoi",
    "huythe",
    "ketnoivi",
    "khaitru",
    "khangnghi",
    "khaosat",
    "khieunai",
    "khoanvay",
    "khoasim",
    "khoataikhoan",
    "khoathe",
    "khuyenmai",
    "kiemtra",
    "kichcau",
    "kichhoat",
    "kiemtien",
    "laylai",
    "lenhbat",
    "livestream",
    "lixi",
    "lulut",
    "matkhau",
    "mauthu",
    "minigame",
    "mochan",
    "moithe",
    "mokhoa",
    "mothe",
    "muavang",
    "nangcap",
    "nanghanmuc",
    "nangthe",
    "napthe",
    "naptien",
    "nhanlai",
    "nhanluong",
    "nhannuoi",
    "nhanqua",
    "nhanthuong",
    "nhantien",
    "nhanve",
    "nhiemvu",
    "nopphat",
    "nopphi",
    "noptien",
    "phathanhthe",
    "phithuongnien",
    "quanlytaisan",
    "quatang",
    "quatet",
    "quatri",
    "quayso",
    "quaythuong",
    "quockhanh",
    "quyettoan",
    "ruttien",
    "saoke",
    "sieusale",
    "sinhnhat",
    "sinhtrachoc",
    "sukien",
    "taiapp",
    "taikhoan",
    "tangqua",
    "tangquyen",
    "tangthem",
    "tangtien",
    "tangxe",
    "thanhtoan",
    "thuho",
    "thuhoi",
    "thunghiem",
    "thuongnong",
    "thuongtet",
    "tichdiem",
    "tichxanh",
    "tienthuong",
    "timiphone",
    "tracuu",
    "traluong",
    "traodoi",
    "traqua",
    "trasoat",
    "trathuong",
    "tratien",
    "tratruoc",
    "trian",
    "trieutap",
    "trocap",
    "trogia",
    "trungthuong",
    "tuyenctv",
    "tuyendung",
    "tuyenmau",
    "ungho",
    "ungtuyen",
    "uudai",
    "uutien",
    "vangmieng",
    "vaynhanh",
    "vayonline",
    "vaytien",
    "vayvon",
    "ve0d",
    "vesieure",
    "vetet",
    "vexoso",
    "viecnhe",
    "vongquay",
    "voucher",
    "xacminh",
    "xacnhan",
    "xacthuc",
    "xuphat",
    "0dong",
    "freecoffee",
    "haiquan",
    "hocphi",
    "hosuckhoe",
    "khoiphuc",
    "mauanh",
    "nguoimau",
    "nhanxu",
    "nhaphoc",
    "noxau",
    "sosuckhoe",
    "xakho",
    "xkld",
    // English
    "airdrop",
    "appeal",
    "bonus",
    "claim",
    "confirm",
    "copyright",
    "customs-fee",
    "deliveryfee",
    "giveaway",
    "login",
    "parcel",
    "recovery",
    "redeliver",
    "refund",
    "restore",
    "reward",
    "signin",
    "suspended",
    "tracking",
    "unlock",
    "validate",
    "verify",
    "violation",
    "withdraw",
];

/// The same, so short that they count only as a part of their own.
const PARTS: &[&str] = &[
    "113", "a05", "c06", "ctv", "cskh", "gift", "h5", "kyc", "muc2", "nop", "oa", "otp", "pa05", "pc06",
    "quy", "sale", "task", "vay", "wallet", "wap",
];

/// Numbers of luck.
const LUCKY: &[&str] = &["66", "68", "79", "86", "88", "99"];

/// Words of the trades of agents, who carry the names of others lawfully.
const AGENTS: &[&str] = &[
    "bangia",
    "baogia",
    "baohiem",
    "bhxhdientu",
    "camera",
    "capquang",
    "chinhhang",
    "chothue",
    "chukyso",
    "chuyenban",
    "chuyendoiso",
    "consult",
    "cuahang",
    "daily",
    "dichvutuvan",
    "dienlanh",
    "dienmay",
    "ebhxh",
    "giare",
    "giaxe",
    "hoclaixe",
    "hoidap",
    "huongdan",
    "internet",
    "kekhai",
    "ketoan",
    "lapdat",
    "lapmang",
    "linhkien",
    "luatsu",
    "luyenthi",
    "maylanh",
    "nhaphanphoi",
    "noithat",
    "onthi",
    "otogiadinh",
    "phongve",
    "phukien",
    "phutung",
    "showroom",
    "simdep",
    "simso",
    "solutions",
    "suachua",
    "thaymanhinh",
    "thaypin",
    "thietbi",
    "timhieu",
    "tintuc",
    "tragop",
    "trungtambaohanh",
    "tuvan",
    "vanphongluat",
    "vemaybay",
    "wifi",
    "xehoi",
    "xetai",
];

static BAITS: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(WORDS).expect("a hundred words fit in one automaton"));
static AGENCIES: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(AGENTS).expect("a few words fit in one automaton"));

/// Whether a text of a host or path baits; hyphens between the syllables count for nothing.
pub(super) fn baits(text: &str) -> bool {
    let part = |part: &str| PARTS.contains(&part) || is_numbered(part);
    text.split(['.', '-', '_', '/', '?', '=', '&']).any(part) || in_joined(&BAITS, text)
}

/// `global88`, `vip99`: a word with the number of luck behind it, as false shops are told apart.
fn is_numbered(part: &str) -> bool {
    let lucky = LUCKY.iter().any(|number| part.ends_with(number));
    lucky && part.starts_with(|letter: char| letter.is_ascii_alphabetic())
}

/// `88-vidu`, behind a name: the number of luck, and then no further digit or letter.
pub(super) fn begins_with_luck(after: &str) -> bool {
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let ends = after[digits..].bytes().next().is_none_or(|byte| !byte.is_ascii_alphanumeric());
    digits == 2 && ends && LUCKY.contains(&&after[..digits])
}

/// Whether a host speaks of an agent's trade.
pub(super) fn is_agents(text: &str) -> bool {
    in_joined(&AGENCIES, text)
}

/// Whether a host says that it is a shop or an agent of one province and baits with nothing.
pub(super) fn is_local_shop(text: &str) -> bool {
    let joined = text.replace('-', "");
    SHOPS.iter().any(|word| joined.contains(word))
        && PLACES.iter().any(|place| joined.contains(place))
        && !baits(text)
}

/// What such shops call themselves.
const SHOPS: &[&str] = &["chinhanh", "cuahang", "shop", "store"];
/// Provinces and large towns, before and after the mergers of 2025.
const PLACES: &[&str] = &[
    "angiang",
    "bacgiang",
    "baclieu",
    "bacninh",
    "bentre",
    "binhdinh",
    "binhduong",
    "binhphuoc",
    "binhthuan",
    "camau",
    "cantho",
    "caobang",
    "daklak",
    "danang",
    "dienbien",
    "dongnai",
    "dongthap",
    "gialai",
    "haiduong",
    "haiphong",
    "hagiang",
    "hanam",
    "hanoi",
    "hatinh",
    "haugiang",
    "hoabinh",
    "hungyen",
    "khanhhoa",
    "kiengiang",
    "kontum",
    "laichau",
    "lamdong",
    "langson",
    "laocai",
    "longan",
    "namdinh",
    "nghean",
    "nhatrang",
    "ninhbinh",
    "ninhthuan",
    "phutho",
    "phuyen",
    "quangbinh",
    "quangnam",
    "quangngai",
    "quangninh",
    "quangtri",
    "saigon",
    "soctrang",
    "sonla",
    "tayninh",
    "thaibinh",
    "thainguyen",
    "thanhhoa",
    "tiengiang",
    "travinh",
    "tuyenquang",
    "vinhlong",
    "vinhphuc",
    "vungtau",
    "yenbai",
];

fn in_joined(words: &AhoCorasick, text: &str) -> bool {
    words.is_match(text) || (text.contains('-') && words.is_match(&text.replace('-', "")))
}

#[cfg(test)]
mod tests {
    use super::{baits, is_agents};

    #[test]
    fn baits_are_told_from_trades() {
        assert!(["nhan-qua.vidu", "vidu-tuyendung", "oa-vidu", "vidu/xac-thuc"].into_iter().all(baits));
        assert!(!["vidu-noithat", "quanlynhatro", "oanh-vidu", "vidu"].into_iter().any(baits));
        assert!(is_agents("dai-ly-vidu") && is_agents("vidu-phukien") && !is_agents("nhanqua-vidu"));
    }
}
