//! Links.

use model::IndicatorKind::Url;

use super::check;

/// The vectors of Safe Browsing ("URLs and hashing", v4), less scheme and port, which our form leaves out.
/// Names without a dot, which the vectors use, stand here below `.example`.
#[test]
fn published_vectors() {
    check(
        Url,
        &[
            ("http://host.example/%25%32%35", "host.example/%25"),
            ("http://host.example/%25%32%35%25%32%35", "host.example/%25%25"),
            ("http://host.example/%2525252525252525", "host.example/%25"),
            ("http://host.example/asdf%25%32%35asd", "host.example/asdf%25asd"),
            ("http://host.example/%%%25%32%35asd%%", "host.example/%25%25%25asd%25%25"),
            ("http://www.google.com/", "www.google.com/"),
            (
                "http://%31%36%38%2e%31%38%38%2e%39%39%2e%32%36/%2E%73%65%63%75%72%65/%77%77%77%2E%65%62%61%79%2E%63%6F%6D/",
                "168.188.99.26/.secure/www.ebay.com/",
            ),
            (
                "http://195.127.0.11/uploads/%20%20%20%20/.verify/.eBaysecure=updateuserdataxplimnbqmn-xplmvalidateinfoswqpcmlx=hgplmcx/",
                "195.127.0.11/uploads/%20%20%20%20/.verify/.eBaysecure=updateuserdataxplimnbqmn-xplmvalidateinfoswqpcmlx=hgplmcx/",
            ),
            (
                "http://host.example/%257Ea%2521b%2540c%2523d%2524e%25f%255E00%252611%252A22%252833%252944_55%252B",
                "host.example/~a!b@c%23d$e%25f^00&11*22(33)44_55+",
            ),
            ("http://3279880203/blah", "195.127.0.11/blah"),
            ("http://www.google.com/blah/..", "www.google.com/"),
            ("www.google.com/", "www.google.com/"),
            ("www.google.com", "www.google.com/"),
            ("http://www.evil.com/blah#frag", "www.evil.com/blah"),
            ("http://www.GOOgle.com/", "www.google.com/"),
            ("http://www.google.com.../", "www.google.com/"),
            ("http://www.google.com/foo\tbar\rbaz\n2", "www.google.com/foobarbaz2"),
            ("http://www.google.com/q?", "www.google.com/q?"),
            ("http://www.google.com/q?r?", "www.google.com/q?r?"),
            ("http://www.google.com/q?r?s", "www.google.com/q?r?s"),
            ("http://evil.com/foo#bar#baz", "evil.com/foo"),
            ("http://evil.com/foo;", "evil.com/foo;"),
            ("http://evil.com/foo?bar;", "evil.com/foo?bar;"),
            ("http://notrailingslash.com", "notrailingslash.com/"),
            ("http://www.gotaport.com:1234/", "www.gotaport.com/"),
            ("  http://www.google.com/  ", "www.google.com/"),
            ("https://www.securesite.com/", "www.securesite.com/"),
            ("http://host.com/ab%23cd", "host.com/ab%23cd"),
            ("http://host.com//twoslashes?more//slashes", "host.com/twoslashes?more//slashes"),
            // Hosts of the vectors that no resolver answers for.
            ("http://host%23.com/", "<not-a-host>"),
            ("http://\u{1}\u{80}.com/", "<control-character>"),
            ("http://%01%80.com/", "<bad-idn>"),
            ("http:// leadingspace.com/", "leadingspace.com/"),
            ("http://%20leadingspace.com/", "<not-a-host>"),
            ("%20leadingspace.com/", "<not-a-host>"),
        ],
    );
}

#[test]
fn as_people_paste_them() {
    check(
        Url,
        &[
            ("hxxps://vay[.]example/nhan-qua?id=7", "vay.example/nhan-qua?id=7"),
            ("HTTPS://Vay.Example/Nhan-Qua", "vay.example/Nhan-Qua"),
            ("vay.example/nhận", "vay.example/nh%E1%BA%ADn"),
            ("vay.example/nh%e1%ba%adn", "vay.example/nh%E1%BA%ADn"),
            ("https://ngân-hàng.example/a", "xn--ngn-hng-dwao.example/a"),
            ("https://ng%C3%A2n-h%c3%a0ng.example/a", "xn--ngn-hng-dwao.example/a"),
            ("https://vay.example/a b", "vay.example/a%20b"),
            ("https://vay.example?id=7", "vay.example/?id=7"),
            ("https:/vay.example/a", "vay.example/a"),
            ("https:\\\\vay.example\\a\\..\\b", "vay.example/b"),
            ("https://vay.example/a/./b//c/../d/.", "vay.example/a/b/d/"),
            ("https://vay.example/../../a", "vay.example/a"),
            ("https://vay.example/a?x=../b//c", "vay.example/a?x=../b//c"),
            ("https://vay.example/a%3Fx/../y", "vay.example/a?x/../y"),
            ("https://vay.example/a/..%2f..%2Fb", "vay.example/b"),
            ("https://vay.example/%5B.%5D(.)", "vay.example/[.](.)"),
            ("http://[2001:db8::1]:80/a", "[2001:db8::1]/a"),
            ("ftp://vay.example/a.apk", "vay.example/a.apk"),
        ],
    );
}

/// What a link shows and where it leads are two things; the host must be the one a browser goes to.
#[test]
fn the_host_is_the_one_browsers_go_to() {
    check(
        Url,
        &[
            ("https://vietcombank.com.vn@vay.example/a", "vay.example/a"),
            ("https://vietcombank.com.vn%2F@vay.example/a", "vay.example/a"),
            ("https://vietcombank.com.vn:443@vay.example/a", "vay.example/a"),
            ("https://a@b@vay.example/", "vay.example/"),
            ("https://vay.example/@vietcombank.com.vn", "vay.example/@vietcombank.com.vn"),
            ("https://vay.example\\@vietcombank.com.vn", "vay.example/@vietcombank.com.vn"),
            ("https://vay.example?@vietcombank.com.vn", "vay.example/?@vietcombank.com.vn"),
            ("https://vay.example#@vietcombank.com.vn", "vay.example/"),
            ("https://vay.example%2Fa", "<not-a-host>"),
            ("https://vay.example:99999999/", "<not-a-host>"),
            ("gia@vay.example", "<has-user>"),
            ("tel:0900000001", "<unsupported-scheme>"),
            ("localhost/a", "<no-dot>"),
            ("http://192.168.0.1/a", "<private-address>"),
            ("xin chào", "<bad-idn>"),
        ],
    );
}

#[test]
fn layers_of_escapes_cost_one_pass() {
    let layers =
        format!("https://vay.example/{}41", "%25".repeat(2_000).replacen("%25", "%", 1).replace("%25", "25"));
    check(Url, &[(&layers, "vay.example/A")]);
    // Escaping makes it longer than what could be read back.
    check(Url, &[(&format!("vay.example/{}", "ă".repeat(4_000)), "<too-long>")]);
}
