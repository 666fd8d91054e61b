//! Sender names, mailboxes, wallets, applications and files.

use model::IndicatorKind::{App, CryptoWallet, Email, File, SmsSender};

use super::check;

#[test]
fn sender_names() {
    check(
        SmsSender,
        &[
            ("VIETCOMBANK", "VIETCOMBANK"),
            ("VietComBank", "VIETCOMBANK"),
            ("Công An", "CONG AN"),
            ("  Bo  Cong\u{a0}An ", "BO CONG AN"),
            ("ＭＢ\u{200b}Bank", "MBBANK"),
            ("TB-MAU_01.", "TB-MAU_01."),
            ("AD&GIA", "AD&GIA"),
            ("VietcombankS", "<too-long>"),
            ("5656", "<only-digits>"),
            ("+84 900", "<only-digits>"),
            ("---", "<bad-character>"),
            ("GIA{1}", "<bad-character>"),
            ("\u{412}\u{406}DV", "<bad-character>"),
            ("", "<empty>"),
        ],
    );
}

#[test]
fn mailboxes() {
    let long_local = format!("{}@vay.example", "a".repeat(65));
    check(
        Email,
        &[
            ("HoTro@Vay.Example", "hotro@vay.example"),
            ("mailto:hotro@vay.example?subject=a", "hotro@vay.example"),
            ("Hỗ trợ <hotro@vay.example>", "hotro@vay.example"),
            ("hotro[@]vay[.]example", "hotro@vay.example"),
            ("hotro (at) vay (.) example", "hotro@vay.example"),
            ("hotro at vay dot example", "hotro@vay.example"),
            ("ho.tro+tag@vay.example", "ho.tro+tag@vay.example"),
            ("hotro@ngân-hàng.example", "hotro@xn--ngn-hng-dwao.example"),
            ("hotro@vay.example.", "hotro@vay.example"),
            ("hotro", "<not-an-address>"),
            ("@vay.example", "<not-an-address>"),
            ("a@b@vay.example", "<not-an-address>"),
            (".hotro@vay.example", "<not-an-address>"),
            ("hỗ.trợ@vay.example", "<bad-character>"),
            ("ho tro@vay.example", "<bad-character>"),
            ("\"ho tro\"@vay.example", "<bad-character>"),
            ("hotro@vay", "<no-dot>"),
            ("hotro@192.0.2.1", "<not-a-host>"),
            ("hotro@", "<not-a-host>"),
            (&long_local, "<too-long>"),
        ],
    );
}

/// Addresses of the published examples: Bitcoin wiki, BIP 173, BIP 350, EIP-55, TRON developer hub.
#[test]
fn wallets() {
    check(
        CryptoWallet,
        &[
            ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "btc:1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"),
            ("bitcoin:3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy?amount=1", "btc:3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"),
            ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "btc:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
            (
                "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
                "btc:bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
            ),
            ("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "eth:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
            ("0X5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", "eth:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
            (
                "ETH: 0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "eth:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            ),
            (
                "USDT (BEP20): 0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "eth:0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
            ),
            ("USDT TRC20 TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
            ("tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
            // One letter wrong.
            ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3", "<bad-checksum>"),
            ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "<bad-checksum>"),
            ("bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "<bad-checksum>"),
            ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", "<bad-checksum>"),
            ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", "<bad-checksum>"),
            // BIP 350: version 1 with the check characters of version 0.
            ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", "<bad-checksum>"),
            ("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "<unknown-chain>"),
            ("eth:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "<unknown-chain>"),
            ("0x5aaeb6053f3e94c9b9a09f33669435e7ef1bea", "<unknown-chain>"),
            ("không có ví", "<bad-character>"),
            ("btc:", "<empty>"),
        ],
    );
}

#[test]
fn applications() {
    let certificate = "AB:".repeat(31) + "CD";
    let with_certificate = format!("com.mau.vneid#{certificate}");
    let canonical = format!("com.mau.vneid#{}cd", "ab".repeat(31));
    check(
        App,
        &[
            ("com.mau.VNeID", "com.mau.VNeID"),
            (&with_certificate, &canonical),
            ("https://play.google.com/store/apps/details?id=com.mau.vneid&hl=vi", "com.mau.vneid"),
            ("market://details?id=com.mau.vneid", "com.mau.vneid"),
            ("https://apps.apple.com/vn/app/ten-mau/id1000000001?l=vi", "id1000000001"),
            ("id1000000001", "id1000000001"),
            ("vneid", "<not-a-package>"),
            ("com.mau.1vneid", "<not-a-package>"),
            ("com..vneid", "<not-a-package>"),
            ("com.mau.vneid.apk ", "com.mau.vneid.apk"),
            ("com.mau.ví", "<not-a-package>"),
            ("https://vay.example/vneid.apk", "<not-a-package>"),
            ("https://play.google.com/store/apps", "<not-a-package>"),
            ("com.mau.vneid#abc", "<not-a-hash>"),
        ],
    );
}

#[test]
fn files() {
    let hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    check(
        File,
        &[
            (hash, hash),
            (&hash.to_uppercase(), hash),
            (&format!("sha256:{hash}"), hash),
            (&format!("SHA-256 = {hash}"), "<not-a-hash>"),
            (&format!("SHA-256: {hash}"), hash),
            (&hash[1..], "<not-a-hash>"),
            (&format!("{}g", &hash[1..]), "<not-a-hash>"),
            ("d41d8cd98f00b204e9800998ecf8427e", "<not-a-hash>"),
        ],
    );
}
