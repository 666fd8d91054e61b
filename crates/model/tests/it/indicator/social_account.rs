//! Accounts on platforms. Names with `mau` and numbers of round digits are made up.

use model::IndicatorKind::SocialAccount;

use super::check;

#[test]
fn facebook_in_every_shape_of_link() {
    check(
        SocialAccount,
        &[
            ("https://www.facebook.com/nguyen.mau", "facebook:nguyenmau"),
            ("https://m.facebook.com/Nguyen.Mau?ref=x", "facebook:nguyenmau"),
            ("mbasic.facebook.com/nguyenmau/", "facebook:nguyenmau"),
            ("https://vi-vn.facebook.com/nguyenmau/about", "facebook:nguyenmau"),
            ("https://web.facebook.com/nguyenmau/posts/123456789", "facebook:nguyenmau"),
            ("fb.com/nguyenmau", "facebook:nguyenmau"),
            ("fb.me/nguyenmau", "facebook:nguyenmau"),
            ("https://m.me/nguyenmau", "facebook:nguyenmau"),
            ("https://www.messenger.com/t/100000000000001", "facebook:100000000000001"),
            ("https://www.facebook.com/messages/t/100000000000001", "facebook:100000000000001"),
            (
                "https://www.facebook.com/profile.php?id=100000000000001&mibextid=x",
                "facebook:100000000000001",
            ),
            ("https://www.facebook.com/100000000000001", "facebook:100000000000001"),
            (
                "https://www.facebook.com/people/Nguy%E1%BB%85n-M%E1%BA%ABu/100000000000001/",
                "facebook:100000000000001",
            ),
            ("https://www.facebook.com/people/Nguyễn-Mẫu/pfbid0mau/", "<not-an-account>"),
            ("https://www.facebook.com/pages/Shop-Mau/100000000000001", "facebook:100000000000001"),
            ("https://www.facebook.com/pages/category/Shop-Mau-100000000000001/", "facebook:100000000000001"),
            ("https://www.facebook.com/p/Shop-Mau-100000000000001/", "facebook:100000000000001"),
            ("https://www.facebook.com/Shop-Mau-100000000000001", "facebook:100000000000001"),
            ("https://www.facebook.com/pg/shopmau/about", "facebook:shopmau"),
            (
                "https://www.facebook.com/groups/1000000000000001/permalink/2/",
                "facebook:group/1000000000000001",
            ),
            ("https://www.facebook.com/groups/ViecLam.Mau", "facebook:group/vieclam.mau"),
            (
                "https://www.facebook.com/story.php?story_fbid=1&id=100000000000001",
                "facebook:100000000000001",
            ),
            ("hxxps://facebook[.]com/nguyenmau", "facebook:nguyenmau"),
            ("facebook:nguyen.mau", "facebook:nguyenmau"),
            ("Facebook: https://www.facebook.com/nguyenmau", "facebook:nguyenmau"),
            ("fb nguyenmau", "facebook:nguyenmau"),
            ("facebook:group/vieclammau", "facebook:group/vieclammau"),
            ("https://www.facebook.com/", "<not-an-account>"),
            ("https://www.facebook.com/watch?v=1", "<not-an-account>"),
            ("https://www.facebook.com/share/p/mau/", "<not-an-account>"),
            ("https://www.facebook.com/photo.php?fbid=1", "<not-an-account>"),
            ("https://l.facebook.com/l.php?u=https://vay.example", "<not-an-account>"),
            ("facebook:Nguyễn Văn Mẫu", "<bad-account-name>"),
            ("facebook:1.2.3.4.5.6.7", "<bad-account-name>"),
            ("https://facebook.com.vay.example/nguyenmau", "<unknown-platform>"),
        ],
    );
}

#[test]
fn zalo_by_number_and_by_link() {
    check(
        SocialAccount,
        &[
            ("zalo:+84900000001", "zalo:+84900000001"),
            ("zalo 0900.000.001", "zalo:+84900000001"),
            ("Zalo: 01200000001", "zalo:+84700000001"),
            ("https://zalo.me/0900000001", "zalo:+84900000001"),
            ("zalo.me/84900000001", "zalo:+84900000001"),
            ("https://zalo.me/1000000000000000001", "zalo:1000000000000000001"),
            ("https://oa.zalo.me/1000000000000000001", "zalo:1000000000000000001"),
            ("Zalo OA 1000000000000000001", "zalo:1000000000000000001"),
            ("https://zalo.me/CongAnMau", "zalo:conganmau"),
            ("https://zalo.me/g/abCdef123", "zalo:group/abCdef123"),
            ("https://zaloapp.com/qr/p/abCdef123", "zalo:qr/abCdef123"),
            ("https://chat.zalo.me/", "<not-an-account>"),
            ("https://zalo.me/pc", "<not-an-account>"),
            ("zalo 5656", "<bad-account-name>"),
            ("zalo:", "<empty>"),
            ("zalo.me/zalo.me/", "<bad-account-name>"),
        ],
    );
}

#[test]
fn telegram_by_name_number_and_invitation() {
    check(
        SocialAccount,
        &[
            ("https://t.me/Hotro_Mau", "telegram:hotro_mau"),
            ("t.me/s/hotro_mau", "telegram:hotro_mau"),
            ("https://telegram.me/hotro_mau/15", "telegram:hotro_mau"),
            ("telegram @Hotro_Mau", "telegram:hotro_mau"),
            ("tele: hotro_mau", "telegram:hotro_mau"),
            ("tg://resolve?domain=hotro_mau", "telegram:hotro_mau"),
            ("https://t.me/+AbCdEf_012345678", "telegram:+AbCdEf_012345678"),
            ("https://t.me/joinchat/AbCdEf_012345678", "telegram:+AbCdEf_012345678"),
            ("tg://join?invite=AbCdEf_012345678", "telegram:+AbCdEf_012345678"),
            ("https://t.me/+84900000001", "telegram:+84900000001"),
            ("telegram 0900 000 001", "telegram:+84900000001"),
            ("https://t.me/c/1000000/5", "<not-an-account>"),
            ("https://t.me/share/url?url=vay.example", "<not-an-account>"),
            ("telegram:abc", "<bad-account-name>"),
            ("telegram:hỗ trợ", "<bad-account-name>"),
        ],
    );
}

#[test]
fn other_platforms() {
    check(
        SocialAccount,
        &[
            ("viber 0900000001", "viber:+84900000001"),
            ("viber://chat?number=%2B84900000001", "viber:+84900000001"),
            ("viber://pa?chatURI=ShopMau", "viber:shopmau"),
            ("https://invite.viber.com/?g2=AQAmau0123456789", "viber:group/AQAmau0123456789"),
            ("https://www.tiktok.com/@Shop.Mau/video/1?x=y", "tiktok:shop.mau"),
            ("tiktok @shop.mau", "tiktok:shop.mau"),
            ("https://vt.tiktok.com/ZSmau1234/", "<not-an-account>"),
            ("https://www.instagram.com/Shop_Mau/", "instagram:shop_mau"),
            ("https://www.instagram.com/p/Cmau/", "<not-an-account>"),
            ("https://www.youtube.com/@KenhMau", "youtube:@kenhmau"),
            (
                "https://youtube.com/channel/UCabcdefghijklmnopqrstuv",
                "youtube:channel/UCabcdefghijklmnopqrstuv",
            ),
            ("https://www.youtube.com/user/KenhMau", "youtube:user/kenhmau"),
            ("youtube:@kenhmau", "youtube:@kenhmau"),
            ("https://www.youtube.com/watch?v=mau", "<not-an-account>"),
            ("https://wa.me/84900000001", "whatsapp:+84900000001"),
            ("https://api.whatsapp.com/send?phone=84900000001", "whatsapp:+84900000001"),
            ("https://chat.whatsapp.com/AbCdEfGh0123456789", "whatsapp:group/AbCdEfGh0123456789"),
            ("https://x.com/Hotro_Mau/status/1", "x:hotro_mau"),
            ("https://twitter.com/i/lists/1", "<not-an-account>"),
            ("x:hotro_mau", "x:hotro_mau"),
        ],
    );
}

#[test]
fn without_a_platform_there_is_no_account() {
    check(
        SocialAccount,
        &[
            ("@hotro_mau", "<unknown-platform>"),
            ("hotro_mau", "<unknown-platform>"),
            ("https://vay.example/hotro", "<unknown-platform>"),
            ("myspace:mau", "<unknown-platform>"),
            ("0900000001", "<unknown-platform>"),
            ("http://zalo.me@vay.example/0900000001", "<unknown-platform>"),
        ],
    );
}
