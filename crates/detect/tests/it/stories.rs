//! Rules over links and senders, verdicts, and indicators in all writings: value in, text out.

use std::sync::LazyLock;

use detect::{Engine, ListLookup, NoList, Submission};
use model::{Indicator, Level, ListedAs, Method, Reference, Time, Verdict};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Reference::embedded()));

fn fires(code: &str, text: &str, sender: Option<&str>) -> bool {
    let submission = Submission { text, sender, channel: Some("sms") };
    ENGINE.codes_held(&submission).iter().any(|held| held == code)
}

#[track_caller]
fn check_rule(code: &str, hit: &str, miss: &str, harmless: &str) {
    check_rule_from(code, (hit, None), (miss, None), (harmless, None));
}

#[track_caller]
fn check_rule_from(
    code: &str,
    hit: (&str, Option<&str>),
    miss: (&str, Option<&str>),
    harmless: (&str, Option<&str>),
) {
    assert!(fires(code, hit.0, hit.1), "{code} must fire: {hit:?}");
    assert!(!fires(code, miss.0, miss.1), "{code} must not fire: {miss:?}");
    assert!(!fires(code, harmless.0, harmless.1), "{code} must not fire: {harmless:?}");
    let submission = Submission { text: harmless.0, sender: harmless.1, channel: Some("sms") };
    let verdict = ENGINE.assess(&submission, &NoList).verdict;
    assert!(!matches!(verdict, Verdict::Dangerous | Verdict::Suspicious), "{harmless:?} is {verdict:?}");
}

#[track_caller]
fn check_found(text: &str, expected: &[&str]) {
    let assessment = ENGINE.assess(&Submission::text(text), &NoList);
    let found: Vec<String> = assessment.indicators.iter().map(|found| found.indicator.to_string()).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn hosts_that_imitate() {
    check_rule(
        "imitates-brand",
        "xem vietcombank-khachhang.example.com",
        "xem vietcombank.com.vn",
        "xem baitap.example.com",
    );
    check_rule(
        "imitates-brand",
        "vào https://vietcornbank.top",
        "vào https://vietnambank.gov.vn",
        "vào https://truonghoc.edu.vn",
    );
    for (imitating, honest) in [
        // Joined with an offer, with numbers, with letters that mean nothing.
        ("vaytienvietcombank24.com", "vaytien24.com"),
        ("cskh-momo.com", "cskh-mau.com"),
        ("momochanle247.net", "momomakers.net"),
        ("tikixq.com", "tikitaka.com"),
        // Torn apart, one letter off behind an offer, digits for letters, a sub-domain, a free page.
        ("viet-com-bank.com", "viet-nam-mau.com"),
        ("vaynhanhvietconbank.com", "vaynhanhmaubank.com"),
        ("v1etc0mbank.com", "v1et.com"),
        ("vietcombank.mau-trang.com", "vietcombank.com.vn"),
        ("nhantien-westernunion.weebly.com", "mau.weebly.com"),
        ("hotrovietcombank.vn", "goicuocviettel.vn"),
    ] {
        let verdict = |text| ENGINE.assess(&Submission::text(text), &NoList).verdict;
        assert!(fires("imitates-brand", imitating, None), "{imitating}");
        assert!(matches!(verdict(imitating), Verdict::Suspicious | Verdict::Dangerous), "{imitating}");
        assert!(matches!(verdict(honest), Verdict::NoInformation | Verdict::Official), "{honest}");
    }
    check_rule(
        "imitates-state",
        "nộp tại dichvucong.top",
        "nộp tại dichvucong.gov.vn",
        "xem congvien.example.com",
    );
    check_rule("imitates-state", "xem vneid.gov.vn.example.com", "xem vneid.gov.vn", "xem govi.example.com");
    check_rule("fake-ending", "xem nganhang.vn-mau.top", "xem nganhang.com.au", "xem trang-web.com.vn");
    check_rule("lure-words", "xem nhanqua-cuoinam.top", "xem cuoinam.top", "xem congthuc-nauan.com");
    check_rule("suspicious-ending", "xem cuoinam.top", "xem cuoinam.org", "xem cuoinam.edu.vn");
    check_rule(
        "ip-address",
        "xem http://192.0.2.7/a",
        "xem http://so192.example.com/a",
        "phiên bản 192.0.2.7 đã có",
    );
    check_rule("shortener", "xem bit.ly/abc12", "xem bitly-khong.example.com/a", "đọc bài này nhé");
    check_rule(
        "ip-address",
        "xem http://3221225991/a",
        "xem http://so3221225991.example.com/a",
        "số 3221225991",
    );
    check_rule(
        "hacked-site",
        "xem https://truong-mau.example/wp-content/plugins/a/login.php",
        "xem https://truong-mau.example/wp-content/uploads/anh.jpg",
        "xem https://truong-mau.example/tin-tuc/wp-la-gi.html",
    );
    check_rule(
        "brand-in-path",
        "xem https://truong-mau.example/vietcombank/dang-nhap.php",
        "xem https://bao-mau.example/vietcombank-tang-lai-suat.html",
        "xem https://truong-mau.example/dang-nhap.php",
    );
    check_rule("free-hosting", "xem mau.weebly.com/a", "xem weebly.example.com/a", "weebly dễ dùng lắm");
    check_rule("lure-on-cheap-name", "xem xacminh.top", "xem xacminh.org", "xem truong.edu.vn");
    check_rule("state-app-or-link", "Cập nhật VNeID tại xacminh.top", "Cập nhật VNeID", "VNeID tiện lắm con");
    check_rule(
        "bank-with-strange-link",
        "Ngân hàng mời đổi thẻ tại xacminh.top",
        "Ngân hàng mở cửa",
        "ngân hàng ở góc phố",
    );
    check_rule(
        "official-channel",
        "Tra cứu tại https://vneid.gov.vn",
        "Tra cứu tại https://vneid.gov.vn hoặc 0900 000 123",
        "trang sách",
    );
}

#[test]
fn disguises() {
    check_rule(
        "disguised-writing",
        "m0`i ba.n nh~an q;ua` t'ai kh0ng ph'i tr0 c'ap",
        "mời bạn tr0 lại",
        "iPhone của MoMo và VNeID",
    );
    check_rule(
        "disguised-advert",
        "nhà cái nạp đầu Ngậ;nNgà;nQu;à'T~ặng'l~iền vidu.top",
        "nhà cái",
        "quà sinh nhật",
    );
    check_rule(
        "link-in-disguise",
        "tr0 cấp kh0ng mất phí. Tài khoản của bạn sẽ bị khóa: vidu.top",
        "tài khoản của bạn sẽ bị khóa: vidu.top",
        "trả lời giúp em",
    );
}

#[test]
fn a_negation_reaches_to_the_end_of_its_sentence() {
    assert!(!fires("asks-otp", "Bạn không nên đọc mã OTP", None));
    assert!(fires("asks-otp", "Em không sao. Anh đọc mã OTP nhé", None));
    assert!(fires("threat-account-locked", "Nếu không tài khoản của bạn sẽ bị khóa", None));
}

#[test]
fn senders() {
    let bank = "Ngân hàng: tài khoản của bạn sẽ bị khóa";
    check_rule_from(
        "bank-from-person",
        (bank, Some("0900 000 123")),
        (bank, Some("NGANHANG")),
        ("chiều con về", Some("0900 000 123")),
    );
    let office = "Công an có lệnh bắt ông";
    check_rule_from(
        "office-from-person",
        (office, Some("0900 000 123")),
        (office, None),
        ("tối nay họp tổ", Some("0900 000 123")),
    );
    check_rule_from(
        "sender-foreign",
        ("chào em", Some("+63 917 000 0000")),
        ("chào em", Some("0900 000 123")),
        ("chào em", None),
    );
    check_rule_from(
        "impossible-number",
        ("chào ông", Some("+840690000123")),
        ("chào ông", Some("0900 000 123")),
        ("chào ông", None),
    );
}

#[test]
fn a_personal_account_for_an_office() {
    check_rule(
        "personal-account-for-office",
        "Điện lực yêu cầu thanh toán trong hôm nay vào STK 0123456789 Vietcombank",
        "Điện lực thông báo thu tiền trong hôm nay",
        "STK của mẹ 0123456789 Vietcombank",
    );
}

#[test]
fn indicators_in_all_writings() {
    check_found("gọi 0900.000.123 hoặc (+84) 900 000 124", &["phone:+84900000123", "phone:+84900000124"]);
    check_found("STK 0123456789 VCB", &["bank_account:970436:0123456789"]);
    check_found("vietcombank: 0123456789012", &["bank_account:970436:0123456789012"]);
    check_found(
        "gọi 0900 000 123, STK 0123456789 TCB",
        &["phone:+84900000123", "bank_account:970407:0123456789"],
    );
    check_found("VCB 0123456789, CCCD số 001099000123", &["bank_account:970436:0123456789"]);
    check_found("số tài khoản 0900000123 ngân hàng Vietcombank", &["bank_account:970436:0900000123"]);
    check_found("hxxps://xau[.]example[.]com/a", &["url:xau.example.com/a"]);
    check_found("tại:www.xau.vip, xem ngay", &["domain:www.xau.vip"]);
    check_found("hết rồi.Tối nay con về", &[]);
    check_found("giá 1.500.000đ ngày 12.10.2025", &[]);
    check_found("vao dichvu .xyz/trang", &["url:dichvu.xyz/trang"]);
    check_found("thư tới Ten.Ai@xau.example.com.", &["email:ten.ai@xau.example.com"]);
    check_found("Zalo: 0900000123", &["phone:+84900000123", "social_account:zalo:+84900000123"]);
    check_found("xac minh tai vcb-xacminh.example", &["domain:vcb-xacminh.example"]);
    check_found("vào mau.invalid/a, rồi a.mau.test.", &["url:mau.invalid/a", "domain:a.mau.test"]);
    check_found("bài .test và ví dụ.example", &[]);
    check_found("hxxp[:]//xau[.]example[.]com", &["domain:xau.example.com"]);
    check_found("vào xau(dot)example(dot)com nhé", &["domain:xau.example.com"]);
    check_found("ví MoMo 0900 000 123", &["phone:+84900000123", "bank_account:971025:0900000123"]);
    check_found("0900000123 momo", &["phone:+84900000123", "bank_account:971025:0900000123"]);
    check_found("gọi 0900000123, có cả vcb", &["phone:+84900000123"]);
    check_found("whatsapp +84 900 000 123", &["phone:+84900000123", "social_account:whatsapp:+84900000123"]);
    check_found("TikTok: @ten_mau nhé", &["social_account:tiktok:ten_mau"]);
    check_found("vào https://zalo.me/g/abcdef123", &["social_account:zalo:group/abcdef123"]);
    check_found("nhóm t.me/+AbCdEf123456", &["social_account:telegram:+AbCdEf123456"]);
    check_found("https://chat.whatsapp.com/AbCdEf123456", &["url:chat.whatsapp.com/AbCdEf123456"]);
    check_found("https://t.me/nhom_vip1", &["social_account:telegram:nhom_vip1"]);
    check_found("ѵіеtсоmbаnk.com", &["domain:xn--tmbnk-6ve5a3e0a1s2m.com"]);
}

#[test]
fn a_whole_submission_may_be_one_indicator() {
    check_found("113", &["phone:84:113"]);
    check_found("  0900 000 123 ", &["phone:+84900000123"]);
    check_found("domain:xau.example", &["domain:xau.example"]);
    check_found("mau.me", &["domain:mau.me"]);
    check_found("Chiều nay.La cà nhé", &[]);
    check_found("ghichu.md", &[]);
    check_found("VCB 0123456789", &["bank_account:970436:0123456789"]);
}

struct Listed(&'static str);

impl ListLookup for Listed {
    fn covering(&self, indicator: &Indicator) -> Option<ListedAs> {
        (indicator.to_string() == self.0).then(|| ListedAs {
            indicator: indicator.clone(),
            method: Method::JobTask,
            level: Level::Block,
            listed_at: Time::from_millis(0),
        })
    }
}

#[test]
fn a_listed_indicator_decides() {
    let assessment =
        ENGINE.assess(&Submission::text("chiều gọi 0900 000 123 nhé"), &Listed("phone:+84900000123"));
    assert_eq!(assessment.verdict, Verdict::Listed);
    assert_eq!(assessment.method.unwrap().method, Method::JobTask);
    assert!(assessment.score >= 0.97);
}

#[test]
fn official_needs_a_verified_channel_and_nothing_against_it() {
    let verdict = |text: &str| ENGINE.assess(&Submission::text(text), &NoList).verdict;
    assert_eq!(verdict("https://vneid.gov.vn"), Verdict::Official);
    assert_eq!(verdict("Tra cứu tại https://vneid.gov.vn nhé"), Verdict::Official);
    assert_ne!(verdict("Đọc mã OTP cho em, xem https://vneid.gov.vn"), Verdict::Official);
    assert_ne!(verdict("Xem https://vneid.gov.vn rồi gọi 0900 000 123"), Verdict::Official);
    assert_ne!(verdict("vneid.gov.vn.example.com"), Verdict::Official);
}

/// The owner that a host imitates, and how.
#[track_caller]
fn check_imitated(indicator: &str, expected: &str) {
    let indicator: Indicator = indicator.parse().expect("it is an indicator");
    let told = ENGINE
        .imitated(&indicator)
        .map(|found| format!("{} {}", found.owner_slug.unwrap_or("-"), found.likeness));
    assert_eq!(told.as_deref().unwrap_or("nobody"), expected, "{indicator}");
}

#[test]
fn whom_does_this_imitate() {
    check_imitated("domain:vietcombank-xacminh.top", "vietcombank joined");
    check_imitated("url:www.vietcornbank.top/a", "vietcombank misspelt");
    check_imitated("domain:vietinbamk.com", "vietinbank inside");
    check_imitated("domain:xn--tmbnk-6ve5a3e0a1s2m.com", "vietcombank name");
    check_imitated("domain:vietcombank.com.vn", "nobody");
    check_imitated("domain:truong-mau.edu.vn", "nobody");
    check_imitated("domain:baitap.example", "nobody");
    check_imitated("phone:+84900000123", "nobody");
}

#[test]
fn a_conversation_is_one_submission_and_the_reader_is_no_suspect() {
    let said = |text, is_own| detect::Message { text, is_own };
    let scam = detect::Thread::new([
        said("Alo em, anh đang họp không nghe máy được", false),
        said("Có chuyện gì vậy anh?", true),
        said("Cho anh mượn 5 triệu, chiều anh gửi lại", false),
    ]);
    let assessment = ENGINE.assess_thread(&scam, None, None, &NoList);
    assert!(matches!(assessment.verdict, Verdict::Suspicious | Verdict::Dangerous), "{assessment:?}");
    let borrowed = assessment.reasons.iter().find(|reason| reason.code == "borrows-money").unwrap();
    assert_eq!(scam.place(borrowed.span.unwrap()).unwrap().0, 2);
    // What the reader says of money and codes speaks against nobody.
    let own = "Cho anh mượn 5 triệu, chiều anh gửi lại";
    let asked = detect::Thread::new([said("Anh cần bao nhiêu?", false), said(own, true)]);
    assert_eq!(ENGINE.assess_thread(&asked, None, None, &NoList).verdict, Verdict::NoInformation);
    let pasted = format!("Lan: anh cần bao nhiêu?\nTôi: {own}");
    assert_eq!(ENGINE.assess(&Submission::text(&pasted), &NoList).verdict, Verdict::NoInformation);
    let pasted = format!("Tôi: anh cần bao nhiêu?\nLan: {own}");
    assert_ne!(ENGINE.assess(&Submission::text(&pasted), &NoList).verdict, Verdict::NoInformation);
}

/// Our own wordings of what the press quotes: rules must hold for more than the quoted words.
#[test]
fn fresh_wordings_of_quoted_tricks_are_known() {
    let mut missed = Vec::new();
    for (method, text) in [
        ("shop-buyer", "Kho hải quan thanh lý iPhone 15 tịch thu ở biên giới, hàng mới 100%, ship toàn quốc"),
        ("shop-buyer", "Xe SH nhập lậu qua cửa khẩu bị thu giữ, bên em bán xe giá rẻ, bao giấy tờ"),
        ("gov-judicial", "Chị thành khẩn khai báo đi, tài khoản của chị đứng tên trong vụ án rửa tiền này"),
        ("gov-judicial", "Tôi hỏi anh quan hệ với đối tượng Hùng thế nào? Không trả lời đúng là tạm giam"),
        (
            "rel-invest",
            "Em à, mấy nay bận công trình giờ mới nhắn được cho em. Bác Tư có kể về anh với em chưa?",
        ),
        (
            "coerce-extort",
            "Mười phút nữa không chuyển thì tao cho cả làng biết mày là người thế nào, mất hết danh dự gia đình",
        ),
        ("org-bank-phish", "Dip cuoi nam, quy khach hoan tat thong tin de duoc tang phieu mua hang 100k"),
        (
            "acct-impersonate-contact",
            "Em ơi chị hết hạn mức chuyển khoản, chuyển giùm chị 8tr vào số này, tối chị gửi lại",
        ),
        (
            "org-delivery",
            "Shipper: em gửi nhầm thẻ hội viên cho chị rồi, chị kết bạn zalo chăm sóc khách hàng để hủy không là bị trừ tiền",
        ),
        (
            "gov-fine",
            "CSGT: xe của bạn có biên bản vi phạm chưa nộp phạt, xem chi tiết tại nopphat-giaothong.top",
        ),
    ] {
        let assessment = ENGINE.assess(&Submission::text(text), &NoList);
        let guessed = assessment.method.map(|guess| guess.method.slug());
        let alarm = matches!(assessment.verdict, Verdict::Suspicious | Verdict::Dangerous);
        if !alarm || guessed != Some(method) {
            missed.push(text);
        }
    }
    // The rules know them; the words beside them are too much like honest ones (decision 0300).
    assert_eq!(
        missed,
        [
            "Tôi hỏi anh quan hệ với đối tượng Hùng thế nào? Không trả lời đúng là tạm giam",
            "Em à, mấy nay bận công trình giờ mới nhắn được cho em. Bác Tư có kể về anh với em chưa?",
            "Dip cuoi nam, quy khach hoan tat thong tin de duoc tang phieu mua hang 100k",
        ]
    );
}
