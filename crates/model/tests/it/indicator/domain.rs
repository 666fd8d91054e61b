//! Domains.

use model::IndicatorKind::Domain;
use model::indicator::host::{
    is_public_suffix, private_suffix, registrable_domain, to_unicode, with_parents,
};

use super::check;

#[test]
fn as_people_write_them() {
    check(
        Domain,
        &[
            ("vay-nhanh.example", "vay-nhanh.example"),
            ("  VAY-Nhanh.Example. ", "vay-nhanh.example"),
            ("https://vay-nhanh.example", "vay-nhanh.example"),
            ("https://vay-nhanh.example/", "vay-nhanh.example"),
            ("https://vay-nhanh.example:8443/", "vay-nhanh.example"),
            ("http:vay-nhanh.example", "vay-nhanh.example"),
            ("http:\\\\vay-nhanh.example", "vay-nhanh.example"),
            ("//vay-nhanh.example", "vay-nhanh.example"),
            ("https://user:pass@vay-nhanh.example", "vay-nhanh.example"),
            ("https://vietcombank.example@vay-nhanh.example", "vay-nhanh.example"),
            ("https://vay-nhanh.example/#top", "vay-nhanh.example"),
            ("www.vay-nhanh.example", "www.vay-nhanh.example"),
            ("*.vay-nhanh.example", "vay-nhanh.example"),
            ("*.vay-nhanh.example/*", "vay-nhanh.example"),
            ("||vay-nhanh.example^", "vay-nhanh.example"),
            ("||vay-nhanh.example^$all", "vay-nhanh.example"),
            ("||vay-nhanh.example$all", "vay-nhanh.example"),
            ("||vay-nhanh.example/trang^", "<has-path>"),
            ("vay_nhanh.example", "vay_nhanh.example"),
            ("_dmarc.vay-nhanh.example", "_dmarc.vay-nhanh.example"),
            ("vay-.example", "vay-.example"),
            ("r3---sn-a5meknlz.vay.example", "r3---sn-a5meknlz.vay.example"),
            ("1thegioi.vn", "1thegioi.vn"),
            ("a..b...example", "a.b.example"),
        ],
    );
}

#[test]
fn blunted() {
    check(
        Domain,
        &[
            ("hxxps://vay-nhanh[.]example", "vay-nhanh.example"),
            ("hXXp://vay-nhanh(.)example/", "vay-nhanh.example"),
            ("h**ps://vay{.}example", "vay.example"),
            ("hxxps[://]vay[.]nhanh[.]example", "vay.nhanh.example"),
            ("http[:]//vay.example", "vay.example"),
            ("vay dot example", "vay.example"),
            ("vay[dot]example", "vay.example"),
            ("vay chấm example", "vay.example"),
            ("vay.example[:]8080", "<not-a-host>"),
        ],
    );
}

#[test]
fn in_other_scripts() {
    check(
        Domain,
        &[
            ("ngân-hàng.example", "xn--ngn-hng-dwao.example"),
            ("NGÂN-HÀNG.example", "xn--ngn-hng-dwao.example"),
            // The same letters, taken apart into letter and mark.
            ("nga\u{302}n-ha\u{300}ng.example", "xn--ngn-hng-dwao.example"),
            ("XN--NGN-HNG-DWAO.example", "xn--ngn-hng-dwao.example"),
            ("đăng-nhập.example", "xn--ng-nhp-h0a5i0412a.example"),
            // Cyrillic а: another name, kept as its A-label and not folded into the Latin one.
            ("vietcomb\u{430}nk.example", "xn--vietcombnk-6qi.example"),
            ("faß.example", "xn--fa-hia.example"),
            ("ｖａｙ．ｅｘａｍｐｌｅ", "vay.example"),
            ("vay。example", "vay.example"),
            ("vay\u{ad}nhanh.example", "vaynhanh.example"),
            ("vay\u{200b}nhanh.example", "vaynhanh.example"),
            ("xn--a.example", "<bad-idn>"),
            ("vay\u{202e}nhanh.example", "<bad-idn>"),
            ("\u{301}vay.example", "<bad-idn>"),
        ],
    );
}

/// Forms of an address: Safe Browsing, "URLs and hashing"; WHATWG URL, "IPv4 parser".
#[test]
fn addresses() {
    check(
        Domain,
        &[
            ("195.127.0.11", "195.127.0.11"),
            ("http://3279880203/", "195.127.0.11"),
            ("http://0303.0177.0000.0013/", "195.127.0.11"),
            ("http://0xc37f000b/", "195.127.0.11"),
            ("http://0xc3.127.11/", "195.127.0.11"),
            ("http://195.127.11/", "195.127.0.11"),
            ("http://195.127.0.11./", "195.127.0.11"),
            ("0303.0177.0.013", "195.127.0.11"),
            ("[2001:0db8:0000::1]", "[2001:db8::1]"),
            ("http://[2001:DB8:0:0:0:0:0:1]:8080/", "[2001:db8::1]"),
            ("[::ffff:203.0.113.9]", "203.0.113.9"),
            ("[64:ff9b::203.0.113.9]", "203.0.113.9"),
            // Numbers that are no hosts unless a link says so.
            ("3279880203", "<no-dot>"),
            ("0345671234", "<no-dot>"),
            ("2.5", "<bad-address>"),
            ("22.11.2026", "<bad-address>"),
            ("256.1.1.1", "<bad-address>"),
            ("1.2.3.4.5", "<bad-address>"),
            ("1.2.3.08", "<bad-address>"),
            ("a.1", "<bad-address>"),
            ("http://0x/", "<private-address>"),
            ("[2001:db8", "<not-a-host>"),
            ("[gia]", "<bad-address>"),
            ("127.0.0.1", "<private-address>"),
            ("http://2130706433/", "<private-address>"),
            ("192.168.1.1", "<private-address>"),
            ("100.64.0.1", "<private-address>"),
            ("[::1]", "<private-address>"),
            ("[fe80::1]", "<private-address>"),
        ],
    );
}

#[test]
fn no_domains() {
    let long_label = format!("{}.example", "a".repeat(64));
    let long_name = format!("{}example", "abcdefg.".repeat(31));
    let dots = ".".repeat(8_000);
    check(
        Domain,
        &[
            ("", "<empty>"),
            (" \u{200b}\t ", "<empty>"),
            ("vay.example/trang", "<has-path>"),
            ("https://vay.example/?x=1", "<has-path>"),
            ("https://vay.example?x=1", "<has-path>"),
            ("gia@vay.example", "<has-user>"),
            ("mailto:gia@vay.example", "<unsupported-scheme>"),
            ("javascript:alert(1)", "<unsupported-scheme>"),
            ("gopher://vay.example", "<unsupported-scheme>"),
            ("localhost", "<no-dot>"),
            ("vn", "<no-dot>"),
            ("vay nhanh.example", "<not-a-host>"),
            ("vay,nhanh.example", "<not-a-host>"),
            ("vay.example:cổng", "<not-a-host>"),
            ("https://", "<not-a-host>"),
            ("https:///", "<not-a-host>"),
            ("/trang", "<not-a-host>"),
            ("*", "<not-a-host>"),
            ("a*b.example", "<not-a-host>"),
            ("vay\0.example", "<control-character>"),
            ("vay\u{1b}[0m.example", "<control-character>"),
            (&long_label, "<host-too-long>"),
            (&long_name, "<host-too-long>"),
            (&dots, "<not-a-host>"),
        ],
    );
    let endless = "a".repeat(10_000);
    check(Domain, &[(&endless, "<too-long>")]);
}

#[test]
fn what_can_be_registered() {
    let checks = [
        ("vay.example", Some("vay.example"), false),
        ("www.vay.com.vn", Some("vay.com.vn"), false),
        ("com.vn", None, true),
        ("vn", None, true),
        ("gov.vn", None, true),
        ("a.hanoi.vn", Some("a.hanoi.vn"), false),
        ("gia.github.io", Some("gia.github.io"), false),
        ("a.gia.blogspot.com", Some("gia.blogspot.com"), false),
        ("blogspot.com", None, true),
        ("a.b.xn--p1ai", Some("b.xn--p1ai"), false),
        ("xn--55qx5d.cn", None, true),
        ("a.xn--55qx5d.cn", Some("a.xn--55qx5d.cn"), false),
        ("192.0.2.1", None, false),
        ("[2001:db8::1]", None, false),
    ];
    for (host, registrable, is_suffix) in checks {
        assert_eq!(registrable_domain(host), registrable, "{host}");
        assert_eq!(is_public_suffix(host), is_suffix, "{host}");
    }
    for (host, suffix) in
        [("a.b.github.io", Some("github.io")), ("github.io", Some("github.io")), ("a.com.vn", None)]
    {
        assert_eq!(private_suffix(host), suffix, "{host}");
    }
    assert_eq!(
        with_parents("a.b.vay.com.vn").collect::<Vec<_>>(),
        ["a.b.vay.com.vn", "b.vay.com.vn", "vay.com.vn"]
    );
}

#[test]
fn names_are_shown_in_their_own_script() {
    assert_eq!(to_unicode("xn--ngn-hng-dwao.example"), "ngân-hàng.example");
    assert_eq!(to_unicode("vay.example"), "vay.example");
    assert_eq!(to_unicode("[2001:db8::1]"), "[2001:db8::1]");
}
